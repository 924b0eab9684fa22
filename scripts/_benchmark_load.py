"""Measures loading beside the plain driver writing the same rows, and what taking one document back costs."""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import Any, Protocol

from kg.graph import CLAIM_EDGES, Graph
from kg.model import Actor, Claim, Document, Evidence, Mention, Time
from kg.ontology import Ontology, load_ontology
from kg.project import project
from kg.store import Store, open_store

ASKED = 0.7  # claims a second, as a part of the plain driver's
ASKED_RETRACT = 0.02  # of the time of loading
BATCH = 1_000  # rows of a statement, and of a transaction, of the plain driver
CLAIMS_A_TEXT = 20
CLAIMS_AN_ACTOR = 20
WARM = 2_000
_WORDS = (
    "the army said on Monday that its units near river had met rebels who hold town since last year and left".split()
)

Run = Callable[[str, Mapping[str, Any]], Any]


class Plain(Protocol):
    """The driver of a store by itself."""

    def write(self, text: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run a statement on some rows in a transaction of its own."""
        ...

    def empty(self) -> None:
        """Delete all that was loaded."""
        ...


class PlainNeo4j:
    """The official driver, with its managed transactions."""

    def __init__(self, uri: str) -> None:
        import neo4j

        name, password = os.environ.get("NEO4J_USERNAME", ""), os.environ.get("NEO4J_PASSWORD", "")
        self._driver = neo4j.GraphDatabase.driver(uri, auth=(name, password), notifications_min_severity="OFF")
        self._database = os.environ.get("NEO4J_DATABASE") or None

    def write(self, text: str, rows: Sequence[Mapping[str, Any]]) -> None:
        self._driver.execute_query(text, {"rows": rows}, database_=self._database)

    def empty(self) -> None:
        # Claims first: an actor whom much is said of takes too many edges with it for one transaction.
        for label in ("Claim", "Document", "Actor", "Place"):
            delete = f"MATCH (n:{label}) WITH n LIMIT 1000 DETACH DELETE n RETURN count(*) AS gone"
            while self._driver.execute_query(delete, database_=self._database).records[0]["gone"]:
                pass


class PlainArcadeDB:
    """The engine in this process, flushing as the store does."""

    def __init__(self, store: Store) -> None:
        self._database = store._backend._database  # type: ignore[attr-defined]  # one process, one handle

    def write(self, text: str, rows: Sequence[Mapping[str, Any]]) -> None:
        self._database.run_in_transaction(lambda: list(self._database.command("opencypher", text, {"rows": rows})))

    def empty(self) -> None:
        raise NotImplementedError("a folder is thrown away instead")


def load(sizes: Sequence[int], repeat: int, *, only: str = "") -> None:
    """Print claims a second into each store beside the plain driver, and the time of retracting one document."""
    ontology = load_ontology()
    uri = os.environ.get("NEO4J_URI", "") if only != "arcadedb" else ""
    if uri:
        with open_store(uri, create=True) as store:
            if store.query("MATCH (n:Claim) RETURN 1 AS one LIMIT 1").rows:
                sys.exit(f"the graph at {uri} is not empty, and would be emptied: start another server (scripts/neo4j)")
    for size in sizes:
        start = time.perf_counter()
        graph = made_up(size, ontology)
        direct = len(graph.edges) - sum(edge.type in CLAIM_EDGES for edge in graph.edges)
        print(
            f"{size:,} claims: {len(graph):,} nodes, {len(graph.edges):,} edges ({direct:,} direct), "
            f"made in {time.perf_counter() - start:.0f} s, {_peak():.0f} MB",
            flush=True,
        )
        if only in ("", "arcadedb"):
            compare("arcadedb", size, graph, repeat, _folder)
        if uri:
            compare("neo4j", size, graph, repeat, lambda: _server(uri))
        elif only != "arcadedb":
            print("  neo4j: skipped, NEO4J_URI is not set", flush=True)


def compare(name: str, size: int, graph: Graph, repeat: int, place: Callable[[], Any]) -> None:
    """Load one graph by either way, turn about; the fastest of each counts."""
    plain, ours, back = [], [], []
    document = graph.labelled("Document")[size // CLAIMS_A_TEXT // 2].id
    warm = made_up(WARM, load_ontology())
    with place() as (driver, _):
        write_plain(driver, warm)  # a Java server, and what it makes of a text, is slow at first
    with place() as (_, store):
        store.load(warm)
    for _ in range(max(1, repeat)):
        with place() as (driver, _store):
            plain.append(seconds(lambda driver=driver: write_plain(driver, graph)))  # type: ignore[misc]
        with place() as (_driver, store):
            ours.append(seconds(lambda store=store: store.load(graph)))  # type: ignore[misc]
            back.append(seconds(lambda store=store: store.retract([document])))  # type: ignore[misc]
    ratio, part = min(plain) / min(ours), min(back) / min(ours)
    print(
        f"  {name:9} plain driver {size / min(plain):7,.0f} claims/s, kg {size / min(ours):7,.0f}; "
        f"ratio {ratio:.2f}, at least {ASKED}: {_verdict(ratio >= ASKED)}; "
        f"retract of one document {part:.2%} of it, under {ASKED_RETRACT:.0%}: {_verdict(part < ASKED_RETRACT)}",
        flush=True,
    )


def write_plain(driver: Plain, graph: Graph) -> None:
    """Write all rows of a graph as a careful person would: UNWIND, MERGE on the id, batches, one text a kind of row."""
    labels = {node.id: node.label for node in graph.nodes}
    nodes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for node in graph.nodes:
        nodes[node.label].append({"id": node.id, "properties": {"id": node.id, **node.properties}})
    edges: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for edge in graph.edges:
        row = {"start": edge.start, "end": edge.end, "properties": dict(edge.properties)}
        edges[labels[edge.start], edge.type, labels[edge.end]].append(row)
    for label, rows in sorted(nodes.items()):
        _in_batches(driver, f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n = row.properties", rows)
    for (near, type_, far), rows in sorted(edges.items()):
        ends = f"MATCH (a:{near} {{id: row.start}}) MATCH (b:{far} {{id: row.end}})"
        _in_batches(driver, f"UNWIND $rows AS row {ends} MERGE (a)-[r:{type_}]->(b) SET r = row.properties", rows)


def _in_batches(driver: Plain, text: str, rows: Sequence[Mapping[str, Any]]) -> None:
    for start in range(0, len(rows), BATCH):
        driver.write(text, rows[start : start + BATCH])


def made_up(size: int, ontology: Ontology) -> Graph:
    """Make the graph of so many claims, a few actors being spoken of much and most little; the same one every time."""
    dice = random.Random(7)
    relations = sorted(ontology.relations)
    number = max(20, size // CLAIMS_AN_ACTOR)
    actors = [
        Actor(f"{one:016x}", f"Actor {one}", "armed_group", (f"Group {one}", f"The {one}th")) for one in range(number)
    ]
    places = [Actor(f"{one:016x}", f"Place {one}", "place") for one in range(number, number + number // 4)]
    often = list(accumulate(1 / (rank + 8) for rank in range(number)))
    documents = [
        Document(
            f"Text {one}. {' '.join(dice.choices(_WORDS, k=200))}",
            f"Title {one}",
            f"Paper {one % 40}",
            f"https://example.org/{one}",
            f"20{one % 20 + 10}-{one % 12 + 1:02}-{one % 28 + 1:02}",
        )
        for one in range(max(1, size // CLAIMS_A_TEXT))
    ]
    ids = [document.id for document in documents]

    def mention(actor: Actor, start: int) -> Mention:
        return Mention(actor.name, start, start + len(actor.name), actor.type, False, actor.name, actor.id)

    def claim(one: int) -> Claim:
        quote = f"{one} {' '.join(dice.choices(_WORDS, k=25))}."
        a, b, by = (
            mention(actor, place)
            for actor, place in zip(dice.choices(actors, cum_weights=often, k=3), (1, 9, 30), strict=True)
        )
        day = f"20{one % 20 + 10}-{one % 12 + 1:02}-{one % 28 + 1:02}"
        start = one % CLAIMS_A_TEXT * 200
        return Claim(
            a,
            dice.choice(relations),
            b,
            Evidence(ids[one // CLAIMS_A_TEXT % len(ids)], start, start + len(quote), quote),
            dice.choice(("affirmed",) * 9 + ("denied",)),
            dice.choice(("asserted",) * 8 + ("planned", "possible")),
            (by,) if one % 4 == 0 else (),
            Time(day, day, "on Monday") if one % 2 else None,
            mention(dice.choice(places), 60) if one % 5 == 0 else None,
            0.75,
            "relations",
        )

    return project(documents, map(claim, range(size)), [*actors, *places], ontology)


@contextmanager
def _folder() -> Iterator[tuple[Plain, Store]]:
    with tempfile.TemporaryDirectory() as folder, open_store(str(Path(folder) / "graph.kg"), create=True) as store:
        yield PlainArcadeDB(store), store


@contextmanager
def _server(uri: str) -> Iterator[tuple[Plain, Store]]:
    with open_store(uri, create=True) as store:
        driver = PlainNeo4j(uri)
        driver.empty()
        yield driver, store
        driver.empty()


def seconds(work: Callable[[], object]) -> float:
    """Tell how long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _verdict(met: bool) -> str:
    return "met" if met else "missed"


def _peak() -> float:
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
