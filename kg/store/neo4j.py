"""The store on a server: Neo4j 5.7 or newer, through its own driver.

In: a URL. Out: a `CypherStore` on its database. Who one is comes from NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE
alone, so that no password is ever an argument.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from kg.errors import KgError, StoreError
from kg.store.base import AwayError, Row, Store
from kg.store.cypher import CypherStore
from kg.store.screen import lacking, not_run, read_only_graph, too_slow
from kg.store.writing import Run

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Result

T = TypeVar("T")

_CONNECT_SECONDS = 10.0
_DEFINE_SECONDS = 15.0
_RETRY_SECONDS = 3.0  # the driver's own, silent; a load waits longer, and says so (kg.store.cypher)
_LOAD_SECONDS = 600.0  # of one batch, most of which may be waiting for others who load


def open_store(address: str, *, create: bool = False, read_only: bool = False, older: bool = False) -> Store:
    """Open the database at a URL such as neo4j://localhost:7687; with `create`, lay the schema where it is empty.

    `read_only` changes nothing here: every query is sent as one that reads unless it is said to write. Raises
    StoreError where the server does not answer or refuses.
    """
    del read_only
    backend = _Backend(address)
    store = CypherStore(backend)
    with ExitStack() as otherwise:
        otherwise.callback(backend.close)
        backend.connect()
        store.check_schema(create=create, older=older)
        otherwise.pop_all()
    return store


class _Backend:
    """Neo4j's half of what `kg.store.cypher` asks for."""

    def __init__(self, address: str) -> None:
        from neo4j import GraphDatabase

        try:
            parts = urlsplit(address)
            inside = parts.username or parts.password
        except ValueError as error:
            raise StoreError(f"'{address}' is not an address: {error}", "neo4j://localhost:7687") from error
        if inside:
            raise StoreError(
                "an address may not carry a name or a password", "set NEO4J_USERNAME and NEO4J_PASSWORD instead"
            )
        told_by_us = logging.getLogger("neo4j")  # what goes wrong; the driver's own words would come beside it
        if not told_by_us.handlers:
            told_by_us.addHandler(logging.NullHandler())
        self.address = address
        self._database = os.environ.get("NEO4J_DATABASE") or None
        name, password = os.environ.get("NEO4J_USERNAME", ""), os.environ.get("NEO4J_PASSWORD", "")
        try:
            self._driver: Driver = GraphDatabase.driver(
                address,
                auth=(name, password) if name or password else None,
                connection_timeout=_CONNECT_SECONDS,
                max_transaction_retry_time=_RETRY_SECONDS,
                notifications_min_severity="OFF",
            )
        except ValueError as error:
            raise StoreError(f"'{address}' is not an address: {error}", "neo4j://localhost:7687") from error

    def connect(self) -> None:
        """See that the server answers and lets us in."""
        self._guarded(self._driver.verify_connectivity, timeout=_CONNECT_SECONDS)

    def read(
        self, text: str, parameters: Mapping[str, Any], *, limit: int, timeout: float
    ) -> tuple[tuple[str, ...], list[Row]]:
        """Run a query in a session that may only read."""
        from neo4j import READ_ACCESS, unit_of_work

        @unit_of_work(timeout=timeout)
        def work(transaction: ManagedTransaction) -> tuple[tuple[str, ...], list[Row]]:
            result = transaction.run(text, dict(parameters))
            return tuple(result.keys()), _rows(result, limit)

        def ask() -> tuple[tuple[str, ...], list[Row]]:
            with self._driver.session(database=self._database, default_access_mode=READ_ACCESS) as session:
                return session.execute_read(work)

        return self._guarded(ask, timeout=timeout)

    def write(self, work: Callable[[Run], T], *, timeout: float | None = None) -> T:
        """Do some work in one transaction that the driver repeats where the server asks for it."""
        from neo4j import unit_of_work

        timeout = _LOAD_SECONDS if timeout is None else timeout

        @unit_of_work(timeout=timeout)
        def managed(transaction: ManagedTransaction) -> T:
            def run(text: str, parameters: Mapping[str, Any]) -> list[Row]:
                return _rows(transaction.run(text, dict(parameters)), None)

            return work(run)

        def ask() -> T:
            with self._driver.session(database=self._database) as session:
                return session.execute_write(managed)

        return self._guarded(ask, timeout=timeout)

    def define(self, statements: Iterable[str]) -> None:
        """Run statements of schema, each in a transaction of its own, as the server wants it."""
        for statement in statements:
            self.write(lambda run, statement=statement: run(statement, {}), timeout=_DEFINE_SECONDS)  # type: ignore[misc]
        self.write(lambda run: run("CALL db.awaitIndexes(30)", {}), timeout=_DEFINE_SECONDS * 3)

    def close(self) -> None:
        """Close all connections."""
        self._driver.close()

    def _guarded(self, ask: Callable[[], T], *, timeout: float) -> T:
        from neo4j.exceptions import DriverError, Neo4jError

        try:
            return ask()
        except (Neo4jError, DriverError) as error:
            raise _translated(error, self.address, self._database, timeout) from error


