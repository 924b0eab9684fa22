"""How a graph gets into a store and out of it again, over nothing but "run this Cypher in this transaction".

In: a graph, or the ids of documents. Out: a store in which the order of loads does not show: nodes are merged as
`kg.graph` merges them, a claim has the edges of the graph it came with last, and direct edges are summed anew from all
claims of the pairs that were touched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

from kg.errors import StoreError
from kg.graph import CLAIM_EDGES, Edge, Graph, Node, direct_edges, merge_nodes, summed_of
from kg.store.base import Row

LABELS = ("Document", "Actor", "Place", "Claim")
BATCH = 1_000
RETRACTED_AT_ONCE = 50
_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
_FAR = {
    "SUBJECT": ("Actor", "Place"),
    "OBJECT": ("Actor", "Place"),
    "ATTRIBUTED_TO": ("Actor", "Place"),
    "LOCATED_IN": ("Actor", "Place"),
    "STATED_IN": ("Document",),
}

Run = Callable[[str, Mapping[str, Any]], list[Row]]
Key = tuple[str, str, str]
Pair = tuple[str, str]
T = TypeVar("T")


class Transact(Protocol):
    """Does some work in one transaction."""

    def __call__(self, work: Callable[[Run], T]) -> T:
        """Return what the work returns."""
        ...


def batches(values: Sequence[T], size: int = BATCH) -> Iterator[Sequence[T]]:
    """Cut a sequence into pieces."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes to one store, each batch in a transaction of its own."""

    transact: Transact

    def load(self, graph: Graph, *, as_is: bool = False) -> None:
        """Merge a graph, or let its nodes take the place of those of their ids.

        Raises StoreError before anything is written where it does not hold together.
        """
        labels = self._labels(graph)
        claims = [node.id for node in graph.labelled("Claim")]
        documents = [node.id for node in graph.labelled("Document")]
        # What the claims said before: their actors may be resolved anew, and a copy may change a document's date.
        touched = self.transact(partial(_pairs_of, claims=claims, documents=documents))
        for label in LABELS:
            for nodes in batches(sorted((n for n in graph.nodes if labels[n.id] == label), key=lambda n: n.id)):
                self.transact(partial(_merge_nodes, label=label, nodes=nodes, as_is=as_is))
        own: dict[str, list[Edge]] = defaultdict(list)
        for edge in graph.edges:
            if edge.type in CLAIM_EDGES:
                own[edge.start].append(edge)
        orphans: set[str] = set()
        for ids in batches(sorted(own)):
            orphans |= self.transact(partial(_set_claim_edges, wanted={i: own[i] for i in ids}, labels=labels))
        touched |= self.transact(partial(_pairs_of, claims=claims, documents=documents))
        self._derive(touched)
        self.transact(partial(_sweep, ids=orphans))

    def retract(self, documents: Sequence[str]) -> int:
        """Take documents back, some at a time, each time leaving a sound graph; return how many claims went."""
        return sum(self.transact(partial(_retract, documents=ids)) for ids in batches(documents, RETRACTED_AT_ONCE))

    def _labels(self, graph: Graph) -> dict[str, str]:
        """The label of each node of the graph, and of those in the store that its edges point at."""
        labels = {node.id: node.label for node in graph.nodes}
        for node in graph.nodes:
            if node.label not in LABELS:
                raise StoreError(f"a node has the label '{node.label}'", f"the labels are {', '.join(LABELS)}")
        ends = {end for edge in graph.edges if edge.type in CLAIM_EDGES for end in (edge.start, edge.end)}
        actors = [i for i, label in labels.items() if label in ("Actor", "Place")]
        # An actor known to the store as a place, or the other way round, stays what it was.
        asked = sorted({*(ends - labels.keys()), *actors})
        for ids in batches(asked):
            labels.update(self.transact(lambda run, ids=ids: _labels_of(run, ids)))  # type: ignore[misc]
        for edge in graph.edges:
            if edge.type in CLAIM_EDGES:
                _check_ends(edge, labels)
        return labels

    def _derive(self, pairs: set[Pair]) -> None:
        """Sum the direct edges of some pairs anew, those of one actor in one transaction."""
        by_actor: dict[str, set[Pair]] = defaultdict(set)
        for pair in pairs:
            by_actor[pair[0]].add(pair)
        group: set[Pair] = set()
        for actor in sorted(by_actor):
            group |= by_actor[actor]
            if len(group) >= BATCH:
                self.transact(partial(_derive, pairs=frozenset(group)))
                group = set()
        self.transact(partial(_derive, pairs=group))


