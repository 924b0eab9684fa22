"""kg copy: a graph goes from store to store and back, byte for byte, however often it is cut short on its way."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from kg.cli.app import run as cli
from kg.errors import KgError, StoreError, UsageError
from kg.graph import Graph, Node
from kg.judging import joined, lay
from kg.knowledge_graph import KnowledgeGraph
from kg.ontology import load_ontology
from kg.resolve.ledger import Ledger, judgement
from kg.store import Store, copying, open_store
from kg.store.copying import copy

Make = Callable[..., Graph]
Run = Callable[..., tuple[int, str]]
ONTOLOGY = load_ontology()
FORMATS = ("jsonl", "ttl", "csv", "graphml")
JUDGED = Ledger().with_one(judgement("a-coast", "a-north", "same")).with_one(judgement("a-high", "a-plain", "same"))


class Address(Protocol):
    """The fixture `place`."""

    name: str
    address: str

    def open(self, *, read_only: bool = False) -> Store: ...


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """Where the other store lies."""
    return str(tmp_path / "other.kg")


@pytest.fixture(params=["to", "from"])
def ends(request: pytest.FixtureRequest, place: Address, folder: str) -> tuple[str, str]:
    """Where to copy from and where to, each kind of store at either end."""
    return (folder, place.address) if request.param == "to" else (place.address, folder)


def fill(address: str, graph: Graph, ledger: Ledger = JUDGED) -> None:
    with open_store(address, create=True) as store:
        store.load(graph)
        lay(store, ledger)


def exported(address: str) -> dict[str, bytes]:
    with opened(address) as graph:
        return {suffix: b"".join(graph.exported(suffix)) for suffix in FORMATS}


def opened(address: str) -> KnowledgeGraph:
    return KnowledgeGraph(open_store(address, read_only=True), ONTOLOGY, address=address)


def held(address: str) -> tuple[object, object]:
    with open_store(address, read_only=True) as store:
        graph = store.graph()
        return graph.nodes, graph.edges


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the program in this process: its exit code, and what it says that is no result."""

    def called(*argv: str) -> tuple[int, str]:
        capsys.readouterr()
        code = cli(list(argv))
        out, err = capsys.readouterr()
        assert out == ""
        return code, err

    return called


def test_a_copy_is_equal_byte_for_byte_and_a_second_changes_nothing(
    run: Run, ends: tuple[str, str], make: Make
) -> None:
    source, target = ends
    fill(source, make())
    assert run("copy", source, target) == (0, f"4 documents · 17 claims · {actors(source)} actors → {target}\n")
    assert exported(target) == exported(source)
    assert held(target) == held(source)
    before = held(target)
    assert run("copy", source, target)[0] == 0
    assert held(target) == before


def actors(address: str) -> int:
    with open_store(address, read_only=True) as store:
        return sum(node.label in ("Actor", "Place") for node in store.graph().nodes)


def test_judgements_go_with_it_and_can_be_taken_back_there(ends: tuple[str, str], make: Make) -> None:
    source, target = ends
    fill(source, make())
    with opened(source) as graph:
        graph.copy(target)
    with open_store(target) as store:
        assert len(joined(store)) == 2
        lay(store, Ledger())
        undone = store.graph()
    assert (undone.nodes, undone.edges) == (make().nodes, make().edges)


class StopError(Exception):
    pass


