"""What the text room promises: sources become documents, documents become parsed texts.

In: paths, globs, folders, "-" or text. Out: `Document`s, and for each a spaCy `Doc` over the very same text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.model import Document

if TYPE_CHECKING:
    from spacy.tokens import Doc

LARGEST = 2_000_000  # characters of one text: some two minutes and half a gigabyte


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document with its reading: `doc.text == document.text`.

    Every token has tag, pos, lemma, head, dep and sentence start.

    Dependencies are Universal Dependencies (lower case, "ROOT" for roots as spaCy has it); `doc.ents` are the
    model's names with the labels PER, ORG, LOC, NORP, MISC.
    """

    document: Document
    doc: Doc


@dataclass(frozen=True, slots=True)
class Unread:
    """A source, or a part of one, that could not be read: where, and the cause with its way out."""

    where: str
    cause: str


class Reader(Protocol):
    """Reads one file of one suffix; registered under the suffix without its dot in the group `kg.readers`."""

    def __call__(self, content: bytes, path: Path) -> Iterator[Document | Unread]:
        """Yield the documents of a file's bytes, and what of it could not be read."""
        ...


class Pipeline(Protocol):
    """Parses texts; registered by name in the group `kg.pipelines`, "reader" being our own model."""

    def __call__(self, documents: Iterable[Document]) -> Iterator[Parsed]:
        """Yield each document with its reading, in order."""
        ...
