"""The property graph in memory: what the reading half hands over and what stores, pages and exports are made of.

In: nodes and edges. Out: a `Graph` that merges by id, so that adding the same thing twice changes nothing.
Labels: Actor, Place, Claim, Document. Claim edges: SUBJECT, OBJECT, ATTRIBUTED_TO, LOCATED_IN, STATED_IN.
Direct edges between actors carry a relation's Cypher name and are derived from claims by `direct_edges`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

Value = str | int | float | bool | list[str]

JOINED = "joined"  # in an actor that stands for several: each of them as it was, as JSON
CLAIM_EDGES = ("SUBJECT", "OBJECT", "ATTRIBUTED_TO", "LOCATED_IN", "STATED_IN")


@dataclass(frozen=True, slots=True)
class Node:
    """A node with one label; two nodes of one id are the same node."""

    id: str
    label: str
    properties: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """A directed edge; two edges of the same ends and type are the same edge."""

    start: str
    type: str
    end: str
    properties: Mapping[str, Value] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes the edge the one it is."""
        return (self.start, self.type, self.end)


@dataclass(frozen=True, slots=True)
class Summed:
    """What a direct edge is summed from: one claim with one subject and one object, resolved."""

    subject: str
    relation: str  # Cypher name
    object: str
    sign: str
    symmetric: bool
    counts: bool  # affirmed and asserted
    denied: bool
    document: str
    publisher: str
    seen: str  # date it held, else date of publication, else ""


def merge_properties(old: Mapping[str, Value], new: Mapping[str, Value]) -> dict[str, Value]:
    """Join the properties of a node met twice, either way alike: lists are united, of two values the least stays."""
    merged: dict[str, Value] = dict(old)
    for key, value in new.items():
        have = merged.get(key)
        if have == value:
            continue
        if isinstance(have, list) and isinstance(value, list):
            merged[key] = sorted({*have, *value})
        elif have is None or have == "" or (value != "" and str(value) < str(have)):
            merged[key] = value
    publications = merged.get("publications")
    if isinstance(publications, list) and publications:
        merged.update(publication_fields(publications))
    return merged


def taken_apart(node: Node) -> list[Node]:
    """List the actors that a node was made of: itself, unless some were joined in it (kg/resolve/applying.py)."""
    rows = node.properties.get(JOINED)
    if not isinstance(rows, list):
        return [node]
    return [Node(row["id"], row["label"], row["properties"]) for row in map(json.loads, rows)]


def packed(nodes: Iterable[Node]) -> list[str]:
    """Write nodes as `taken_apart` reads them."""
    rows = [{"id": one.id, "label": one.label, "properties": dict(one.properties)} for one in nodes]
    return sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)


def merge_nodes(old: Node, new: Node) -> dict[str, Value]:
    """Join the properties of a node met twice; what is new of one that others were joined in is its own, too."""
    merged = merge_properties(old.properties, new.properties)
    if JOINED in old.properties and JOINED not in new.properties:
        parts = {part.id: part for part in taken_apart(old)}
        own = parts.get(new.id, new)
        parts[new.id] = Node(own.id, own.label, merge_properties(own.properties, new.properties))
        merged[JOINED] = packed(parts.values())
    return merged


def publication(published: str, publisher: str, title: str, url: str) -> str:
    """Write one publication of a document as one tab-separated string, which sorts by date, then publisher."""
    return "\t".join(part.replace("\t", " ") for part in (published or "9999", publisher, title, url))


def publication_fields(publications: Iterable[str]) -> dict[str, Value]:
    """Read a document's own header fields from the earliest of its publications."""
    published, publisher, title, url = min(publications).split("\t")
    return {"published": "" if published == "9999" else published, "publisher": publisher, "title": title, "url": url}


