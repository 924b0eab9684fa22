"""The network of actors, for programs that draw and measure networks (Gephi, yEd, igraph) and for NetworkX itself.

In: a graph. Out: actors and the direct edges between them; claims and documents stay behind, as sums on the edges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.graph import CLAIM_EDGES, Graph
from kg.ontology import Ontology

if TYPE_CHECKING:
    import networkx as nx

# What XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_networkx(graph: Graph, ontology: Ontology) -> nx.MultiDiGraph[str]:
    """Make the network of actors and places with all their properties; an edge's key is its relation.

    A symmetric one stands once. Lists stay lists; `export` joins them, for GraphML has none.
    """
    import networkx as nx

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in graph.nodes:
        if node.label in ("Actor", "Place"):
            own = dict(sorted(node.properties.items()))
            network.add_node(node.id, **{**own, "label": str(node.properties["name"])})
    for edge in graph.edges:
        if edge.type not in CLAIM_EDGES:
            relation = ontology.relation(edge.type)
            known: dict[str, Any] = {"relation": relation.label, "sign": relation.sign, "symmetric": relation.symmetric}
            network.add_edge(
                edge.start, edge.end, key=relation.label, **{**dict(sorted(edge.properties.items())), **known}
            )
    return network


def export(graph: Graph, ontology: Ontology) -> Iterator[bytes]:
    """Yield GraphML; what XML cannot hold becomes U+FFFD."""
    import networkx as nx

    network = to_networkx(graph, ontology)
    yield b'<?xml version="1.0" encoding="utf-8"?>\n'
    for _, properties in network.nodes(data=True):
        _clean(properties)
    for _, _, properties in network.edges(data=True):
        _clean(properties)
    safe = {node: _NOT_XML.sub("\ufffd", node) for node in network.nodes}
    for line in nx.generate_graphml(nx.relabel_nodes(network, safe), named_key_ids=True):
        yield line.encode() + b"\n"


def _clean(properties: dict[str, Any]) -> None:
    for key, value in properties.items():
        plain = "; ".join(value) if isinstance(value, list) else value
        properties[key] = _NOT_XML.sub("\ufffd", plain) if isinstance(plain, str) else plain
