"""Reads one Turtle file into stanzas: each subject with all that is said of it, and the line it begins on.

In: a `.ttl` file. Out: its stanzas in the order of the file, or the one problem that kept it from being read.
rdflib is used here and in the RDF export alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.store import Store
from rdflib.term import Node

KG = "https://w3id.org/actorgraph/ns#"
ACTOR = "https://w3id.org/actorgraph/actor/"
TYPE, LABEL, PARENT_KIND = str(RDF.type), str(RDFS.label), str(RDFS.subClassOf)
PARENT_RELATION, DOMAIN, RANGE = str(RDFS.subPropertyOf), str(RDFS.domain), str(RDFS.range)
DEFINITION, EXAMPLE, NAME, ALIAS = str(SKOS.definition), str(SKOS.example), str(SKOS.prefLabel), str(SKOS.altLabel)
SAME, CLOSE = str(SKOS.exactMatch), str(SKOS.closeMatch)
CLASS, RELATION = str(OWL.Class), str(OWL.ObjectProperty)
SYMMETRIC, TRANSITIVE = str(OWL.SymmetricProperty), str(OWL.TransitiveProperty)
# What a file may also hold and nobody here asks for.
PASSED_OVER = frozenset(
    str(one) for one in (OWL.Ontology, OWL.AnnotationProperty, OWL.DatatypeProperty, SKOS.ConceptScheme)
)
KNOWN_FIELDS = frozenset(
    (
        *("inverseLabel", "nearMiss", "sign", "plover", "quad", "cameo", "re3d", "dated", "colour"),
        *("country", "demonym", "metonym", "partOf", "startDate", "endDate"),
    )
)
_PREFIXES = (
    f"@prefix kg: <{KG}> . @prefix actor: <{ACTOR}> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
)

Value: TypeAlias = Literal | URIRef


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
    values: Mapping[str, tuple[Value, ...]]

    @property
    def local(self) -> str:
        """The last part of its name."""
        return local_name(self.iri)

    def texts(self, predicate: str) -> tuple[str, ...]:
        """All values of a predicate as text, sorted, each once."""
        return tuple(sorted({str(value).strip() for value in self.values.get(predicate, ())} - {""}))

    def text(self, predicate: str) -> str:
        """The value of a predicate as text, English before others, "" if there is none."""
        ranked = sorted(self.values.get(predicate, ()), key=lambda value: (_rank(value), str(value)))
        return str(ranked[0]).strip() if ranked else ""

    def names(self, predicate: str) -> tuple[str, ...]:
        """The local names of the things a predicate points at."""
        return tuple(local_name(iri) for iri in self.texts(predicate))

    def problem(self, cause: str, way_out: str) -> Problem:
        """Say what is wrong with it."""
        return Problem(self.path, self.line, f"{self.local}: {cause}", way_out)


def local_name(iri: str) -> str:
    """Return the part of a name behind its last # or /."""
    return re.split(r"[#/]", iri)[-1]


def _rank(value: Value) -> int:
    language = value.language if isinstance(value, Literal) else None
    return 0 if language and language.startswith("en") else 1 if language is None else 2


class _Rows(Store):
    """Keeps triples as they are read: an index of them would take longer than the reading itself."""

    def __init__(self) -> None:
        super().__init__()
        self.triples_read: list[tuple[Node, Node, Node]] = []

    def add(self, triple: tuple[Node, Node, Node], context: Graph, quoted: bool = False) -> None:
        """Keep a triple."""
        self.triples_read.append(triple)


def read_turtle(path: Path) -> tuple[list[Stanza], list[Problem]]:
    """Read a file; where its syntax is broken there are no stanzas and one problem."""
    rows = _Rows()
    graph = Graph(store=rows, bind_namespaces="none")
    try:
        text = path.read_text(encoding="utf-8")
        graph.parse(data=text, format="turtle", publicID="file:///")
    except UnicodeDecodeError as error:
        return [], [Problem(path, 1, f"not UTF-8 text: {error.reason}", "save the file as UTF-8")]
    except OSError as error:
        return [], [Problem(path, 1, f"cannot be read: {error.strerror}", "check the path and its permissions")]
    except BadSyntax as error:
        return [], [_syntax(path, error)]
    found: dict[Node, dict[str, list[Value]]] = {}
    for subject, predicate, value in dict.fromkeys(rows.triples_read):
        if isinstance(subject, URIRef) and isinstance(value, Literal | URIRef):
            found.setdefault(subject, {}).setdefault(str(predicate), []).append(value)
    lines = _lines(text)
    stanzas = [
        Stanza(str(subject), path, lines.get(local_name(str(subject)), 1), {key: tuple(v) for key, v in values.items()})
        for subject, values in found.items()
    ]
    return sorted(stanzas, key=lambda stanza: (stanza.line, stanza.iri)), []


def _syntax(path: Path, error: BadSyntax) -> Problem:
    reason = str(error._why)
    if "Prefix" in reason and "not bound" in reason:
        return Problem(path, error.lines + 1, f"not Turtle: {reason}", f"begin the file with {_PREFIXES}")
    return Problem(
        path, error.lines + 1, f"not Turtle: {reason}", "end each stanza with ' .' and part its fields by ' ;'"
    )


def _lines(text: str) -> dict[str, int]:
    """Find the line each stanza begins on: the first word of an unindented line, by its local name."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        word = re.match(r"<[^>\s]*>|[^\s@#\"';.\]\[)(]\S*", line)
        if word:
            lines.setdefault(re.split(r"[#/:]", word[0].rstrip(">"))[-1], number)
    return lines
