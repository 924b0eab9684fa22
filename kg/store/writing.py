"""How a graph gets into a store and out of it again, over nothing but "run this Cypher in this transaction".

In: a graph, or the ids of documents. Out: a store in which the order of loads does not show: nodes are merged as
`kg.graph` merges them, a claim has the edges of the graph it came with last, and direct edges are summed anew from all
claims of the pairs that were touched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, product, starmap
from operator import itemgetter
from typing import Any, Protocol, TypeVar

from kg.errors import StoreError
from kg.graph import CLAIM_EDGES, Edge, Graph, Node, direct_edges, merge_nodes, summed_of
from kg.store.base import Row

LABELS = ("Document", "Actor", "Place", "Claim")
ACTORS = frozenset(("Actor", "Place"))
SUMMED = ("publisher", "published")  # what of a document goes into direct edges
BATCH = 1_000  # nodes of a transaction, or claims with their edges
PAIRS = 10_000  # of actors in a transaction: each relation is a text of its own, so few would make many small texts
RETRACTED_AT_ONCE = 50
_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
_FAR = {
    "SUBJECT": ("Actor", "Place"),
    "OBJECT": ("Actor", "Place"),
    "ATTRIBUTED_TO": ("Actor", "Place"),
    "LOCATED_IN": ("Actor", "Place"),
    "STATED_IN": ("Document",),
}
# What is needed of the claims between an actor and others, found from one of their ends, and the direct edges there.
_CLAIMS = (
    "UNWIND $rows AS row MATCH (x:{label} {{id: row.id}})<-[:{near}]-(c:Claim) MATCH (c)-[:{far}]->(y) "
    "WHERE y.id IN row.others OPTIONAL MATCH (c)-[:STATED_IN]->(d:Document) "
    "RETURN c.id AS claim, {a}.id AS subject, {b}.id AS object, c.relation AS relation, c.sign AS sign, "
    "c.symmetric AS symmetric, c.polarity AS polarity, c.modality AS modality, c.time_start AS time_start, "
    "d.id AS document, d.publisher AS publisher, d.published AS published"
)
_DIRECT = (
    "UNWIND $rows AS row MATCH (x:{label} {{id: row.id}}){left}[r]{right}(y:{far}) WHERE y.id IN row.others "
    "RETURN {a}.id AS start, type(r) AS type, {b}.id AS end, properties(r) AS properties"
)

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
class Loading:
    """A graph that holds together, laid out for loading; `labels` become those that the store knows."""

    nodes: Mapping[str, Node]
    edges: Mapping[str, Sequence[Edge]]  # of claims, by claim
    labels: dict[str, str]
    ends: frozenset[str]  # whom its claims speak of
    as_is: bool

    def labelled(self, *labels: str) -> list[Node]:
        """All nodes of some labels, sorted by id: two loads at once then ask for the same nodes in the same order."""
        return sorted((node for node in self.nodes.values() if node.label in labels), key=lambda node: node.id)

    def pairs(self) -> set[Pair]:
        """The pairs of actors that its claims speak of."""
        return {pair for edges in self.edges.values() for pair in _spoken(edges)}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes to one store, each batch in a transaction of its own.

    What a batch makes out of date is mended in its own transaction, so that a load cut short leaves nothing behind that
    the same load would not find again.
    """

    transact: Transact

    def load(self, graph: Graph, *, as_is: bool = False) -> None:
        """Merge a graph, or let its nodes take the place of those of their ids.

        Raises StoreError before anything is written where it does not hold together.
        """
        load = self._checked(graph, as_is)
        for nodes in batches(load.labelled("Document")):
            self.transact(partial(_merge_documents, load=load, nodes=nodes))
        for nodes in batches(load.labelled("Actor", "Place")):
            load.labels.update(self.transact(partial(_merge_nodes, nodes=nodes, as_is=as_is)))
        pairs = load.pairs()
        claims = sorted({*load.edges, *(node.id for node in load.labelled("Claim"))})
        for ids in batches(claims):
            pairs |= self.transact(partial(_set_claims, load=load, ids=ids, later=pairs))
        self._derive(pairs)

    def retract(self, documents: Sequence[str]) -> int:
        """Take documents back, some at a time, each time leaving a sound graph; return how many claims went."""
        return sum(self.transact(partial(_retract, documents=ids)) for ids in batches(documents, RETRACTED_AT_ONCE))

    def _checked(self, graph: Graph, as_is: bool) -> Loading:
        nodes = {node.id: node for node in graph.nodes}
        for node in nodes.values():
            if node.label not in LABELS:
                raise StoreError(f"a node has the label '{node.label}'", f"the labels are {', '.join(LABELS)}")
        labels = {node.id: node.label for node in nodes.values()}
        edges: dict[str, list[Edge]] = defaultdict(list)
        for edge in graph.edges:
            if edge.type in CLAIM_EDGES:
                edges[edge.start].append(edge)
        ends = frozenset(edge.end for own in edges.values() for edge in own)
        for ids in batches(sorted((ends | edges.keys()) - labels.keys())):
            labels.update(self.transact(lambda run, ids=ids: _labels_of(run, ids)))  # type: ignore[misc]
        for own in edges.values():
            for edge in own:
                _check_ends(edge, labels)
        return Loading(nodes, edges, labels, ends, as_is)

    def _derive(self, pairs: set[Pair]) -> None:
        """Sum the direct edges of some pairs anew, those of one actor in one transaction."""
        group: set[Pair] = set()
        for _, own in groupby(sorted(pairs), key=itemgetter(0)):
            group.update(own)
            if len(group) >= PAIRS:
                self.transact(partial(_derive, pairs=group))
                group = set()
        if group:
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