def test_a_copy_that_is_cut_short_goes_on(ends: tuple[str, str], make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = ends
    monkeypatch.setattr(copying, "STEP", 3)
    fill(source, make())
    for most in (1, 4, 7):

        def stop(done: int, total: int, what: str, most: int = most) -> None:
            if done >= most * 3:
                raise StopError

        with opened(source) as graph, pytest.raises(StopError):
            graph.copy(target, on_step=stop)
        assert held(target) != held(source)
    with opened(source) as graph:
        graph.copy(target)
    assert exported(target) == exported(source)


def test_a_killed_copy_goes_on(run: Run, ends: tuple[str, str], make: Make) -> None:
    source, target = ends
    fill(source, make(), Ledger())
    dice = random.Random(5)
    killed = 0
    for _ in range(3):
        code = (
            "import sys, time\nfrom kg.knowledge_graph import open\nfrom kg.store import copying\ncopying.STEP = 2\n"
            "with open(sys.argv[1], read_only=True) as graph:\n"
            "    graph.copy(sys.argv[2], on_step=lambda done, total, what: (print(done, flush=True), time.sleep(.02)))"
        )
        clean = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
        process = subprocess.Popen(
            [sys.executable, "-c", code, source, target], stdout=subprocess.PIPE, text=True, env=clean
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(dice.random() * 0.2)
        process.kill()
        process.stdout.close()
        killed += process.wait() == -signal.SIGKILL
    assert killed >= 2
    assert run("copy", source, target)[0] == 0
    assert exported(target) == exported(source)


def test_copying_is_no_joining(run: Run, ends: tuple[str, str], make: Make) -> None:
    source, target = ends
    fill(source, make([0, 1]))
    fill(target, make([2]), Ledger())
    before = held(target)
    code, said = run("copy", source, target)
    lines = said.splitlines()
    assert code == 1
    assert len(lines) == 2
    assert "the store to copy to holds another graph, with the document '" in lines[0]
    assert "kg export" in lines[1]
    assert held(target) == before


def test_an_older_graph_is_brought_up_to_date_by_copying_it(run: Run, ends: tuple[str, str], make: Make) -> None:
    source, target = ends
    fill(source, make())
    wanted = exported(source)
    with open_store(source) as store:
        store.query("MATCH (m:KgMeta) SET m.schema = 0", write=True)
        store.query("MATCH (:Actor)-[r]->(:Actor) SET r.claims = 99, r.former = 'x'", write=True)
    code, said = run("info", "store", "-s", source)
    assert code == 1
    assert f"try: kg copy {source} NEW" in said
    assert run("copy", source, target)[0] == 0
    assert exported(target) == wanted
    with open_store(source, older=True) as store:
        assert store.query("MATCH (m:KgMeta) RETURN m.schema AS version").rows == ({"version": 0},)


def test_what_no_claim_supports_is_left_and_told(run: Run, place: Address, folder: str, make: Make) -> None:
    fill(place.address, make(), Ledger())
    with place.open() as store:
        text = "MATCH (a:Actor {id: 'a-watch'}) MATCH (b:Actor {id: 'a-high'}) MERGE (a)-[:SUPPORTS {claims: 1}]->(b)"
        store.query(text, write=True)
    assert run("copy", place.address, folder)[1].splitlines()[1] == (
        "1 edges between actors were left behind, for no claim in the graph supports them"
    )
    assert exported(folder)["jsonl"] == exported(place.address)["jsonl"]


def test_an_empty_graph_and_actors_of_whom_nothing_is_said(place: Address, folder: str) -> None:
    with place.open() as store, open_store(folder, create=True) as other:
        assert copy(store, other).claims == 0
        store.load(Graph([Node("a", "Actor", {"name": "A"})]))
        assert copy(store, other).actors == 1
        assert other.graph().nodes == store.graph().nodes


def test_a_graph_is_not_copied_to_itself(place: Address, tmp_path: Path, make: Make) -> None:
    with place.open() as store:
        graph = KnowledgeGraph(store, ONTOLOGY, address=place.address)
        with pytest.raises(UsageError, match="is the graph itself"):
            graph.copy(place.address)
        if place.name == "arcadedb":
            (tmp_path / "link").symlink_to(place.address)
            with pytest.raises(UsageError, match="is the graph itself"):
                graph.copy(tmp_path / "link")


def test_where_nothing_can_be_copied_from_or_to(run: Run, tmp_path: Path, make: Make) -> None:
    no = str(tmp_path / "no.kg")
    code, said = run("copy", no, str(tmp_path / "to.kg"))
    assert code == 1
    assert said.startswith(f"error: there is no graph at {no}\n  try: ")
    assert list(tmp_path.iterdir()) == []
    source = str(tmp_path / "from.kg")
    fill(source, make([0]), Ledger())
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("a")
    for target, kind in ((str(tmp_path / "letters"), StoreError), ("mysql://x", UsageError)):
        with opened(source) as graph, pytest.raises(kind) as caught:
            graph.copy(target)
        assert isinstance(caught.value, KgError)
        assert caught.value.way_out
