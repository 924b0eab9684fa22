"""kg check: are the ontology and the queries sound?"""

from __future__ import annotations

import click


@click.command("check")
def command() -> None:
    """See whether the ontology, frames, actors and queries are sound."""
