"""Runs the reader's network over one window of words.

In: up to `WINDOW` words. Out: scores for arcs, labels, tags, sentence starts and names, one row a word.
One window is run at a time on purpose: the network is quantised, and what lies beside a window in a batch would
change its scores, so that a text would read differently in other company.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.text.networks import Session, pieces, require

WINDOW = 110
"""The most words the network has learnt to read at once."""

_WEIGHTS = Path(__file__).parent / "weights"
_FILES = ("reader.int8.onnx", "labels.json", "label_tensor.npy")
_MAX_PIECES = 510
_MAX_WORD = 101  # characters of a word that are looked at; from 101 on the pieces make it one unknown

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network thinks of `size` words.

    `arcs` is dependents × heads, head 0 being the root; `label_heads` has a row a head, the others a row a word.
    """

    size: int
    arcs: Floats
    label_heads: Floats
    label_deps: Floats
    tags: Ints
    universal: Ints
    starts: NDArray[np.bool_]
    names: Floats


class Network:
    """The loaded weights and their label lists."""

    def __init__(self, threads: int = 1, weights: Path = _WEIGHTS) -> None:
        require(weights, _FILES, "the reader's", "install the package anew, or use --pipeline NAME")
        labels: dict[str, Any] = json.loads((weights / "labels.json").read_text(encoding="utf-8"))
        self.deps: list[str] = labels["deps"]
        self.tags: list[str] = labels["xpos"]
        self.universal: list[str] = labels["upos"]
        self.names: list[str] = labels["names"]
        tensor = np.load(weights / "label_tensor.npy").astype(np.float32)
        self._labels = np.ascontiguousarray(tensor.reshape(tensor.shape[0], -1))
        self._session = Session(weights / "reader.int8.onnx", threads)

    def read(self, words: Sequence[str]) -> Scores:
        """Score the first words, as many of them as fit into a window: at least one, at most `WINDOW`."""
        words = [word[:_MAX_WORD] for word in words[:WINDOW]]
        encoded = pieces().encode(words, is_pretokenized=True)
        while len(encoded.ids) > _MAX_PIECES:
            words = words[: max(1, len(words) // 2)]
            encoded = pieces().encode(words, is_pretokenized=True)
        first = [0] * len(words)  # a word without pieces, as a zero-width space, is read off the first piece
        cases = [word_case(word) for word in words]
        kinds = [0] * len(encoded.ids)
        for place in range(len(encoded.ids) - 1, 0, -1):
            word = encoded.word_ids[place]
            if word is not None:
                first[word] = place
                kinds[place] = cases[word]
        feed = {"ids": encoded.ids, "mask": [1] * len(encoded.ids), "case": kinds, "first": first}
        _, arcs, label_heads, label_deps, tags, universal, starts, names = self._session.run(feed)
        return Scores(
            len(words), arcs, label_heads, label_deps, tags.argmax(1), universal.argmax(1), starts.argmax(1) == 1, names
        )

    def label(self, scores: Scores, heads: Ints) -> Ints:
        """Choose the label of each word's arc to its head (0 the root, otherwise the head's place plus one)."""
        one = np.ones((scores.size, 1), dtype=np.float32)
        dependents = np.concatenate([scores.label_deps, one], axis=1)
        governors = np.concatenate([scores.label_heads[heads], one], axis=1)
        ranks = (dependents @ self._labels).reshape(scores.size, len(self.deps), governors.shape[1])
        totals = (ranks @ governors[:, :, None])[:, :, 0]
        root = self.deps.index("root")
        totals[heads != 0, root] = -np.inf
        chosen: Ints = totals.argmax(1)
        chosen[heads == 0] = root
        return chosen


def word_case(word: str) -> int:
    """Class how a word is written, as `labels.json` lists it: the word pieces themselves are lower case."""
    if word.islower():
        return 1
    if word.isupper():
        return 2 if len(word) > 1 else 3
    if word.istitle() or (word[:1].isupper() and word[1:].islower()):
        return 3
    if any(char.isupper() for char in word):
        return 4
    return 5 if any(char.isdigit() for char in word) else 6
