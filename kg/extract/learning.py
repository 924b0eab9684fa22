"""Teaches a relation of one's own from twenty to a hundred sentences, on the frozen network, without torch.

In: examples in the corpus format. Out: a `Head`, a logistic regression over what the network sees in a pair (Alain and
Bengio 2016 call it a probe), with figures by cross-validation; `learnt/RELATION.json` in the user's ontology folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import InputError
from kg.extract.corpus import Example
from kg.extract.relation_network import RelationNetwork
from kg.model import Document
from kg.ontology import Ontology
from kg.text.base import Pipeline

FOLDER = "learnt"
FEWEST = 10
"""The fewest sentences that say a relation from which it can be learnt."""
_FOLDS = 5
_STRENGTH = 3.0  # of the ridge; a hundred sentences cannot hold a thousand weights
_STEPS = 25
_LOWEST, _HIGHEST = 0.35, 0.85
Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair of mentions of an example, as the network sees it, and whether it stands in the relation."""

    example: int
    text: str
    vector: Vector
    said: bool


@dataclass(frozen=True, slots=True)
class Head:
    """A learnt relation: weights over a pair's vector, and the sentences it was learnt from for comparison."""

    relation: str
    weights: Vector
    bias: float
    threshold: float
    sentences: tuple[str, ...]
    vectors: Vector

    def __call__(self, vector: Vector) -> float:
        """Return how probable the relation is of a pair with this vector."""
        return float(1 / (1 + np.exp(-(vector @ self.weights + self.bias))))


@dataclass(frozen=True, slots=True)
class Figures:
    """How good a head is by cross-validation over sentences: pairs said, pairs not said, precision, recall, F1."""

    said: int
    silent: int
    precision: float
    recall: float
    f1: float
    threshold: float


def pairs_of(
    examples: Sequence[Example], relation: str, network: RelationNetwork, parse: Pipeline, ontology: Ontology
) -> Iterator[Pair]:
    """Read every ordered pair of mentions of every sentence of the examples."""
    symmetric = ontology.relations[relation].symmetric
    documents = [Document(one.text) for one in examples]
    for number, (example, parsed) in enumerate(zip(examples, parse(documents), strict=True)):
        told = {(c.subject, c.object) for c in example.claims if c.relation == relation}
        told |= {(b, a) for a, b in told} if symmetric else set()
        for sentence in parsed.doc.sents:
            start, end = sentence.start_char, sentence.end_char
            inside = [m for m in example.mentions if start <= m.start and m.end <= end]
            order = list(permutations(range(len(inside)), 2))
            spans = [(m.start - start, m.end - start) for m in inside]
            for (one, other), scores in zip(order, network.read(sentence.text, spans, order), strict=True):
                if scores is not None:
                    said = (inside[one].id, inside[other].id) in told
                    yield Pair(number, sentence.text.strip(), scores.vector, said)


def learn(relation: str, pairs: Sequence[Pair]) -> tuple[Head, Figures]:
    """Fit a head, its threshold by cross-validation; raise InputError where too few sentences say the relation."""
    spoken = sorted({pair.example for pair in pairs if pair.said})
    if len(spoken) < FEWEST:
        raise InputError(
            f"only {len(spoken)} sentences say {relation.replace('_', '-')}", f"write at least {FEWEST}, better 50"
        )
    x = np.stack([pair.vector for pair in pairs])
    y = np.array([pair.said for pair in pairs], dtype=np.float32)
    folds = _folds(pairs, spoken)
    held = np.zeros(len(pairs), dtype=np.float32)
    for fold in range(_FOLDS):
        inside = folds == fold
        weights, bias = _fit(x[~inside], y[~inside])
        held[inside] = _sigmoid(x[inside] @ weights + bias)
    figures = max(
        (_figures(held, y, step / 100) for step in range(int(_LOWEST * 100), int(_HIGHEST * 100) + 1, 5)),
        key=lambda one: (one.f1, -one.threshold),
    )
    weights, bias = _fit(x, y)
    said = [pair for pair in pairs if pair.said]
    vectors = np.stack([pair.vector for pair in said])
    return Head(relation, weights, bias, figures.threshold, tuple(pair.text for pair in said), vectors), figures


