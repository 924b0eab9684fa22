"""README.md tells the truth: all it shows is done, in order, in a folder of its own, and prints what it shows."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def load_blocks() -> ModuleType:
    """Load scripts/_blocks.py, which is no part of the wheel."""
    spec = importlib.util.spec_from_file_location("_blocks", ROOT / "scripts" / "_blocks.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


blocks = load_blocks()
STEPS = blocks.steps(README)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[str, ...]]:
    """What each step of README.md printed, by its line."""
    return {step.line: lines for step, lines in blocks.run(STEPS, tmp_path_factory.mktemp("readme"))}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"line {step.line}")
def test_what_is_shown_is_what_is_printed(step: blocks.Step, printed: dict[int, tuple[str, ...]]) -> None:
    if not blocks.matches(step.shown or ("",), printed[step.line] or ("",)):
        assert list(printed[step.line]) == list(step.shown), "scripts/make_docs renews it"


def test_the_main_verbs_are_shown() -> None:
    commands = " ".join(step.text for step in STEPS if step.kind == "command")
    for words in (
        "kg build examples/jobar",
        "kg query allies",
        "kg query evidence",
        "kg cypher",
        "kg view",
        "kg export",
    ):
        assert words in commands
    assert [step.name for step in STEPS if step.kind == "file"] == ["mine/hosts.ttl", "mine/frames/hosts.toml"]
    assert any(step.kind == "python" and step.last for step in STEPS)


def test_the_two_commands_are_there() -> None:
    (setup,) = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    assert re.findall(r"^(\S+)", setup, re.MULTILINE) == ["scripts/demo", "scripts/test"]
    for name in ("scripts/demo", "scripts/test"):
        assert os.access(ROOT / name, os.X_OK)
        subprocess.run(["bash", "-n", ROOT / name], check=True)


def test_the_demo_does_what_it_says(tmp_path: Path) -> None:
    script = (ROOT / "scripts" / "demo").read_text(encoding="utf-8")
    lines = [line.removeprefix("run ") for line in script.splitlines() if line.startswith("run kg ")]
    assert [line.split()[1] for line in lines] == ["build", "query", "query", "view", "export"]
    todo = [blocks.Step("command", number, line) for number, line in enumerate(["mkdir out", *lines])]
    done = [" ".join(printed) for _, printed in blocks.run(todo, tmp_path)]
    assert not [text for text in done if "error" in text]
    assert "claims" in done[1]
    assert "Syrian Army" in done[2]
    assert (tmp_path / "out" / "graph.html").stat().st_size > 100_000
    assert b"actor:hezbollah a kg:ArmedGroup" in (tmp_path / "out" / "graph.ttl").read_bytes()


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#\s]+)\)", README):
        assert target.startswith("http") or (ROOT / target).exists(), target


def test_the_picture_is_small() -> None:
    picture = (ROOT / "docs" / "graph.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 400_000


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (("a", "b"), ("a", "b"), True),
        (("a",), ("a", "b"), False),
        (("a", "…"), ("a", "b", "c"), True),
        (("a", "…"), ("a",), True),
        (("…", "c"), ("a", "b", "c"), True),
        (("x … z",), ("x y z",), True),
        (("x … z",), ("x y",), False),
        (("a.c",), ("abc",), False),
    ],
)
def test_three_dots_stand_for_anything(shown: tuple[str, ...], printed: tuple[str, ...], same: bool) -> None:
    assert blocks.matches(shown, printed) is same


def test_outputs_are_renewed_and_the_rest_stays(tmp_path: Path) -> None:
    text = (
        "# Title\n\n```console\n$ printf 'a\\nb\\n'\nold\n\n$ echo c >&2\n```\n\n`x.txt`:\n\n```\nhello\n```\n\n"
        "```python\nprint(open('x.txt').read())\n```\n\n```text\nstale\n```\n\n```sh\nexit 3\n```\n"
    )
    new = text.replace("old\n", "a\nb\n").replace("echo c >&2\n", "echo c >&2\nc\n").replace("stale", "hello")
    assert blocks.renewed(text, tmp_path) == new