class Graph:
    """Nodes by id and edges by (start, type, end), iterated in sorted order."""

    def __init__(self, nodes: Iterable[Node] = (), edges: Iterable[Edge] = ()) -> None:
        self._nodes: dict[str, Node] = {}
        self._edges: dict[tuple[str, str, str], Edge] = {}
        for node in nodes:
            self.add(node)
        for edge in edges:
            self.connect(edge)

    def add(self, node: Node) -> None:
        """Add a node, or join its properties to the one of the same id."""
        old = self._nodes.get(node.id)
        properties = merge_nodes(old, node) if old else dict(node.properties)
        self._nodes[node.id] = Node(node.id, old.label if old else node.label, properties)

    def connect(self, edge: Edge) -> None:
        """Add an edge; one of the same ends and type is replaced."""
        self._edges[edge.key] = edge

    @property
    def nodes(self) -> list[Node]:
        """All nodes, sorted by label and id."""
        return sorted(self._nodes.values(), key=lambda n: (n.label, n.id))

    @property
    def edges(self) -> list[Edge]:
        """All edges, sorted by type and ends."""
        return sorted(self._edges.values(), key=lambda e: (e.type, e.start, e.end))

    def node(self, node_id: str) -> Node | None:
        """Return the node of that id, if there is one."""
        return self._nodes.get(node_id)

    def labelled(self, label: str) -> list[Node]:
        """All nodes of one label, sorted by id."""
        return [node for node in self.nodes if node.label == label]

    def standing(self) -> dict[str, str]:
        """For each actor that was joined in another, the id of the node that stands for it."""
        joined = (node for node in self._nodes.values() if JOINED in node.properties)
        return {part.id: node.id for node in joined for part in taken_apart(node)}

    def targets(self) -> dict[str, dict[str, list[str]]]:
        """For each claim's id, the ids at the far end of its claim edges, by edge type."""
        ends: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for edge in self.edges:
            if edge.type in CLAIM_EDGES:
                ends[edge.start][edge.type].append(edge.end)
        return ends

    def __len__(self) -> int:
        return len(self._nodes)


def summed_of(claim: Mapping[str, Any], subject: str, object_: str, document: str, source: Mapping[str, Any]) -> Summed:
    """Read off a claim's properties, the ids of its ends, and its document what a direct edge is summed from."""
    return Summed(
        subject=subject,
        relation=str(claim["relation"]).replace("-", "_").upper(),
        object=object_,
        sign=str(claim.get("sign") or "0"),
        symmetric=bool(claim.get("symmetric")),
        counts=claim["polarity"] == "affirmed" and claim["modality"] == "asserted",
        denied=claim["polarity"] == "denied",
        document=document,
        publisher=str(source.get("publisher") or ""),
        seen=str(claim.get("time_start") or source.get("published") or "")[:10],
    )


def summed(graph: Graph) -> Iterator[Summed]:
    """Read off each claim of a graph what its direct edges are summed from: one for each subject and object."""
    ends = graph.targets()
    for claim in graph.labelled("Claim"):
        far = ends[claim.id]
        document = graph.node(far["STATED_IN"][0])
        # "Both groups are part of it" is one claim with two subjects.
        for subject, object_ in product(far["SUBJECT"], far["OBJECT"]):
            yield summed_of(
                claim.properties,
                subject,
                object_,
                document.id if document else "",
                document.properties if document else {},
            )


def direct_edges(claims: Iterable[Summed]) -> Iterator[Edge]:
    """Sum claims to one direct edge a pair and relation; affirmed, asserted claims make one, a denial contests it."""
    groups: dict[tuple[str, str, str], list[Summed]] = defaultdict(list)
    for claim in claims:
        if claim.subject == claim.object:
            continue  # both ends were judged to be one actor
        ends = sorted((claim.subject, claim.object)) if claim.symmetric else [claim.subject, claim.object]
        groups[ends[0], claim.relation, ends[1]].append(claim)
    for (start, relation, end), group in sorted(groups.items()):
        counted = [claim for claim in group if claim.counts]
        if not counted:
            continue
        seen = sorted(claim.seen for claim in counted if claim.seen)
        yield Edge(
            start,
            relation,
            end,
            {
                "sign": min(claim.sign for claim in counted),
                "claims": len(counted),
                "documents": len({claim.document for claim in counted}),
                "publishers": sorted({claim.publisher for claim in counted if claim.publisher}),
                "first_seen": seen[0] if seen else "",
                "last_seen": seen[-1] if seen else "",
                "contested": any(claim.denied for claim in group),
            },
        )
