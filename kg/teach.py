"""Teaches the relations of a user's folder, from its own sentences.

In: a folder with `.ttl` files that define relations and `.claims` files that say them. Out: `learnt/*.json` in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.extract.corpus import read_corpus
from kg.extract.learning import Figures, learn, pairs_of, save
from kg.extract.relation_network import relation_network
from kg.ontology import load_ontology
from kg.ontology.load import ontology_folder
from kg.text.pipelines import load_pipeline


@dataclass(frozen=True, slots=True)
class Taught:
    """A relation that was learnt, how well, and where it lies."""

    relation: str
    figures: Figures
    path: Path


def teach(folder: Path, relation: str | None = None) -> Iterator[Taught]:
    """Learn the folder's own relations, or one; raise InputError where the sentences are not sound or too few."""
    ontology = load_ontology(extra=[folder])
    network = relation_network()
    examples = read_corpus(folder, ontology)
    said = {claim.relation for example in examples for claim in example.claims}
    wanted = [ontology.relation(relation).id] if relation is not None else sorted(said - set(network.relations))
    if not wanted:
        raise InputError(
            f"the sentences in {folder} say no relation of your own",
            "name one of them: kg learn FOLDER --relation NAME",
        )
    pipeline = load_pipeline("reader")
    for one in wanted:
        head, figures = learn(one, list(pairs_of(examples, one, network, pipeline, ontology)))
        yield Taught(ontology.relations[one].label, figures, save(head, ontology_folder(folder), network.mark))
