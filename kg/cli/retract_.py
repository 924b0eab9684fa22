"""kg retract: take a document back."""

from __future__ import annotations

import click

from kg.cli.options import json_option, open_graph, store_option
from kg.cli.output import note, print_json


@click.command("retract")
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@store_option
@json_option
def command(documents: tuple[str, ...], store: str, as_json: bool) -> None:
    """Take documents back, by id, title or address, with the claims that they alone support."""
    with open_graph(store) as graph:
        claims = sum(graph.retract(document) for document in documents)
    if as_json:
        print_json({"claims": claims, "documents": list(documents), "store": store})
    else:
        note(f"{claims:,} claims taken back from {store}")
