"""kg query: the questions that have a name.

A query's own parameters are its options: they are found in its file, so the command is made when its name is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import format_option, open_graph, store_option
from kg.cli.output import print_rows

if TYPE_CHECKING:
    from kg.queries import Query


class QueryCommand(click.Command):
    """A command whose options are its own and those of the query that is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Find the query first, then read the options with its parameters among them."""
        ours = [one for one in super().get_params(ctx) if isinstance(one, click.Option)]
        name, folders = _named(args, {name: not one.is_flag for one in ours for name in one.opts})
        ctx.obj = None
        if name:
            from kg.queries import find_query

            ctx.obj = find_query(name, folders)
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Add the query's parameters; a query's own name goes before ours."""
        query: Query | None = ctx.obj
        own = _options(query) if query else []
        taken = {name for option in own for name in option.opts}
        ours = [kept for param in super().get_params(ctx) if (kept := _without(param, taken))]
        return [*ours[:1], *own, *ours[1:]]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the help of the query that is named."""
        query: Query | None = ctx.obj
        if query is None:
            super().format_help_text(ctx, formatter)
            return
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(query.help)
        for example in query.examples:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(example)


def _without(param: click.Parameter, taken: set[str]) -> click.Parameter | None:
    """Take from an option of ours the names that the query uses; None where it has no other."""
    kept = copy(param)
    kept.opts = [name for name in param.opts if name not in taken]
    return kept if kept.opts else None


def _named(args: list[str], ours: Mapping[str, bool]) -> tuple[str, list[Path]]:
    """Read the query's name and the folders of queries off the arguments, before its options are known.

    `ours` are the verb's own options, and whether a value follows.
    """
    name, folders = "", []
    rest = iter(args)
    for arg in rest:
        if arg == "--queries":
            folders.append(Path(next(rest, "")))
        elif arg.startswith("--queries="):
            folders.append(Path(arg.partition("=")[2]))
        elif ours.get(arg):
            next(rest, "")
        elif not arg.startswith("-"):
            name = name or arg
        elif not name and arg.partition("=")[0] not in ours:
            break  # Not ours, and a query's only after its name: what follows may be its value.
    return name, folders


def _options(query: Query) -> list[click.Parameter]:
    options: list[click.Parameter] = []
    for one in query.parameters:
        words = (
            one.help
            if one.default is None
            else f"{one.help}  [default: {one.default}]"
            if one.default != ""
            else one.help
        )
        options.append(
            click.Option([f"--{one.name.replace('_', '-')}", f"param_{one.name}"], metavar=one.type.upper(), help=words)
        )
    return options


@click.command("query", cls=QueryCommand)
@click.argument("name", required=False, metavar="[NAME]")
@click.option(
    "--queries", multiple=True, type=click.Path(path_type=Path), metavar="DIR", help="A folder of queries of your own."
)
@store_option
@format_option
@click.pass_obj
def command(
    query: Query | None,
    /,
    name: str | None,
    queries: tuple[Path, ...],
    store: str = "",
    format_: str = "table",
    **given: Any,
) -> None:
    """Run a query by its name; without one, list them. `kg query NAME --help` says what it takes."""
    if query is None:
        list_queries(queries, format_)
        return
    parameters = parameters_of(query, given)
    with open_graph(store, queries=queries, read_only=True) as graph:
        print_rows(graph.query(query.name, **parameters), format_)


def parameters_of(query: Query, given: Mapping[str, Any]) -> dict[str, Any]:
    """Take the query's own parameters from what was given; raise UsageError where one is missing."""
    from kg.errors import UsageError

    parameters = {
        key.removeprefix("param_"): value
        for key, value in given.items()
        if key.startswith("param_") and value is not None
    }
    for one in query.parameters:
        if one.default is None and one.name not in parameters:
            raise UsageError(f"the query '{query.name}' needs the parameter '{one.name}'", query.example)
    return parameters


def list_queries(folders: tuple[Path, ...], format_: str) -> None:
    """Print the queries there are, each with what it takes."""
    from kg.knowledge_graph import Table
    from kg.queries import all_queries

    rows = [
        {
            "query": query.name,
            "answers": query.summary,
            "takes": ", ".join(one.name if one.default is None else f"[{one.name}]" for one in query.parameters),
        }
        for query in all_queries(folders).values()
    ]
    print_rows(Table(rows, ("query", "answers", "takes")), format_)
