"""The embedded store: ArcadeDB in this process, the graph in a folder, no server.

In: the path of a folder. Out: a `CypherStore` on it. One process at a time writes to a folder.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import KgError, StoreError
from kg.store.base import Row, Store
from kg.store.cypher import TIMEOUT, CypherStore
from kg.store.screen import fixed_time, lacking, not_run, read_only_graph, too_slow
from kg.store.writing import Run

T = TypeVar("T")

# What the engine writes first into a folder, whatever else; opening any other folder would fill it with files.
_MARKS = ("schema.json", "configuration.json")
_SETTINGS = (
    ("arcadedb.command.timeout", f"{TIMEOUT * 1000:.0f}"),
    ("arcadedb.opencypher.loadCsv.allowFileUrls", "false"),
    ("arcadedb.opencypher.loadCsv.allowRemoteUrls", "false"),
)
# What goes wrong with the folder; anything else goes wrong with the query.
_BROKEN = frozenset(
    (
        "DatabaseIsClosedException",
        "DatabaseOperationException",
        "DatabaseMetadataException",
        "ConcurrentModificationException",
        "NeedRetryException",
        "TransactionException",
        "IOException",
    )
)
# How a system says that a disk, a person's part of it, or what a process may write, is used up.
_FULL = ("No space left on device", "Disk quota exceeded", "File too large")
_NOTES = ("@rid", "@cat")


def open_store(address: str, *, create: bool = False, read_only: bool = False, older: bool = False) -> Store:
    """Open the folder at `address`; with `create`, make it where it is missing.

    With `read_only`, several processes may read it at once, and none is kept out by this one. Raises StoreError where
    the folder is missing, is something else, or is in use.
    """
    path = Path(address.removeprefix("arcadedb://")).expanduser()
    fresh = _is_fresh(path, create=create)
    backend = _Backend(str(path), _connect(path, fresh=fresh, read_only=read_only and not fresh))
    store = CypherStore(backend)
    with ExitStack() as otherwise:
        if fresh:  # a folder that was cut short while it was made is no graph, and would be in the way of the next try
            otherwise.callback(shutil.rmtree, path, ignore_errors=True)
        otherwise.callback(backend.close)
        # A database without our mark was cut short while it was made, or has lost its schema: never build upon it.
        way_out = "delete the folder, or restore a copy of it, then kg build FOLDER"
        store.check_schema(create=fresh, otherwise=way_out, older=older)
        otherwise.pop_all()
    return store


def _is_fresh(path: Path, *, create: bool) -> bool:
    """Tell whether a database is to be made here; raise StoreError where neither is right."""
    if all((path / mark).is_file() for mark in _MARKS):
        return False
    if not path.exists() and not create:
        raise StoreError(f"there is no graph at {path}", f"kg build FOLDER --store {path}")
    if path.exists() and not (create and path.is_dir() and not any(path.iterdir())):
        raise StoreError(f"{path} is not a graph of kg", "name another folder with --store")
    return True


def _engine() -> Any:
    """Import the engine, which reads at its import where to log: never to the console, never where the user stands."""
    os.environ.setdefault("ARCADEDB_LOG_CONSOLE", "0")
    os.environ.setdefault(
        "ARCADEDB_LOG_DIR", str(Path(tempfile.gettempdir()) / f"kg-arcadedb-{getattr(os, 'getuid', int)()}")
    )
    import arcadedb

    return arcadedb


def _connect(path: Path, *, fresh: bool, read_only: bool) -> Any:
    engine = _engine()
    try:
        if fresh:
            path.parent.mkdir(parents=True, exist_ok=True)
            database = engine.create_database(str(path))
            for key, value in _SETTINGS:
                database.command("sql", f"ALTER DATABASE `{key}` {value}")  # both are constants of this module
        else:
            database = _open(engine, path, read_only=read_only)
        database.set_wal_flush("yes_full")
    except engine.ArcadeDBError as error:
        if fresh and _no_room(str(path), error):
            shutil.rmtree(path, ignore_errors=True)
        raise _cannot_open(path, error) from error
    except OSError as error:
        raise StoreError(f"{path} cannot be made: {error.strerror}", "name another folder with --store") from error
    return database


def _open(engine: Any, path: Path, *, read_only: bool) -> Any:
    try:
        return engine.open_database(str(path), read_only=read_only)
    except engine.ArcadeDBError as error:
        # A folder that a killed process left needs mending, and only a writer can do that.
        if read_only and "DatabaseMetadataException" in _names(error):
            return engine.open_database(str(path))
        raise


def _cannot_open(path: Path, error: Exception) -> StoreError:
    said = _words(error)
    if "LockException" in _names(error) or "already in use" in said:
        return StoreError(
            f"the graph at {path} is open in another process or place", "close that one first, or wait for it to end"
        )
    if full := _no_room(str(path), error):
        return full
    place = path if path.exists() else next(one for one in path.absolute().parents if one.exists())
    if not os.access(place, os.W_OK):
        return StoreError(f"{place} may not be written", "give yourself the right to write there, or another --store")
    return StoreError(
        f"the graph at {path} cannot be opened: {said}", "restore it from a copy, or build it anew: kg build"
    )


def _no_room(address: str, error: Exception) -> StoreError | None:
    """The error for a full disk, if that is what it was; what had been loaded is safe."""
    if not any(words in message for _, message in _chain(error) for words in _FULL):
        return None
    return StoreError(
        f"there is no room left on the disk for the graph at {address}", "make room, then the same command again"
    )


def _chain(error: Exception) -> list[tuple[str, str]]:
    """The engine's own errors behind one of the library's: the last part of each one's name, and its message."""
    return [(str(name).rsplit(".", 1)[-1], str(message)) for name, message in getattr(error, "java_chain", None) or ()]


