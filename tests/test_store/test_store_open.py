"""Opening: whatever is wrong with an address is said in words, with a way out, and nothing is spoilt by trying."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from kg.errors import KgError, StoreError, UsageError
from kg.graph import Graph, Node
from kg.store import Store, open_store

Make = Callable[..., Graph]


class Address(Protocol):
    """The fixture `place`."""

    name: str
    address: str

    def open(self, *, read_only: bool = False) -> Store: ...


def trouble(address: str, **how: bool) -> KgError:
    with pytest.raises(KgError) as caught:
        open_store(address, **how)
    assert caught.value.way_out
    assert "Exception" not in str(caught.value)
    return caught.value


def listing(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_graph_outlives_its_closing(place: Address, make: Make) -> None:
    with place.open() as store:
        store.load(make())
    with place.open(read_only=True) as store:
        assert store.graph().nodes == make().nodes
        store.close()


def test_there_is_no_graph_where_none_was_built(place: Address) -> None:
    told = trouble(place.address)
    assert "there is no graph at" in told.cause
    assert told.way_out.startswith("kg build FOLDER")


@pytest.mark.parametrize(("version", "way_out"), [(0, "kg copy {} NEW"), (None, "kg copy {} NEW"), (99, "update kg")])
def test_a_graph_of_another_version_is_not_opened(place: Address, version: int | None, way_out: str) -> None:
    with place.open() as store:
        store.query("MATCH (m:KgMeta) SET m.schema = $v", {"v": version}, write=True)
    for create in (False, True):
        told = trouble(place.address, create=create)
        assert told.cause.endswith(f"has schema {version or 0}, and this kg reads schema 1")
        assert told.way_out.startswith(way_out.format(place.address))


def test_a_graph_of_an_older_version_may_be_read_and_is_not_changed(place: Address, make: Make) -> None:
    with place.open() as store:
        store.load(make())
        store.query("MATCH (m:KgMeta) SET m.schema = 0", write=True)
    with open_store(place.address, older=True) as store:
        assert store.graph().nodes == make().nodes
        for change in (lambda: store.load(make()), lambda: store.query("MATCH (n) DETACH DELETE n", write=True)):
            with pytest.raises(StoreError, match="has schema 0"):
                change()
    with open_store(place.address, older=True, read_only=True) as store:
        assert store.query("MATCH (m:KgMeta) RETURN m.schema AS version").rows == ({"version": 0},)


def test_a_database_of_something_else_is_left_alone(place: Address) -> None:
    with place.open() as store:
        store.query("CREATE (:Person {name: 'x'})", write=True)
        store.query("MATCH (m:KgMeta) DELETE m", write=True)
    assert "holds something that is not a graph of kg" in trouble(place.address, create=True).cause


def test_a_scheme_that_nobody_knows() -> None:
    told = trouble("mysql://localhost/x")
    assert isinstance(told, UsageError)
    assert told.cause == "there is no store for mysql://"
    assert "neo4j://" in told.way_out


# --- a folder


def test_a_missing_folder_is_not_made_by_reading(tmp_path: Path) -> None:
    told = trouble(str(tmp_path / "no.kg"))
    assert told.cause == f"there is no graph at {tmp_path / 'no.kg'}"
    assert told.way_out == f"kg build FOLDER --store {tmp_path / 'no.kg'}"
    assert listing(tmp_path) == []


@pytest.mark.parametrize("create", [False, True])
def test_a_folder_or_file_of_something_else_is_left_alone(tmp_path: Path, create: bool) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("a")
    before = listing(tmp_path)
    for name in ("letters", "letters/a.txt", "letters/a.txt/deeper.kg"):
        told = trouble(str(tmp_path / name), create=create)
        assert str(tmp_path / "letters") in told.cause
    assert listing(tmp_path) == before


def test_an_empty_folder_or_one_in_a_missing_folder_may_become_a_store(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty", "new/deep/graph.kg"):
        with open_store(f"arcadedb://{tmp_path / name}", create=True) as store:
            assert len(store.graph()) == 0
    assert isinstance(trouble(str(tmp_path / "new")), StoreError)


def test_a_folder_that_is_open_is_not_opened_again(tmp_path: Path, make: Make) -> None:
    path = str(tmp_path / "graph.kg")
    with open_store(path, create=True) as store:
        store.load(make([0]))
        assert "is open in another process or place" in trouble(path).cause
        other = run(f"open_store({path!r})")
        assert other.returncode == 1
        assert other.stdout.startswith(f"the graph at {path} is open in another process or place\n  try: ")
        assert other.stderr == ""
    assert run(f"print(len(open_store({path!r}).graph()))").stdout == f"{len(make([0]))}\n"


def run(code: str) -> subprocess.CompletedProcess[str]:
    """Run a line on a store in a process of its own, which prints an error of ours and nothing else."""
    text = f"import os\nfrom kg.errors import KgError\nfrom kg.store import open_store\ntry:\n    {code}\n"
    text += "except KgError as error:\n    print(error)\n    raise SystemExit(1)\n"
    return subprocess.run([sys.executable, "-W", "error", "-c", text], capture_output=True, text=True, check=False)


def test_several_processes_may_read_at_once(tmp_path: Path, make: Make) -> None:
    path = str(tmp_path / "graph.kg")
    with open_store(path, create=True) as store:
        store.load(make([0]))
    with open_store(path, read_only=True) as store:
        other = run(f"print(len(open_store({path!r}, read_only=True).graph()))")
        assert other.stdout == f"{len(store.graph())}\n"
        with pytest.raises(KgError, match="opened for reading"):
            store.query("MATCH (a:Actor) SET a.name = 'x'", write=True)
        with pytest.raises(KgError, match="opened for reading"):
            store.load(make([1]))


def test_a_process_that_is_killed_leaves_what_it_had_loaded(tmp_path: Path) -> None:
    path = str(tmp_path / "graph.kg")
    code = f"s = open_store({path!r}, create=True); s.query(\"CREATE (:Actor {{id: 'a'}})\", write=True); os._exit(9)"
    assert run(code).returncode == 9
    with open_store(path, read_only=True) as store:
        assert [node.id for node in store.graph().nodes] == ["a"]


@pytest.mark.parametrize(
    ("spoilt", "cause"),
    [
        ("schema*.json", "there is no graph at"),
        ("dictionary.*", "is not a graph of kg"),
        ("configuration.json", "cannot be opened"),
    ],
)
def test_a_folder_that_is_spoilt_says_so_and_is_not_built_upon(tmp_path: Path, spoilt: str, cause: str) -> None:
    path = tmp_path / "graph.kg"
    with open_store(str(path), create=True) as store:
        store.load(Graph([Node("a", "Actor")]))
    for file in path.glob(spoilt):
        file.write_bytes(b"{")
    for create in (False, True):
        assert cause in trouble(str(path), create=create).cause


def test_nothing_is_written_beside_the_store(tmp_path: Path, make: Make) -> None:
    path = tmp_path / "sub" / "graph.kg"
    text = f"os.chdir({str(tmp_path)!r}); open_store({str(path)!r}, create=True).close()"
    done = run(text)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [name for name in listing(tmp_path) if not name.startswith("sub")] == []


# --- a server


def test_an_address_may_not_carry_a_password() -> None:
    told = trouble("neo4j://somebody:secret@localhost:7687")
    assert "secret" not in str(told)
    assert "NEO4J_PASSWORD" in told.way_out


@pytest.mark.parametrize("address", ["bolt://localhost:99999", "bolt://[x", "neo4j://"])
def test_an_address_that_is_none(address: str) -> None:
    assert isinstance(trouble(address), StoreError)


def test_no_server_answers() -> None:
    told = trouble("bolt://127.0.0.1:1")
    assert told.cause == "no Neo4j answers at bolt://127.0.0.1:1"


@pytest.mark.neo4j
@pytest.mark.parametrize("name", ["NEO4J_PASSWORD", "NEO4J_USERNAME"])
def test_a_wrong_name_or_password(neo4j_uri: str, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "wrong")
    told = trouble(neo4j_uri)
    assert "does not let you in" in told.cause
    assert told.way_out.startswith("set NEO4J_USERNAME and NEO4J_PASSWORD")


@pytest.mark.neo4j
def test_no_name_and_no_password(neo4j_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_USERNAME")
    monkeypatch.delenv("NEO4J_PASSWORD")
    assert "does not let you in" in trouble(neo4j_uri).cause


@pytest.mark.neo4j
def test_a_database_that_is_not_there(neo4j_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_DATABASE", "nope")
    assert "has no database 'nope'" in trouble(neo4j_uri).cause


def test_an_id_stands_for_one_node_only(place: Address) -> None:
    with place.open() as store:
        store.query("CREATE (:Actor {id: 'a'})", write=True)
        with pytest.raises(KgError, match=r"already exists|uplicate"):
            store.query("CREATE (:Actor {id: 'a'})", write=True)
        assert [node.id for node in store.graph().nodes] == ["a"]
