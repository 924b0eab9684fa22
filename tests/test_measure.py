"""Holding claims against what was told of a sentence: what counts as a hit, and what as which error."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.extract.corpus import Example, read_file
from kg.extract.measure import Tally, actor_at, matching, tally
from kg.model import Claim, Evidence, Mention, Time
from kg.ontology import load_ontology

ONTOLOGY = load_ontology()
BLOCK = """# 1998-06-04 | wire | Sudan
[a The Sudanese army] bombed [b rebels of [c Upper Nile]] on Monday, [d a church group] said.
[a2 It] met [d2 the priests].
> a attacks b | cue "bombed" | says d | time "on Monday"
> a2 meets d2 | cue "met"
"""


def example_of(tmp_path: Path, text: str = BLOCK) -> Example:
    (tmp_path / "one.claims").write_text(text, encoding="utf-8")
    (found,) = read_file(tmp_path / "one.claims", ONTOLOGY)
    assert isinstance(found, Example), found
    return found


@pytest.fixture
def example(tmp_path: Path) -> Example:
    return example_of(tmp_path)


def at(example: Example, mark: str) -> Mention:
    found = example.mention(mark)
    return Mention(example.text[found.start : found.end], found.start, found.end)


def claim(example: Example, subject: str, relation: str, object_: str, **more: object) -> Claim:
    evidence = Evidence("d", 0, len(example.text), example.text)
    return Claim(at(example, subject), relation, at(example, object_), evidence, **more)  # type: ignore[arg-type]


def counted(example: Example, *claims: Claim) -> Tally:
    return tally([(example, claims)], ONTOLOGY)


def test_a_hit(example: Example) -> None:
    counts = counted(example, claim(example, "a", "attacks", "b"))
    assert (counts.hits, counts.missed) == ({"attacks": 1}, {"meets": 1})
    assert not counts.wrong
    assert counts.scores("attacks") == {"P": 1, "R": 1, "F1": 1, "P_ann": 1}
    assert counts.scores() == {"P": 1, "R": 0.5, "F1": pytest.approx(2 / 3), "P_ann": 1}


def test_any_mention_of_an_actor_will_do(example: Example) -> None:
    assert counted(example, claim(example, "a2", "attacks", "b"), claim(example, "a", "meets", "d")).hits.total() == 2


def test_what_is_told_once_is_hit_once(example: Example) -> None:
    counts = counted(example, claim(example, "a", "attacks", "b"), claim(example, "a2", "attacks", "b"))
    assert (counts.hits.total(), counts.wrong.total()) == (1, 0)


def test_another_relation_of_a_told_pair_is_wrong_and_close(example: Example) -> None:
    counts = counted(example, claim(example, "a", "supports", "b"))
    assert (counts.wrong, counts.close) == ({"supports": 1}, {"supports": 1})
    assert counts.missed == {"attacks": 1, "meets": 1}
    assert counts.scores() == {"P": 0, "R": 0, "F1": 0, "P_ann": 0}


def test_a_pair_of_which_nothing_is_told_is_wrong_and_not_close(example: Example) -> None:
    counts = counted(example, claim(example, "a", "attacks", "b"), claim(example, "b", "opposes", "d"))
    assert (counts.wrong["opposes"], counts.close["opposes"]) == (1, 0)
    assert (counts.scores()["P"], counts.scores()["P_ann"]) == (0.5, 1)


def test_what_is_told_of_two_mentions_counts_once(tmp_path: Path) -> None:
    example = example_of(tmp_path, BLOCK + '> a2 attacks b | cue "bombed"\n')
    assert counted(example).missed == {"attacks": 1, "meets": 1}
    counts = counted(example, claim(example, "a2", "attacks", "b"), claim(example, "a", "attacks", "b"))
    assert (counts.hits, counts.missed, counts.wrong.total()) == ({"attacks": 1}, {"meets": 1}, 0)
    assert matching(example, at(example, "a2"), "attacks", at(example, "b"), ONTOLOGY)[0] == example.claims[2]


def test_a_near_miss_is_taken_where_it_is_claimed_as_a_plain_fact(tmp_path: Path) -> None:
    example = example_of(tmp_path, BLOCK + "! d attacks b | they only say so\n")
    assert (counted(example).near, counted(example).taken) == (1, 0)
    assert counted(example, claim(example, "d2", "attacks", "b")).taken == 1
    assert counted(example, claim(example, "d", "attacks", "b", polarity="denied")).taken == 0
    assert counted(example, claim(example, "d", "attacks", "b", modality="possible")).taken == 0
    assert counted(example, claim(example, "b", "attacks", "d")).taken == 0


def test_direction_counts_unless_the_relation_has_none(example: Example) -> None:
    assert not ONTOLOGY.relations["attacks"].symmetric
    assert ONTOLOGY.relations["meets"].symmetric
    counts = counted(example, claim(example, "b", "attacks", "a"), claim(example, "d", "meets", "a"))
    assert (counts.wrong, counts.close) == ({"attacks": 1}, {"attacks": 1})
    assert counts.hits == {"meets": 1}


def test_matching_tells_what_matched(example: Example) -> None:
    ends = at(example, "a"), at(example, "b")
    assert matching(example, ends[0], "attacks", ends[1], ONTOLOGY) == (example.claims[0], True)
    assert matching(example, ends[0], "supports", ends[1], ONTOLOGY) == (None, True)
    assert matching(example, ends[1], "attacks", at(example, "c"), ONTOLOGY) == (None, False)


def test_details_of_the_matched(example: Example) -> None:
    time = Time("1998-06-01", "1998-06-01", "on Monday")
    counts = counted(example, claim(example, "a", "attacks", "b", attributed_to=(at(example, "d"),), time=time))
    every = dict.fromkeys(("polarity", "modality", "claimant", "time"), 1)
    assert (counts.asked, counts.right) == (every, every)


def test_details_that_are_not_right(example: Example) -> None:
    published = Time("1998-06-04", "1998-06-04", "published")  # the text's date is not read from the sentence
    counts = counted(
        example, claim(example, "a", "attacks", "b", polarity="denied", modality="planned", time=published)
    )
    assert counts.asked.total() == 4
    assert not +counts.right
    nobody = counted(example, claim(example, "a", "meets", "d", attributed_to=(at(example, "d"),)))
    assert nobody.right == {"polarity": 1, "modality": 1, "claimant": 0, "time": 1}


def test_details_are_asked_of_hits_only(example: Example) -> None:
    assert not counted(example, claim(example, "b", "opposes", "d")).asked


def test_nothing_read_of_nothing_told(tmp_path: Path) -> None:
    example = example_of(tmp_path, "# - | wire | x\n[a Oz] has [b trees].\n-\n")
    assert counted(example).scores() == {"P": 0, "R": 0, "F1": 0, "P_ann": 0}
    assert counted(example, claim(example, "a", "controls", "b")).wrong == {"controls": 1}


def test_counts_add_up_over_examples(example: Example) -> None:
    pairs = [(example, [claim(example, "a", "attacks", "b")]), (example, [])]
    counts = tally(pairs, ONTOLOGY)
    assert (counts.hits, counts.missed) == ({"attacks": 1}, {"attacks": 1, "meets": 2})


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("The Sudanese army", "a"),
        ("Sudanese army", "a"),
        ("army", "a"),
        ("rebels of Upper Nile", "b"),
        ("Upper Nile", "c"),
        ("Nile", "c"),
        ("It", "a"),
        ("Monday", ""),
        ("bombed", ""),
    ],
)
def test_the_actor_whose_mention_covers_the_words_best(example: Example, words: str, actor: str) -> None:
    start = example.text.index(words)
    assert actor_at(example, Mention(words, start, start + len(words))) == actor


def test_a_mention_that_only_touches_is_none(example: Example) -> None:
    end = example.mention("a").end
    assert actor_at(example, Mention(" bombed ", end, end + 8)) == ""
    assert actor_at(example, Mention("", 5, 5)) == ""
