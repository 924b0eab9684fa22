"""The reading of sentences, specified by the table tests/data/reading.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.extract.frames import FrameExtractor
from kg.model import Claim, Document
from kg.ontology import fold, load_ontology
from kg.resolve.catalogue import CatalogueResolver
from kg.text.pipelines import load_pipeline

TABLE = tomllib.loads((Path(__file__).parent / "data" / "reading.toml").read_text(encoding="utf-8"))
ONTOLOGY = load_ontology()
LABELS = sorted((relation.label for relation in ONTOLOGY.relations.values()), key=len, reverse=True)
Written = tuple[str, str, str, frozenset[str]]


@cache
def parts() -> tuple[FrameExtractor, CatalogueResolver]:
    return FrameExtractor(ONTOLOGY), CatalogueResolver(ONTOLOGY)


def read(text: str) -> list[Claim]:
    extractor, resolver = parts()
    parsed = next(iter(load_pipeline("reader")([Document(text, published="2015-10-14")])))
    return list(resolver(parsed, [one for one in extractor(parsed) if isinstance(one, Claim)]).claims)


def written(line: str) -> Written:
    ends, *qualities = [part.strip() for part in line.split(";")]
    match = next(m for label in LABELS if (m := re.fullmatch(rf"(.+?) {label} (.+)", ends)))
    label = next(label for label in LABELS if re.fullmatch(rf".+? {label} .+", ends))
    return match[1], label, match[2], frozenset(qualities)


def is_named(wanted: str, text: str, name: str) -> bool:
    return fold(wanted) in (fold(text), fold(name))


def is_same(claim: Claim, line: Written) -> bool:
    subject, label, object_, _ = line
    relation = ONTOLOGY.relation(label)
    if claim.relation != relation.id:
        return False
    ends = [(claim.subject, claim.object)] + ([(claim.object, claim.subject)] if relation.symmetric else [])
    return any(is_named(subject, a.text, a.name) and is_named(object_, b.text, b.name) for a, b in ends)


def has_qualities(claim: Claim, wanted: frozenset[str]) -> bool:
    said = {claim.polarity, claim.modality} - {"affirmed", "asserted"}
    claimants = [quality[3:] for quality in wanted if quality.startswith("by ")]
    places = [quality[3:] for quality in wanted if quality.startswith("in ")]
    return (
        said == {quality for quality in wanted if " " not in quality}
        and len(claimants) == len(claim.attributed_to)
        and all(any(is_named(c, m.text, m.name) for m in claim.attributed_to) for c in claimants)
        and all(claim.place is not None and is_named(p, claim.place.text, claim.place.name) for p in places)
    )


CASES = [
    pytest.param(
        case, id=case["about"], marks=[pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
    )
    for case in TABLE["case"]
]


@pytest.mark.parametrize("case", CASES)
def test_reading(case: dict[str, Any]) -> None:
    claims = read(case["text"])
    shown = [
        (c.subject.name, c.relation, c.object.name, c.polarity, c.modality, [m.name for m in c.attributed_to])
        for c in claims
    ]
    for line in map(written, case.get("says", [])):
        assert any(is_same(claim, line) and has_qualities(claim, line[3]) for claim in claims), shown
    for line in map(written, case.get("never", [])):
        assert not any(is_same(claim, line) for claim in claims), shown
    for claim in claims:
        assert claim.evidence.quote == case["text"][claim.evidence.start : claim.evidence.end]
        for mention in (claim.subject, claim.object, *claim.attributed_to):
            assert mention.text == case["text"][mention.start : mention.end]
