"""kg actors: lists of actors made elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import ontology_options
from kg.cli.output import csv_text, note

if TYPE_CHECKING:
    from kg.ontology import Ontology

_SHOWN = 20  # problems that are told one by one


@click.group("actors")
def command() -> None:
    """Bring lists of actors from elsewhere into the table that --actors reads."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Where to write; by default to stdout."
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="The most actors to take.")
@ontology_options
def import_(file: Path, output: Path | None, limit: int | None, ontology: Path | None, actors: tuple[Path, ...]) -> int:
    """Write the actors of a FILE as a table: a CSV, FollowTheMoney entities, or Wikidata's JSON dump, packed or not.

    Look the table through, then give it to any verb: kg build --actors FILE …
    """
    from kg.knowledge_graph import known_beforehand, write_file

    told = _Told()
    pieces = told.table(file, known_beforehand(ontology, actors), limit)
    if output:
        write_file(output, pieces)
        note(f"{told.actors:,} actors → {output}")
    else:
        for piece in pieces:
            click.echo(piece.decode(), nl=False)
    if told.problems > _SHOWN:
        note(f"… and {told.problems - _SHOWN:,} lines more")
    return 1 if told.problems else 0


class _Told:
    """Counts actors and problems while a table is written row by row."""

    def __init__(self) -> None:
        self.actors = self.problems = 0

    def table(self, file: Path, ontology: Ontology, limit: int | None) -> Iterator[bytes]:
        from kg.ontology.actor_table import COLUMNS
        from kg.ontology.importing import import_actors
        from kg.ontology.stanzas import Problem

        yield csv_text(COLUMNS, []).encode()
        for one in import_actors(file, ontology):
            if isinstance(one, Problem):
                self.problems += 1
                if self.problems <= _SHOWN:
                    note(f"{one.path}, line {one.line}: {one.cause}; try: {one.way_out}")
            else:
                self.actors += 1
                yield csv_text(COLUMNS, [one]).partition("\n")[2].encode()
            if limit and self.actors >= limit:
                return
