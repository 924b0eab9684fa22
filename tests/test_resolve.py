"""Who is who within one text: known names, what the text introduces, and never more than that."""

from __future__ import annotations

from functools import cache

import pytest

from kg.extract.relations import RelationExtractor
from kg.model import Actor, Claim, Document, Evidence, Mention
from kg.ontology import Ontology, load_ontology
from kg.resolve.base import Resolved
from kg.resolve.catalogue import CatalogueResolver
from kg.text.base import Parsed
from kg.text.pipelines import load_pipeline

ONTOLOGY = load_ontology()


@cache
def extractor() -> RelationExtractor:
    return RelationExtractor(ONTOLOGY)


def parse(text: str, publisher: str = "") -> Parsed:
    return next(iter(load_pipeline("reader")([Document(text, published="2015-10-14", publisher=publisher)])))


def resolve(text: str, ontology: Ontology = ONTOLOGY) -> Resolved:
    parsed = parse(text)
    claims = [one for one in extractor()(parsed) if isinstance(one, Claim)]
    return CatalogueResolver(ontology)(parsed, claims)


def claim_of(text: str, subject: str, object_: str, kind: str = "armed_group") -> Claim:
    def mention(name: str) -> Mention:
        start = text.index(name)
        return Mention(name, start, start + len(name), kind, name=name)

    return Claim(mention(subject), "attacks", mention(object_), Evidence("d", 0, len(text), text))


def resolve_pair(text: str, subject: str, object_: str, ontology: Ontology, kind: str = "armed_group") -> Resolved:
    return CatalogueResolver(ontology)(parse(text), [claim_of(text, subject, object_, kind)])


def test_spellings_of_one_group_are_one_actor() -> None:
    texts = ("Hizbullah attacked Israel.", "Hizballah attacked Israel.", "Hezbollah attacked Israel.")
    actors = {claim.subject.actor for text in texts for claim in resolve(text).claims}
    assert len(actors) == 1


def test_armies_whose_names_look_alike_stay_apart() -> None:
    text = "The Free Syrian Army attacked the Syrian Army. The New Syrian Army attacked Islamic State."
    mentions = [mention for claim in resolve(text).claims for mention in (claim.subject, claim.object)]
    armies = {mention.actor for mention in mentions if mention.text.endswith("Army")}
    assert len(armies) == 3


def test_an_acronym_introduced_in_the_text_stands_for_its_name() -> None:
    text = "The Northern River Liberation Front (NRLF) attacked Chad. Chad attacked the NRLF."
    resolved = resolve_pair(text, "NRLF", "Chad", ONTOLOGY)
    assert resolved.claims[0].subject.name.endswith("Northern River Liberation Front")
    assert any("short form" in reason for _, reason in resolved.reasons)


def test_parentheses_that_are_no_initials_introduce_nothing() -> None:
    text = "The Northern River Liberation Front (Reuters) attacked Chad."
    resolved = resolve_pair(text, "Northern River Liberation Front", "Chad", ONTOLOGY)
    assert resolved.claims[0].subject.name == "Northern River Liberation Front"


def test_a_surname_stands_for_the_full_name_of_the_text() -> None:
    text = "General Tomas Aldaro met Kenya's president. Aldaro met Uganda."
    resolved = resolve_pair(text, "Aldaro", "Uganda", ONTOLOGY, kind="person")
    assert resolved.claims[0].subject.name == "Tomas Aldaro"


def test_two_bearers_of_a_surname_leave_it_alone() -> None:
    text = "Maria Aldaro met Tomas Aldaro in Lima. Later Aldaro attacked Uganda."
    start = text.index("Aldaro attacked")
    mention = Mention("Aldaro", start, start + 6, "person", name="Aldaro")
    claim = Claim(mention, "meets", claim_of(text, "Lima", "Uganda").object, Evidence("d", 0, 9, text[:9]))
    assert CatalogueResolver(ONTOLOGY)(parse(text), [claim]).claims[0].subject.name == "Aldaro"


def small(*actors: Actor) -> Ontology:
    return Ontology(ONTOLOGY.actor_types, ONTOLOGY.relations, {actor.id: actor for actor in actors})


KURDISH = Actor("sdf-syria", "Syrian Democratic Forces", "armed_group", aliases=("SDF",), country="syria")
SUDANESE = Actor("sdf-sudan", "Sudan Defence Force", "armed_group", aliases=("SDF",), country="sudan")
SYRIA = Actor("syria", "Syria", "state", demonyms=("Syrian",))
SUDAN = Actor("sudan", "Sudan", "state", demonyms=("Sudanese",))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("In Syria the SDF attacked Raqqa.", "Syrian Democratic Forces"),
        ("The Sudanese SDF attacked Raqqa.", "Sudan Defence Force"),
        ("The SDF attacked Raqqa.", "SDF"),
        ("Syria and Sudan heard that the SDF attacked Raqqa.", "SDF"),
    ],
)
def test_an_acronym_of_two_actors_is_told_by_the_country_or_kept_apart(text: str, name: str) -> None:
    resolved = resolve_pair(text, "SDF", "Raqqa", small(KURDISH, SUDANESE, SYRIA, SUDAN))
    assert resolved.claims[0].subject.name == name


