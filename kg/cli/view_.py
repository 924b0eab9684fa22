"""kg view: the graph as one page for people."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import open_graph, store_option
from kg.cli.output import note
from kg.cli.query_ import QueryCommand, parameters_of

if TYPE_CHECKING:
    from kg.queries import Query


@click.command("view", cls=QueryCommand)
@click.argument("name", required=False, metavar="[QUERY]")
@click.option(
    "-o", "--output", default="graph.html", show_default=True, metavar="FILE|-", help="Where to write the page."
)
@click.option("--open", "open_", is_flag=True, help="Open it in the browser.")
@click.option("--title", default="Who stands with whom", show_default=True, help="What stands above it.")
@click.option("--actor", metavar="ACTOR", help="Only who is near this actor: a name, an alias or an id.")
@click.option(
    "--hops", type=click.IntRange(0), metavar="N", help="How near, in steps.  [default: 2; of a query's actors 0]"
)
@click.option("--since", metavar="DATE", help="Only what held on this day, month or year, or later.")
@click.option("--until", metavar="DATE", help="Only what held by then.")
@click.option(
    "--undated",
    type=click.Choice(("published", "keep", "drop")),
    default="published",
    show_default=True,
    help="What --since and --until do with claims without a date: count the day of their text, keep or drop them.",
)
@click.option(
    "--min-publishers", type=click.IntRange(1), metavar="N", help="Only relations that so many publishers tell of."
)
@click.option(
    "--top",
    type=click.IntRange(0),
    metavar="N",
    help="At most so many actors, the best evidenced; 0: all.  [default: 3000]",
)
@click.option(
    "--queries", multiple=True, type=click.Path(path_type=Path), metavar="DIR", help="A folder of queries of your own."
)
@store_option
@click.pass_obj
def command(
    query: Query | None,
    /,
    output: str = "",
    open_: bool = False,
    title: str = "",
    store: str = "",
    queries: tuple[Path, ...] = (),
    name: str | None = None,
    **given: Any,
) -> None:
    """Write the graph as one HTML page that needs no network, or the part of it that a query or the options choose.

    kg view allies --actor Hezbollah shows whom the query names, with its own parameters; `kg query` lists the queries.
    """
    from kg.knowledge_graph import check_suffix

    wanted: dict[str, Any] = {
        key: value for key, value in given.items() if value is not None and not key.startswith("param_")
    }
    if query:
        wanted |= {"query": query.name, "parameters": parameters_of(query, given)}
    if output == "-":
        with open_graph(store, queries=queries, read_only=True) as graph:
            sys.stdout.write(graph.page(title=title, **wanted))
        return
    check_suffix(output, (".html", ".htm"))
    with open_graph(store, queries=queries, read_only=True) as graph:
        place = graph.view(output, title=title, **wanted).path
    note(f"{store} → {place}")
    if open_:
        webbrowser.open(Path(place).resolve().as_uri())
