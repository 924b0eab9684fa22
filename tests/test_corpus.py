"""The format of sentences with their claims: what is read, and what is said of what is not sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.extract.corpus import Example, Fault, read_corpus, read_file
from kg.ontology import load_ontology

ONTOLOGY = load_ontology()
SOUND = """% A comment

# 1998-06-04 | wire | Sudan
[a The Sudanese army] bombed [b rebel positions] near [@c Kadugli] on Monday, [d a church group] said.
> a attacks b | cue "bombed" | says d | time "on Monday" | place c
! b attacks a | they are the ones bombed

# 2011 | headline | Peru
[a Peru's miners] attack the third quarter with record output
-
"""


def read(tmp_path: Path, text: str) -> list[Example | Fault]:
    path = tmp_path / "one.claims"
    path.write_text(text, encoding="utf-8")
    return list(read_file(path, ONTOLOGY))


def test_a_sound_file(tmp_path: Path) -> None:
    first, second = read(tmp_path, SOUND)
    assert isinstance(first, Example)
    assert isinstance(second, Example)
    assert first.text.startswith("The Sudanese army bombed rebel positions near Kadugli")
    assert [first.text[m.start : m.end] for m in first.mentions] == [
        "The Sudanese army",
        "rebel positions",
        "Kadugli",
        "a church group",
    ]
    assert [m.place for m in first.mentions] == [False, False, True, False]
    (claim,) = first.claims
    assert (claim.subject, claim.relation, claim.object) == ("a", "attacks", "b")
    assert (claim.cues, claim.says, claim.time, claim.place) == (("bombed",), ("d",), "on Monday", "c")
    assert (first.near_misses[0].relation, first.near_misses[0].note) == ("attacks", "they are the ones bombed")
    assert (first.published, first.genre, first.region, first.line) == ("1998-06-04", "wire", "Sudan", 3)
    assert second.claims == ()


def test_mentions_nest_and_are_taken_up(tmp_path: Path) -> None:
    text = (
        "# - | wire | x\n[a [b Iran]-backed militias] left. [a2 They] fled.\n"
        '> b supports a | cue "backed" | possible\n'
        '> a2 agrees-with/SUPPORT b | cue "left" "fled" | denied | says b < a\n'
    )
    (example,) = read(tmp_path, text)
    assert isinstance(example, Example)
    assert [(m.id, m.actor, example.text[m.start : m.end]) for m in example.mentions] == [
        ("a", "a", "Iran-backed militias"),
        ("b", "b", "Iran"),
        ("a2", "a", "They"),
    ]
    supports, agrees = example.claims
    assert (supports.modality, supports.polarity) == ("possible", "affirmed")
    assert (agrees.plover, agrees.polarity) == ("SUPPORT", "denied")
    assert (agrees.says, agrees.cues) == (("b", "a"), ("left", "fled"))


@pytest.mark.parametrize(
    ("block", "cause"),
    [
        ("[a X] hit [b Y].\n-", "begins with '# date"),
        ("# June | wire | x\n[a X] hit [b Y].\n-", "the first line must read"),
        ("# - | wire | x\n[a X] hit [b Y].", "a block needs its text"),
        ("# - | wire | x\n[a X hit [b Y].\n-", "'a' is never closed"),
        ("# - | wire | x\n[a X] hit [a Y].\n-", "marked twice"),
        ("# - | wire | x\n[a X] hit [ Y].\n-", "opens or closes no mention"),
        ("# - | wire | x\n[a  ] hit [b Y].\n-", "a mention is empty"),
        ('# - | wire | x\n[a X] hit [b Y].\n> a attaks b | cue "hit"', "did you mean attacks?"),
        ('# - | wire | x\n[a X] hit [b Y].\n> a attacks c | cue "hit"', "'c', which is not marked"),
        ('# - | wire | x\n[a X] hit [b Y].\n> a attacks a | cue "hit"', "to itself"),
        ('# - | wire | x\n[a X] hit [b Y].\n> a attacks b | cue "struck"', "'struck' does not stand in the text"),
        ("# - | wire | x\n[a X] hit [b Y].\n> a attacks b", "has no cue"),
        ('# - | wire | x\n[a X] hit [b Y].\n> a attacks/HIT b | cue "hit"', "no PLOVER type 'HIT'"),
        ('# - | wire | x\n[a X] hit [b Y].\n> a attacks b | cue "hit" | perhaps', "'perhaps' is none of denied"),
        ('# - | wire | x\n[a X] hit [b Y].\n> a attacks b | cue "hit" | place b', "not marked as a place"),
        ('# - | wire | x\n[a X] hit [b Y].\n> attacks b | cue "hit"', "is not 'a relation b'"),
        ('# - | wire | x\n[a X] hit [b Y].\n-\n> a attacks b | cue "hit"', "says that nothing is claimed"),
        ('# - | wire | x\n> a attacks b | cue "hit"\n[a X] hit [b Y].', "the text comes before"),
    ],
)
def test_what_is_not_sound_is_told_with_its_line(tmp_path: Path, block: str, cause: str) -> None:
    (fault,) = read(tmp_path, f"\n{block}\n")
    assert isinstance(fault, Fault)
    assert fault.line == 2
    assert cause in str(fault)


def test_one_bad_block_costs_no_other(tmp_path: Path) -> None:
    found = read(tmp_path, SOUND + "\n# - | wire | x\n[a X\n-\n")
    assert [type(one) for one in found] == [Example, Example, Fault]
    with pytest.raises(InputError, match="1 line"):
        read_corpus(tmp_path, ONTOLOGY)


def test_a_folder_without_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no \.claims file"):
        read_corpus(tmp_path, ONTOLOGY)
