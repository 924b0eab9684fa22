"""kg load: claims made elsewhere, or exported, into the graph."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import json_option, ontology_options, open_graph, store_option
from kg.cli.output import list_unread, note, print_json

if TYPE_CHECKING:
    from kg.text.base import Unread


@click.command("load")
@click.argument("files", nargs=-1, required=True, metavar="FILE...|-")
@store_option
@ontology_options
@json_option
def command(files: tuple[str, ...], store: str, ontology: Path | None, actors: tuple[Path, ...], as_json: bool) -> int:
    """Load claims, one JSON object a line as `kg extract` prints them.

    A line that is no claim is listed, the others are kept. Loading twice changes nothing.
    """
    from kg.knowledge_graph import lines_of, read_bytes

    # All are read before a store is made.
    texts = [(file, sys.stdin.buffer.read() if file == "-" else read_bytes(Path(file))) for file in files]
    unread: list[Unread] = []
    claims: set[str] = set()
    documents: set[str] = set()
    with open_graph(store, ontology=ontology, actors=actors, create=True) as graph:
        for file, text in texts:
            found = graph.load(lines_of(text), name="stdin" if file == "-" else file)
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
