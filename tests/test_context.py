"""One name, several bearers: who is meant is told by the place, the other actors and the date of the document."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest
from reading_table import ONTOLOGY, Case, parameters, parts

from kg.model import Claim, Document, Evidence, Mention
from kg.text.pipelines import load_pipeline

CONTEXT = Path(__file__).parent / "data" / "context.toml"


@pytest.mark.parametrize("case", parameters([CONTEXT]))
def test_the_bearer_that_is_meant(case: Case) -> None:
    extractor, resolver = parts()
    text = case["text"]
    parsed = next(iter(load_pipeline("reader")([Document(text, published=case.get("published", ""))])))
    kinds = {one.mention.text.removeprefix("The "): one.mention.type for one in extractor.finder(parsed.doc)}
    for name, actor in case["is"].items():
        start = text.index(name)
        mention = Mention(name, start, start + len(name), kinds.get(name, ""), name=name)
        nobody = Mention(text[-1], len(text) - 1, len(text), generic=True)
        claim = Claim(mention, "attacks", nobody, Evidence(parsed.document.id, 0, len(text), text))
        found = resolver(parsed, [claim])
        meant = found.claims[0].subject.actor
        assert (meant if meant in ONTOLOGY.actors else "?") == actor, dict(found.reasons)


def test_the_table_is_sound() -> None:
    cases = tomllib.loads(CONTEXT.read_text(encoding="utf-8"))["case"]
    assert len(cases) >= 40
    assert [about for about, times in Counter(case["about"] for case in cases).items() if times > 1] == []
    for case in cases:
        assert all(name in case["text"] for name in case["is"]), case["about"]
