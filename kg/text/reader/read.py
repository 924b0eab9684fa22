"""Reads documents: words into windows, windows through the network, its scores into one tree a sentence.

In: `Document`s. Out: `Parsed`, one after the other as they are asked for. A paragraph's end is a sentence's end; a
paragraph longer than a window is cut at the last sentence start the network saw, and reading goes on from there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import InputError
from kg.model import Document
from kg.text.base import Parsed
from kg.text.datelines import datelines
from kg.text.reader.lemmas import lemma
from kg.text.reader.network import WINDOW, Network, Scores
from kg.text.reader.trees import best_tree
from kg.text.reader.words import paragraph_breaks, split_words

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc

_NEVER_FIRST = frozenset(".,;:!?)]}”’…%")
_CLAUSE_ENDS = frozenset({";", ":", "—", "–", "--", ","})
_MARGIN = 3  # a start this near to a window's end was seen without its sentence
_BEGIN, _INSIDE, _OUTSIDE = 3, 1, 2  # spaCy's numbers for B, I, O


@dataclass(frozen=True, slots=True)
class Reading:
    """A finished stretch of words: heads as places in the stretch (a root is its own head), labels as words."""

    heads: NDArray[np.int64]
    deps: list[str]
    tags: list[str]
    universal: list[str]
    names: list[str]


class ReaderPipeline:
    """Parses texts with our network; see `kg.text.base.Pipeline`."""

    def __init__(self, threads: int = 1) -> None:
        self._network = Network(threads=threads)

    def __call__(self, documents: Iterable[Document]) -> Iterator[Parsed]:
        """Yield each document with its reading, in order; raise InputError where a text is no Unicode."""
        for document in documents:
            yield Parsed(document, self.parse(document.text))

    def parse(self, text: str) -> Doc:
        """Read one text; raise InputError where it holds half a surrogate pair."""
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise InputError(
                f"the text is no sound Unicode: half a surrogate pair at character {error.start}",
                "replace it: text.encode('utf-16', 'surrogatepass').decode('utf-16', 'replace')",
            ) from error
        doc = split_words(text)
        words = [token.i for token in doc if not token.is_space]
        frame = _Frame(doc, words)
        for start, end in _paragraphs(doc, words, _breaks(text)):
            for reading in self._read(frame.texts[start:end]):
                frame.put(start, reading)
                start += len(reading.deps)  # noqa: PLW2901 - walks through the paragraph
        return frame.finish()

    def _read(self, words: Sequence[str]) -> Iterator[Reading]:
        """Read a paragraph window by window, the unfinished sentence going into the next."""
        start = 0
        while start < len(words):
            scores = self._network.read(words[start : start + WINDOW])
            here = words[start : start + scores.size]
            firsts = [0, *(i for i in range(1, scores.size) if scores.starts[i] and here[i] not in _NEVER_FIRST)]
            if start + scores.size < len(words):
                firsts = _cut(firsts, here)
            else:
                firsts.append(scores.size)
            yield self._decide(scores, firsts)
            start += firsts[-1]

    def _decide(self, scores: Scores, bounds: list[int]) -> Reading:
        """Choose trees, labels and names for the sentences between the bounds."""
        network = self._network
        end = bounds[-1]
        heads = np.zeros(scores.size, dtype=np.int64)
        names: list[str] = []
        for first, last in pairwise(bounds):
            columns = [0, *range(first + 1, last + 1)]
            tree = best_tree(scores.arcs[first:last, columns])
            heads[first:last] = np.where(tree == 0, 0, tree + first)
            names.extend(network.names[i] for i in scores.names[first:last].argmax(1))
        labels = network.label(scores, heads)[:end]
        places = np.arange(end)
        return Reading(
            heads=np.where(heads[:end] == 0, places, heads[:end] - 1),
            deps=["ROOT" if network.deps[i] == "root" else network.deps[i] for i in labels],
            tags=[network.tags[i] for i in scores.tags[:end]],
            universal=[network.universal[i] for i in scores.universal[:end]],
            names=_sound_names(names, bounds),
        )


def _breaks(text: str) -> list[int]:
    """List where a sentence must end: at the ends of paragraphs and of datelines."""
    return sorted({*paragraph_breaks(text), *(end for _, end in datelines(text))})


def _cut(firsts: list[int], words: Sequence[str]) -> list[int]:
    """Bound the sentences of a window that the paragraph goes beyond; its last one is left to the next window."""
    size = len(words)
    sure = [first for first in firsts[1:] if first <= size - _MARGIN] or firsts[1:]
    if sure:
        return [0, *sure]
    clause = [i + 1 for i in range(size // 2, size - 1) if words[i] in _CLAUSE_ENDS]
    return [0, clause[-1] if clause else size]


def _sound_names(names: list[str], bounds: list[int]) -> list[str]:
    """Make the tags well formed: an I- that continues nothing begins a name, and no name crosses a sentence."""
    starts = set(bounds)
    sound: list[str] = []
    for place, tag in enumerate(names):
        before = sound[-1] if sound and place not in starts else "O"
        kind = tag.partition("-")[2]
        goes_on = tag.startswith("I-") and before.partition("-")[2] == kind
        sound.append(tag if tag == "O" or goes_on else f"B-{kind}")
    return sound


def _paragraphs(doc: Doc, words: list[int], breaks: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs as ranges of `words`."""
    starts = [doc[i].idx for i in words]
    begin = 0
    for offset in breaks:
        end = bisect_left(starts, offset, lo=begin)
        if end > begin:
            yield begin, end
        begin = end
    if begin < len(words):
        yield begin, len(words)


