"""A relation of one's own: two files, no Python, and its examples are held to their word."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.check import check, check_examples
from kg.extract.examples import amiss
from kg.extract.frame_file import Example
from kg.extract.relations import RelationExtractor
from kg.model import Claim, Document
from kg.ontology import load_ontology
from kg.text.pipelines import load_pipeline

STANZA = """
@prefix kg: <https://w3id.org/actorgraph/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
kg:smugglesTo a owl:ObjectProperty ; rdfs:label "smuggles-to"@en ; kg:inverseLabel "gets smuggled goods of"@en ;
  rdfs:domain kg:Actor ; rdfs:range kg:Actor ; skos:definition "Brings goods secretly to another."@en ;
  skos:example "Libya smuggled rifles to Chad."@en ; kg:nearMiss "Libya sold rifles to Chad."@en ; kg:sign "+" .
"""
FRAMES = """
relation = "smuggles-to"
[[frame]]
verb = ["smuggle"]
subject = ["agent"]
object = ["to"]
[[example]]
text = "Libya did not smuggle rifles to the rebels in Chad, Kenya said."
claims = ["Libya -> rebels; denied; by Kenya"]
[[near_miss]]
text = "Libya sold rifles to the rebels."
why = "sold, not smuggled"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "frames").mkdir()
    (tmp_path / "mine.ttl").write_text(STANZA, encoding="utf-8")
    (tmp_path / "frames" / "smuggles_to.toml").write_text(FRAMES, encoding="utf-8")
    return tmp_path


def test_two_files_add_a_relation(folder: Path) -> None:
    assert [finding for finding in check(folder) if finding.level == "error"] == []
    assert check_examples(folder) == []
    ontology = load_ontology(extra=[folder])
    parsed = next(iter(load_pipeline("reader")([Document("Libya smuggles rifles to Kenya.")])))
    found = [one for one in RelationExtractor(ontology)(parsed) if isinstance(one, Claim)]
    assert ("Libya", "smuggles_to", "Kenya") in {(c.subject.name, c.relation, c.object.name) for c in found}


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ("Libya did not smuggle", "Libya did not sell", "does not give"),
        ("; denied", "", "does not give"),
        ("; by Kenya", "", "does not give"),
        ("Libya sold", "Libya smuggled", "a near miss gives"),
    ],
)
def test_an_example_that_does_not_keep_its_word_is_found(folder: Path, old: str, new: str, cause: str) -> None:
    path = folder / "frames" / "smuggles_to.toml"
    path.write_text(FRAMES.replace(old, new), encoding="utf-8")
    finding, *rest = check_examples(folder)
    assert not rest
    assert cause in finding.cause
    assert finding.file == str(path)


def test_a_folder_without_frames_has_no_examples(tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(STANZA, encoding="utf-8")
    assert check_examples(tmp_path) == []


@pytest.mark.parametrize(
    ("claim", "kept"),
    [("Kenya -> Somalia; in Kismayo", True), ("Kenya -> Somalia; in Lamu", False), ("Kenya -> Somalia; kind x", False)],
)
def test_place_and_kind_are_compared_where_they_are_written(claim: str, kept: bool) -> None:
    text = "Kenya attacked Somalia in Kismayo."
    ontology = load_ontology()
    parsed = next(iter(load_pipeline("reader")([Document(text)])))
    claims = [one for one in RelationExtractor(ontology)(parsed) if isinstance(one, Claim)]
    assert (amiss(Example("attacks", text, (claim,), 1, Path("x")), claims, ontology) == "") == kept
