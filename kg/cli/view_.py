"""kg view: the graph as one page for people."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path

import click

from kg.cli.options import open_graph, store_option
from kg.cli.output import note


@click.command("view")
@click.option(
    "-o", "--output", default="graph.html", show_default=True, metavar="FILE|-", help="Where to write the page."
)
@click.option("--open", "open_", is_flag=True, help="Open it in the browser.")
@click.option("--title", default="Who stands with whom", show_default=True, help="What stands above it.")
@store_option
def command(output: str, open_: bool, title: str, store: str) -> None:
    """Write the graph as one HTML page that needs no network."""
    from kg.knowledge_graph import check_suffix

    if output == "-":
        with open_graph(store, read_only=True) as graph:
            sys.stdout.write(graph.page(title=title))
        return
    check_suffix(output, (".html", ".htm"))
    with open_graph(store, read_only=True) as graph:
        place = graph.view(output, title=title)
    note(f"{store} → {place}")
    if open_:
        webbrowser.open(Path(place).resolve().as_uri())
