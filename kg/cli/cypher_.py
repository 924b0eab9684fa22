"""kg cypher: a question of one's own."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from kg.cli.options import SECONDS, format_option, limit_options, open_graph, store_option
from kg.cli.output import print_rows
from kg.errors import UsageError


@click.command("cypher")
@click.argument("text", metavar="QUERY|-")
@click.option(
    "-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="A value for $NAME; JSON, or else a string."
)
@click.option("--write", is_flag=True, help="Let the query change the graph.")
@limit_options
@store_option
@format_option
def command(
    text: str, params: tuple[str, ...], write: bool, limit: int, timeout: float, store: str, format_: str
) -> None:
    """Ask in Cypher; the query may read only, unless --write is given.

    kg cypher 'MATCH (a:Actor)-[r:FIGHTS_ALONGSIDE]-(b) RETURN a.name, b.name, r.claims'
    """
    query = sys.stdin.read() if text == "-" else text
    values = dict(map(_value, params))
    with open_graph(store, read_only=not write and timeout == SECONDS) as graph:
        print_rows(graph.cypher(query, values, write=write, limit=limit, timeout=timeout), format_)


def _value(given: str) -> tuple[str, Any]:
    name, sign, value = given.partition("=")
    if not sign or not name:
        raise UsageError(f"'{given}' is no parameter", "-p name=value")
    try:
        return name.removeprefix("$"), json.loads(value)
    except (ValueError, RecursionError):
        return name.removeprefix("$"), value
