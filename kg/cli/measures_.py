"""kg measures: who stands in the middle, who stands together, which ties do not fit."""

from __future__ import annotations

import click

from kg.cli.options import format_option, open_graph, store_option
from kg.cli.output import print_rows


@click.command("measures")
@click.argument("topic", default="summary", metavar="[actors|blocs|balance]")
@click.option("--by", default="", metavar="year|month", help="Measure each year or month by itself.")
@click.option("--generic", is_flag=True, help="Count actors without a name too, such as rebels.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="The most rows to print.")
@store_option
@format_option
def command(topic: str, by: str, generic: bool, limit: int | None, store: str, format_: str) -> None:
    """Measure the network of actors; without a topic, count it up.

    actors: friends, foes, betweenness, PageRank. blocs: who has friends in common, and the foes inside. balance: triads
    that do not fit, with a quote for each side.
    """
    with open_graph(store, read_only=True) as graph:
        print_rows(graph.measures(topic, by=by, generic=generic, limit=limit), format_)
