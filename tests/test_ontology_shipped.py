"""The shipped ontology says all it must, and keeps the rules that hold between relations."""

from __future__ import annotations

from itertools import combinations

import pytest

from kg.ontology import Ontology, RelationType, load_ontology, spelling

Colour = tuple[float, float, float]

# How light looks to the colour-blind (Machado, Oliveira and Fernandes 2009, severity 1), in linear RGB.
SIGHTS = {
    "ordinary": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
PLOVER_QUAD = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "YIELD"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


def relations() -> list[RelationType]:
    return list(load_ontology().relations.values())


def test_ten_kinds_under_actor_and_the_place_beside_it(ontology: Ontology) -> None:
    assert [kind.id for kind in ontology.actor_types.values() if kind.parent == "actor"] == [
        "state",
        "government",
        "military_force",
        "armed_group",
        "coalition",
        "party",
        "international_organisation",
        "organisation",
        "person",
        "population",
    ]
    assert not ontology.is_a("place", "actor")
    assert all(kind.definition.endswith(".") and kind.label for kind in ontology.actor_types.values())


def test_thirty_relations_cover_all_fifteen_plover_types(ontology: Ontology) -> None:
    assert len(ontology.relations) == 30
    assert {relation.plover for relation in ontology.relations.values()} - {""} == set(PLOVER_QUAD)


@pytest.mark.parametrize("relation", relations(), ids=lambda relation: relation.id)
def test_each_relation_says_every_field(relation: RelationType) -> None:
    assert relation.definition and relation.example and relation.near_miss and relation.inverse
    assert relation.example != relation.near_miss
    assert relation.domain and relation.range
    assert relation.quad == PLOVER_QUAD.get(relation.plover, 3 if relation.id == "opposes" else 0)
    assert bool(relation.cameo) == bool(relation.plover)
    assert relation.colour == {"+": "#0a7a55", "-": "#c2410c", "0": "#68707d"}[relation.sign]
    assert all(spelling(word) == relation.id for word in (relation.rdf, relation.cypher, relation.label))


@pytest.mark.parametrize("relation", relations(), ids=lambda relation: relation.id)
def test_a_country_can_stand_where_a_place_can(relation: RelationType) -> None:
    assert ("place" in relation.range) == ("state" in relation.range)


def test_narrower_relations_go_under_wider_ones(ontology: Ontology) -> None:
    assert ontology.is_under("fights_alongside", "cooperates_with")
    assert ontology.is_under("allied_with", "cooperates_with")
    assert ontology.is_under("aids", "supports")
    assert ontology.is_under("speaks_for", "member_of")
    assert not ontology.is_under("cooperates_with", "fights_alongside")


def test_only_what_may_be_handed_on_is_transitive(ontology: Ontology) -> None:
    assert {one.id for one in ontology.relations.values() if one.transitive} == {"part_of", "same_as"}
    assert not ontology.relation("fights-alongside").transitive
    assert {one.id for one in ontology.relations.values() if one.symmetric} == {
        "fights_against",
        "agrees_with",
        "meets",
        "cooperates_with",
        "fights_alongside",
        "allied_with",
        "same_as",
    }


def test_domain_and_range_keep_ends_in_bounds(ontology: Ontology) -> None:
    assert ontology.allows("attacks", "armed_group", "place")
    assert ontology.allows("leads", "person", "party")
    assert not ontology.allows("speaks_for", "party", "government")
    assert not ontology.allows("controls", "armed_group", "person")
    assert ontology.allows("controls", "armed_group", "state")
    assert ontology.allows("supports", "", "state")
    assert not ontology.allows("part_of", "place", "party")


def linear(colour: str) -> Colour:
    def one(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (one(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return red, green, blue


def seen(colour: str, sight: tuple[Colour, ...]) -> Colour:
    """A colour in CIE Lab, as an eye sees it."""
    light = [min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear(colour), strict=True)))) for row in sight]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    xyz = [sum(a * b for a, b in zip(row, light, strict=True)) / w for row, w in zip(to_xyz, white, strict=True)]
    x, y, z = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_colours_of_kinds_keep_apart_for_every_eye(ontology: Ontology, sight: str) -> None:
    labs = {kind.id: seen(kind.colour, SIGHTS[sight]) for kind in ontology.actor_types.values()}
    for one, other in combinations(labs, 2):
        distance = sum((a - b) ** 2 for a, b in zip(labs[one], labs[other], strict=True)) ** 0.5
        assert distance > 15, (one, other)
