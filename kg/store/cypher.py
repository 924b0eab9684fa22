"""What both stores do alike, written once in the Cypher that runs the same on both.

In: a `Backend`, which knows how to connect, to define and to run. Out: `CypherStore`, which is the whole contract of
`kg.store.base`. A node `KgMeta` carries the version of the schema; every writing transaction touches it first, so that
two of them never interleave.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from kg.errors import StoreError
from kg.graph import Edge, Graph, Node
from kg.store.base import AwayError, Row, Rows
from kg.store.screen import columns, screen
from kg.store.writing import BATCH, LABELS, Run, Writer, batches

SCHEMA = 1
TIMEOUT = 30.0
PATIENCE = 180.0  # seconds that a load waits for a server that went away
_log = logging.getLogger(__name__)

T = TypeVar("T")


class Backend(Protocol):
    """One engine, connected: the little that differs between the stores. Its errors are StoreError and QueryError."""

    address: str

    def read(
        self, text: str, parameters: Mapping[str, Any], *, limit: int, timeout: float
    ) -> tuple[tuple[str, ...], list[Row]]:
        """Run a query that may not write; return its columns (may be empty without rows) and at most `limit` rows."""
        ...

    def write(self, work: Callable[[Run], T], *, timeout: float | None = None) -> T:
        """Do some work in one transaction, again from the start if the engine asks for it; AwayError if it cannot.

        Without `timeout`, in seconds, it may take as long as a batch of a load does.
        """
        ...

    def define(self, statements: Iterable[str]) -> None:
        """Run statements of schema."""
        ...

    def close(self) -> None:
        """Disconnect."""
        ...


class CypherStore:
    """A store over an engine that speaks Cypher."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._schema = SCHEMA

    def check_schema(self, *, create: bool, otherwise: str = "kg build FOLDER", older: bool = False) -> None:
        """See that the graph here is one of ours and of this version; with `create`, lay the schema where nothing is.

        `otherwise` is the way out where there is no graph. One of an `older` version may be let in, to be read.
        """
        address = self._backend.address
        found = self._read("MATCH (m:KgMeta {id: 'kg'}) RETURN m.schema AS version")
        if found:
            self._schema = _version(found[0]["version"])
            if self._schema != SCHEMA and not (older and self._schema < SCHEMA):
                raise self._other_schema()
            return
        if self._read("MATCH (n) RETURN 1 AS one LIMIT 1"):
            raise StoreError(
                f"the database at {address} holds something that is not a graph of kg", "give kg a database of its own"
            )
        if not create:
            raise StoreError(f"there is no graph at {address}", otherwise)
        self._backend.define(
            f"CREATE CONSTRAINT kg_{label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
            for label in (*LABELS, "KgMeta")
        )
        self._backend.write(
            lambda run: run("MERGE (m:KgMeta {id: 'kg'}) SET m.schema = $schema", {"schema": SCHEMA}), timeout=TIMEOUT
        )

    def _other_schema(self) -> StoreError:
        address = self._backend.address
        cause = f"the graph at {address} has schema {self._schema}, and this kg reads schema {SCHEMA}"
        if self._schema > SCHEMA:
            return StoreError(cause, "update kg: pip install --upgrade actorgraph")
        return StoreError(cause, f"kg copy {address} NEW, which brings it up to date in a new folder or server")

    def _read(self, text: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        return self._backend.read(text, parameters or {}, limit=10**9, timeout=TIMEOUT)[1]

    def load(self, graph: Graph, *, as_is: bool = False) -> None:
        """Merge a graph by id in batches, then derive anew the direct edges of the pairs it touches.

        A claim's own edges become those of the graph loaded last. Direct edges are never taken from the graph: they
        are summed from the claims in the store. Cut short, it leaves a store that the same load repairs. With `as_is`
        its nodes take the place of those of their ids.
        """
        Writer(self._transact).load(graph, as_is=as_is)

    def retract(self, documents: Sequence[str]) -> int:
        """Take back what these documents alone supported; return how many claims went.

        Actors and places that nothing speaks of any more go as well. Raises StoreError for a document it has not.
        """
        wanted = sorted(set(documents))
        found = {
            row["id"]
            for ids in batches(wanted)
            for row in self._read("UNWIND $ids AS id MATCH (d:Document {id: id}) RETURN d.id AS id", {"ids": ids})
        }
        missing = [one for one in wanted if one not in found]
        if missing:
            raise StoreError(f"the graph has no document '{missing[0]}'", "kg query documents")
        return Writer(self._transact).retract(wanted)

    def _transact(self, work: Callable[[Run], T]) -> T:
        address = self._backend.address
        if self._schema != SCHEMA:
            raise self._other_schema()

        def locked(run: Run) -> T:
            if not run("MATCH (m:KgMeta {id: 'kg'}) SET m.schema = $schema RETURN m.id AS id", {"schema": SCHEMA}):
                raise StoreError(f"the graph at {address} was taken away meanwhile", "the same command again")
            return work(run)

        until, told = time.monotonic() + PATIENCE, False
        while True:
            try:
                return self._backend.write(locked)
            except AwayError as error:
                # All that is written here may be written twice, so it does not matter what became of the last try.
                if time.monotonic() > until:
                    raise
                if not told:  # without a handler, Python prints it to stderr as it stands
                    _log.warning("%s; waiting up to %.0f s for it", error.cause, PATIENCE)
                    told = True
                time.sleep(1)

    def query(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        limit: int = 10_000,
        timeout: float = TIMEOUT,
    ) -> Rows:
        """Run a person's Cypher: read-only unless told otherwise, and screened in any case (see `kg.store.screen`)."""
        screen(text, write=write)
        given = dict(parameters or {})
        if write and self._schema != SCHEMA:
            raise self._other_schema()
        if write:
            rows = self._backend.write(lambda run: run(text, given), timeout=timeout)
            names: tuple[str, ...] = ()
        else:
            names, rows = self._backend.read(text, given, limit=limit + 1, timeout=timeout)
        names = names or (tuple(rows[0]) if rows else columns(text))
        return Rows(names, tuple(rows[:limit]), truncated=len(rows) > limit)

    def graph(self) -> Graph:
        """Read the whole graph back."""
        graph = Graph()
        for label in LABELS:
            after = ""
            while rows := self._read(
                f"MATCH (n:{label}) WHERE n.id > $after RETURN n.id AS id, properties(n) AS properties "
                f"ORDER BY id LIMIT {BATCH}",
                {"after": after},
            ):
                after = rows[-1]["id"]
                for row in rows:
                    graph.add(Node(row["id"], label, without_id(row["properties"])))
        for label in ("Claim", "Actor", "Place"):
            for ids in batches([node.id for node in graph.labelled(label)]):
                for row in self._read(
                    f"UNWIND $ids AS id MATCH (a:{label} {{id: id}})-[r]->(b) "
                    "RETURN a.id AS start, type(r) AS type, b.id AS end, properties(r) AS properties",
                    {"ids": ids},
                ):
                    graph.connect(Edge(row["start"], row["type"], row["end"], row["properties"]))
        return graph

    def close(self) -> None:
        """Let go of the store."""
        self._backend.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _version(said: object) -> int:
    """Read a version of the schema; what is none, or is from before there were any, counts as the oldest."""
    return said if isinstance(said, int) else 0


def without_id(properties: Mapping[str, Any]) -> dict[str, Any]:
    """A node's properties as the graph in memory has them: its id stands beside them."""
    return {key: value for key, value in properties.items() if key != "id"}
