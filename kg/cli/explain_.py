"""kg explain: why the graph is as it is."""

from __future__ import annotations

import click

from kg.cli.options import format_option, open_graph, store_option
from kg.cli.output import print_rows


@click.command("explain")
@click.argument("names", nargs=-1, required=True, metavar="ACTOR|CLAIM|'A' 'B'")
@store_option
@format_option
def command(names: tuple[str, ...], store: str, format_: str) -> None:
    """Say why words were taken for an actor, why a claim was made, or what stands between two actors."""
    with open_graph(store, read_only=True) as graph:
        print_rows(graph.explain(*names), format_)
