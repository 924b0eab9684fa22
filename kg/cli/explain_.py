"""kg explain: why the graph is as it is."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import format_option, ontology_options, open_graph, store_option
from kg.cli.output import print_rows


@click.command("explain")
@click.argument("names", nargs=-1, required=True, metavar="ACTOR|CLAIM|SENTENCE|'A' 'B' [RELATION]")
@store_option
@format_option
@ontology_options
def command(names: tuple[str, ...], store: str, format_: str, ontology: Path | None, actors: tuple[Path, ...]) -> None:
    """Say why words were taken for an actor, why a claim was made, or what stands between two actors.

    A claim's reasons are the cue words, what the network thinks, and the sentences it learnt from that are most alike.
    Of a sentence, which needs no graph, it tells what is found in it, and what is refused, and why. Between two actors,
    all claims are listed, of one relation if it is named, with what speaks against each.
    """
    if len(names) == 1:
        from kg import knowledge_graph
        from kg.explain import is_sentence, sentence

        if is_sentence(names[0]):
            rows = sentence(names[0], knowledge_graph.known_beforehand(ontology, actors))
            print_rows(knowledge_graph.Table(rows), format_)
            return
    with open_graph(store, ontology=ontology, actors=actors, read_only=True) as graph:
        print_rows(graph.explain(*names), format_)
