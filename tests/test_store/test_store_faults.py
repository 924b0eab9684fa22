"""What goes wrong around a store: loaders are killed, servers stop, disks fill up; nothing that was loaded is lost.

Commands run as a person runs them, in processes of their own. A graph is compared by its export, byte for byte.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import neo4j
import pytest

from kg.export.jsonl import export
from kg.graph import Graph
from kg.judging import lay
from kg.knowledge_graph import KnowledgeGraph
from kg.model import Claim, Evidence, Mention, Time, claim_to_json
from kg.ontology import load_ontology
from kg.resolve.ledger import Ledger, judgement
from kg.store import Store, open_store
from kg.store.cypher import CypherStore

ROOT = Path(__file__).resolve().parent.parent.parent
KG = [sys.executable, "-c", "from kg.cli import main; main()"]
ONTOLOGY = load_ontology()
KILLS = 20
# Loads files one by one, and tells of each that it is in the store.
LOADER = """
import sys
import kg
with kg.open(sys.argv[1], create=True) as graph:
    print("open", flush=True)
    for file in sys.argv[2:]:
        graph.load(file)
        print(file, flush=True)
"""


class Address(Protocol):
    """The fixture `place`."""

    name: str
    address: str

    def open(self, *, read_only: bool = False) -> Store: ...


def environment() -> dict[str, str]:
    """Without measuring what is killed, which would leave half a file."""
    return {key: value for key, value in os.environ.items() if not key.startswith("COV")}


def kg(*argv: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*KG, *map(str, argv)], capture_output=True, text=True, check=False, env={**environment(), **more}
    )


def told(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The two lines of an error."""
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("error: ")
    assert lines[1].startswith("  try: ")
    assert "Exception" not in done.stderr
    return lines


def line(number: int, *, shift: int = 0) -> str:
    """A claim about two of thirty actors; with another shift it is the same claim, and other actors are meant."""
    dice = random.Random(number)
    relation = sorted(ONTOLOGY.relations)[number % 12]
    quote = f"Sentence {number} says so."

    def mention(start: int) -> Mention:
        who = (dice.randrange(30) + shift) % 30
        return Mention(f"G{who}", start, start + 2, "armed_group", name=f"Group {who}", actor=f"group-{who:02}")

    day = f"2031-{number % 12 + 1:02}-{number % 28 + 1:02}"
    claim = Claim(
        mention(0),
        relation,
        mention(3),
        Evidence(f"document-{number // 10:04}", number % 10 * 100, number % 10 * 100 + len(quote), quote),
        "denied" if number % 7 == 0 else "affirmed",
        "planned" if number % 11 == 0 else "asserted",
        (mention(6),) if number % 3 == 0 else (),
        Time(day, day, "on Monday") if number % 2 else None,
    )
    source = {"publisher": f"Paper {number // 10 % 9}", "published": day, "title": f"T{number // 10}", "url": ""}
    return json.dumps(claim_to_json(claim) | {"source": source})