def _labels_of(run: Run, ids: Sequence[str], labels: Sequence[str] = LABELS) -> dict[str, str]:
    return {
        row["id"]: label
        for label in labels
        for row in run(f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN n.id AS id", {"ids": list(ids)})
    }


def _merge_documents(run: Run, load: Loading, nodes: Sequence[Node]) -> None:
    """Merge documents; what was summed from one whose publisher or date changes is summed anew at once."""
    before = _held(run, "Document", nodes)
    _merge_nodes(run, nodes, load.as_is)
    after = _held(run, "Document", [node for node in nodes if node.id in before])
    changed = [key for key, now in after.items() if any(before[key].get(name) != now.get(name) for name in SUMMED)]
    _derive(run, _pairs_of(run, "MATCH (d:Document {id: id})<-[:STATED_IN]-(c:Claim)", changed))


def _held(run: Run, label: str, nodes: Sequence[Node]) -> dict[str, dict[str, Any]]:
    """The properties of those of some nodes that the store has under a label."""
    if not nodes:
        return {}
    rows = run(
        f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN n.id AS id, properties(n) AS properties",
        {"ids": [node.id for node in nodes]},
    )
    return {row["id"]: {key: value for key, value in row["properties"].items() if key != "id"} for row in rows}


def _merge_nodes(run: Run, nodes: Sequence[Node], as_is: bool) -> dict[str, str]:
    """Merge nodes of one label, or actors and places; return the labels they have in the store.

    An actor known to the store as a place, or the other way round, stays what it was.
    """
    labels = {node.id: node.label for node in nodes}
    old: dict[str, dict[str, Any]] = {}
    for label in ACTORS if ACTORS.intersection(labels.values()) else set(labels.values()):
        held = _held(run, label, nodes)
        old |= held
        labels |= dict.fromkeys(held, label)
    changed: dict[str, list[Row]] = defaultdict(list)
    for node in nodes:
        have, label = old.get(node.id), labels[node.id]
        # A claim says what it says: only who is meant may be resolved anew, and then the last word holds.
        fresh = as_is or have is None or label == "Claim"
        merged = dict(node.properties) if fresh else merge_nodes(Node(node.id, label, have or {}), node)
        if merged != have:
            changed[label].append({"id": node.id, "properties": {"id": node.id, **merged}})
    for label, rows in sorted(changed.items()):
        run(f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n = row.properties", {"rows": rows})
    return labels


def _set_claims(run: Run, load: Loading, ids: Sequence[str], later: Collection[Pair]) -> set[Pair]:
    """Merge claims and give each exactly its edges; return the pairs of those that came without any.

    Pairs that a claim spoke of and no longer does are summed anew, unless they are summed `later`, and who is spoken of
    no more goes.
    """
    nodes = [load.nodes[one] for one in ids if one in load.nodes]
    have = {
        (row["start"], row["type"], row["end"]): row["label"]
        for row in run(
            "UNWIND $ids AS id MATCH (c:Claim {id: id})-[r]->(b) "
            "RETURN c.id AS start, type(r) AS type, b.id AS end, labels(b)[0] AS label",
            {"ids": list(ids)},
        )
    }
    _merge_nodes(run, nodes, load.as_is)
    want = {edge.key for one in ids for edge in load.edges.get(one, ())}
    gone = {key: label for key, label in have.items() if key not in want and key[0] in load.edges}
    _delete_edges(run, "Claim", gone)
    _add_edges(run, load, sorted(want - have.keys()))
    if gone:
        before = defaultdict(list)
        for start, type_, end in have:
            before[start].append(Edge(start, type_, end))
        _derive(run, {pair for start, *_ in gone for pair in _spoken(before[start])}.difference(later))
        _sweep(run, {end for (_, _, end), label in gone.items() if label != "Document"} - load.ends)
    return _pairs_of(run, "MATCH (c:Claim {id: id})", [one for one in ids if one not in load.edges])


def _add_edges(run: Run, load: Loading, keys: Sequence[Key]) -> None:
    """Add edges of claims; ends that somebody else took away, or gave another label, meanwhile are seen to first."""

    def added() -> bool:
        done: list[int] = [
            run(
                f"UNWIND $rows AS row MATCH (a:Claim {{id: row.start}}) MATCH (b:{label} {{id: row.end}}) "
                f"MERGE (a)-[:{type_}]->(b) RETURN count(*) AS number",
                {"rows": [{"start": start, "end": end} for start, _, end in some]},
            )[0]["number"]
            for (type_, label), some in _grouped({key: load.labels[key[2]] for key in keys})
        ]
        return sum(done) == len(keys)

    if added():
        return
    ends = sorted({end for _, _, end in keys})
    there = _labels_of(run, ends)
    load.labels.update(there)
    for label in ("Document", *sorted(ACTORS)):
        lost = [load.nodes[one] for one in ends if one not in there and one in load.nodes]
        _merge_nodes(run, [node for node in lost if node.label == label], load.as_is)
    if not added():
        raise StoreError("what a claim speaks of was taken out of the graph meanwhile", "the same command again")


def _spoken(edges: Iterable[Edge]) -> Iterator[Pair]:
    """The pairs of actors that a claim with these edges speaks of."""
    ends: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        ends[edge.type].append(edge.end)
    return starmap(_pair, product(ends["SUBJECT"], ends["OBJECT"]))


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


def _pairs_of(run: Run, claims: str, ids: Sequence[str]) -> set[Pair]:
    """The pairs of actors that some claims speak of, given what matches them by an id."""
    return {
        _pair(row["a"], row["b"])
        for some in batches(ids)
        for row in run(
            f"UNWIND $ids AS id {claims} MATCH (c)-[:SUBJECT]->(a) MATCH (c)-[:OBJECT]->(b) "
            "RETURN DISTINCT a.id AS a, b.id AS b",
            {"ids": list(some)},
        )
    }


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def _derive(run: Run, pairs: Collection[Pair]) -> None:
    """Make the direct edges of these pairs what their claims say."""
    if not pairs:
        return
    others: dict[str, list[str]] = defaultdict(list)
    for one, other in sorted(pairs):
        others[one].append(other)
    labels: dict[str, str] = {}
    for some in batches(sorted({one for pair in pairs for one in pair})):
        labels.update(_labels_of(run, some, sorted(ACTORS)))
    have: dict[Key, dict[str, Any]] = {}
    said: dict[Key, Row] = {}
    for label in sorted(ACTORS):
        # From one end only, though both ways: an actor whom much is said of is then walked through once.
        for rows in batches([{"id": i, "others": ends} for i, ends in others.items() if labels.get(i) == label]):
            for row in _claims_between(run, label, rows):
                # Of a claim stated in two documents, the first counts, as in memory.
                key = row["claim"], row["subject"], row["object"]
                said[key] = min(row, said.get(key, row), key=_by_document)
            have |= _direct_between(run, label, rows)
    edges = direct_edges(
        summed_of(row, row["subject"], row["object"], row["document"] or "", row) for _, row in sorted(said.items())
    )
    want = {edge.key: dict(edge.properties) for edge in edges}
    _change_direct(run, have, want, labels)


def _claims_between(run: Run, label: str, rows: Sequence[Row]) -> Iterator[Row]:
    for near, far, a, b in (("SUBJECT", "OBJECT", "x", "y"), ("OBJECT", "SUBJECT", "y", "x")):
        yield from run(_CLAIMS.format(label=label, near=near, far=far, a=a, b=b), {"rows": rows})


def _direct_between(run: Run, label: str, rows: Sequence[Row]) -> dict[Key, dict[str, Any]]:
    return {
        (row["start"], row["type"], row["end"]): row["properties"]
        for left, right, a, b in (("-", "->", "x", "y"), ("<-", "-", "y", "x"))
        for far in sorted(ACTORS)
        for row in run(_DIRECT.format(label=label, left=left, right=right, far=far, a=a, b=b), {"rows": rows})
    }


def _by_document(row: Row) -> str:
    return row["document"] or ""


def _change_direct(
    run: Run, have: Mapping[Key, dict[str, Any]], want: Mapping[Key, dict[str, Any]], labels: Mapping[str, str]
) -> None:
    gone = [key for key in have if key not in want]
    changed = [key for key, properties in want.items() if have.get(key) != properties]
    for near in sorted(ACTORS):
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
    touched = _pairs_of(run, "MATCH (d:Document {id: id})<-[:STATED_IN]-(c:Claim)", documents)
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
        for label in sorted(ACTORS):
            run(
                f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) WHERE NOT (n)--() DELETE n",
                {"ids": list(some)},
            )
