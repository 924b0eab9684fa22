"""The known actors hang together: files load, ids and targets hold, no two forces share a name by accident."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SKOS

from kg.model import Actor
from kg.ontology import Ontology, fold, load_ontology
from kg.resources import data_folder

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((data_folder("ontology") / "actors").glob("*.ttl"))
# Names that two forces have in fact; the text around them tells which is meant.
SHARED_BY_FORCES = {
    "adf": {"allied-democratic-forces", "armed-forces-of-australia"},
    "ansar al sharia": {"ansar-al-sharia-in-libya", "ansar-al-sharia-in-tunisia", "ansar-al-sharia-in-yemen"},
    "fln": {"fln-algeria", "national-liberation-forces-rwanda"},
    "jem": {"jaish-e-mohammed", "justice-and-equality-movement"},
    "national liberation army": {"eln", "national-liberation-army-macedonia"},
    "pla": {"armed-forces-of-china", "palestine-liberation-army", "peoples-liberation-army-of-manipur"},
    "sdf": {"syrian-democratic-forces", "armed-forces-of-japan"},
}
FORCES = ("armed_group", "military_force", "coalition")


@cache
def ontology() -> Ontology:
    return load_ontology()


@cache
def graphs() -> dict[str, Graph]:
    return {path.name: Graph().parse(path, format="turtle") for path in FILES}


def one(name: str, kind: str = "") -> Actor:
    found = [actor for actor in ontology().by_alias[fold(name)] if kind in ("", actor.type)]
    assert len(found) == 1, f"{name}: {[actor.id for actor in found]}"
    return found[0]


def ancestors(actor: Actor) -> set[str]:
    seen: set[str] = set()
    todo = list(actor.part_of)
    while todo:
        known = ontology().actors[todo.pop()]
        if known.id not in seen:
            seen.add(known.id)
            todo += known.part_of
    return seen


def test_an_actor_stands_in_one_file_and_has_one_type() -> None:
    homes = Counter(subject for graph in graphs().values() for subject in set(graph.subjects()))
    assert [subject for subject, count in homes.items() if count > 1] == []
    types = Counter(subject for graph in graphs().values() for subject, _ in graph.subject_objects(RDF.type))
    assert [subject for subject, count in types.items() if count > 1] == []
    assert set(types) == set(homes)


def test_every_actor_is_loaded_under_the_name_it_has_in_the_file() -> None:
    for graph in graphs().values():
        for subject, name in graph.subject_objects(SKOS.prefLabel):
            assert ontology().actors[str(subject).rsplit("/", 1)[-1]].name == str(name)


def test_there_are_enough_of_each_kind() -> None:
    counts = Counter(actor.type for actor in ontology().actors.values())
    least = {
        "state": 200,
        "government": 200,
        "military_force": 180,
        "armed_group": 500,
        "coalition": 50,
        "party": 80,
        "international_organisation": 100,
        "organisation": 150,
        "person": 300,
        "population": 60,
        "place": 500,
    }
    assert {kind: counts[kind] for kind, number in least.items() if counts[kind] < number} == {}


def test_every_kind_is_one_of_the_ontology() -> None:
    assert {actor.type for actor in ontology().actors.values()} <= set(ontology().actor_types)


def test_countries_are_states_and_wholes_are_known() -> None:
    actors = ontology().actors
    for actor in actors.values():
        assert not actor.country or actors[actor.country].type == "state", actor.id
        for whole in actor.part_of:
            assert (actors[whole].type == "place") == (actor.type == "place"), actor.id


def test_nothing_is_part_of_itself() -> None:
    assert [actor.id for actor in ontology().actors.values() if actor.id in ancestors(actor)] == []


def test_years_are_years_and_in_order() -> None:
    for actor in ontology().actors.values():
        for year in (actor.start, actor.end):
            assert not year or (year.isdigit() and len(year) == 4), actor.id
        assert not (actor.start and actor.end) or actor.start <= actor.end, actor.id


def test_two_forces_share_a_name_only_where_they_do_in_fact() -> None:
    shared = {
        name: ids
        for name, found in ontology().by_alias.items()
        if len(ids := {actor.id for actor in found if actor.type in FORCES}) > 1
    }
    assert shared == SHARED_BY_FORCES


def test_a_name_is_shared_across_kinds_only_where_it_is_in_fact() -> None:
    shared = {name for name, found in ontology().by_alias.items() if len(found) > 1} - set(SHARED_BY_FORCES)
    assert shared == {"rada", "rsf", "sadr"}


def test_a_demonym_or_metonym_stands_for_one_actor_and_is_no_name_of_another() -> None:
    for words in (ontology().by_demonym, ontology().by_metonym):
        assert {word: found for word, found in words.items() if len(found) > 1} == {}
    assert set(ontology().by_demonym) & set(ontology().by_alias) == set()
    for word in ontology().by_metonym:
        assert {actor.type for actor in ontology().by_alias.get(word, ())} <= {"place"}, word


def test_no_name_is_a_single_letter_and_two_letters_are_marked() -> None:
    plain = {"US", "UK", "EU", "UN"}
    for graph in graphs().values():
        for _, label in graph.subject_objects(SKOS.altLabel):
            assert len(str(label)) > 1
            if len(str(label)) == 2 and str(label).isascii() and str(label).isalpha() and str(label) not in plain:
                assert isinstance(label, Literal)
                assert label.language == "x-acronym", label


def test_a_wikidata_item_is_given_once() -> None:
    items = Counter(item for graph in graphs().values() for item in graph.objects(None, SKOS.exactMatch))
    assert [item for item, count in items.items() if count > 1] == []
    assert all(isinstance(item, URIRef) and "/entity/Q" in item for item in items)


def test_every_member_state_has_a_government_and_its_words() -> None:
    states = [actor for actor in ontology().actors.values() if actor.type == "state"]
    coded = [s for graph in graphs().values() for s, _ in graph.subject_objects(SKOS.notation)]
    assert len(coded) == 193 + 3  # with the Holy See, Palestine and Taiwan; Kosovo has no ISO code
    governed = {actor.country for actor in ontology().actors.values() if actor.type == "government"}
    assert {str(code).rsplit("/", 1)[-1] for code in coded} <= governed
    worded = [state.id for state in states if not state.demonyms]
    assert len(worded) < 10, worded


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Syrian Army", "armed-forces-of-syria"),
        ("the Syrian government", "government-of-syria"),
        ("Assad regime", "government-of-syria"),
        ("Free Syrian Army", "free-syrian-army"),
        ("FSA", "free-syrian-army"),
        ("Daesh", "islamic-state"),
        ("IS group", "islamic-state"),
        ("al-Nusra Front", "jabhat-al-nusra"),
        ("Nusra Front", "jabhat-al-nusra"),
        ("Jaysh al-Islam", "jaish-al-islam"),
        ("Hizbullah", "hezbollah"),
        ("al Qaida", "al-qaeda"),
        ("Tamil Tigers", "ltte"),
        ("Sendero Luminoso", "shining-path"),
        ("M23", "m23"),
        ("VRS", "army-of-republika-srpska"),
        ("U.S.-led coalition", "global-coalition"),
        ("SOHR", "syrian-observatory-for-human-rights"),
        ("White House", "government-of-united-states"),
        ("U.S.", "united-states"),
        ("Quds Force", "quds-force"),
        ("Burma", "myanmar"),
        ("Zaire", "dr-congo"),
        ("Bashar Assad", "bashar-al-assad"),
        ("Aleppo", "aleppo"),
        ("Damascus", "damascus"),
        ("Donbass", "donbas"),
    ],
)
def test_news_wording_finds_its_actor(name: str, actor: str) -> None:
    assert one(name).id == actor


def test_words_for_a_people_and_capitals_find_their_state() -> None:
    assert [actor.id for actor in ontology().by_demonym["syrians"]] == ["syria"]
    assert [actor.id for actor in ontology().by_metonym["damascus"]] == ["government-of-syria"]
    assert [actor.id for actor in ontology().by_metonym["moscow"]] == ["government-of-russia"]


def test_parts_reach_their_whole() -> None:
    assert "hamas" in ancestors(one("al-Qassam Brigades"))
    assert "al-qaeda" in ancestors(one("Ansar Dine"))
    assert "darfur" in ancestors(one("El Fasher"))


def written_states(*arguments: str) -> bytes:
    script = ROOT / "scripts" / "make_states"
    return subprocess.run([sys.executable, str(script), *arguments], check=True, capture_output=True).stdout


def test_the_states_are_written_anew_to_the_same_bytes() -> None:
    pycountry = pytest.importorskip("pycountry", reason="scripts/make_states needs pycountry")
    shipped = (data_folder("ontology") / "actors" / "states.ttl").read_bytes()
    if f"pycountry {pycountry.__version__}".encode() not in shipped:
        pytest.skip(f"states.ttl was written with another pycountry than {pycountry.__version__}")
    if not (ROOT / "scripts" / "make_states").is_file():
        pytest.skip("the scripts are not here, the tests run apart from the checkout")
    assert written_states("-") == shipped
