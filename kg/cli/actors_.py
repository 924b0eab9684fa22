"""kg actors: lists of actors made elsewhere."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import click

from kg.cli.options import ontology_options
from kg.cli.output import csv_text, note

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
    from kg.ontology.actor_table import COLUMNS
    from kg.ontology.importing import import_actors
    from kg.ontology.stanzas import Problem

    rows, problems = [], 0
    for one in import_actors(file, known_beforehand(ontology, actors)):
        if isinstance(one, Problem):
            problems += 1
            if problems <= _SHOWN:
                note(f"{one.path}, line {one.line}: {one.cause}; try: {one.way_out}")
        else:
            rows.append(one)
        if limit and len(rows) >= limit:
            break
    if problems > _SHOWN:
        note(f"… and {problems - _SHOWN:,} lines more")
    text = csv_text(COLUMNS, list(islice(rows, limit)))
    if output:
        write_file(output, [text.encode()])
        note(f"{len(rows):,} actors → {output}")
    else:
        click.echo(text, nl=False)
    return 1 if problems else 0
