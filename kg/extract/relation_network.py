"""The learnt half of the extractor: a network that reads a sentence once and scores every pair of its mentions.

In: a sentence's text, the spans of its mentions and the pairs asked for. Out: for each ordered pair the probability
of each label, of denial, of each modality, and where the cue words and the claimant stand. Made by training/; see
MODEL_CARD.md.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.model import Modality
from kg.text.networks import Session, pieces, require, usual_threads

MODALITIES: tuple[Modality, ...] = ("asserted", "planned", "possible", "conditional")
WEIGHTS = Path(__file__).parent / "weights"
WIDTH = 384
_LONGEST = 400  # pieces; what stands behind is not read
_FILES = ("relations.int8.onnx", "relations.json")

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PairScores:
    """What the network thinks of one ordered pair; `labels` sums to 1, its first being that nothing is said.

    `cues` and `claimants` give a logit a piece, `offsets` the pieces' spans in the sentence; piece 0 as claimant is
    nobody. `vector` is what the labels were read off.
    """

    labels: Floats
    denied: float
    modality: Floats
    cues: Floats
    claimants: Floats
    offsets: Sequence[tuple[int, int]]
    vector: Floats


class RelationNetwork:
    """The loaded weights and the label list: "" for nothing, relations, and "relation/PLOVER" for some of them."""

    def __init__(self, threads: int = 1, weights: Path = WEIGHTS) -> None:
        require(weights, _FILES, "the relation reader's", "install the package anew")
        self.settings: dict[str, Any] = json.loads((weights / "relations.json").read_text(encoding="utf-8"))
        self.labels: list[str] = self.settings["labels"]
        self.relations = [label.partition("/")[0] for label in self.labels]
        self.plover = [label.partition("/")[2] for label in self.labels]
        self.mark: str = self.settings.get("mark", "")  # which training the weights are of
        self._session = Session(weights / "relations.int8.onnx", threads)

    def read(
        self, text: str, spans: Sequence[tuple[int, int]], pairs: Sequence[tuple[int, int]]
    ) -> list[PairScores | None]:
        """Score ordered pairs of spans of a sentence (characters); None for a pair that lies beyond what is read.

        An empty span stands for somebody the text does not name.
        """
        encoded = pieces().encode(text)
        ids, offsets = encoded.ids[:_LONGEST], encoded.offsets[:_LONGEST]
        covered = [
            [k for k, (a, b) in enumerate(offsets) if b > a and a < end and b > start] if end > start else [0]
            for start, end in spans
        ]
        asked = [pair for pair in pairs if covered[pair[0]] and covered[pair[1]]]
        if not asked:
            return [None] * len(pairs)
        used = sorted({mention for pair in asked for mention in pair})
        place = {mention: k for k, mention in enumerate(used)}
        feed: dict[str, Sequence[int] | Sequence[list[int]]] = {
            "ids": ids,
            "starts": [covered[mention][0] for mention in used],
            "ends": [covered[mention][-1] + 1 for mention in used],
            "pairs": [[place[one], place[other]] for one, other in asked],
        }
        labels, polarity, modality, cues, claimants, vectors = self._session.run(feed)
        labels, denied, modality = _labels(labels), _softmax(polarity)[:, 1], _softmax(modality)
        found = {
            pair: PairScores(labels[k], float(denied[k]), modality[k], cues[k], claimants[k], offsets, vectors[k])
            for k, pair in enumerate(asked)
        }
        return [found.get(pair) for pair in pairs]


@cache
def relation_network(threads: int | None = None) -> RelationNetwork:
    """Load the network, once for each number of threads, by default one a core up to four.

    Raises InputError where the weights are missing.
    """
    return RelationNetwork(threads or usual_threads())


def _softmax(scores: Floats) -> Floats:
    shifted = np.exp(scores - scores.max(-1, keepdims=True))
    result: Floats = shifted / shifted.sum(-1, keepdims=True)
    return result


def _labels(scores: Floats) -> Floats:
    """Turn logits, the first whether nothing is said, the rest what if anything, into one distribution."""
    silent = 1 / (1 + np.exp(-scores[:, :1]))
    result: Floats = np.concatenate([silent, (1 - silent) * _softmax(scores[:, 1:])], axis=1)
    return result
