"""kg shell: one question after another, in Cypher or by a query's name.

On a terminal with a history and completion, from a pipe line by line: what a line means is the same.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.completing import COMMANDS, FIRST, FORMATS, Vocabulary
from kg.cli.options import SECONDS, format_option, limit_options, ontology_options, open_graph, store_option
from kg.cli.output import note, print_error, print_rows
from kg.errors import KgError, UsageError, did_you_mean
from kg.queries import tokens

if TYPE_CHECKING:
    from prompt_toolkit.completion import Completer
    from prompt_toolkit.history import History
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from kg.knowledge_graph import KnowledgeGraph

HELP = """A query by its name, with its parameters:   allies --actor Hezbollah
Cypher, which may read only, up to a ';' or an empty line:
    MATCH (a:Actor) RETURN a.name LIMIT 3;
:queries lists the queries, :help NAME tells about one, :format table|json|csv, :quit (or Ctrl-D) leaves.
Tab completes. Ctrl-C drops the line, or ends the query that runs."""
_WRITES = ("CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "FOREACH", "DROP", "LOAD", "INSERT")
_NAMES = "MATCH (a:{label}) RETURN a.name AS name ORDER BY name"


class Shell:
    """Answers one entry after another; what goes wrong is told, and the next may come."""

    def __init__(self, graph: KnowledgeGraph, *, format_: str = "table", limit: int = 10_000, timeout: float = SECONDS):
        self.graph = graph
        self.format = format_
        self.limit = limit
        self.timeout = timeout
        self.queries = graph.queries()
        self.failed = False

    def wants_more(self, text: str) -> bool:
        """Tell whether an entry goes on in the next line: Cypher does, up to a ';' or an empty line."""
        first = _first(text)
        if not first or first.upper() not in (*FIRST, *_WRITES):
            return False
        signs = [token for kind, token in tokens(text) if kind not in ("space", "comment")]
        return signs[-1] != ";" and not text.endswith("\n")

    def answer(self, text: str) -> bool:
        """Do what an entry says; return False where it says to leave."""
        try:
            return self._answer(text.strip())
        except KeyboardInterrupt:
            note("interrupted")
        except KgError as error:
            print_error(error.cause, error.way_out)
        self.failed = True
        return True

    def _answer(self, text: str) -> bool:
        first = _first(text)
        if first.startswith(":"):
            return self._command(text)
        if first.upper() in (*FIRST, *_WRITES):
            table = self.graph.cypher(text.removesuffix(";"), limit=self.limit, timeout=self.timeout)
            print_rows(table, self.format)
        elif first in self.queries:
            print_rows(self.graph.query(first, **_parameters(_words(text.removesuffix(";"))[1:])), self.format)
        elif first:
            known = (*self.queries, *FIRST, *COMMANDS)
            raise UsageError(
                f"'{first}' is no query's name and begins no Cypher", did_you_mean(first, known, ":help or :queries")
            )
        return True

    def _command(self, text: str) -> bool:
        name, *rest = _words(text)
        if name in (":quit", ":exit", ":q") and not rest:
            return False
        if name == ":queries" and not rest:
            for query in self.queries.values():
                click.echo(f"{query.name:20} {query.summary}")
        elif name == ":format" and len(rest) == 1 and rest[0] in FORMATS:
            self.format = rest[0]
        elif name == ":help" and len(rest) == 1 and rest[0] in self.queries:
            click.echo("\n".join(_about(self.queries[rest[0]])))
        elif name == ":help" and not rest:
            click.echo(HELP)
        else:
            raise UsageError(f"'{text}' is no command of the shell", "one of :help [QUERY], :queries, :format, :quit")
        return True

    def names(self) -> Iterator[str]:
        """Yield the names of all actors, for completion."""
        for label in ("Actor", "Place"):
            for row in self.graph.cypher(_NAMES.replace("{label}", label)):
                yield str(row["name"])


def _first(text: str) -> str:
    """The first word of an entry, comments apart: one of Cypher's, a query's name, or a command."""
    said = "".join(token for kind, token in tokens(text) if kind != "comment").lstrip()
    word = re.match(r":?\w*", said)
    if word and word[0].upper() in (*FIRST, *_WRITES):
        return word[0]
    name = re.match(r":?[\w-]+", said)
    return name[0] if name else said[:1]


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError as error:
        raise UsageError(f"the line cannot be read ({error})", "close every quote") from error


def _parameters(words: Iterable[str]) -> dict[str, str]:
    """Read --name value and --name=value."""
    found: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, sign, value = word.partition("=")
        if not name.startswith("--") or len(name) == 2:
            raise UsageError(f"'{word}' is no parameter", "--name value")
        if not sign:
            given = next(rest, None)
            if given is None:
                raise UsageError(f"the parameter {name} has no value", f"{name} value")
            value = given
        found[name.removeprefix("--").replace("-", "_")] = value
    return found


def _about(query: Any) -> Iterator[str]:
    yield query.help
    for one in query.parameters:
        default = "" if one.default in (None, "") else f"  [default: {one.default}]"
        yield f"  --{one.name.replace('_', '-')} {one.type.upper()}  {one.help}{default}"
    yield from (example.removeprefix("kg query ") for example in query.examples)


def from_lines(shell: Shell, lines: Iterable[str]) -> None:
    """Answer what comes through a pipe; the end of it ends the last entry."""
    entry = ""
    for line in lines:
        entry = f"{entry}{line}" if entry.strip() else line
        if shell.wants_more(entry.removesuffix("\n")) and line.strip():
            continue
        if not shell.answer(entry):
            return
        entry = ""
    shell.answer(entry)


def at_terminal(shell: Shell, *, input: Input | None = None, output: Output | None = None) -> None:  # noqa: A002
    """Ask for one entry after another, until Ctrl-D; `input` and `output` stand in for the terminal."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    keys = KeyBindings()

    @keys.add("enter")
    def enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if shell.wants_more(buffer.text):
            buffer.insert_text("\n")
        else:
            buffer.validate_and_handle()

    session: PromptSession[str] = PromptSession(
        "kg> ",
        multiline=True,
        prompt_continuation="  > ",
        key_bindings=keys,
        completer=_completer(shell),
        history=_history(),
        input=input,
        output=output,
    )
    while True:
        try:
            entry = session.prompt()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if not shell.answer(entry):
            return


