"""A few texts, the graph that is built of them once, and the program called as from a shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import kg
from kg.cli.app import run

BRIDGE = (
    "Hezbollah fought alongside the Syrian Army in Qusayr on Wednesday. Russia plans to attack the Islamic State. "
    "The Free Syrian Army did not attack Hezbollah. According to Orbital Watch, Turkey armed the Free Syrian Army.\n"
)
TEXTS = {
    "bridge.md": f"""---
title: Battle at the bridge
publisher: The Herald
published: 2015-10-14
url: https://example.org/bridge
---
{BRIDGE}""",
    "copy.md": f"""---
title: Fighting at the bridge
publisher: The Courier
published: 2015-10-16
---
{BRIDGE}""",
    "strike.txt": "Hamas attacked Israel. Iran will attack Israel.\n",
    "quiet.txt": "It rained all day.\n",
}


@dataclass(frozen=True)
class Done:
    """What a call gave."""

    code: int
    out: str
    err: str

    @property
    def error(self) -> list[str]:
        """The two lines of an error."""
        return self.err.splitlines()


Call = Callable[..., Done]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Run the program in this process."""

    def called(*argv: str | Path) -> Done:
        capsys.readouterr()
        code = run([str(arg) for arg in argv])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Done(code, captured.out, captured.err)

    return called


@pytest.fixture
def shell(tmp_path: Path) -> Call:
    """Run the program as a process of its own, in an empty folder."""

    def called(*argv: str | Path, stdin: bytes = b"", **environment: str) -> Done:
        command = [sys.executable, "-c", "from kg.cli import main; main()", *map(str, argv)]
        done = subprocess.run(
            command, input=stdin, capture_output=True, cwd=tmp_path, env={**os.environ, **environment}, check=False
        )
        err = done.stderr.decode()
        assert "Traceback" not in err
        return Done(done.returncode, done.stdout.decode(), err)

    return called


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def built(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the texts; for reading only."""
    store = tmp_path_factory.mktemp("built") / "graph.kg"
    kg.build(texts, store).close()
    return store


@pytest.fixture
def own(built: Path, tmp_path: Path) -> Path:
    """A copy of that graph, to change."""
    copy = tmp_path / "own.kg"
    shutil.copytree(built, copy)
    return copy
