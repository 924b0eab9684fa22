"""Who has come up in a text, and whom nouns and pronouns take up: what the tables of sentences do not show."""

from __future__ import annotations

import json
from functools import cache

import pytest

from kg.extract.anaphora import MARGIN, WEIGHTS, Antecedents, AntecedentWeights, Choice, load_weights
from kg.extract.entities import Entity
from kg.extract.language import load_language
from kg.extract.mentions import Found, MentionFinder, Mentions
from kg.extract.participants import Participants
from kg.extract.reference import PERSONAL, Anaphor
from kg.model import Mention
from kg.ontology import load_ontology
from kg.text.reader import reader

ONTOLOGY = load_ontology()
LANGUAGE = load_language(ONTOLOGY)


@cache
def finder() -> MentionFinder:
    return MentionFinder(ONTOLOGY, LANGUAGE)


def read(text: str) -> tuple[Antecedents, Mentions]:
    doc = reader(1).parse(text)
    found = finder()(doc)
    antecedents = Antecedents(doc, LANGUAGE, ONTOLOGY)
    Participants(found, antecedents, LANGUAGE)
    return antecedents, found


def named(antecedents: Antecedents) -> dict[str, int]:
    """How many mentions each named entity has."""
    entities = antecedents.entities.latest_first()
    return {one.meant.mention.name: len(one.mentions) for one in entities if one.named is not None}


def test_a_surname_and_a_full_name_are_one() -> None:
    antecedents, _ = read("Aurelio Tapia Cárdenas met Ramiro Holguín in Lima. Tapia praised Holguín.")
    assert named(antecedents) == {"Aurelio Tapia Cárdenas": 2, "Ramiro Holguín": 2, "Lima": 1}


def test_a_name_cut_short_is_the_one_that_has_its_words_and_nobody_if_two_have() -> None:
    antecedents, _ = read("The Union for Northern Rebirth attacked Bria. The Union left Bria.")
    assert named(antecedents)["Union for Northern Rebirth"] == 2
    antecedents, _ = read("The Union for Northern Rebirth met the Union for Southern Rebirth. The Union left Bria.")
    assert named(antecedents)["Union for Northern Rebirth"] == 1


@pytest.mark.parametrize(
    "text",
    [
        "The Army of the Andes (ADA) took Pasto. Peru bombed the ADA.",
        "Peru fights the Army of the Andes, a guerrilla group known by its initials ADA. Peru bombed the ADA.",
        "Peru fights the Army of the Andes, or ADA. Peru bombed the ADA.",
    ],
)
def test_initials_are_the_name_they_are_introduced_for(text: str) -> None:
    antecedents, found = read(text)
    last = [one for one in found if one.mention.text == "ADA"][-1]
    assert antecedents.in_full(last).mention.name == "Army of the Andes"


def test_a_known_name_stays_as_it_is() -> None:
    antecedents, found = read("The Party of God (PG) met Hezbollah. Hezbollah left.")
    for one in found:
        if one.mention.name == "Hezbollah":
            assert antecedents.in_full(one) == one


def test_gender_is_told_by_titles() -> None:
    antecedents, _ = read("Mrs Vera Holm met King Carl Lund and Robin Dahl.")
    genders = {one.meant.mention.name: one.gender for one in antecedents.entities.latest_first()}
    assert genders["Vera Holm"] == "she"
    assert genders["Carl Lund"] == "he"
    assert genders["Robin Dahl"] == ""


def found(at: int) -> Found:
    return Found(Mention("x", at, at + 1, "person", name=f"x{at}"), at, at + 1, at)


def entity(at: int) -> Entity:
    return Entity(at, [found(at)], [at], found(at))


def test_nobody_is_believed_below_the_threshold_or_beside_a_rival() -> None:
    doc = reader(1).parse("He left.")
    anaphor = Anaphor(doc[0], None, "he", "he", "subject", 0, frozenset(), 0, False)
    one, other = entity(0), entity(1)
    assert Choice(anaphor, ((one, 0.6), (other, 0.1))).best(0.5) == (one, 0.6)
    assert Choice(anaphor, ((one, 0.4), (other, 0.1))).best(0.5) == (None, 0.0)
    assert Choice(anaphor, ((one, 0.5), (other, 0.5 / MARGIN + 0.01))).best(0.4) == (None, 0.0)
    assert Choice(anaphor, ()).best(0.0) == (None, 0.0)


def test_the_weights_have_a_threshold_for_each_form() -> None:
    data = json.loads(WEIGHTS.read_text("utf-8"))
    assert set(data["thresholds"]) == {*PERSONAL.values(), "the", "this", "own", "bare"}
    assert all(0 < value < 1 for value in data["thresholds"].values())
    assert load_weights().sum(["no such feature"]) == 0
    assert AntecedentWeights({"a": 1.5}, {}).sum(["a", "a", "b"]) == 3.0


@pytest.mark.parametrize("text", ["", " ", "It.", "They he it the group.", "The group. " * 300, "«it» 'he' (they)"])
def test_odd_texts_take_up_nobody_and_do_no_harm(text: str) -> None:
    antecedents, _ = read(text)
    assert all(not antecedents.several(mentions_token) for mentions_token in reader(1).parse(text))
    assert all(one.meant in one.mentions for one in antecedents.entities.latest_first())


def test_the_same_text_is_read_the_same() -> None:
    text = "Kenya and Uganda met in Accra. They praised it. The two countries signed a truce, and the army left."
    shares = [
        [(one.meant.mention.name, share) for choice in read(text)[0]._choices.values() for one, share in choice.shares]
        for _ in range(2)
    ]
    assert shares[0] == shares[1]
