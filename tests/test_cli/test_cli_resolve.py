"""kg resolve: suggestions, judgements, and taking them back, as a person types it."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest

import kg

Call = Callable[..., Any]

TEXT = (
    "Liwa al-Sadiq attacked Mosul on Monday. Iraq condemned Liwa al-Sadiq. "
    "Liwa as-Sadeq attacked Basra on Tuesday. Israel condemned Liwa as-Sadeq.\n"
)


@pytest.fixture(scope="session")
def sadiq(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of one text that spells a movement in two ways; for reading only."""
    folder = tmp_path_factory.mktemp("sadiq")
    (folder / "sadiq.txt").write_text(TEXT, encoding="utf-8")
    kg.build(folder, folder / "graph.kg").close()
    return folder / "graph.kg"


@pytest.fixture
def two(sadiq: Path, tmp_path: Path) -> Path:
    """A copy of it, to change."""
    shutil.copytree(sadiq, tmp_path / "graph.kg")
    return tmp_path / "graph.kg"


def names(call: Call, store: Path) -> set[str]:
    rows = json.loads(call("query", "actors", "-s", store, "-f", "json").out)
    return {row["actor"] for row in rows}


def test_suggestions_come_with_reasons_and_sentences(call: Call, sadiq: Path, tmp_path: Path) -> None:
    done = call("resolve", "-s", sadiq, "--ledger", tmp_path / "j.jsonl", "-f", "json")
    (row,) = [row for row in json.loads(done.out) if "Sadiq" in row["a"] + row["b"]]
    assert row["score"] > 0.8
    assert row["why"]
    assert "Mosul" in row["a said"][0] + row["b said"][0] or "Iraq" in row["a said"][0] + row["b said"][0]


def test_same_and_undo_give_the_same_bytes_back(call: Call, two: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "j.jsonl"
    pair = sorted(name for name in names(call, two) if "Sad" in name)
    assert len(pair) == 2
    before = call("export", "-s", two, "-o", tmp_path / "a.jsonl")
    assert before.code == 0
    options = ("-s", two, "--ledger", ledger)
    done = call("resolve", "same", *pair, "--by", "me", "--given", "2026-01-02", "--why", "spelling", *options)
    assert done.code == 0
    assert "1 judgements" in done.err
    (line,) = ledger.read_text("utf-8").splitlines()
    told = json.loads(line)
    assert (told["judgement"], told["by"], told["given"], told["why"]) == ("same", "me", "2026-01-02", "spelling")
    assert len([name for name in names(call, two) if "Sad" in name]) == 1
    assert "was judged to be the same" in call("explain", pair[0], "-s", two).out
    judged = json.loads(call("resolve", "--judged", *options, "-f", "json").out)
    assert [row["judgement"] for row in judged] == ["same"]
    assert call("resolve", "undo", *pair[::-1], *options).code == 0
    assert ledger.read_text("utf-8") == ""
    call("export", "-s", two, "-o", tmp_path / "b.jsonl")
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_what_is_judged_is_not_suggested_again(call: Call, two: Path, tmp_path: Path) -> None:
    pair = sorted(name for name in names(call, two) if "Sad" in name)
    options = ("-s", two, "--ledger", tmp_path / "j.jsonl")
    assert call("resolve", "different", *pair, *options).code == 0
    rows = json.loads(call("resolve", *options, "-f", "json").out)
    assert not [row for row in rows if "Sad" in row["a"] and "Sad" in row["b"]]


def test_a_review_reads_keys_and_keeps_what_was_judged(shell: Call, two: Path, tmp_path: Path) -> None:
    done = shell("resolve", "--review", "-s", two, "--ledger", "j.jsonl", stdin=b"s\nq\n")
    assert done.code == 0
    assert "[s/d/u/q]" in done.out
    assert '"same"' in (tmp_path / "j.jsonl").read_text("utf-8")
    again = shell("resolve", "--review", "-s", two, "--ledger", "j.jsonl", stdin=b"")
    assert again.code == 0


def test_an_interrupted_review_keeps_its_answers_and_goes_on_behind_them(
    shell: Call, call: Call, tmp_path: Path
) -> None:
    text = "{} attacked Mosul. {} attacked Basra on Tuesday.\n"
    pairs = (
        ("Liwa al-Sadiq", "Liwa as-Sadeq"),
        ("Liwa al-Fateh", "Liwa al-Fatih"),
        ("Liwa al-Zarqa", "Liwa az-Zarqaa"),
    )
    for number, pair in enumerate(pairs):
        (tmp_path / f"{number}.txt").write_text(text.format(*pair), encoding="utf-8")
    kg.build(sorted(map(str, tmp_path.glob("*.txt"))), tmp_path / "graph.kg").close()
    argv = ["resolve", "--review", "-s", "graph.kg", "--ledger", "j.jsonl", "--by", "me"]
    command = [sys.executable, "-c", "from kg.cli import main; main()", *argv]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path) as review:
        assert review.stdin and review.stdout
        first = until_asked(review.stdout)
        review.stdin.write(b"s\n")
        review.stdin.flush()
        second = until_asked(review.stdout)
        review.send_signal(signal.SIGINT)
        assert review.wait() != 0
    (line,) = (tmp_path / "j.jsonl").read_text("utf-8").splitlines()
    judged = json.loads(line)
    assert {judged["a_name"], judged["b_name"]} <= set(first)
    assert len({judged["a_name"], judged["b_name"]} & names(call, tmp_path / "graph.kg")) == 1  # laid over the graph
    again = shell(*argv, stdin=b"q\n").out
    assert [name for name in second if name in again] == second
    assert again.count("[s/d/u/q]") == 1


