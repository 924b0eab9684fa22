"""Parses Turtle with rdflib, and is the one file of this room that knows it; loaded when a file is first read.

In: the text of a file. Out: its triples as plain words, or SyntaxFault with the line.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Graph, Literal, URIRef
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.store import Store
from rdflib.term import Node

from kg.ontology.stanzas import SyntaxFault, Word


class _Rows(Store):
    """Keeps triples as they are read: an index of them would take as long again as the reading."""

    def __init__(self) -> None:
        super().__init__()
        self.triples_read: list[tuple[Node, Node, Node]] = []

    def add(self, triple: tuple[Node, Node, Node], context: Graph, quoted: bool = False) -> None:
        """Keep a triple."""
        self.triples_read.append(triple)


def triples(text: str) -> Iterator[tuple[str, str, Word]]:
    """Yield subject, predicate and value of each triple that joins named things and words; raises SyntaxFault."""
    rows = _Rows()
    try:
        Graph(store=rows, bind_namespaces="none").parse(data=text, format="turtle", publicID="file:///")
    except BadSyntax as error:
        raise SyntaxFault(error.lines + 1, str(error._why)) from error
    for subject, predicate, value in dict.fromkeys(rows.triples_read):
        if isinstance(subject, URIRef) and isinstance(value, Literal | URIRef):
            language = value.language if isinstance(value, Literal) else None
            yield str(subject), str(predicate), Word(str(value).strip(), language or "")
