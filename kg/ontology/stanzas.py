"""Reads one Turtle file into stanzas: each subject with all that is said of it, and the line it begins on.

In: a `.ttl` file. Out: its stanzas in the order of the file, or the one problem that kept it from being read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

KG = "https://w3id.org/actorgraph/ns#"
ACTOR = "https://w3id.org/actorgraph/actor/"
_RDF, _RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
_OWL, _SKOS = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2004/02/skos/core#"
TYPE, LABEL, PARENT_KIND = _RDF + "type", _RDFS + "label", _RDFS + "subClassOf"
PARENT_RELATION, DOMAIN, RANGE = _RDFS + "subPropertyOf", _RDFS + "domain", _RDFS + "range"
DEFINITION, EXAMPLE, NAME, ALIAS = (_SKOS + one for one in ("definition", "example", "prefLabel", "altLabel"))
SAME, CLOSE = _SKOS + "exactMatch", _SKOS + "closeMatch"
CLASS, RELATION = _OWL + "Class", _OWL + "ObjectProperty"
SYMMETRIC, TRANSITIVE = _OWL + "SymmetricProperty", _OWL + "TransitiveProperty"
# What a file may also hold and nobody here asks for.
PASSED_OVER = frozenset(_OWL + one for one in ("Ontology", "AnnotationProperty", "DatatypeProperty"))
KNOWN_FIELDS = frozenset(
    (
        *("inverseLabel", "nearMiss", "sign", "plover", "quad", "cameo", "re3d", "dated", "colour", "shape"),
        *("country", "demonym", "metonym", "partOf", "startDate", "endDate"),
    )
)
_PREFIXES = (
    f"@prefix kg: <{KG}> . @prefix actor: <{ACTOR}> . @prefix owl: <{_OWL}> . @prefix rdfs: <{_RDFS}> . "
    f"@prefix skos: <{_SKOS}> ."
)


class SyntaxFault(Exception):  # noqa: N818 - never leaves this room
    """A file is not Turtle; says where and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


class Word(NamedTuple):
    """A value: a text with its language, or the full name of a thing ("" for its language)."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file, where (line 1 if unknown), and the way out."""

    path: Path
    line: int
    cause: str
    way_out: str


@dataclass(frozen=True, slots=True)
class Stanza:
    """One subject of a file with all that is said of it, by predicate."""

    iri: str
    path: Path
    line: int
    values: Mapping[str, tuple[Word, ...]]

    @property
    def local(self) -> str:
        """The last part of its name."""
        return local_name(self.iri)

    def texts(self, predicate: str) -> tuple[str, ...]:
        """All values of a predicate as text, sorted, each once."""
        return tuple(sorted({word.text for word in self.values.get(predicate, ())} - {""}))

    def text(self, predicate: str) -> str:
        """The value of a predicate as text, English before others, "" if there is none."""
        ranked = sorted(self.values.get(predicate, ()), key=lambda word: (_rank(word.language), word.text))
        return ranked[0].text if ranked else ""

    def names(self, predicate: str) -> tuple[str, ...]:
        """The local names of the things a predicate points at."""
        return tuple(local_name(iri) for iri in self.texts(predicate))

    def problem(self, cause: str, way_out: str) -> Problem:
        """Say what is wrong with it."""
        return Problem(self.path, self.line, f"{self.local}: {cause}", way_out)


def local_name(iri: str) -> str:
    """Return the part of a name behind its last # or /."""
    return re.split(r"[#/]", iri)[-1]


def _rank(language: str) -> int:
    return 0 if language.startswith("en") else 2 if language else 1


def read_turtle(path: Path) -> tuple[list[Stanza], list[Problem]]:
    """Read a file; where its syntax is broken there are no stanzas and one problem."""
    from kg.ontology.turtle import triples  # rdflib is loaded when a file is read, not before

    found: dict[str, dict[str, list[Word]]] = {}
    try:
        text = path.read_text(encoding="utf-8-sig")
        for subject, predicate, word in triples(text):
            found.setdefault(subject, {}).setdefault(predicate, []).append(word)
    except UnicodeDecodeError as error:
        return [], [Problem(path, 1, f"not UTF-8 text: {error.reason}", "save the file as UTF-8")]
    except OSError as error:
        return [], [Problem(path, 1, f"cannot be read: {error.strerror}", "check the path and its permissions")]
    except SyntaxFault as fault:
        return [], [_syntax(path, fault)]
    lines = _lines(text)
    stanzas = [
        Stanza(subject, path, lines.get(local_name(subject), 1), {key: tuple(words) for key, words in values.items()})
        for subject, values in found.items()
    ]
    return sorted(stanzas, key=lambda stanza: (stanza.line, stanza.iri)), []


def _syntax(path: Path, fault: SyntaxFault) -> Problem:
    unbound = "refix" in fault.reason and "bound" in fault.reason
    way_out = f"begin the file with {_PREFIXES}" if unbound else "part a stanza's fields by ' ;' and end it with ' .'"
    return Problem(path, fault.line, f"not Turtle: {fault.reason}", way_out)


def _lines(text: str) -> dict[str, int]:
    """Find the line each stanza begins on: the first word of an unindented line, by its local name."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        word = re.match(r"<[^>\s]*>|[^\s@#\"';.\]\[)(]\S*", line)
        if word:
            lines.setdefault(re.split(r"[#/:]", word[0].rstrip(">"))[-1], number)
    return lines