class _Frame:
    """The columns of a `Doc` being filled; white space hangs on the word before it."""

    def __init__(self, doc: Doc, words: list[int]) -> None:
        self.texts = [doc[i].text for i in words]
        self._doc = doc
        self._words = np.array(words, dtype=np.int64)
        self._strings: StringStore = doc.vocab.strings
        size = len(doc)
        self._heads = np.arange(size, dtype=np.int64)
        self._columns = {name: np.zeros(size, dtype=np.uint64) for name in ("TAG", "POS", "LEMMA", "DEP", "ENT_TYPE")}
        self._names = np.full(size, _OUTSIDE, dtype=np.uint64)
        self._blank(words)

    def _blank(self, words: list[int]) -> None:
        """Fill the rows of white space in: each hangs on the nearest word before it, else on the first."""
        known = np.zeros(len(self._doc), dtype=bool)
        known[words] = True
        for place in np.flatnonzero(~known):
            i = int(place)
            near = int(np.searchsorted(self._words, i)) - 1
            head = int(self._words[max(near, 0)]) if words else 0
            self._heads[i] = head
            self._row(i, "_SP", "SPACE", self._doc[i].text, "dep" if head != i else "ROOT")

    def _row(self, place: int, tag: str, universal: str, form: str, dep: str) -> None:
        add = self._strings.add
        for name, value in (("TAG", tag), ("POS", universal), ("LEMMA", form), ("DEP", dep)):
            self._columns[name][place] = add(value)

    def put(self, start: int, reading: Reading) -> None:
        """Write a stretch of words that begins at the word `start`."""
        places = self._words[start : start + len(reading.deps)]
        self._heads[places] = places[reading.heads]
        for offset, place in enumerate(places):
            tag = reading.tags[offset]
            form = lemma(self.texts[start + offset], tag)
            self._row(int(place), tag, reading.universal[offset], form, reading.deps[offset])
            self._name(int(place), reading.names[offset])

    def _name(self, place: int, name: str) -> None:
        if name == "O":
            return
        mark, _, kind = name.partition("-")
        self._columns["ENT_TYPE"][place] = self._strings.add(kind)
        self._names[place] = _BEGIN if mark == "B" else _INSIDE
        gap = place - 1
        while mark == "I" and self._names[gap] == _OUTSIDE:  # white space inside a name belongs to it
            self._columns["ENT_TYPE"][gap] = self._strings.add(kind)
            self._names[gap] = _INSIDE
            gap -= 1

    def finish(self) -> Doc:
        """Write the columns into the `Doc`."""
        from spacy.attrs import intify_attrs

        columns = {**self._columns, "ENT_IOB": self._names}
        heads = (self._heads - np.arange(len(self._heads))).astype(np.uint64)
        attrs = list(intify_attrs(dict.fromkeys((*columns, "HEAD"), 0)))
        if len(self._doc):
            table: Any = np.stack([*columns.values(), heads], axis=1)
            self._doc.from_array(attrs, table)
        return self._doc
