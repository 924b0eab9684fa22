"""kg resolve: who is who, and how to disagree with it.

The verb by itself lists what to judge; its own verbs judge two actors. Every decision is a line of the ledger, a file
of its own, and only then laid over the graph.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from kg.cli.options import format_option, ontology_options, open_graph, store_option
from kg.cli.output import note, print_rows, progress
from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    from kg.judging import ToJudge
    from kg.knowledge_graph import KnowledgeGraph
    from kg.resolve.ledger import Judgement, Ledger, Verdict

_KEYS: dict[str, Verdict] = {"s": "same", "d": "different", "u": "unsure"}


def ledger_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Where the judgements are written down."""
    return click.option(
        "--ledger",
        "path",
        type=click.Path(path_type=Path),
        envvar="KG_LEDGER",
        default="judgements.jsonl",
        show_default=True,
        metavar="FILE",
        help="The judgements, one a line.",
    )(function)


def judging_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """By whom, when and why."""
    function = click.option("--why", default="", metavar="WORDS", help="Why you think so.")(function)
    function = click.option("--given", default="", metavar="DATE", help="When it was decided.  [default: today]")(
        function
    )
    return click.option("--by", envvar="KG_BY", default="", metavar="NAME", help="Who decides.  [default: you]")(
        function
    )


