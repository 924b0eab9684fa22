"""Tells why the network reads a relation in a sentence: the cue words, the scores, the nearest sentences it learnt
from.

In: a sentence with the spans of both ends. Out: lines for people. The nearest sentences lie beside the weights, some
for each label, and in the user's own `learnt/` files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.extract.learning import Head
from kg.extract.relation_network import WEIGHTS, WIDTH, PairScores, RelationNetwork
from kg.text.networks import require

NEAREST = "nearest"
_CUE = 0.5
_SHOWN = 3


def why(
    network: RelationNetwork,
    heads: dict[str, Head],
    text: str,
    subject: tuple[int, int],
    object_: tuple[int, int],
    relation: str,
) -> list[tuple[str, str]]:
    """Return what and its value, in reading order; nothing where the sentence is too long to be read to both ends."""
    (scores,) = network.read(text, [subject, object_], [(0, 1)])
    if scores is None:
        return []
    lines = [("cue words", ", ".join(cue_words(text, scores))), ("scores", _ranked(network, heads, scores))]
    for likeness, sentence in nearest(scores, relation, heads):
        lines.append(("like what it learnt from", f"{sentence} ({likeness:.2f})"))
    return [(what, value) for what, value in lines if value]


def cue_words(text: str, scores: PairScores) -> list[str]:
    """Return the words that the network takes for those that say it, in order, else the one it looks at most."""
    likely = 1 / (1 + np.exp(-scores.cues))
    real = [k for k in range(len(likely)) if scores.offsets[k][1] > scores.offsets[k][0]]
    chosen = [k for k in real if likely[k] >= _CUE]
    words: list[tuple[int, int]] = []
    for k in chosen or sorted(real, key=lambda k: -likely[k])[:1]:
        start, end = _word(text, scores.offsets[k])
        if words and start <= words[-1][1] + 1:
            words[-1] = (words[-1][0], max(end, words[-1][1]))
        elif end > start:
            words.append((start, end))
    return [text[start:end] for start, end in words]


def _word(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end


def _ranked(network: RelationNetwork, heads: dict[str, Head], scores: PairScores) -> str:
    order = np.argsort(-scores.labels, kind="stable")[:_SHOWN]
    shown = [f"{network.labels[k].replace('_', '-') or 'nothing'} {scores.labels[k]:.2f}" for k in order.tolist()]
    return ", ".join(
        [*shown, *(f"{name.replace('_', '-')} {head(scores.vector):.2f}" for name, head in sorted(heads.items()))]
    )


def nearest(scores: PairScores, relation: str, heads: dict[str, Head]) -> Iterator[tuple[float, str]]:
    """Yield the sentences of a relation nearest to a pair by the cosine of what the network sees, best first."""
    if relation in heads:
        sentences: Sequence[str] = heads[relation].sentences
        vectors = heads[relation].vectors[:, :WIDTH]
    else:
        texts, labels, every = shipped()
        inside = [k for k, label in enumerate(labels) if label.partition("/")[0] == relation]
        sentences, vectors = [texts[k] for k in inside], every[inside]
    if not len(vectors):
        return
    own = scores.vector[:WIDTH]
    likeness = vectors @ own / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(own) + 1e-9)
    for k in np.argsort(-likeness, kind="stable")[:_SHOWN].tolist():
        yield float(likeness[k]), sentences[k]


@cache
def shipped(folder: Path = WEIGHTS) -> tuple[list[str], list[str], NDArray[np.float32]]:
    """Load the shipped sentences, their labels and their vectors."""
    require(folder, (f"{NEAREST}.json", f"{NEAREST}.npy"), "the relation reader's", "install the package anew")
    rows = json.loads((folder / f"{NEAREST}.json").read_text(encoding="utf-8"))
    vectors = np.load(folder / f"{NEAREST}.npy").astype(np.float32)
    return [row[1] for row in rows], [row[0] for row in rows], vectors
