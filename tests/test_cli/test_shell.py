"""kg shell: through a pipe, through prompt_toolkit's own pipe, and on a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

import kg
from kg.cli.completing import Vocabulary
from kg.cli.shell_ import Shell, at_terminal, from_lines

Call = Callable[..., Any]
NAMES = "MATCH (a:Actor)\nWHERE a.name STARTS WITH 'H'\nRETURN a.name AS name ORDER BY name"


@pytest.fixture
def held(built: Path) -> Iterator[Shell]:
    """A shell on the graph of the texts."""
    with kg.open(built, read_only=True) as graph:
        yield Shell(graph, format_="csv")


@pytest.fixture
def words(held: Shell) -> Vocabulary:
    return Vocabulary(held.queries, held.graph.ontology, held.names)


@pytest.fixture(autouse=True)
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A history of this test's own."""
    path = tmp_path / "state" / "history"
    monkeypatch.setenv("KG_HISTORY", str(path))
    return path


# --- through a pipe


def test_cypher_and_queries_come_line_by_line(shell: Call, built: Path) -> None:
    lines = f"allies --actor Hezbollah\n{NAMES};\nevidence --a=Hezbollah --b='Syrian Army' --limit 1;\nRETURN 1 AS last"
    done = shell("shell", "-s", built, "-f", "csv", stdin=lines.encode())
    assert (done.code, done.err) == (0, "")
    told = done.out.splitlines()
    assert told[0].startswith("ally,")
    assert told[1].startswith("Syrian Army,")
    assert told[2:5] == ["name", "Hamas", "Hezbollah"]
    assert "Hezbollah fought alongside the Syrian Army" in done.out
    assert told[-2:] == ["last", "1"]


def test_an_empty_line_ends_a_query_too(held: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    from_lines(held, f"\n\n{NAMES}\n\nRETURN 2 AS n\n".splitlines(keepends=True))
    assert capsys.readouterr().out == "name\nHamas\nHezbollah\nn\n2\n"


def test_what_goes_wrong_is_told_and_the_next_line_is_read(shell: Call, built: Path) -> None:
    lines = (
        "allys --actor Hezbollah\nallies\nallies --actor Nobody\nallies --actr x\nallies actor\nallies --actor\n"
        "allies --actor 'x\nMATCH (a RETURN a;\nCREATE (:Actor {id: 'x'});\nfoo bar\n:format xml\n:help nothing\n"
        "RETURN 1 AS n; RETURN 2 AS m;\nRETURN 3 AS n;\n"
    )
    done = shell("shell", "-s", built, stdin=lines.encode())
    assert done.code == 1
    assert done.out == "n\n3\n"
    errors = done.err.splitlines()
    assert len(errors) == 2 * 13
    assert all(line.startswith("error: ") for line in errors[::2])
    assert all(line.startswith("  try: ") for line in errors[1::2])
    assert errors[1] == "  try: did you mean allies?"
    assert "opened for reading" in done.err


def test_it_leaves_when_told_and_its_commands_work(held: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    from_lines(
        held, [":help\n", ":help allies\n", ":queries\n", ":format json\n", "RETURN 1 AS n;\n", ":quit\n", "x\n"]
    )
    said = capsys.readouterr()
    assert said.err == ""
    assert "Ctrl-D" in said.out
    assert "--actor ACTOR" in said.out
    assert re.search(r"^contested +\w", said.out, re.MULTILINE)
    assert said.out.endswith('[\n  {\n    "n": 1\n  }\n]\n')


def test_limits_and_queries_of_ones_own(call: Call, own: Path, tmp_path: Path, shell: Call) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "my-own.cypher").write_text("// So many.\nMATCH (a:Actor) RETURN count(a) > 3 AS many\n")
    slow = "UNWIND range(1, 40000) AS a UNWIND range(1, 40000) AS b WITH a, b WHERE a * b = -1 RETURN count(*) AS n;"
    lines = f"my-own\nUNWIND range(1, 9) AS n RETURN n;\n{slow}\n"
    argv = ("shell", "-s", own, "--queries", tmp_path / "mine", "--limit", "1", "--timeout", "0.5")
    done = shell(*argv, stdin=lines.encode())
    assert done.out == "many\nyes\nn\n1\n"
    assert "only the first 1 rows" in done.err
    assert "took longer than 0.5 s" in done.err


def test_where_there_is_no_graph(call: Call, tmp_path: Path) -> None:
    done = call("shell", "-s", tmp_path / "no.kg")
    assert done.code == 1
    assert done.error[0].startswith("error: there is no graph at")


# --- what completes


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ("al", ["allies", "allies_of_enemies"]),
        ("mat", ["MATCH"]),
        (":f", [":format"]),
        (":format j", ["json"]),
        (":help tim", ["timeline"]),
        ("allies --", ["--actor", "--limit"]),
        ("allies --actor x --", ["--limit"]),
        ("allies --actor He", ["Hezbollah"]),
        ("allies --actor 'syrian a", ["'Syrian Army'"]),
        ("timeline --relation fights", ["fights-against", "fights-alongside"]),
        ("timeline --relation=fights-al", ["fights-alongside"]),
        ("MATCH (a:Ac", ["Actor"]),
        ("MATCH (c:", ["Actor", "Claim", "Document", "Place"]),
        ("MATCH (a)-[r:FIGHTS_", ["FIGHTS_AGAINST", "FIGHTS_ALONGSIDE"]),
        ("MATCH (a)-[:SUPPORTS|fights_al", ["FIGHTS_ALONGSIDE"]),
        ("MATCH (c)-[:SUBJ", ["SUBJECT"]),
        ("MATCH (a:Actor) ret", ["RETURN"]),
        ("MATCH (a:Actor {name: 'ret", []),
        ("MATCH (a:Actor) RETURN a.na", []),
        ("nothing known", ["NOT"][:0]),
    ],
)
def test_completion(words: Vocabulary, before: str, wanted: list[str]) -> None:
    assert [word for word, _ in words.suggest(before)] == wanted
    for _, length in words.suggest(before):
        assert 0 <= length <= len(before)


