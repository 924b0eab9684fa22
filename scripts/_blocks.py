"""Runs what a Markdown file shows: its commands, its Python and the files it has the reader write.

In: a Markdown file and an empty folder. Out: each step with what it printed, or the file with the outputs renewed.
Used by scripts/make_docs and by the tests of the documents. What counts as a step:

* a fence ``console``: lines beginning "$ " are commands of one shell each, lines beginning "> " go on with them, what
  follows is the output. Output on a terminal of 100 columns comes first, then what went to stderr.
* a fence ``python``, with its output in a fence ``text`` right below;
* any fence under a line that ends in a file's name, written `name`: — the file is written. A pyproject.toml also
  makes its entry points known, as installing it would.

In a shown output, "…" stands for any text, and on a line of its own for any lines. Other fences are only shown.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = 100
_FENCE = re.compile(r"```(\w*)$")
_NAMED = re.compile(r"`([\w./-]+\.\w+)`:$")
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a reader would do; `first` and `last` are the lines of the shown output, half open, from 0."""

    kind: Literal["command", "python", "file"]
    line: int  # as editors count
    text: str
    shown: tuple[str, ...] = ()
    first: int = 0
    last: int = 0
    name: str = ""  # of a file


def steps(markdown: str) -> list[Step]:
    """Find the steps of a Markdown text, in order."""
    lines = markdown.split("\n")
    found: list[Step] = []
    here, above = 0, ""
    while here < len(lines):
        fence = _FENCE.match(lines[here])
        if not fence:
            above = lines[here] or above
            here += 1
            continue
        end = lines.index("```", here + 1)
        named = _NAMED.search(above)
        if named:
            text = "\n".join(lines[here + 1 : end]) + "\n"
            found.append(Step("file", here + 1, text, name=named[1]))
        elif fence[1] == "console":
            found.extend(_commands(lines, here + 1, end))
        elif fence[1] == "python":
            found.append(_python(lines, here + 1, end))
        here, above = end + 1, ""
    return found


def _commands(lines: Sequence[str], first: int, end: int) -> Iterator[Step]:
    starts = [number for number in range(first, end) if lines[number].startswith("$ ")]
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        below = start + 1
        while below < stop and lines[below].startswith("> "):
            below += 1
        command = "\n".join(line[2:] for line in lines[start:below])
        yield Step("command", start + 1, command, _trim(lines[below:stop]), below, stop)


def _python(lines: Sequence[str], first: int, end: int) -> Step:
    code = "\n".join(lines[first:end]) + "\n"
    below = end + 1
    while below < len(lines) and not lines[below]:
        below += 1
    if below < len(lines) and lines[below] == "```text":
        close = lines.index("```", below + 1)
        return Step("python", first, code, _trim(lines[below + 1 : close]), below + 1, close)
    return Step("python", first, code)


def _trim(lines: Iterable[str]) -> tuple[str, ...]:
    """Leave out blank lines at both ends and blanks at the ends of lines."""
    return tuple("\n".join(line.rstrip() for line in lines).strip("\n").split("\n"))


def matches(shown: Sequence[str], printed: Sequence[str]) -> bool:
    """Tell whether an output is what is shown, "…" standing for any text."""
    parts = [
        r"(?:.*\n)*?" if line.strip() == "…" else ".*".join(map(re.escape, line.split("…"))) + r"\n" for line in shown
    ]
    return re.fullmatch("".join(parts), "".join(f"{line}\n" for line in printed)) is not None


def run(todo: Iterable[Step], folder: Path) -> Iterator[tuple[Step, tuple[str, ...]]]:
    """Do the steps one after another in a folder that gets the examples; yield each with the lines it printed."""
    if not (folder / "examples").exists():
        shutil.copytree(ROOT / "examples", folder / "examples")
    env = _environment(folder)
    for step in todo:
        if step.kind == "file":
            place = folder / step.name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(step.text, encoding="utf-8")
            if place.name == "pyproject.toml":
                install(place)
                env["PYTHONPATH"] = str(place.parent)
            yield step, ()
        elif step.kind == "python":
            yield step, _printed([sys.executable, "-c", step.text], folder, env)
        else:
            yield step, _printed(["bash", "-c", step.text], folder, env)


def _environment(folder: Path) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "COV_", "COVERAGE"))}
    for name in ("COLUMNS", "LINES", "PYTHONPATH", "FORCE_COLOR"):
        env.pop(name, None)
    path = f"{Path(sys.executable).parent}{os.pathsep}{env.get('PATH', '')}"
    return env | {"PATH": path, "TERM": "xterm", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "HOME": str(folder)}


def _printed(command: Sequence[str], folder: Path, env: dict[str, str]) -> tuple[str, ...]:
    """Run a command with a terminal for its stdout, as a person would see it."""
    mine, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    errors = folder / ".stderr"
    with errors.open("wb") as stderr:
        process = subprocess.Popen(
            command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=its, stderr=stderr, start_new_session=True
        )
    os.close(its)
    printed = bytearray()
    while piece := _piece(mine):
        printed += piece
    os.close(mine)
    process.wait()
    text = _ANSI.sub("", printed.decode("utf-8", "replace").replace("\r\n", "\n"))
    said = errors.read_text(encoding="utf-8", errors="replace")
    errors.unlink()
    return _trim((text.rstrip("\n") + "\n" + said).split("\n"))


def _piece(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end is closed
        return b""


def install(pyproject: Path) -> None:
    """Make the entry points of a project known to whoever has its folder in PYTHONPATH, as installing it would."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    info = pyproject.parent / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", encoding="utf-8"
    )
    lines = []
    for group, points in project["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {target}" for name, target in points.items())]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def renewed(markdown: str, folder: Path) -> str:
    """Do the steps of a Markdown text and return it with the outputs as they are now; those that match stay."""
    lines = markdown.split("\n")
    todo = steps(markdown)
    for step, printed in reversed(list(run(todo, folder))):
        if step.first and not matches(step.shown, printed):
            another = step.kind == "command" and lines[step.last].startswith("$ ")
            lines[step.first : step.last] = [*printed, *([""] if another else [])]
    return "\n".join(lines)