def until_asked(told: IO[bytes]) -> list[str]:
    """Read what a review shows of a pair, up to its question; return the two names."""
    shown = b""
    while not shown.endswith(b"[s/d/u/q] "):
        shown += told.read(1)
    return re.findall(r"^(Liwa [\w-]+) \(", shown.decode("utf-8"), re.MULTILINE)


def test_how_far_the_names_are_compared_is_told(two: Path) -> None:
    told: list[tuple[int, int]] = []
    with kg.open(two, read_only=True) as graph:
        found = list(graph.to_judge(on_compared=lambda done, total, name: told.append((done, total))))
    assert found
    assert told
    assert all(0 < done <= total for done, total in told)


def test_a_broken_line_is_named_and_nothing_is_applied(call: Call, two: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "j.jsonl"
    ledger.write_text('{"a": "x", "b": "y", "judgement": "same"}\n{"a":\n', encoding="utf-8")
    before = names(call, two)
    done = call("resolve", "apply", "-s", two, "--ledger", ledger)
    assert done.code != 0
    assert "j.jsonl, line 2" in done.err
    assert names(call, two) == before


def test_a_ledger_changed_by_others_is_applied(call: Call, two: Path, tmp_path: Path) -> None:
    pair = sorted(name for name in names(call, two) if "Sad" in name)
    ledger = tmp_path / "j.jsonl"
    options = ("-s", two, "--ledger", ledger)
    call("resolve", "same", *pair, *options)
    ledger.write_text("", encoding="utf-8")
    done = call("resolve", "apply", *options)
    assert "claims lead elsewhere now, under 0 judgements" in done.err
    assert set(pair) <= names(call, two)


def test_who_is_not_there_cannot_be_judged(call: Call, sadiq: Path, tmp_path: Path) -> None:
    options = ("-s", sadiq, "--ledger", tmp_path / "j.jsonl")
    assert call("resolve", "same", "Nobody At All", "Mosul", *options).code == 2
    assert call("resolve", "undo", "Mosul", "Basra", *options).code != 0
    assert not (tmp_path / "j.jsonl").exists()


def test_what_is_not_there_to_apply_is_refused(call: Call, two: Path, tmp_path: Path) -> None:
    done = call("resolve", "apply", "-s", two, "--ledger", tmp_path / "none.jsonl")
    assert done.code == 1
    assert "there is no ledger" in done.err


def test_options_before_the_verb_are_refused(call: Call, two: Path) -> None:
    done = call("resolve", "-s", two, "same", "A", "B")
    assert done.code == 2
    assert "options stand before 'same'" in done.err


def test_another_ledger_is_refused_where_something_is_joined(call: Call, two: Path, tmp_path: Path) -> None:
    pair = sorted(name for name in names(call, two) if "Sad" in name)
    assert call("resolve", "same", *pair, "-s", two, "--ledger", tmp_path / "j.jsonl").code == 0
    done = call("resolve", "same", "Mosul", "Basra", "-s", two, "--ledger", tmp_path / "other.jsonl")
    assert done.code == 1
    assert "are one, but" in done.err
    assert not (tmp_path / "other.jsonl").exists()


def test_what_is_exported_can_be_judged_elsewhere(call: Call, two: Path, tmp_path: Path) -> None:
    pair = sorted(name for name in names(call, two) if "Sad" in name)
    call("export", "-s", two, "-o", tmp_path / "a.jsonl")
    call("resolve", "same", *pair, "-s", two, "--ledger", tmp_path / "j.jsonl")
    call("export", "-s", two, "-o", tmp_path / "b.jsonl")
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