@click.group("resolve", invoke_without_command=True)
@click.option("--review", is_flag=True, help="Judge one suggestion after another: s same, d different, u unsure.")
@click.option("--judged", is_flag=True, help="List the judgements instead.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="The most suggestions to list.")
@click.option("--by", envvar="KG_BY", default="", metavar="NAME", help="Who reviews.  [default: you]")
@ledger_option
@store_option
@format_option
@ontology_options
@click.pass_context
def command(
    ctx: click.Context,
    review: bool,
    judged: bool,
    limit: int,
    by: str,
    path: Path,
    store: str,
    format_: str,
    ontology: Path | None,
    actors: tuple[Path, ...],
) -> None:
    """List actors that may be one, best first, or judge them: nothing is merged unless you say so.

    A judgement is a line in the ledger; taking it back (kg resolve undo A B) gives the graph back as it was.
    """
    if ctx.invoked_subcommand:
        _no_options_before(ctx)
        return
    from kg.knowledge_graph import Table
    from kg.resolve.ledger import read_ledger

    ledger = read_ledger(path)
    if judged:
        print_rows(Table(_row_of(one) for one in ledger.judgements), format_)
        return
    with open_graph(store, ontology=ontology, actors=actors, read_only=not review) as graph:
        if review:
            _review(graph, ledger, path, by or _me())
            return
        rows = [_row(one) for one in islice(_to_judge(graph, ledger), limit + 1)]
        print_rows(Table(rows[:limit], truncated=len(rows) > limit), format_)
        if waiting := graph.not_laid(ledger):
            note(f"{waiting:,} judgements of {path} do not lie over {store}: kg resolve apply")


def _no_options_before(ctx: click.Context) -> None:
    """Raise where options stand before the verb, which has its own and would not see them."""
    given = [name for name in ctx.params if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    if given:
        verb = ctx.invoked_subcommand
        raise UsageError(f"options stand before '{verb}'", f"write them behind it: kg resolve {verb} … --store FOLDER")


def _verb(verdict: Verdict, help_: str) -> None:
    @command.command(verdict, help=help_)
    @click.argument("one", metavar="A")
    @click.argument("other", metavar="B")
    @judging_options
    @ledger_option
    @store_option
    def judge(one: str, other: str, by: str, given: str, why: str, path: Path, store: str) -> None:
        from kg.judging import meant
        from kg.resolve.ledger import judgement, read_ledger

        with open_graph(store) as graph:
            (a, name_a), (b, name_b) = (meant(graph.store, words) for words in (one, other))
            more = {"by": by or _me(), "given": given or date.today().isoformat(), "why": why}
            ledger = read_ledger(path).with_one(judgement(a, b, verdict, (name_a, name_b), **more))
            _keep(graph, ledger, path)


_verb("same", "Judge that two actors are one.")
_verb("different", "Judge that two actors are two; what would make them one is refused from then on.")
_verb("unsure", "Judge that nobody can tell; they stay two, and are not suggested again.")


@command.command("undo")
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@ledger_option
@store_option
def undo(one: str, other: str, path: Path, store: str) -> None:
    """Take the judgement on two actors back."""
    from kg.judging import meant
    from kg.resolve.ledger import read_ledger

    ledger = read_ledger(path)
    with open_graph(store) as graph:
        a, b = (_judged_as(ledger, words) or meant(graph.store, words)[0] for words in (one, other))
        _keep(graph, ledger.without(a, b), path)


@command.command("apply")
@ledger_option
@store_option
def apply(path: Path, store: str) -> None:
    """Lay the ledger over the graph as the file is now, after others have changed it."""
    from kg.resolve.ledger import read_ledger

    if not path.exists():
        raise InputError(f"there is no ledger '{path}'", "name it with --ledger")
    ledger = read_ledger(path)
    with open_graph(store) as graph:
        note(f"{graph.lay(ledger):,} claims lead elsewhere now, under {len(ledger.judgements):,} judgements")


def _write(ledger: Ledger, path: Path) -> None:
    from kg.knowledge_graph import write_file
    from kg.resolve.ledger import ledger_lines

    write_file(path, (line.encode() for line in ledger_lines(ledger)))


def _keep(graph: KnowledgeGraph, ledger: Ledger, path: Path) -> None:
    """Write the ledger down, then lay it over the graph."""
    from kg.judging import check_laid
    from kg.resolve.ledger import read_ledger

    check_laid(graph.store, read_ledger(path))
    _write(ledger, path)
    moved = graph.lay(ledger)
    note(f"{path}: {len(ledger.judgements):,} judgements; {moved:,} claims lead elsewhere now")


def _review(graph: KnowledgeGraph, ledger: Ledger, path: Path, by: str) -> None:
    """Ask for one pair after another; an answer is written down at once, and all are laid over the graph at the end."""
    from kg.judging import check_laid
    from kg.resolve.ledger import judgement, read_ledger

    check_laid(graph.store, ledger)
    more = {"by": by, "given": date.today().isoformat()}
    judged = ledger
    try:
        for one in _to_judge(graph, ledger):
            a, b = one.suggestion.one, one.suggestion.other
            if judged.apart(a.id, b.id) or b.id in judged.group(a.id):
                continue  # what was judged since tells it
            click.echo("\n".join(_shown(one)))
            key = _key()
            if key not in _KEYS:
                break
            names = (str(a.properties["name"]), str(b.properties["name"]))
            judged = read_ledger(path).with_one(judgement(a.id, b.id, _KEYS[key], names, **more))
            _write(judged, path)
    finally:
        if judged is not ledger:
            moved = graph.lay(judged)
            note(f"{path}: {len(judged.judgements):,} judgements; {moved:,} claims lead elsewhere now")


def _to_judge(graph: KnowledgeGraph, ledger: Ledger) -> Iterator[ToJudge]:
    """Yield what to judge; the bar that shows how far the names are compared is gone before anything is asked."""
    with progress("comparing names") as bar:
        found = graph.to_judge(ledger, on_compared=bar)
        first = list(islice(found, 1))
    yield from first
    yield from found


def _key() -> str:
    click.echo("same, different, unsure or quit? [s/d/u/q] ", nl=False)
    key = click.getchar() if sys.stdin.isatty() else sys.stdin.readline()
    click.echo()
    return key.strip()[:1].lower()


def _shown(one: ToJudge) -> Iterator[str]:
    for node, quotes in zip((one.suggestion.one, one.suggestion.other), one.contexts, strict=True):
        yield f"{node.properties['name']} ({node.properties['type']}, {node.id})"
        yield from (f"    {quote}" for quote in quotes)
    verdict = one.suggestion.verdict
    yield f"{verdict.verdict}, {verdict.score:.2f}: {'; '.join(verdict.reasons)}"


def _row(one: ToJudge) -> dict[str, Any]:
    a, b = one.suggestion.one, one.suggestion.other
    verdict = one.suggestion.verdict
    return {
        "score": verdict.score,
        "a": a.properties["name"],
        "b": b.properties["name"],
        "why": list(verdict.reasons),
        "a said": list(one.contexts[0][:1]),
        "b said": list(one.contexts[1][:1]),
        "a id": a.id,
        "b id": b.id,
    }


def _row_of(one: Judgement) -> dict[str, Any]:
    names = [name or key for name, key in zip(one.names, one.pair, strict=True)]
    told = {"by": one.by, "given": one.given, "why": one.why, "a id": one.a, "b id": one.b}
    return {"a": names[0], "judgement": one.verdict, "b": names[1], **told}


def _judged_as(ledger: Ledger, words: str) -> str:
    """Find an actor by the name or id that the ledger has it under: it may have left the graph since."""
    found = {
        key for one in ledger.judgements for key, name in zip(one.pair, one.names, strict=True) if words in (key, name)
    }
    return next(iter(found)) if len(found) == 1 else ""


def _me() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # nobody: a container without users
        return ""
