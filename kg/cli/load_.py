"""kg load: claims made elsewhere, or exported, into the graph."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.options import json_option, ontology_options, open_graph, store_option
from kg.cli.output import list_unread, note, print_json


@click.command("load")
@click.argument("files", nargs=-1, required=True, metavar="FILE...|-")
@store_option
@ontology_options
@json_option
def command(files: tuple[str, ...], store: str, ontology: Path | None, actors: tuple[Path, ...], as_json: bool) -> int:
    """Load claims, one JSON object a line as `kg extract` prints them.

    A line that is no claim is listed, the others are kept. Loading twice changes nothing.
    """
    unread = []
    claims: set[str] = set()
    documents: set[str] = set()
    with open_graph(store, ontology=ontology, actors=actors, create=True) as graph:
        for file in files:
            found = graph.load(sys.stdin if file == "-" else Path(file), name="stdin")
            unread += found.unread
            claims.update(claim.id for claim in found.claims)
            documents.update(found.publications)
    if as_json:
        print_json(
            {
                "claims": len(claims),
                "documents": len(documents),
                "unread": [{"where": one.where, "cause": one.cause} for one in unread],
                "store": store,
            }
        )
    else:
        note(f"{len(claims):,} claims from {len(documents):,} documents → {store}")
    return list_unread(unread)
