"""Every example of every frame file gives its claims, and every near miss gives none of its relation."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from kg.extract.examples import amiss
from kg.extract.frame_file import Example, load_frames
from kg.extract.relations import RelationExtractor
from kg.model import Claim, Document
from kg.ontology import load_ontology
from kg.text.pipelines import load_pipeline

ONTOLOGY = load_ontology()
EXAMPLES = load_frames(ONTOLOGY).examples
OUTWEIGHED = tomllib.loads((Path(__file__).parent / "data" / "frames_outweighed.toml").read_text(encoding="utf-8"))


@cache
def extractor() -> RelationExtractor:
    return RelationExtractor(ONTOLOGY)


def cases() -> list[object]:
    """Mark the examples of which the network is known to make something else."""
    return [
        pytest.param(
            one,
            id=f"{one.relation}-{one.line}",
            marks=[pytest.mark.xfail(reason=OUTWEIGHED["reason"], strict=True)]
            if one.text in OUTWEIGHED["texts"]
            else [],
        )
        for one in EXAMPLES
    ]


@pytest.mark.parametrize("example", cases())
def test_example(example: Example) -> None:
    parsed = next(iter(load_pipeline("reader")([Document(example.text)])))
    claims = [result for result in extractor()(parsed) if isinstance(result, Claim)]
    assert amiss(example, claims, ONTOLOGY) == ""


def test_every_relation_is_proven_and_kept_in_bounds() -> None:
    assert {one.relation for one in EXAMPLES if one.claims} == set(ONTOLOGY.relations)
    assert {one.relation for one in EXAMPLES if not one.claims} == set(ONTOLOGY.relations)
