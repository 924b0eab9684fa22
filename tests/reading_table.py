"""Tables of sentences with the claims that must be read from them; tests/data/reading.toml tells their format."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.extract.relations import RelationExtractor
from kg.model import Claim, Document
from kg.ontology import fold, load_ontology
from kg.resolve.catalogue import CatalogueResolver
from kg.text.pipelines import load_pipeline

DATA = Path(__file__).parent / "data"
READING = DATA / "reading.toml"
TABLES = tuple(sorted((DATA / "tables").glob("*.toml")))
PUBLISHED = "2015-10-14"
ONTOLOGY = load_ontology()
LABELS = sorted((relation.label for relation in ONTOLOGY.relations.values()), key=len, reverse=True)
Case = dict[str, Any]
Written = tuple[str, str, str, frozenset[str]]


def load(path: Path) -> list[Case]:
    return list(tomllib.loads(path.read_text(encoding="utf-8"))["case"])


def parameters(paths: Iterable[Path]) -> list[Any]:
    """One parameter a case, with the file's name and the case's in its id; a known failure must fail."""
    return [
        pytest.param(
            case,
            id=f"{path.stem}: {case['about']}",
            marks=[pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else [],
        )
        for path in paths
        for case in load(path)
    ]


@cache
def parts() -> tuple[RelationExtractor, CatalogueResolver]:
    return RelationExtractor(ONTOLOGY), CatalogueResolver(ONTOLOGY)


def read(text: str) -> list[Claim]:
    extractor, resolver = parts()
    parsed = next(iter(load_pipeline("reader")([Document(text, published=PUBLISHED)])))
    return list(resolver(parsed, [one for one in extractor(parsed) if isinstance(one, Claim)]).claims)


def written(line: str) -> Written:
    """Take a line apart: subject, label of the relation, object, qualities."""
    ends, *qualities = [part.strip() for part in line.split(";")]
    for label in LABELS:
        if match := re.fullmatch(rf"(.+?) {label} (.+)", ends):
            return match[1], label, match[2], frozenset(qualities)
    raise ValueError(f"no relation in '{line}'")


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


def has_dates(claim: Claim, line: str) -> bool:
    """Tell whether a claim is that of a line of `time`, and held when the line says."""
    ends, dates = line.split(";")
    time = f"{claim.time.start}/{claim.time.end}" if claim.time else ""
    return is_same(claim, written(ends)) and time == dates.strip()


def failures(case: Case, claims: Sequence[Claim]) -> list[str]:
    """Say what the claims lack of a case, what they give that it rules out, and what misquotes its text."""
    text = case["text"]
    found = [f"not read: {line}" for line in case.get("says", ()) if not any(_gives(one, line) for one in claims)]
    found += [f"not read: {line}" for line in case.get("time", ()) if not any(has_dates(one, line) for one in claims)]
    found += [
        f"read though not said: {line}"
        for line in case.get("never", ())
        if any(
            is_same(one, written(line)) and (";" not in line or has_qualities(one, written(line)[3])) for one in claims
        )
    ]
    for claim in claims:
        spans = [(claim.evidence.quote, claim.evidence.start, claim.evidence.end)]
        spans += [(one.text, one.start, one.end) for one in (claim.subject, claim.object, *claim.attributed_to)]
        found += [f"not in the text: {words}" for words, start, end in spans if text[start:end] != words]
    return found


def _gives(claim: Claim, line: str) -> bool:
    return is_same(claim, written(line)) and has_qualities(claim, written(line)[3])


def shown(claims: Iterable[Claim]) -> list[str]:
    return [f"{one}, {one.time.start}/{one.time.end}" if one.time else str(one) for one in claims]


def check(case: Case) -> None:
    """Assert that a case's claims are read, and that what is read quotes the text."""
    claims = read(case["text"])
    assert failures(case, claims) == [], shown(claims)
