"""What goes wrong says the cause and the way out in two lines, and leaves nothing half done."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]

# argv, exit code, what the first line holds, what the second; {texts}, {built} and {tmp} are paths.
MISUSES = [
    ("bild x", 2, "there is no command 'bild'", "did you mean build?"),
    ("xyzzy", 2, "there is no command 'xyzzy'", "kg --help"),
    ("--stor x", 2, "there is no option '--stor'", "kg --help"),
    ("build", 2, "kg build needs PATH...", "kg build --help"),
    ("build {texts} --agian", 2, "there is no option '--agian'", "did you mean --again?"),
    ("build {texts} --pipeline nix", 2, "there is no pipeline called 'nix'", "reader"),
    ("build {texts} --extractor relation", 2, "there is no extractor called 'relation'", "did you mean relations?"),
    ("build {texts} --largest 0", 2, "invalid value for '--largest'", "kg build --help"),
    ("build {texts} --ontology {tmp}/nowhere", 1, "there is no such folder", "folder"),
    ("build {tmp}/nowhere", 1, "there is no file", "look at the path"),
    ("build {tmp}", 1, "holds no texts", ".txt"),
    ("build {texts} -s redis://localhost", 2, "there is no store for redis://", "neo4j://"),
    ("extract {texts}/bridge.txt", 1, "there is no file", "bridge.md"),
    ("load {texts}/claim.jsonl", 1, "there is no file", "look at the path"),
    ("load {texts}", 1, "cannot be read", "name a file"),
    ("query alies -s {built}", 2, "there is no query called 'alies'", "allies"),
    ("query allies -s {built}", 2, "the query 'allies' needs the parameter 'actor'", "kg query allies --actor"),
    ("query allies --acter x -s {built}", 2, "there is no option '--acter'", "did you mean --actor?"),
    ("query controls --actor Hamas -s {built}", 2, "there is no option '--actor'", "kg query controls --help"),
    ("query actors --kind armed-grup -s {built}", 2, "no kind of actor called", "did you mean armed-group?"),
    ("query allies --actor Hezbolla -s {built}", 2, "no actor in the graph is called", "did you mean Hezbollah?"),
    ("query allies --actor Hamas --limit x -s {built}", 2, "'x' is not a whole number", "kg query allies"),
    ("query timeline --actor Hamas --relation atacks -s {built}", 2, "'atacks'", "did you mean attacks?"),
    ("query allies --actor Hamas -s {tmp}/no.kg", 1, "there is no graph at", "kg build FOLDER"),
    ("query allies --queries {tmp}/nowhere", 1, "there is no folder of queries", "name a folder"),
    ("cypher MATCH(a -s {built}", 1, "the query could not be run: Syntax error at line 1:7", "kg info store"),
    ("cypher CREATE(a:X) -s {built}", 1, "the query would change the graph", "kg cypher --write"),
    ("cypher RETURN(1) -p x -s {built}", 2, "'x' is no parameter", "-p name=value"),
    ("cypher RETURN(1) --limit 0 -s {built}", 2, "invalid value for '--limit'", "kg cypher --help"),
    ("cypher RETURN(1) -f xml -s {built}", 2, "'xml' is not one of", "kg cypher --help"),
    ("export -o {tmp}/x.tll -s {built}", 2, "files ending in '.tll' cannot be written", "did you mean .ttl?"),
    ("export -o {tmp}/x -s {built}", 2, "has no suffix", ".csv, .graphml, .jsonl, .ttl"),
    ("export -o - -s {built}", 2, "has no suffix", "kg export -o - --to ttl"),
    ("export -o {tmp}/no/x.ttl -s {built}", 1, "cannot be written", "a folder that is there"),
    ("view -o {tmp}/x.pdf -s {built}", 2, "files ending in '.pdf' cannot be written", ".html"),
    ("view -o {tmp}/x.html -s {texts}", 1, "is not a graph of kg", "--store"),
    ("view allis -o {tmp}/x.html -s {built}", 2, "there is no query called 'allis'", "did you mean allies"),
    ("view allies -o {tmp}/x.html -s {built}", 2, "needs the parameter 'actor'", "kg query allies --actor Hezbollah"),
    ("view relations -o {tmp}/x.html -s {built}", 2, "the query 'relations' names no actor", "kg query relations"),
    ("view --actor Hezbolla -o {tmp}/x.html -s {built}", 2, "no actor in the graph", "did you mean Hezbollah?"),
    ("view --since 2015-13 -o {tmp}/x.html -s {built}", 2, "'since': '2015-13' is not in the calendar", "2015-10"),
    ("view --undated some -o {tmp}/x.html -s {built}", 2, "'some' is not one of", "kg view --help"),
    ("view --tops 3 -s {built}", 2, "there is no option '--tops'", "did you mean --top"),
    ("retract nix -s {built}", 2, "there is no document 'nix'", "kg query documents"),
    ("explain Hezbolla -s {built}", 2, "no actor in the graph is called 'Hezbolla'", "did you mean Hezbollah?"),
    ("explain a b c d -s {built}", 2, "4 names were given", "two actors"),
    ("info relation", 2, "there is nothing to tell about 'relation'", "did you mean relations?"),
    ("check {tmp}/nowhere", 1, "there is no folder", "name the folder"),
]


@pytest.mark.parametrize(("line", "code", "cause", "way_out"), MISUSES, ids=[row[0] for row in MISUSES])
def test_two_lines(
    call: Call,
    texts: Path,
    built: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    code: int,
    cause: str,
    way_out: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    argv = [word.format(texts=texts, built=built, tmp=tmp_path) for word in line.split()]
    done = call(*argv)
    assert done.out == ""
    assert len(done.error) == 2
    assert done.error[0].startswith("error: ")
    assert cause in done.error[0]
    assert done.error[1].startswith("  try: ")
    assert way_out in done.error[1]
    assert done.code == code
    assert list(tmp_path.iterdir()) == []


def test_nothing_at_all_is_help(call: Call) -> None:
    done = call()
    assert done.code == 2
    assert "Commands:" in done.err


def test_a_file_is_no_store(call: Call, texts: Path) -> None:
    assert "is not a graph of kg" in call("info", "store", "-s", texts / "bridge.md").error[0]


def test_a_broken_actor_file_says_where(call: Call, texts: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text("actor:x a kg:ArmedGroup ;\n")
    done = call("build", texts, "--actors", file, "-s", tmp_path / "g.kg")
    assert done.code == 1
    assert f"{file}, line " in done.error[0]
    assert not (tmp_path / "g.kg").exists()


def test_a_store_that_another_writes(call: Call, own: Path) -> None:
    code = f"import kg, sys\nwith kg.open({str(own)!r}):\n    print('open', flush=True)\n    sys.stdin.read()"
    other = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout is not None
    assert other.stdout.readline() == b"open\n"
    done = call("retract", "strike.txt", "-s", own)
    other.communicate()
    assert done.code == 1
    assert "is open in another process" in done.error[0]


def test_a_full_disk_leaves_no_half_file(shell: Call, built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "g.csv").write_text("old")
    limited = f"ulimit -f 1; trap '' XFSZ; '{sys.executable}' -c 'from kg.cli import main; main()'"
    done = subprocess.run(
        ["bash", "-c", f"{limited} export -s '{built}' -o '{folder / 'g.csv'}'"],
        capture_output=True,
        text=True,
        check=False,
        env={key: value for key, value in os.environ.items() if not key.startswith("COVERAGE")},
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 1
    assert (folder / "g.csv").read_text() == "old"
    assert [path.name for path in folder.iterdir()] == ["g.csv"]


def test_what_nobody_foresaw_is_told_without_a_traceback(shell: Call, tmp_path: Path) -> None:
    # An extractor of somebody else's that breaks: registered as every part is, in a distribution of its own.
    site = tmp_path / "site"
    info = site / "broken-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[kg.extractors]\nbroken = broken:make\n")
    (site / "broken.py").write_text("def make(ontology):\n    raise RuntimeError('a bug\\nof theirs')\n")
    (tmp_path / "a.txt").write_text("Hamas attacked Israel.")
    done = shell("extract", "a.txt", "--extractor", "broken", PYTHONPATH=str(site))
    assert done.code == 1
    assert done.error[0] == "error: kg itself failed (RuntimeError: a bug of theirs)"
    assert "KG_TRACEBACK=1" in done.error[1]