def write(path: Path, numbers: Sequence[int], *, shift: int = 0) -> Path:
    path.write_text("".join(f"{line(number, shift=shift)}\n" for number in numbers), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Claims in overlapping files; the last two say of claims that came before that other actors were meant."""
    folder = tmp_path_factory.mktemp("claims")
    parts = [range(0, 200), range(150, 400), range(350, 600)]
    whole = [write(folder / f"{number}.jsonl", part) for number, part in enumerate(parts)]
    return [*whole, write(folder / "3.jsonl", range(100, 300), shift=4), write(folder / "4.jsonl", range(200), shift=9)]


def dump(store: Store) -> bytes:
    """A graph's claims as `kg export` writes them, and all its nodes and edges."""
    graph = store.graph()
    rows = [[(node.id, node.label, dict(node.properties)) for node in graph.nodes]]
    rows += [[(*edge.key, dict(edge.properties)) for edge in graph.edges]]
    return b"".join(export(graph, ONTOLOGY)) + json.dumps(rows, sort_keys=True).encode()


class Stopping:
    """A store that dies after so many more transactions."""

    def __init__(self, store: CypherStore, steps: int) -> None:
        self._store, self.left, self._write = store, steps, store._backend.write

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def load(self, graph: Graph, *, as_is: bool = False) -> None:
        def write(work: Any, *, timeout: float | None = None) -> Any:
            if not self.left:
                raise DyingError
            self.left -= 1
            return self._write(work, timeout=timeout)

        self._store._backend.write = write
        try:
            self._store.load(graph, as_is=as_is)
        finally:
            self._store._backend.write = self._write


def load(store: Any, files: Sequence[Path]) -> None:
    graph = KnowledgeGraph(store, ONTOLOGY, address="")
    for file in files:
        graph.load(file)


def clean(tmp_path: Path, files: Sequence[Path]) -> bytes:
    """What is in a store after a load that nothing disturbed."""
    address = str(tmp_path / "clean.kg")
    assert kg("load", *files, "-s", address).returncode == 0
    with open_store(address, read_only=True) as store:
        return dump(store)


def emptied(place: Address) -> None:
    if place.name == "arcadedb":
        shutil.rmtree(place.address, ignore_errors=True)
    else:
        with place.open() as store:
            store.query("MATCH (n) WHERE NOT n:KgMeta DETACH DELETE n", write=True)


def start_loader(address: str, files: Sequence[Path]) -> subprocess.Popen[bytes]:
    """Start loading in a process of its own; return when the store is open."""
    command = [sys.executable, "-c", LOADER, address, *map(str, files)]
    loader = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    assert loader.stdout is not None
    assert loader.stdout.readline() == b"open\n"
    return loader


def test_a_loader_killed_at_any_moment_loses_nothing_it_said_was_loaded(
    place: Address, files: list[Path], tmp_path: Path
) -> None:
    wanted = clean(tmp_path, files)
    said = {str(file): {json.loads(text)["id"] for text in file.read_text().splitlines()} for file in files}
    loader = start_loader(place.address, files)  # left alone, to know for how long one may be killed
    begun = time.monotonic()
    out, err = loader.communicate()
    most = time.monotonic() - begun
    assert (out.decode().splitlines(), err) == ([str(file) for file in files], b"")
    dice = random.Random(20)
    killed = 0
    emptied(place)
    while killed < KILLS:
        loader = start_loader(place.address, files)
        time.sleep(dice.uniform(0, most * 0.9))
        loader.send_signal(signal.SIGKILL)
        out, _ = loader.communicate()
        with place.open() as store:
            held = {row["id"] for row in store.query("MATCH (c:Claim) RETURN c.id AS id").rows}
        for file in out.decode().splitlines():
            assert said[file] <= held
        if loader.returncode == 0:  # it was done before: the next is killed earlier, in an empty store
            most *= 0.7
            emptied(place)
            continue
        killed += 1
        if killed % 5 == 0:  # the others go on with what the one before them left
            with place.open() as store:
                load(store, files)
                assert dump(store) == wanted
            if killed < KILLS:
                emptied(place)
    exported = [tmp_path / "one.jsonl", tmp_path / "other.jsonl"]
    for address, file in zip((place.address, tmp_path / "clean.kg"), exported, strict=True):
        assert kg("export", "-s", address, "-o", file).returncode == 0
    assert exported[0].read_bytes() == exported[1].read_bytes()


def test_files_that_overlap_give_one_graph_in_any_order(place: Address, files: list[Path]) -> None:
    dumps = set()
    for order in ((0, 1, 2), (2, 1, 0), (1, 0, 1, 2)):
        emptied(place)
        with place.open() as store:
            load(store, [files[number] for number in order])
            dumps.add(dump(store))
    assert len(dumps) == 1


class DyingError(Exception):
    """What ends a load between two of its transactions."""


@pytest.mark.parametrize("kind", ["claims", "documents"])
def test_a_load_cut_short_between_any_two_transactions_is_completed_by_the_same(
    place: Address, files: list[Path], tmp_path: Path, kind: str
) -> None:
    """Claims that speak of others now, or a text that turns out to be older, change what was summed before."""
    if kind == "claims":
        again = write(tmp_path / "again.jsonl", range(40), shift=4)
    else:
        rows = [json.loads(line(number)) for number in range(10, 20)]
        for row in rows:
            row["source"] |= {"published": "2001-01-01", "publisher": "First"}
        again = tmp_path / "again.jsonl"
        again.write_text("".join(f"{json.dumps(row)}\n" for row in rows[:1]))
    first = write(tmp_path / "first.jsonl", range(40))
    with place.open() as store:
        load(store, [first, again])
        wanted = dump(store)
    for steps in range(20):
        emptied(place)
        with place.open() as store:
            load(store, [first])
            try:
                load(Stopping(store, steps), [again])
            except DyingError:
                load(store, [again])
                assert dump(store) == wanted
            else:
                assert steps > 2
                return
    pytest.fail("it never came to an end")


# --- Neo4j


@contextmanager
def own_server(home: Path, *, port: int = 0, keep: bool = False) -> Iterator[dict[str, str]]:
    """Run a server of the test's own; give the variables that lead to it."""
    options = ["--home", str(home), *(["--port", str(port)] if port else []), *(["--keep"] if keep else [])]
    script = [sys.executable, str(ROOT / "scripts" / "neo4j")]
    done = subprocess.run([*script, "start", *options], capture_output=True, text=True, check=True)
    try:
        pairs = (text.removeprefix("export ").split("=", 1) for text in done.stdout.splitlines())
        yield {name: value.strip("'") for name, value in pairs}
    finally:
        subprocess.run([*script, "stop", "--home", str(home)], check=True)


@pytest.mark.neo4j
@pytest.mark.usefixtures("neo4j_uri")
def test_a_load_waits_for_a_server_that_is_restarted(tmp_path: Path, files: list[Path]) -> None:
    home = tmp_path / "server"
    with own_server(home) as where:
        env = {**environment(), **where}
        port = int(where["NEO4J_URI"].rsplit(":", 1)[1])
        command = [*KG, "load", *map(str, files), "-s", where["NEO4J_URI"]]
        loader = subprocess.Popen(command, stderr=subprocess.PIPE, env=env)
        wait_for_claims(where)
    with own_server(home, port=port, keep=True) as where:
        _, err = loader.communicate()
        lines = err.decode().splitlines()
        assert loader.returncode == 0, lines
        assert lines[0] == f"no Neo4j answers at {where['NEO4J_URI']}; waiting up to 180 s for it"
        assert lines[-1].startswith("600 claims from 60 documents")
        assert kg("export", "-s", where["NEO4J_URI"], "-o", tmp_path / "a.jsonl", **where).returncode == 0
    clean(tmp_path, files)
    kg("export", "-s", tmp_path / "clean.kg", "-o", tmp_path / "b.jsonl")
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def wait_for_claims(where: dict[str, str]) -> None:
    """Wait until the first claims are there, so that most are still to come."""
    auth = (where["NEO4J_USERNAME"], where["NEO4J_PASSWORD"])
    with neo4j.GraphDatabase.driver(where["NEO4J_URI"], auth=auth, notifications_min_severity="OFF") as driver:
        while not driver.execute_query("MATCH (c) WHERE c:Claim RETURN 1 AS one LIMIT 1").records:
            time.sleep(0.02)


@pytest.mark.neo4j
def test_four_loaders_at_once_give_what_one_gives(server: Store, neo4j_uri: str, tmp_path: Path) -> None:
    parts = [write(tmp_path / f"{number}.jsonl", range(number * 250, number * 250 + 700)) for number in range(4)]
    wanted = clean(tmp_path, parts)
    loaders = [
        subprocess.Popen([*KG, "load", part, "-s", neo4j_uri], stderr=subprocess.PIPE, env=environment())
        for part in parts
    ]
    for loader in loaders:
        _, err = loader.communicate()
        assert (loader.returncode, err.decode().splitlines()[1:]) == (0, []), err
    assert dump(server) == wanted


@pytest.mark.neo4j
def test_judging_while_another_loads_loses_nothing(
    server: Store, neo4j_uri: str, files: list[Path], tmp_path: Path
) -> None:
    """Both are done when both have ended, though not as one after the other would be: laying once more makes it so."""
    ledger = Ledger((judgement("group-01", "group-02", "same"), judgement("group-03", "group-04", "same")))
    wanted = clean(tmp_path, files[:3])
    load(server, files[:1])
    loader = start_loader(neo4j_uri, files[1:3])
    while loader.poll() is None:
        lay(server, ledger)
    assert loader.communicate()[1] == b""
    lay(server, ledger)
    with open_store(str(tmp_path / "clean.kg")) as other:
        lay(other, ledger)
        assert dump(server) == dump(other)
    lay(server, Ledger())
    assert dump(server) == wanted


@pytest.mark.parametrize(
    "address", ["bolt://127.0.0.1:1", "neo4j://127.0.0.1:1", "bolt://no-such-host.invalid", "neo4j+s://127.0.0.1:1"]
)
def test_a_wrong_address_is_told_in_two_lines(files: list[Path], address: str) -> None:
    assert told(kg("load", files[0], "-s", address))[0] == f"error: no Neo4j answers at {address}"


@pytest.mark.neo4j
def test_a_wrong_password_is_told_in_two_lines(neo4j_uri: str, files: list[Path]) -> None:
    error, way_out = told(kg("load", files[0], "-s", neo4j_uri, NEO4J_PASSWORD="wrong-password"))
    assert "does not let you in" in error
    assert "NEO4J_PASSWORD" in way_out


def hello(agent: str) -> bytes:
    """What a server says to whoever comes in: SUCCESS {server, connection_id}, in one chunk of Bolt."""
    words = [b"server", agent.encode(), b"connection_id", b"bolt-1"]
    body = b"\xb1\x70\xa2" + b"".join(bytes([0x80 + len(word)]) + word for word in words)
    return len(body).to_bytes(2, "big") + body + b"\x00\x00"


@pytest.mark.parametrize(
    ("version", "agent"),
    [(b"\0\0\0\0", ""), (b"\0\0\0\1", ""), (b"\0\0\4\4", "Neo4j/4.4.0")],
    ids=["none we know", "Bolt 1", "Neo4j 4.4"],
)
def test_an_old_server_is_told_in_two_lines(files: list[Path], version: bytes, agent: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with connection:
                        connection.recv(20)
                        connection.sendall(version)
                        while agent and connection.recv(4096):
                            connection.sendall(hello(agent))

        threading.Thread(target=serve, daemon=True).start()
        address = f"bolt://127.0.0.1:{server.getsockname()[1]}"
        error, way_out = told(kg("load", files[0], "-s", address))
        server.shutdown(socket.SHUT_RDWR)
    assert error == f"error: what answers at {address} speaks no Bolt, or one too old"
    assert way_out == "  try: the address of a Neo4j of version 5.7 or newer"


# --- a folder


def mountable() -> bool:
    """Tell whether a small disk can be made here without being root outside."""
    probe = ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/tmp"]
    return bool(shutil.which("unshare")) and subprocess.run(probe, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("kind", ["small disk", "short files"])
def test_a_full_disk_is_told_in_two_lines_and_breaks_nothing(
    files: list[Path], tmp_path: Path, size: int, kind: str
) -> None:
    """A disk of few MB, or, also where none can be mounted, files that may have few KB; then there is room again."""
    (tmp_path / "disk").mkdir()
    program = f"'{sys.executable}' -c 'from kg.cli import main; main()'"
    loading = f"{program} load {' '.join(map(str, files))} -s disk/g.kg"
    if kind == "small disk" and mountable():
        shell = ["unshare", "-rm", "bash", "-c"]
        small, large = f"mount -t tmpfs -o size={size}m tmpfs disk", "mount -o remount,size=200m disk"
    else:
        shell = ["bash", "-c"]
        small, large = f"trap '' XFSZ; ulimit -S -f {size * 60}", "ulimit -S -f unlimited"
    exporting = f"{program} export -s disk/g.kg -o a.jsonl"
    text = f"{small}; {loading} 2> first; echo $? > code; {large}; {loading} 2> second; {exporting}"
    done = subprocess.run([*shell, text], capture_output=True, text=True, check=False, cwd=tmp_path, env=environment())
    assert done.returncode == 0, done.stderr + (tmp_path / "second").read_text()
    lines = (tmp_path / "first").read_text().splitlines()
    assert (tmp_path / "code").read_text() == "1\n", lines
    assert lines == [
        "error: there is no room left on the disk for the graph at disk/g.kg",
        "  try: make room, then the same command again",
    ]
    clean(tmp_path, files)
    kg("export", "-s", tmp_path / "clean.kg", "-o", tmp_path / "b.jsonl")
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_a_folder_that_may_not_be_written_is_told_in_two_lines_and_read(files: list[Path], tmp_path: Path) -> None:
    graph, locked = tmp_path / "g.kg", tmp_path / "locked"
    assert kg("load", files[0], "-s", graph).returncode == 0
    before = sorted((path.name, path.read_bytes()) for path in graph.iterdir())
    locked.mkdir()
    for path in (graph, locked, *graph.iterdir()):
        path.chmod(0o555)
    rights = "-dac_override,-dac_read_search"  # root may write anywhere unless it gives that up
    plain = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"] if os.geteuid() == 0 else []
    for store, named in ((graph, graph), (locked / "new.kg", locked)):
        command = [*plain, *KG, "load", str(files[1]), "-s", str(store)]
        error, _ = told(subprocess.run(command, capture_output=True, text=True, check=False, env=environment()))
        assert error == f"error: {named} may not be written"
    command = [*plain, *KG, "export", "-s", str(graph), "-o", "-", "-t", "jsonl"]
    read = subprocess.run(command, capture_output=True, text=True, check=False, env=environment())
    assert len(read.stdout.splitlines()) == 200
    assert sorted((path.name, path.read_bytes()) for path in graph.iterdir()) == before


def test_a_second_process_is_told_in_two_lines_and_the_first_goes_on(files: list[Path], tmp_path: Path) -> None:
    address = str(tmp_path / "g.kg")
    with open_store(address, create=True) as store:
        load(store, files[:1])
        for verb in (["load", files[1]], ["retract", "T1"], ["export", "-o", tmp_path / "a.jsonl"]):
            assert "is open in another process" in told(kg(*verb, "-s", address))[0]
        load(store, files[1:])
        assert dump(store) == clean(tmp_path, files)
