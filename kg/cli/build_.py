"""kg build: texts → claims → actors → graph."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import (
    json_option,
    ontology_options,
    options_of,
    reading_options,
    store_option,
)
from kg.cli.output import list_unread, note, print_json, progress
from kg.cli.sources import stdin_bytes
from kg.errors import KgError


@click.command("build")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@store_option
@reading_options
@ontology_options
@click.option("--again", is_flag=True, help="Read also what the graph has already.")
@json_option
def command(
    paths: tuple[str, ...],
    store: str,
    pipeline: str,
    extractor: str,
    largest: int,
    ontology: Path | None,
    actors: tuple[Path, ...],
    again: bool,
    as_json: bool,
) -> int:
    """Read files, folders, patterns or - into the graph.

    What the graph has already, read in the same way, is passed over: run it again to go on, or to add new texts.
    """
    from kg import knowledge_graph

    done = [0, 0]
    with progress("reading") as bar:

        def on_document(number: int, total: int, name: str) -> None:
            done[:] = [number, total]
            if bar:
                bar(number, total, name)

        try:
            graph = knowledge_graph.build(
                paths,
                store,
                ontology=ontology,
                actors=actors,
                options=options_of(pipeline, extractor, largest),
                again=again,
                stdin=stdin_bytes(paths),
                on_document=on_document,
            )
        except KeyboardInterrupt:
            raise StoppedError(done[0], done[1], store) from None
    graph.close()
    report = graph.report
    if report is None:
        return 0
    if as_json:
        print_json(report.as_json() | {"store": store})
    else:
        note(f"{report} → {store}")
    return list_unread(report.unread)


class StoppedError(KgError):
    """The user stopped it."""

    exit_code = 130

    def __init__(self, done: int, total: int, store: str) -> None:
        read = (
            f"after {done} of {total} documents; what was read is in {store}" if done else "before the first document"
        )
        super().__init__(f"interrupted {read}", "the same command again, it goes on where it stopped")
