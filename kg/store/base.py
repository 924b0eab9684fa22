"""What a store promises: a graph is loaded once however often, asked in Cypher, read back whole, and parts taken back.

Registered by URL scheme in the group `kg.stores` ("arcadedb" for a folder, "neo4j" and its kin for a server), as a
function of an address with the options `create`, `read_only` and `older` (see `kg.store.open_store`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self

from kg.errors import StoreError
from kg.graph import Graph

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a query: its columns in order, its rows, and whether a limit cut it short."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    truncated: bool = False


class AwayError(StoreError):
    """The server does not answer, or is too busy; the same again may go well."""


class Store(Protocol):
    """A graph that lasts. Every method raises StoreError, or QueryError for a person's Cypher."""

    def load(self, graph: Graph, *, as_is: bool = False) -> None:
        """Merge a graph by id in batches, then derive anew the direct edges of the pairs it touches.

        With `as_is` its nodes take the place of those of their ids, and are not merged with them.
        """
        ...

    def query(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        limit: int = 10_000,
        timeout: float = 30.0,
    ) -> Rows:
        """Run Cypher, read-only unless told otherwise; `limit` counts rows, `timeout` seconds."""
        ...

    def retract(self, documents: Sequence[str]) -> int:
        """Take back what these documents alone supported; return how many claims went."""
        ...

    def graph(self) -> Graph:
        """Read the whole graph back."""
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...