# --- at a prompt


def typed(shell: Shell, text: str) -> None:
    with create_pipe_input() as keys:
        keys.send_text(text)
        at_terminal(shell, input=keys, output=DummyOutput())


def test_keys_at_the_prompt(held: Shell, capsys: pytest.CaptureFixture[str], history: Path) -> None:
    # Ctrl-C drops the first line; the second goes on until its ';'; Ctrl-D leaves.
    typed(held, "RETURN 9 AS dropped\x03RETURN 1\rAS one;\r\rallies --actor Hezbollah\r\x04")
    assert capsys.readouterr().out.startswith("one\n1\nally,")
    kept = history.read_text(encoding="utf-8")
    assert "+allies --actor Hezbollah" in kept
    assert "dropped" not in kept
    assert history.stat().st_mode & 0o077 == 0
    typed(held, "\x1b[A\r\x04")  # the arrow upwards brings the last one back
    assert capsys.readouterr().out.startswith("ally,")


def test_without_a_place_for_the_history_it_works_all_the_same(
    held: Shell, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KG_HISTORY", str(tmp_path / "file" / "history"))
    typed(held, ":format json\rRETURN 1 AS n;\r\x04")
    assert '"n": 1' in capsys.readouterr().out


def test_ctrl_c_ends_the_query_and_not_the_shell(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    slow = "UNWIND range(1, 40000) AS a UNWIND range(1, 40000) AS b WITH a, b WHERE a * b = -1 RETURN count(*) AS n;"
    with kg.open(own) as graph:
        shell = Shell(graph, timeout=2)
        interrupt = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
        interrupt.start()
        assert shell.answer(slow)
        interrupt.join()
        assert capsys.readouterr().err == "interrupted\n"
        assert shell.answer("RETURN 1 AS n")
    assert capsys.readouterr().out == "n\n1\n"


def test_on_a_terminal(built: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 160, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-c", "from kg.cli import main; main()", "shell", "-s", str(built)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "1", "KG_HISTORY": str(tmp_path / "h")},
    )
    os.close(theirs)
    seen = until(ours, "kg>")
    for keys, wanted in (
        (b"allies --actor Hezbollah\r", "Syrian Army"),
        (b"contes\t", "contested"),
        (b"\x03", "kg>"),
        (b"RETURN 'one' +\r", "  >"),
        (b"'two' AS both;\r", "onetwo"),
        (b"foo\r", "error: 'foo' is no query's name"),
    ):
        os.write(ours, keys)
        seen += until(ours, wanted)
        time.sleep(0.2)  # until the prompt is there again
    assert ":help tells more" in seen
    os.write(ours, b"\x04")
    with suppress(OSError):
        while os.read(ours, 4096):
            pass
    os.close(ours)
    assert process.wait() == 0
    assert "+foo" in (tmp_path / "h").read_text(encoding="utf-8")


def until(end: int, words: str) -> str:
    """Read a terminal until some words are shown; a minute without them is a failure."""
    shown, last = b"", time.monotonic() + 60
    while time.monotonic() < last:
        if select.select([end], [], [], 1)[0]:
            piece = os.read(end, 4096)
            if b"\x1b[6n" in piece:  # asked where the cursor is, a terminal answers
                os.write(end, b"\x1b[1;1R")
            shown += piece
        text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode(errors="replace"))
        if words in text:
            return text
    raise AssertionError(f"{words!r} is not in {text!r}")