def _translated(error: Exception, address: str, database: str | None, timeout: float) -> KgError:
    from neo4j.exceptions import (
        AuthError,
        ConfigurationError,
        DriverError,
        Neo4jError,
        ServiceUnavailable,
        SessionExpired,
        UnsupportedServerProduct,
    )

    code = str(getattr(error, "code", "") or "")
    # What the driver itself finds wrong, it tells in words only; its `message` is the same for all.
    said = (str(getattr(error, "message", "")) if isinstance(error, Neo4jError) else "") or str(error)
    said = said.splitlines()[0]
    if isinstance(error, UnsupportedServerProduct | ConfigurationError) and "Bolt" in str(error):
        return StoreError(
            f"what answers at {address} speaks no Bolt, or one too old",
            "the address of a Neo4j of version 5.7 or newer",
        )
    if isinstance(error, ServiceUnavailable | SessionExpired):
        return AwayError(f"no Neo4j answers at {address}", "start the server, or check the address")
    if isinstance(error, AuthError) or "Security" in code:
        return StoreError(
            f"Neo4j at {address} does not let you in: {said}", "set NEO4J_USERNAME and NEO4J_PASSWORD to what it knows"
        )
    if code.endswith("DatabaseNotFound"):
        return StoreError(f"Neo4j at {address} has no database '{database}'", "set NEO4J_DATABASE, or leave it unset")
    if code.endswith("AccessMode"):
        return read_only_graph()
    if "TimedOut" in code:
        return too_slow(timeout)
    if code.endswith("ParameterMissing"):
        return lacking(said)
    if ".Statement." in code:
        return not_run(said)
    if isinstance(error, DriverError | Neo4jError) and error.is_retryable():
        return AwayError(f"Neo4j at {address} is not ready: {said}", "the same command again")
    return StoreError(f"Neo4j at {address} refused: {said}", "look into the server's log")


def _rows(result: Result, limit: int | None) -> list[Row]:
    records = result.fetch(limit) if limit is not None else list(result)
    keys = result.keys()
    return [dict(zip(keys, map(_plain, record.values()), strict=True)) for record in records]


def _plain(value: Any) -> Any:
    """Make a returned value plain: a node or an edge becomes its properties, with its label or type."""
    if value is None or isinstance(value, str | int | float):
        return value  # most are, and a load reads very many
    from neo4j.graph import Node, Path, Relationship

    if isinstance(value, Node):
        return {"@label": next(iter(sorted(value.labels)), ""), **dict(value)}
    if isinstance(value, Relationship):
        return {"@label": value.type, **dict(value)}
    if isinstance(value, Path):
        return [_plain(one) for one in value.nodes]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.iso_format() if hasattr(value, "iso_format") else value