def test_what_is_kept_apart_is_never_joined_with_the_like_in_another_text() -> None:
    ontology = small(KURDISH, SUDANESE)
    first = resolve_pair("The SDF attacked Raqqa.", "SDF", "Raqqa", ontology).claims[0].subject.actor
    second = resolve_pair("The SDF attacked Raqqa today.", "SDF", "Raqqa", ontology).claims[0].subject.actor
    assert first != second


def test_actors_without_a_name_belong_to_their_text() -> None:
    first, second = resolve("Rebels attacked Goma."), resolve("Rebels attacked Goma again.")
    assert first.claims[0].subject.actor != second.claims[0].subject.actor
    assert next(actor for actor in first.actors if actor.generic).name == "Rebels"


def test_actors_without_a_name_are_tied_to_their_side_where_the_text_says_whose() -> None:
    resolved = resolve("Iranian lawmakers met Hezbollah commanders. Syrian rebels attacked Israel.")
    sides = {actor.name: (actor.country, actor.part_of) for actor in resolved.actors if actor.generic}
    assert sides["Iranian lawmakers"] == ("iran", ())
    assert sides["Hezbollah commanders"] == ("lebanon", ("hezbollah",))
    assert sides["Syrian rebels"] == ("", ())


def test_an_unknown_name_is_the_same_actor_in_every_text() -> None:
    first = resolve_pair("The Ombala Brigade attacked Chad.", "Ombala Brigade", "Chad", ONTOLOGY)
    second = resolve_pair("Chad said the Ombala Brigade attacked.", "Ombala Brigade", "Chad", ONTOLOGY)
    assert first.claims[0].subject.actor == second.claims[0].subject.actor


def test_a_claim_of_an_actor_about_itself_is_refused_with_its_reason() -> None:
    resolved = resolve_pair("Hizbullah attacked Hezbollah.", "Hizbullah", "Hezbollah", ONTOLOGY)
    assert resolved.claims == ()
    assert "one actor" in resolved.refused[0].reason
    assert resolved.actors == ()


def test_every_mention_has_an_actor_that_is_listed() -> None:
    text = "Reuters said Hamas fighters attacked Israel in Gaza. Rebels held Goma, according to witnesses."
    resolved = resolve(text)
    listed = {actor.id for actor in resolved.actors}
    for claim in resolved.claims:
        mentions = [claim.subject, claim.object, *claim.attributed_to, *([claim.place] if claim.place else [])]
        assert {mention.actor for mention in mentions} <= listed


@pytest.mark.parametrize(
    ("text", "subject", "object_", "actor"),
    [
        ("The SDF attacked Raqqa.", "SDF", "Raqqa", "syrian-democratic-forces"),
        ("Japan's SDF attacked Tokyo.", "SDF", "Tokyo", "armed-forces-of-japan"),
        ("The Japanese SDF met the Free Syrian Army.", "SDF", "Free Syrian Army", "armed-forces-of-japan"),
        ("The RSF attacked El Fasher in Sudan.", "RSF", "El Fasher", "rapid-support-forces"),
        ("The FLN attacked Algiers.", "FLN", "Algiers", "fln-algeria"),
        ("China's PLA attacked Aksai Chin.", "PLA", "Aksai Chin", "armed-forces-of-china"),
    ],
)
def test_a_short_name_is_read_by_its_country(text: str, subject: str, object_: str, actor: str) -> None:
    (claim,) = resolve_pair(text, subject, object_, ONTOLOGY).claims
    assert claim.subject.actor == actor


@pytest.mark.parametrize(
    ("text", "subject", "object_"),
    [
        ("RSF attacked Belarus.", "RSF", "Belarus"),
        ("The PLA attacked Israel.", "PLA", "Israel"),
        ("The FLN attacked Corsica, France said.", "FLN", "Corsica"),
        ("Peru's SDF attacked Lima.", "SDF", "Lima"),
    ],
)
def test_a_short_name_far_from_its_country_is_kept_apart(text: str, subject: str, object_: str) -> None:
    found = resolve_pair(text, subject, object_, ONTOLOGY)
    (claim,) = found.claims
    assert claim.subject.actor not in ONTOLOGY.actors
    assert any("kept apart" in why or "is not" in why for _, why in found.reasons)


def test_another_spelling_of_a_known_name_is_that_actor_and_says_so() -> None:
    found = resolve_pair("Jabhet al-Nusra attacked Aleppo.", "Jabhet al-Nusra", "Aleppo", ONTOLOGY)
    assert found.claims[0].subject.name == "Jabhat al-Nusra"
    assert any("another spelling of Jabhat al-Nusra" in why for _, why in found.reasons)


@pytest.mark.parametrize("name", ["Free Nusra Front", "Southern Taliban", "Boko Haram Brigade 7", "Republican Guard"])
def test_what_only_looks_like_a_known_name_is_an_actor_of_its_own(name: str) -> None:
    (claim,) = resolve_pair(f"{name} attacked Aleppo.", name, "Aleppo", ONTOLOGY).claims
    assert claim.subject.actor not in ONTOLOGY.actors


def test_initials_known_in_words_lend_their_name() -> None:
    found = resolve(
        "Peru fights the Army of the Andes, a guerrilla group known by its initials ADA. Peru bombed the ADA."
    )
    names = {claim.object.name for claim in found.claims if claim.relation == "attacks"}
    assert names == {"Army of the Andes"}
