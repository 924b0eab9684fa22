"""Frame files: what is wrong in one is said with its line, its cause and the way out."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.extract.frame_file import example_claims, frame_problems, load_frames
from kg.extract.language import load_language
from kg.ontology import Ontology, load_ontology

ONTOLOGY = load_ontology()
SOUND = """
relation = "attacks"
[[frame]]
verb = ["attack"]
subject = ["agent"]
object = ["patient", "into hand of"]
confidence = 0.7
[[example]]
text = "Oz attacked Ix."
claims = ["Oz -> Ix; denied; by Ax; in Ux; kind air"]
[[near_miss]]
text = "Oz met Ix."
"""


def alone(folder: Path) -> Ontology:
    return dataclasses.replace(ONTOLOGY, folders=(str(folder),))


def write(folder: Path, text: str) -> Path:
    (folder / "frames").mkdir(exist_ok=True)
    path = folder / "frames" / "attacks.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sound_file_has_no_problems_and_is_found_by_its_words(tmp_path: Path) -> None:
    assert list(frame_problems(write(tmp_path, SOUND), ONTOLOGY)) == []
    frames = load_frames(alone(tmp_path))
    (trigger,) = frames.find("verb", "attack", "attack")
    assert (trigger.frame.confidence, trigger.rest) == (0.7, ())
    assert example_claims(frames.examples[0].claims) == [
        ("Oz", "Ix", frozenset({"denied", "by Ax", "in Ux", "kind air"}))
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "cause"),
    [
        ('relation = "attacks"', 'relation = "atacks"', 1, "no relation called 'atacks'"),
        ('relation = "attacks"', "", 1, "no relation is named"),
        ('relation = "attacks"', 'relation = "attacks"\nfrme = 1', 1, "unknown table 'frme'"),
        ('relation = "attacks"', "relation = ", 2, "not TOML"),
        ("[[near_miss]]", "[[example]]", 11, "an example without claims"),
        ("[[near_miss]]", "[near_miss]", 1, "'near_miss' must be a list of tables"),
        ('verb = ["attack"]', "", 3, "a frame needs one of"),
        ('verb = ["attack"]', 'verb = ["attack"]\nnoun = ["raid"]', 3, "this has 2"),
        ('verb = ["attack"]', "verb = []", 3, "'verb' must list words"),
        ('verb = ["attack"]', 'verb = ["attack"]\nunles = ["x"]', 3, "unknown key 'unles'"),
        ('subject = ["agent"]', 'subject = ["agnt"]', 3, "unknown role 'agnt'"),
        ('subject = ["agent"]', 'subject = "agent"', 3, "'subject' must list roles"),
        ("confidence = 0.7", "confidence = 7", 3, "confidence must lie between 0 and 1"),
        ("confidence = 0.7", 'confidence = "0.7"', 3, "'confidence' has the wrong kind of value"),
        ("confidence = 0.7", 'polarity = "no"', 3, "unknown polarity 'no'"),
        ("confidence = 0.7", 'modality = "maybe"', 3, "unknown modality 'maybe'"),
        ("confidence = 0.7", 'object_type = ["persn"]', 3, "unknown kind of actor 'persn'"),
        ('"Oz attacked Ix."', '""', 8, "a [[example]] without text"),
        ("Oz -> Ix; denied", "Oz, Ix; denied", 8, "is not a claim"),
        ("; denied", "; deniedd", 8, "unknown quality 'deniedd'"),
    ],
)
def test_a_fault_is_said_with_its_line(tmp_path: Path, old: str, new: str, line: int, cause: str) -> None:
    path = write(tmp_path, SOUND.replace(old, new))
    problems = list(frame_problems(path, ONTOLOGY))
    assert any(found == line and cause in said and way_out for found, said, way_out in problems), problems
    with pytest.raises(OntologyError, match=r"attacks\.toml, line \d+"):
        load_frames(alone(tmp_path))


@pytest.mark.parametrize("missing", ["[[frame]]", "[[example]]", "[[near_miss]]"])
def test_a_relation_without_words_or_proof_is_a_fault(tmp_path: Path, missing: str) -> None:
    tables = SOUND.split("\n[[")
    kept = [tables[0], *("[[" + table for table in tables[1:] if not ("[[" + table).startswith(missing))]
    problems = list(frame_problems(write(tmp_path, "\n".join(kept)), ONTOLOGY))
    assert any(cause == f"no {missing}" for _, cause, _ in problems)


def test_a_file_that_is_no_text_is_a_fault(tmp_path: Path) -> None:
    path = write(tmp_path, SOUND)
    path.write_bytes(b"\xff\xfe\x00relation")
    assert next(frame_problems(path, ONTOLOGY))[1].startswith("not UTF-8")


def test_a_folder_of_ones_own_adds_words_to_the_language(tmp_path: Path) -> None:
    (tmp_path / "language.toml").write_text('[saying]\nverbs = ["blurt"]\n', encoding="utf-8")
    both = dataclasses.replace(ONTOLOGY, folders=(*ONTOLOGY.folders, str(tmp_path)))
    assert {"blurt", "say"} <= load_language(both).words("saying", "verbs")


def test_a_language_file_that_is_no_toml_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "language.toml").write_text("[saying", encoding="utf-8")
    with pytest.raises(OntologyError, match="not TOML"):
        load_language(alone(tmp_path))