def _folds(pairs: Sequence[Pair], spoken: Sequence[int]) -> NDArray[np.int64]:
    """Deal the sentences out in their order, those that say the relation evenly: same files, same folds."""
    silent = sorted({pair.example for pair in pairs} - set(spoken))
    fold = {example: k % _FOLDS for group in (spoken, silent) for k, example in enumerate(group)}
    return np.array([fold[pair.example] for pair in pairs], dtype=np.int64)


def _fit(x: Vector, y: Vector) -> tuple[Vector, float]:
    """Fit a ridge logistic regression by Newton's method, both classes weighing the same."""
    mean, spread = x.mean(0), x.std(0) + 1e-3
    z = np.concatenate([(x - mean) / spread, np.ones((len(x), 1))], axis=1).astype(np.float64)
    share = max(float(y.mean()), 1e-3)
    balance = np.where(y > 0, 0.5 / share, 0.5 / max(1 - share, 1e-3))
    penalty = np.full(z.shape[1], _STRENGTH * np.sqrt(z.shape[1]))
    penalty[-1] = 1e-6
    w = np.zeros(z.shape[1])
    for _ in range(_STEPS):
        p = _sigmoid(z @ w)
        gradient = z.T @ (balance * (p - y)) + penalty * w
        curve = (z * (balance * p * (1 - p))[:, None]).T @ z + np.diag(penalty)
        step = np.linalg.solve(curve, gradient)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    weights = (w[:-1] / spread).astype(np.float32)
    return weights, float(w[-1] - mean @ weights)


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-np.clip(x, -50, 50)))


def _figures(held: Vector, y: Vector, threshold: float) -> Figures:
    kept = held >= threshold
    hits, wrong, missed = int((kept & (y > 0)).sum()), int((kept & (y == 0)).sum()), int((~kept & (y > 0)).sum())
    return Figures(
        said=int(y.sum()),
        silent=int((y == 0).sum()),
        precision=hits / max(1, hits + wrong),
        recall=hits / max(1, hits + missed),
        f1=2 * hits / max(1, 2 * hits + wrong + missed),
        threshold=threshold,
    )


def save(head: Head, folder: Path, mark: str) -> Path:
    """Write a head into `folder/learnt/`; `mark` names the network whose vectors it reads."""
    path = folder / FOLDER / f"{head.relation}.json"
    path.parent.mkdir(exist_ok=True)
    row = {
        "relation": head.relation,
        "network": mark,
        "bias": round(head.bias, 5),
        "threshold": head.threshold,
        "weights": [round(float(value), 5) for value in head.weights],
        "sentences": head.sentences,
        "vectors": [[round(float(value), 2) for value in vector] for vector in head.vectors],
    }
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def load_heads(ontology: Ontology, mark: str) -> dict[str, Head]:
    """Load the heads that lie in the ontology's folders; raise InputError for one that cannot be used."""
    heads = {}
    for path in (path for folder in ontology.folders for path in sorted((Path(folder) / FOLDER).glob("*.json"))):
        try:
            row = json.loads(path.read_text(encoding="utf-8"))
            head = Head(
                str(row["relation"]),
                np.array(row["weights"], dtype=np.float32),
                float(row["bias"]),
                float(row["threshold"]),
                tuple(row["sentences"]),
                np.array(row["vectors"], dtype=np.float32),
            )
            if head.vectors.shape != (len(head.sentences), *head.weights.shape):
                raise ValueError("its weights, sentences and vectors do not fit together")
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path} is no learnt relation: {error}", f"kg learn {path.parent.parent}") from error
        if row.get("network") != mark:
            raise InputError(f"{path} was learnt on another version of the network", f"kg learn {path.parent.parent}")
        if head.relation in ontology.relations:
            heads[head.relation] = head
    return heads
