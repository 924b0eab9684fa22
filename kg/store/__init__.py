"""Graphs that last, in a folder or on a Neo4j server, with one behaviour.

In: an address and graphs. Out: a `Store` that is loaded, asked in Cypher, read back and taken back from.
"""

from __future__ import annotations

import re
from typing import cast

from kg.errors import UsageError
from kg.plugins import load, names
from kg.store.actors import find_actor
from kg.store.base import Row, Rows, Store

__all__ = ["Row", "Rows", "Store", "find_actor", "open_store"]

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)


def open_store(address: str, *, create: bool = False, read_only: bool = False, older: bool = False) -> Store:
    """Open the store at an address: a folder, or a server's URL ("neo4j://localhost:7687").

    With `create`, an empty one is made where none is; `read_only` lets several processes read one folder at once.
    `older` opens also what an older version of the program made, for reading alone.
    Raises UsageError for a scheme that no store is registered under, StoreError where the store cannot be opened.
    """
    found = _SCHEME.match(address)
    scheme = found[1].lower() if found else "arcadedb"
    if scheme not in names("kg.stores"):
        known = ", ".join(f"{name}://" for name in names("kg.stores") if name != "arcadedb")
        raise UsageError(f"there is no store for {scheme}://", f"a folder, or one of {known}")
    opener = load("kg.stores", scheme)
    return cast(Store, opener(address, create=create, read_only=read_only, older=older))
