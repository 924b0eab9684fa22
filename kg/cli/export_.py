"""kg export: the graph as a file for other programs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.options import ontology_options, open_graph, store_option
from kg.cli.output import note
from kg.errors import UsageError


@click.command("export")
@click.option("-o", "--output", required=True, metavar="FILE|-", help="Where to: .ttl, .jsonl, .csv or .graphml.")
@click.option(
    "-t", "--to", "suffix", default="", metavar="FORMAT", help="The format, where the file's name does not say it."
)
@store_option
@ontology_options
def command(output: str, suffix: str, store: str, ontology: Path | None, actors: tuple[Path, ...]) -> None:
    """Write the graph: RDF (.ttl), claims (.jsonl), a table (.csv) or a network (.graphml)."""
    from kg.knowledge_graph import exporter_of, write_file

    suffix = suffix.removeprefix(".") or Path(output).suffix.removeprefix(".").lower()
    if output == "-" and not suffix:
        raise UsageError("standard output has no suffix to know the format by", "kg export -o - --to ttl")
    exporter_of(suffix)  # a wrong suffix is told before the graph is read
    with open_graph(store, ontology=ontology, actors=actors, read_only=True) as graph:
        pieces = graph.exported(suffix)
        if output == "-":
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            return
        write_file(output, pieces)
    note(f"{store} → {output}")