def _completer(shell: Shell) -> Completer:
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document

    words = Vocabulary(shell.queries, shell.graph.ontology, shell.names)

    class Words(Completer):
        def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
            for word, length in words.suggest(document.text_before_cursor):
                yield Completion(word, -length)

    return Words()


def _history() -> History:
    """What was asked before, from a file of the user's own; where there can be none, it lasts as long as the shell."""
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    state = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    path = Path(os.environ.get("KG_HISTORY") or f"{state}/kg/history").expanduser()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with path.open("a"):
            return FileHistory(str(path))
    except OSError:
        return InMemoryHistory()


@click.command("shell")
@click.option(
    "--queries", multiple=True, type=click.Path(path_type=Path), metavar="DIR", help="A folder of queries of your own."
)
@limit_options
@store_option
@format_option
@ontology_options
def command(
    queries: tuple[Path, ...],
    limit: int,
    timeout: float,
    store: str,
    format_: str,
    ontology: Path | None,
    actors: tuple[Path, ...],
) -> int:
    """Ask one question after another, in Cypher or by a query's name.

    Nothing is changed. On a terminal there is a history (KG_HISTORY, else ~/.local/state/kg/history) and Tab completes
    labels, relations, queries, their parameters and actors. From a pipe each line is a question, Cypher up to a ';'.
    """
    reading = timeout == SECONDS
    with open_graph(store, ontology=ontology, actors=actors, queries=queries, read_only=reading) as graph:
        shell = Shell(graph, format_=format_, limit=limit, timeout=timeout)
        if sys.stdin.isatty() and sys.stdout.isatty():
            note(f"{store}: a query's name or Cypher; :help tells more, Ctrl-D leaves")
            at_terminal(shell)
            return 0
        from_lines(shell, sys.stdin)
    return 1 if shell.failed else 0
