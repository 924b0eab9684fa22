"""kg check: are the ontology, the actors, the frames and the queries sound?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from kg.cli.output import note, print_json


@click.command("check")
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[FOLDER]")
@click.option(
    "--actors",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Actors of your own: .ttl or .csv. May be given again.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as one JSON list.")
def command(folder: Path | None, actors: tuple[Path, ...], as_json: bool) -> int:
    """See whether a folder of relations, actors, frames and queries is sound; without one, what is shipped.

    The examples in a folder's frames are read as texts: each must give its claims, each near miss none.
    """
    from kg.check import check, check_examples

    findings = check(folder, actors=actors)
    if folder is not None and not any(finding.level == "error" for finding in findings):
        findings += check_examples(folder)
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            click.echo(str(finding))
    errors = sum(finding.level == "error" for finding in findings)
    note(f"{errors} errors, {len(findings) - errors} warnings")
    return 1 if errors else 0