def _check_ends(edge: Edge, labels: Mapping[str, str]) -> None:
    for end, allowed in ((edge.start, ("Claim",)), (edge.end, _FAR[edge.type])):
        if end not in labels:
            raise StoreError(
                f"an edge {edge.type} of claim '{edge.start}' leads to '{end}', which is nowhere",
                "load the whole graph that kg build makes",
            )
        if labels[end] not in allowed:
            raise StoreError(
                f"an edge {edge.type} of claim '{edge.start}' leads to '{end}', which is a {labels[end]}",
                f"it may lead to {' or '.join(allowed)}",
            )


def identifier(name: str) -> str:
    """Return a relationship type that may stand in Cypher's text; raise StoreError where it may not."""
    if not _NAME.fullmatch(name):
        raise StoreError(f"'{name}' cannot be a relation's name in a store", "use letters, digits and hyphens")
    return name


def _labels_of(run: Run, ids: Sequence[str]) -> dict[str, str]:
    return {
        row["id"]: label
        for label in LABELS
        for row in run(f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN n.id AS id", {"ids": list(ids)})
    }


def _merge_nodes(run: Run, label: str, nodes: Sequence[Node], as_is: bool) -> None:
    rows = run(
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN n.id AS id, properties(n) AS properties",
        {"ids": [node.id for node in nodes]},
    )
    old = {row["id"]: {key: value for key, value in row["properties"].items() if key != "id"} for row in rows}
    changed = []
    for node in nodes:
        have = old.get(node.id)
        # A claim says what it says: only who is meant may be resolved anew, and then the last word holds.
        fresh = as_is or have is None or label == "Claim"
        merged = dict(node.properties) if fresh else merge_nodes(Node(node.id, label, have or {}), node)
        if merged != have:
            changed.append({"id": node.id, "properties": {"id": node.id, **merged}})
    if changed:
        run(f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n = row.properties", {"rows": changed})


def _set_claim_edges(run: Run, wanted: Mapping[str, Sequence[Edge]], labels: Mapping[str, str]) -> set[str]:
    """Give claims exactly these edges; return the ids of actors that lost one."""
    have = {
        (row["start"], row["type"], row["end"]): row["label"]
        for row in run(
            "UNWIND $ids AS id MATCH (c:Claim {id: id})-[r]->(b) "
            "RETURN c.id AS start, type(r) AS type, b.id AS end, labels(b)[0] AS label",
            {"ids": sorted(wanted)},
        )
    }
    want = {edge.key: labels[edge.end] for edges in wanted.values() for edge in edges}
    gone = {key: label for key, label in have.items() if key not in want}
    _delete_edges(run, "Claim", gone)
    for (type_, label), keys in _grouped({key: label for key, label in want.items() if key not in have}):
        run(
            f"UNWIND $rows AS row MATCH (a:Claim {{id: row.start}}) MATCH (b:{label} {{id: row.end}}) "
            f"MERGE (a)-[:{type_}]->(b)",
            {"rows": [{"start": start, "end": end} for start, _, end in keys]},
        )
    return {end for (_, _, end), label in gone.items() if label != "Document"}


def _delete_edges(run: Run, label: str, keys: Mapping[Key, str]) -> None:
    for (type_, far), group in _grouped(keys):
        run(
            f"UNWIND $rows AS row MATCH (a:{label} {{id: row.start}})-[r:{type_}]->(b:{far} {{id: row.end}}) DELETE r",
            {"rows": [{"start": start, "end": end} for start, _, end in group]},
        )


def _grouped(keys: Mapping[Key, str]) -> list[tuple[tuple[str, str], list[Key]]]:
    """Gather edges by type and by the label at their far end, for each makes a text of its own."""
    groups: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for key, label in sorted(keys.items()):
        groups[identifier(key[1]), label].append(key)
    return sorted(groups.items())


def _pairs_of(run: Run, claims: Sequence[str], documents: Sequence[str]) -> set[Pair]:
    """The pairs of actors that some claims, or the claims of some documents, speak of."""
    ends = "MATCH (c)-[:SUBJECT]->(a) MATCH (c)-[:OBJECT]->(b) RETURN DISTINCT a.id AS a, b.id AS b"
    texts = (
        (claims, f"UNWIND $ids AS id MATCH (c:Claim {{id: id}}) {ends}"),
        (documents, f"UNWIND $ids AS id MATCH (d:Document {{id: id}})<-[:STATED_IN]-(c:Claim) {ends}"),
    )
    found = set()
    for all_ids, text in texts:
        for ids in batches(all_ids):
            found |= {_pair(row["a"], row["b"]) for row in run(text, {"ids": list(ids)})}
    return found


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def _derive(run: Run, pairs: Iterable[Pair]) -> None:
    """Make the direct edges of these pairs what their claims say."""
    wanted = set(pairs)
    ids = sorted({one for pair in wanted for one in pair})
    labels: dict[str, str] = {}
    have: dict[Key, dict[str, Any]] = {}
    said: dict[str, Row] = {}
    for some in batches(ids):
        labels.update(_labels_of(run, some))
        for row in _claims_by(run, some):
            if _pair(row["subject"], row["object"]) in wanted:
                # Of a claim stated in two documents, the first counts, as in memory.
                said[row["claim"]] = min(row, said.get(row["claim"], row), key=_by_document)
        for row in _direct_from(run, some):
            if _pair(row["start"], row["end"]) in wanted:
                have[row["start"], row["type"], row["end"]] = row["properties"]
    edges = direct_edges(
        summed_of(row, row["subject"], row["object"], row["document"] or "", row) for _, row in sorted(said.items())
    )
    want = {edge.key: dict(edge.properties) for edge in edges}
    _change_direct(run, have, want, labels)


def _by_document(row: Row) -> str:
    return row["document"] or ""


def _claims_by(run: Run, ids: Sequence[str]) -> Iterator[Row]:
    """What is needed of all claims of which one of these is the subject."""
    for label in ("Actor", "Place"):
        yield from run(
            f"UNWIND $ids AS id MATCH (a:{label} {{id: id}})<-[:SUBJECT]-(c:Claim) MATCH (c)-[:OBJECT]->(b) "
            "OPTIONAL MATCH (c)-[:STATED_IN]->(d:Document) "
            "RETURN c.id AS claim, a.id AS subject, b.id AS object, c.relation AS relation, c.sign AS sign, "
            "c.symmetric AS symmetric, c.polarity AS polarity, c.modality AS modality, c.time_start AS time_start, "
            "d.id AS document, d.publisher AS publisher, d.published AS published",
            {"ids": list(ids)},
        )


def _direct_from(run: Run, ids: Sequence[str]) -> Iterator[Row]:
    for label in ("Actor", "Place"):
        yield from run(
            f"UNWIND $ids AS id MATCH (a:{label} {{id: id}})-[r]->(b) "
            "RETURN a.id AS start, type(r) AS type, b.id AS end, properties(r) AS properties",
            {"ids": list(ids)},
        )


def _change_direct(
    run: Run, have: Mapping[Key, dict[str, Any]], want: Mapping[Key, dict[str, Any]], labels: Mapping[str, str]
) -> None:
    gone = [key for key in have if key not in want]
    changed = [key for key, properties in want.items() if have.get(key) != properties]
    for near in ("Actor", "Place"):
        _delete_edges(run, near, {key: labels[key[2]] for key in gone if labels[key[0]] == near})
        for (type_, far), keys in _grouped({key: labels[key[2]] for key in changed if labels[key[0]] == near}):
            run(
                f"UNWIND $rows AS row MATCH (a:{near} {{id: row.start}}) MATCH (b:{far} {{id: row.end}}) "
                f"MERGE (a)-[r:{type_}]->(b) SET r += row.properties",
                {"rows": [{"start": key[0], "end": key[2], "properties": want[key]} for key in keys]},
            )


def _retract(run: Run, documents: Sequence[str]) -> int:
    """Take some documents back in one transaction."""
    rows = run(
        "UNWIND $ids AS id MATCH (d:Document {id: id})<-[:STATED_IN]-(c:Claim) "
        "MATCH (c)-[:STATED_IN]->(e:Document) RETURN DISTINCT c.id AS claim, e.id AS document",
        {"ids": list(documents)},
    )
    # A claim stated elsewhere, too, stays.
    kept = {row["claim"] for row in rows if row["document"] not in set(documents)}
    claims = sorted({row["claim"] for row in rows} - kept)
    touched = _pairs_of(run, claims, documents)
    actors: set[str] = set()
    for ids in batches(claims):
        actors |= {
            row["id"]
            for row in run(
                "UNWIND $ids AS id MATCH (c:Claim {id: id})-[]->(a) RETURN DISTINCT a.id AS id", {"ids": list(ids)}
            )
        }
        run("UNWIND $ids AS id MATCH (c:Claim {id: id}) DETACH DELETE c", {"ids": list(ids)})
    run("UNWIND $ids AS id MATCH (d:Document {id: id}) DETACH DELETE d", {"ids": list(documents)})
    _derive(run, touched)
    _sweep(run, actors)
    return len(claims)


def _sweep(run: Run, ids: Iterable[str]) -> None:
    """Delete those of some actors and places that nothing speaks of any more."""
    for some in batches(sorted(ids)):
        for label in ("Actor", "Place"):
            run(
                f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) WHERE NOT (n)--() DELETE n",
                {"ids": list(some)},
            )
