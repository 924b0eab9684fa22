"""kg extract: the claims of a text, one JSON object a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import ontology_options, options_of, reading_options
from kg.cli.output import list_unread, print_json, progress
from kg.cli.sources import stdin_bytes

if TYPE_CHECKING:
    from kg.model import Document, Refusal


@click.command("extract")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...|-")
@reading_options
@ontology_options
@click.option(
    "--refused",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="List here what was seen and not claimed, with the reason.",
)
def command(
    paths: tuple[str, ...],
    pipeline: str,
    extractor: str,
    largest: int,
    ontology: Path | None,
    actors: tuple[Path, ...],
    refused: Path | None,
) -> int:
    """Print the claims of texts, one JSON object a line; `kg load` takes them in."""
    from kg.knowledge_graph import known_beforehand, write_file
    from kg.model import claim_to_json
    from kg.pipeline import load_parts, read, read_claims

    refusals: list[tuple[Document, Refusal]] = []
    sources = read(paths, stdin=stdin_bytes(paths), largest=largest)
    parts = load_parts(known_beforehand(ontology, actors), options_of(pipeline, extractor, largest))
    with progress("reading") as bar:
        for number, reading in enumerate(read_claims(sources.documents, parts), 1):
            for claim in reading.resolved.claims:
                print_json(claim_to_json(claim, reading.document))
            refusals.extend((reading.document, refusal) for refusal in reading.refusals)
            if bar:
                bar(number, len(sources.copies), reading.document.name)
    if refused:
        write_file(refused, (_line(document, refusal) for document, refusal in refusals))
    return list_unread(sources.unread)


def _line(document: Document, refusal: Refusal) -> bytes:
    row = {
        "reason": refusal.reason,
        "text": refusal.text,
        "document": refusal.document,
        "start": refusal.start,
        "end": refusal.end,
        "name": document.name,
    }
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
