"""Every example of every frame file gives its claims, and every near miss gives none of its relation."""

from __future__ import annotations

from functools import cache

import pytest

from kg.extract.frame_file import Example, example_claims, load_frames
from kg.extract.frames import FrameExtractor
from kg.model import Claim, Document
from kg.ontology import fold, load_ontology
from kg.text.pipelines import load_pipeline

ONTOLOGY = load_ontology()
EXAMPLES = load_frames(ONTOLOGY).examples


@cache
def extractor() -> FrameExtractor:
    return FrameExtractor(ONTOLOGY)


def read(text: str) -> list[Claim]:
    parsed = next(iter(load_pipeline("reader")([Document(text)])))
    return [result for result in extractor()(parsed) if isinstance(result, Claim)]


def qualities(claim: Claim) -> frozenset[str]:
    said = {claim.polarity, claim.modality} - {"affirmed", "asserted"}
    said |= {f"by {fold(m.text)}" for m in claim.attributed_to}
    return frozenset(said)


def same_name(written: str, text: str, name: str) -> bool:
    """Tell whether a name is a mention's own words, or what it denotes; a mention may carry more words around it."""
    wanted = fold(written)
    return (
        wanted in (fold(text), fold(name)) or f" {wanted} " in f" {fold(text)} " or f" {fold(text)} " in f" {wanted} "
    )


def satisfies(claim: Claim, relation: str, subject: str, object_: str, wanted: frozenset[str]) -> bool:
    ends = [(claim.subject, claim.object)]
    if ONTOLOGY.relations[relation].symmetric:
        ends.append((claim.object, claim.subject))
    if not any(same_name(subject, a.text, a.name) and same_name(object_, b.text, b.name) for a, b in ends):
        return False
    for quality in wanted:
        kind, _, value = quality.partition(" ")
        if kind == "in" and not (claim.place and same_name(value, claim.place.text, claim.place.name)):
            return False
        if kind == "kind" and claim.kind != value:
            return False
        if kind == "by" and not any(same_name(value, m.text, m.name) for m in claim.attributed_to):
            return False
    plain = {quality for quality in wanted if " " not in quality}
    has_claimant = any(quality.startswith("by ") for quality in wanted)
    said = {claim.polarity, claim.modality} - {"affirmed", "asserted"}
    return plain == said and has_claimant == bool(claim.attributed_to)


def example_id(example: Example) -> str:
    return f"{example.relation}-{example.line}"


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.claims], ids=example_id)
def test_example_gives_its_claims(example: Example) -> None:
    found = [claim for claim in read(example.text) if claim.relation == example.relation]
    for subject, object_, wanted in example_claims(example.claims):
        assert any(satisfies(claim, example.relation, subject, object_, wanted) for claim in found), [
            (c.subject.text, c.object.text, *sorted(qualities(c))) for c in found
        ]


@pytest.mark.parametrize("example", [e for e in EXAMPLES if not e.claims], ids=example_id)
def test_near_miss_gives_nothing_of_the_relation(example: Example) -> None:
    found = [(c.subject.text, c.object.text) for c in read(example.text) if c.relation == example.relation]
    assert found == []
