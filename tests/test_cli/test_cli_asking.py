"""query, cypher, view, export, explain, info, check: what goes out."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from page_data import data_of

from kg.resources import data_folder

Call = Callable[..., Any]


def test_query_answers_in_three_formats(call: Call, built: Path) -> None:
    argv = ("query", "allies", "--actor", "hizbullah", "-s", built)
    rows = json.loads(call(*argv, "-f", "json").out)
    assert [row["ally"] for row in rows] == ["Syrian Army"]
    table = list(csv.DictReader(io.StringIO(call(*argv, "-f", "csv").out)))
    assert table[0]["publishers"] == "The Herald"
    head, line = call(*argv).out.splitlines()
    assert head.split("\t")[0] == "ally"
    assert line.split("\t")[0] == "Syrian Army"


def test_query_without_a_name_lists_them(call: Call) -> None:
    rows = json.loads(call("query", "-f", "json").out)
    shipped = sorted(path.stem for path in data_folder("queries").glob("*.cypher"))
    assert [row["query"] for row in rows] == shipped
    assert call("info", "queries", "-f", "json").out == call("query", "-f", "json").out


def test_query_help_is_its_header(call: Call) -> None:
    out = call("query", "allies", "--help").out
    assert "Who stands on an actor's side" in out
    assert "kg query allies --actor Hezbollah" in out
    assert "--actor ACTOR" in out
    assert "--queries DIR" in call("query", "--help").out


def test_a_query_of_ones_own(call: Call, built: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.cypher").write_text(
        "// Names that begin with some letters.\n// $store: text — the letters\n// $most: integer = 2 — so many\n"
        "MATCH (a:Actor) WHERE a.name STARTS WITH $store RETURN a.name AS name ORDER BY name LIMIT $most\n"
    )
    # Its parameter bears the name of an option of ours, and goes before it.
    argv = ("query", "--queries", tmp_path, "mine", "--store", "H")
    assert call(*argv, "--help").code == 0
    done = call("query", f"--queries={tmp_path}", "mine", "--help")
    assert "the letters" in done.out
    found = call("query", "mine", "-s", built, "--queries", tmp_path, "--store", "H", "-f", "json")
    assert [row["name"] for row in json.loads(found.out)] == ["Hamas", "Hezbollah"]


def test_no_rows_is_an_answer(call: Call, built: Path) -> None:
    done = call("query", "allies", "--actor", "Turkey", "-s", built)
    assert (done.code, done.out, done.err) == (0, "", "no rows\n")


def test_cypher_takes_parameters_and_standard_input(call: Call, shell: Call, built: Path) -> None:
    text = "MATCH (a:Actor) WHERE a.name IN $names RETURN a.name AS name ORDER BY name"
    names = 'names=["Hamas", "Israel"]'
    assert call("cypher", text, "-p", names, "-s", built).out == "name\nHamas\nIsrael\n"
    assert shell("cypher", "-", "-p", names, "-s", built, stdin=text.encode()).out == "name\nHamas\nIsrael\n"
    evil = "x'}) DETACH DELETE a //"
    assert call("cypher", "RETURN $v AS v", "-p", f"v={evil}", "-s", built).out == f"v\n{evil}\n"


def test_a_limit_says_that_it_cut(call: Call, built: Path) -> None:
    done = call("cypher", "MATCH (c:Claim) RETURN c.id", "--limit", "2", "-s", built)
    assert len(done.out.splitlines()) == 3
    assert done.err == "only the first 2 rows are shown\n"


def test_cypher_writes_only_when_told(call: Call, own: Path) -> None:
    text = "MATCH (a:Actor {id: 'hamas'}) SET a.seen = true RETURN a.id AS id"
    assert call("cypher", text, "-s", own).error[0].startswith("error: the query would change the graph")
    assert call("cypher", text, "-s", own, "--write").code == 0


def test_view_writes_one_page(call: Call, built: Path, tmp_path: Path) -> None:
    page = tmp_path / "g.html"
    done = call("view", "-o", page, "--title", "<Bridge>", "-s", built)
    assert (done.code, done.out, done.err) == (0, "", f"{built} → {page}\n")
    text = page.read_text(encoding="utf-8")
    assert "&lt;Bridge&gt;" in text
    assert call("view", "-o", "-", "--title", "<Bridge>", "-s", built).out == text


# What is asked for; the actors shown, and what the header says of it.
PARTS = [
    ("allies --actor Hezbollah", ["Hezbollah", "Syrian Army"], "query allies: actor Hezbollah"),
    ("evidence --a Hezbollah --b Syria*Army", ["Hezbollah", "Syrian Army"],
     "query evidence: a Hezbollah, b Syrian Army"),
    ("--actor Hamas", ["Hamas", "Iran", "Israel"], "within 2 steps of Hamas"),
    ("--actor Hamas --hops 1", ["Hamas", "Israel"], "within 1 step of Hamas"),
    ("denied --actor Hezbollah --hops 1", ["Free Syrian Army", "Hezbollah", "Syrian Army", "Turkey"],
     "query denied: actor Hezbollah · within 1 step of them"),
    ("--top 2", ["Hezbollah", "Syrian Army"], "the 2 best-evidenced of 11 actors; top 0 shows all"),
    ("--min-publishers 5", [], "told by at least 5 publishers"),
    ("--since 2016", [], "held from 2016, claims without a date counted by the day of their text (2 left out"),
    ("--since 2016 --undated keep --actor Hamas --hops 1", ["Hamas", "Israel"],
     "within 1 step of Hamas · held from 2016, claims without a date kept"),
    ("timeline --actor Hamas --since 2016", ["Hamas"], "query timeline: actor Hamas, since 2016, nothing found"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "actors", "note"), PARTS, ids=[row[0] for row in PARTS])
def test_view_shows_the_part_that_is_asked_for(
    call: Call, built: Path, tmp_path: Path, line: str, actors: list[str], note: str
) -> None:
    page = tmp_path / "g.html"
    words = [word.replace("Syria*Army", "Syrian Army") for word in line.split()]
    done = call("view", *words, "-o", page, "-s", built)
    assert done.code == 0, done.err
    text = page.read_text(encoding="utf-8")
    assert [actor["name"] for actor in data_of(text)["actors"]] == actors
    assert note in text


@pytest.mark.parametrize("suffix", ["ttl", "jsonl", "csv", "graphml"])
def test_export_writes_by_suffix(call: Call, shell: Call, built: Path, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"g.{suffix}"
    assert call("export", "-o", file, "-s", built).err == f"{built} → {file}\n"
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    assert shell("export", "-o", "-", "--to", f".{suffix}", "-s", built).out == file.read_text(encoding="utf-8")
    other = tmp_path / "named.data"
    assert call("export", "-o", other, "-t", suffix, "-s", built).code == 0
    assert other.read_bytes() == file.read_bytes()


def test_explain_an_actor(call: Call, built: Path) -> None:
    rows = json.loads(call("explain", "Hizbullah", "-s", built, "-f", "json").out)
    assert rows[0]["words"] == "Hezbollah"
    assert rows[0]["why"] == "'Hezbollah' is a known name of Hezbollah"
    assert rows[0]["claims"] >= 2


def test_explain_a_pair_and_its_claim(call: Call, built: Path) -> None:
    rows = json.loads(call("explain", "Hezbollah", "Free Syrian Army", "-s", built, "-f", "json").out)
    assert rows[0]["claim"] == "Free Syrian Army -attacks-> Hezbollah (denied)"
    told = json.loads(call("explain", rows[0]["id"], "-s", built, "-f", "json").out)
    said = {row["what"]: row["is"] for row in told}
    assert said["quote"] == rows[0]["quote"] == "The Free Syrian Army did not attack Hezbollah."
    assert "subject: “Free Syrian Army”" in said


def test_explain_a_sentence(call: Call, tmp_path: Path) -> None:
    text = "Russia denied on Friday that it had armed the Houthis, who attacked the port."
    rows = json.loads(call("explain", text, "-s", tmp_path / "no.kg", "-f", "json").out)
    assert rows[0]["what"] == "claim"
    assert rows[0]["is"] == "Russia -aids-> Houthis (denied) according to Russia"
    assert {"what": "object", "is": "“Houthis”", "why": "'Houthis' is a known name of Houthis"} in rows
    assert ("cue words", "had armed") in [(row["what"], row["is"]) for row in rows]
    (refused,) = [row for row in rows if row["what"] == "refused"]
    assert refused["why"].startswith("an end without a name")
    assert list(tmp_path.iterdir()) == []
    (nothing,) = json.loads(call("explain", "It rained all day long.", "-f", "json").out)
    assert nothing == {"what": "nothing", "is": "", "why": "no two actors in it are said to stand in a relation"}


def test_explain_an_edge(call: Call, built: Path) -> None:
    both = ("explain", "Hezbollah", "Syrian Army")
    (row,) = json.loads(call(*both, "fights alongside", "-s", built, "-f", "json").out)
    assert row["claim"] == "Hezbollah -fights-alongside-> Syrian Army"
    assert row["contested"] == ""
    assert call(*both, "leads", "-s", built).err == "no rows\n"
    done = call(*both, "fights-alongsid", "-s", built)
    assert (done.code, done.error[1]) == (2, "  try: did you mean fights-alongside or fights-against?")
    assert call(*both, "leads", "aids", "-s", built).code == 2


@pytest.mark.parametrize("topic", ["relations", "kinds", "actors", "parts", "store"])
def test_info(call: Call, built: Path, topic: str) -> None:
    rows = json.loads(call("info", topic, "-s", built, "-f", "json").out)
    assert rows
    assert len({tuple(row) for row in rows}) == 1


def test_info_sums_up(call: Call) -> None:
    assert [row["what"] for row in json.loads(call("info", "-f", "json").out)] == [
        "version",
        "relations",
        "kinds",
        "actors",
        "queries",
    ]


def test_check_finds_what_is_wrong(call: Call, tmp_path: Path) -> None:
    (tmp_path / "bad.cypher").write_text("// Help.\nMATCH (a) WHERE a.id = $id RETURN a.id\n")
    done = call("check", tmp_path)
    assert done.code == 1
    assert "$id is not in the header" in done.out
    assert done.err == "1 errors, 0 warnings\n"
    assert json.loads(call("check", tmp_path, "--json").out)[0]["line"] == 2


def test_what_is_shipped_is_sound(call: Call) -> None:
    done = call("check")
    assert [line for line in done.out.splitlines() if line.startswith("error")] == []
    assert done.code == 0


def test_help_loads_nothing_heavy(shell: Call) -> None:
    heavy = "spacy rdflib neo4j pyvis networkx onnxruntime arcadedb numpy pandas trafilatura tokenizers rich jinja2"
    heavy += " prompt_toolkit"
    code = (
        "import sys, contextlib, kg\nfrom kg.cli.app import run\n"
        "run(['--help'])\nrun(['--version'])\nrun(['build', '--help'])\n"
        f"print('LOADED', *sorted(set('{heavy}'.split()) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED"
    assert "Commands:" in done.stdout


def test_a_closed_pipe_is_no_error(built: Path) -> None:
    command = f"'{sys.executable}' -c 'from kg.cli import main; main()' info actors | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


def test_on_a_terminal_tables_are_drawn_and_progress_shows(built: Path, texts: Path, tmp_path: Path) -> None:
    shown = on_terminal("query", "allies", "--actor", "Hezbollah", "-s", str(built))
    assert "Syrian Army" in shown
    assert "─" in shown
    shown = on_terminal("query", "evidence", "--a", "Hezbollah", "--b", "Syrian Army", "-s", str(built), columns=60)
    assert "─" not in shown
    assert "relation    fights-alongside " in shown
    shown = on_terminal("query", "timeline", "--actor", "Hezbollah", "-s", str(built), columns=110)
    assert "─" not in shown, "a sentence in a column ten characters wide cannot be read"
    shown = on_terminal("build", str(texts), "-s", str(tmp_path / "g.kg"))
    assert "reading" in shown
    assert "3 documents · " in shown


def on_terminal(*argv: str, columns: int = 200) -> str:
    """Run the program on a terminal; give all that it showed."""
    ours, theirs = pty.openpty()
    started = subprocess.Popen(
        [sys.executable, "-c", "from kg.cli import main; main()", *argv],
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": str(columns), "NO_COLOR": "1"},
    )
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # how Linux says that the other end is closed
        while piece := os.read(ours, 4096):
            shown += piece
    os.close(ours)
    assert started.wait() == 0
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
