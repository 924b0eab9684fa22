"""What an exporter promises: a graph and the ontology become the bytes of one file.

Registered by suffix without its dot in the group `kg.exporters`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from kg.graph import Graph
from kg.ontology import Ontology


class Exporter(Protocol):
    """Writes one format; the same graph gives the same bytes."""

    def __call__(self, graph: Graph, ontology: Ontology) -> Iterator[bytes]:
        """Yield the file in pieces."""
        ...
