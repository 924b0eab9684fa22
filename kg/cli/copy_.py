"""kg copy: the whole graph into another store."""

from __future__ import annotations

from dataclasses import asdict

import click

from kg.cli.options import json_option
from kg.cli.output import note, print_json, progress


@click.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@json_option
def command(source: str, target: str, as_json: bool) -> None:
    """Copy the whole graph from one store to another, each a folder or neo4j://host:port.

    TO is made where it is missing, and exports the same bytes afterwards. Stopped half-way, the same command goes on. A
    graph that an older version made is brought up to date in the copy. Both servers, where there are two, are opened as
    NEO4J_USERNAME.
    """
    from kg import knowledge_graph

    with knowledge_graph.open(source, read_only=True, older=True) as graph, progress("copying") as bar:
        copied = graph.copy(target, on_step=bar)
    if as_json:
        print_json({**asdict(copied), "from": source, "store": target})
        return
    actors = copied.actors + copied.places  # as kg build counts them
    note(f"{copied.documents:,} documents · {copied.claims:,} claims · {actors:,} actors → {target}")
    if copied.left:
        note(f"{copied.left:,} edges between actors were left behind, for no claim in the graph supports them")
