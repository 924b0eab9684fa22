"""Lays a ledger over a graph: who was judged the same is one node, and what was joined can be taken apart again.

In: a graph whose claims keep, in `mentions`, the actor each mention was resolved to, and a ledger. Out: the graph with
its claims led to whoever stands for those actors. A joined node keeps the nodes it was made of in `joined`, so that
the same graph under an empty ledger is the graph as it was, property for property.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.graph import JOINED, Edge, Graph, Node, Value, direct_edges, packed, summed, taken_apart
from kg.resolve.ledger import Ledger

_ACTORS = ("Actor", "Place")
_EDGE_OF = {"subject": "SUBJECT", "object": "OBJECT", "place": "LOCATED_IN", "claimant": "ATTRIBUTED_TO"}


def rejoined(graph: Graph, ledger: Ledger) -> Graph:
    """Return a graph under a ledger, whatever ledger it was under before."""
    parts = Graph(part for node in graph.nodes if node.label in _ACTORS for part in taken_apart(node))
    spoken = {line.split("\t")[3] for claim in graph.labelled("Claim") for line in _lines(claim.properties["mentions"])}
    # One that came up again since it was joined is both together; one that nothing speaks of any more is gone.
    own = {node.id: node for node in parts.nodes if node.id in spoken}
    standing = {actor: _standing_for(actor, ledger, own) for actor in own}
    groups: dict[str, list[Node]] = defaultdict(list)
    for actor, stands in sorted(standing.items()):
        groups[stands].append(own[actor])
    result = Graph(node for node in graph.nodes if node.label not in _ACTORS)
    for stands, members in groups.items():
        result.add(_joined(own[stands], members))
    for edge in graph.edges:
        if edge.type == "STATED_IN":
            result.connect(edge)
    for claim in graph.labelled("Claim"):
        for edge in claim_edges(claim, standing):
            result.connect(edge)
    for edge in direct_edges(summed(result)):
        result.connect(edge)
    return result


def claim_edges(claim: Node, standing: Mapping[str, str]) -> Iterator[Edge]:
    """Make the edges from a claim to whoever stands for the actors of its mentions."""
    for line in _lines(claim.properties.get("mentions")):
        role, _, _, actor, *_ = line.split("\t")
        yield Edge(claim.id, _EDGE_OF[role.partition(" ")[0]], standing.get(actor, actor))


def _standing_for(actor: str, ledger: Ledger, own: Mapping[str, Node]) -> str:
    here = [one for one in ledger.group(actor) if one in own]
    return next((one for one in here if own[one].properties.get("known")), here[0] if here else actor)


def _joined(stands: Node, members: Iterable[Node]) -> Node:
    """Make one node of those judged the same, with all their names, that keeps each as it was."""
    members = list(members)
    if len(members) == 1:
        return stands
    properties: dict[str, Value] = dict(stands.properties)
    names = {str(one.properties.get("name", "")) for one in members}
    for key in ("aliases", "identifiers"):
        properties[key] = sorted({word for one in members for word in _lines(one.properties.get(key))})
    aliases = {*_lines(properties["aliases"]), *names} - {str(properties.get("name", "")), ""}
    properties["aliases"] = sorted(aliases)
    properties[JOINED] = packed(members)
    return Node(stands.id, stands.label, properties)


def _lines(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []
