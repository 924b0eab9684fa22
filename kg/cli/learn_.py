"""kg learn: teach a relation of one's own from sentences."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.output import note


@click.command("learn")
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.option("--relation", metavar="NAME", help="Learn this relation only; by default all that are the folder's own.")
def command(folder: Path, relation: str | None) -> int:
    """Teach relations from sentences: FOLDER holds relations in .ttl files and sentences in .claims files.

    What is learnt is written into FOLDER/learnt and used by every verb that is given --ontology FOLDER.
    """
    from kg.teach import teach

    for taught in teach(folder, relation):
        f = taught.figures
        click.echo(
            f"{taught.relation}: {f.said} pairs that say it, {f.silent} that do not; by cross-validation "
            f"precision {f.precision:.2f}, recall {f.recall:.2f}, F1 {f.f1:.2f} → {taught.path}"
        )
        if f.f1 < 0.6:
            note(
                f"{taught.relation} is not learnt well: more sentences, in other words, and more near misses would help"
            )
    return 0
