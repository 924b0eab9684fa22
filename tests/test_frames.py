"""Every example of every frame file gives its claims, and every near miss gives none of its relation."""

from __future__ import annotations

from functools import cache

import pytest

from kg.extract.examples import amiss
from kg.extract.frame_file import Example, load_frames
from kg.extract.frames import FrameExtractor
from kg.model import Claim, Document
from kg.ontology import load_ontology
from kg.text.pipelines import load_pipeline

ONTOLOGY = load_ontology()
EXAMPLES = load_frames(ONTOLOGY).examples


@cache
def extractor() -> FrameExtractor:
    return FrameExtractor(ONTOLOGY)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.relation}-{example.line}")
def test_example(example: Example) -> None:
    parsed = next(iter(load_pipeline("reader")([Document(example.text)])))
    claims = [result for result in extractor()(parsed) if isinstance(result, Claim)]
    assert amiss(example, claims, ONTOLOGY) == ""


def test_every_relation_is_proven_and_kept_in_bounds() -> None:
    assert {one.relation for one in EXAMPLES if one.claims} == set(ONTOLOGY.relations)
    assert {one.relation for one in EXAMPLES if not one.claims} == set(ONTOLOGY.relations)