def _names(error: Exception) -> set[str]:
    return {name for name, _ in _chain(error)}


def _words(error: Exception) -> str:
    # The parser's own exceptions say nothing, which Java spells "null"; what they are wrapped in says where and what.
    told = [message for _, message in _chain(error) if message and message not in ("None", "null")]
    return (told[-1] if told else str(error)).splitlines()[0]


class _Backend:
    """ArcadeDB's half of what `kg.store.cypher` asks for."""

    def __init__(self, address: str, database: Any) -> None:
        self.address = address
        self._database = database
        # Killed at a query of another limit, a process leaves that limit in the folder: whoever may write sets it anew.
        self._seconds = TIMEOUT if database.is_read_only() else 0.0
        self._alone = threading.RLock()

    def read(
        self, text: str, parameters: Mapping[str, Any], *, limit: int, timeout: float
    ) -> tuple[tuple[str, ...], list[Row]]:
        """Run a query that may not write; the engine does not tell the columns of no rows."""
        rows: list[Row] = []
        with self._alone:
            self._allow(timeout)
            try:
                for result in self._database.query("opencypher", text, dict(parameters)):
                    rows.append({key: _plain(value) for key, value in result.to_dict().items() if key not in _NOTES})
                    if len(rows) >= limit:
                        break
            except _engine().ArcadeDBError as error:
                raise _query_error(error, self.address, timeout) from error
        return (tuple(rows[0]) if rows else ()), rows

    def write(self, work: Callable[[Run], T], *, timeout: float | None = None) -> T:
        """Do some work in one transaction; a conflict with another thread is tried again."""

        def run(text: str, parameters: Mapping[str, Any]) -> list[Row]:
            return [
                {key: _plain(value) for key, value in result.to_dict().items()}
                for result in self._database.command("opencypher", text, dict(parameters))
            ]

        timeout = TIMEOUT if timeout is None else timeout
        with self._alone:
            self._allow(timeout)
            try:
                return self._database.run_in_transaction(lambda: work(run))  # type: ignore[no-any-return]
            except _engine().ArcadeDBError as error:
                raise _query_error(error, self.address, timeout) from error

    def define(self, statements: Iterable[str]) -> None:
        """Run statements of schema, each by itself."""
        try:
            for statement in statements:
                self._database.command("opencypher", statement)
        except _engine().ArcadeDBError as error:
            raise _query_error(error, self.address, TIMEOUT) from error

    def close(self) -> None:
        """Close the folder; closing twice is no error."""
        with self._alone:
            if self._database.is_open():
                self._allow(self._seconds if self._database.is_read_only() else TIMEOUT)
                self._database.close()

    def _allow(self, seconds: float) -> None:
        """Set how long a query may take: a setting of the database, fixed in a folder opened for reading."""
        if seconds == self._seconds:
            return
        if self._database.is_read_only():
            raise fixed_time(self._seconds)
        self._database.command("sql", f"ALTER DATABASE `arcadedb.command.timeout` {max(1, int(seconds * 1000))}")
        self._seconds = seconds


def _query_error(error: Exception, address: str, timeout: float) -> KgError:
    names, said = _names(error), _words(error)
    if full := _no_room(address, error):
        return full
    if names & {"QueryNotIdempotentException", "DatabaseIsReadOnlyException"}:
        return read_only_graph()
    if "TimeoutException" in names:
        return too_slow(timeout)
    if "CommandParameterMissingException" in names:
        return lacking(said)
    if names & _BROKEN:
        return StoreError(f"the graph at {address} cannot be used: {said}", "open it again, or build it anew: kg build")
    return not_run(said)


def _plain(value: Any) -> Any:
    """Make a returned value plain: a node or an edge becomes its properties, with its label or type."""
    if isinstance(value, dict):
        kept = {key: _plain(one) for key, one in value.items() if not key.startswith("@")}
        return {"@label": value["@type"], **kept} if "@type" in value else kept
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
