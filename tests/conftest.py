"""The two stores, emptied before each test: a folder for each test, and the Neo4j server that NEO4J_URI names."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import neo4j
import pytest

from kg.store import Store, open_store

sys.path.insert(0, str(Path(__file__).parent))  # for modules that several tests share

NO_SERVER = "NEO4J_URI is not set: start a server with scripts/neo4j start"


@dataclass(frozen=True)
class Place:
    """Where a store may be opened."""

    name: str
    address: str

    def open(self, *, read_only: bool = False) -> Store:
        return open_store(self.address, create=not read_only, read_only=read_only)


@pytest.fixture(scope="session")
def neo4j_uri() -> str:
    """The server's address; without one, tests are skipped, but in continuous integration they fail."""
    uri = os.environ.get("NEO4J_URI", "")
    if not uri and os.environ.get("CI"):
        pytest.fail(NO_SERVER)
    if not uri:
        pytest.skip(NO_SERVER)
    return uri


def empty_neo4j(uri: str) -> None:
    auth = (os.environ.get("NEO4J_USERNAME", ""), os.environ.get("NEO4J_PASSWORD", ""))
    with neo4j.GraphDatabase.driver(uri, auth=auth) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n", database_=os.environ.get("NEO4J_DATABASE"))


@pytest.fixture(params=["arcadedb", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An address of either kind with nothing there yet."""
    if request.param == "arcadedb":
        return Place("arcadedb", str(tmp_path / "graph.kg"))
    uri = request.getfixturevalue("neo4j_uri")
    empty_neo4j(uri)
    return Place("neo4j", uri)


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    """An empty store of either kind."""
    with place.open() as opened:
        yield opened


@pytest.fixture
def server(neo4j_uri: str) -> Iterator[Store]:
    """An empty store on the server."""
    empty_neo4j(neo4j_uri)
    with open_store(neo4j_uri, create=True) as opened:
        yield opened
