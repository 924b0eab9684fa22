"""A small invented war as claims, told by five papers, and the graph that `kg.project` makes of any part of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from kg.graph import Graph
from kg.model import Actor, Claim, Document, Evidence, Mention, Time
from kg.ontology import ActorType, Ontology, RelationType
from kg.project import project

QUOTED = "Bri\"gade 'of' the `River` \\ <b>bold</b> $x {y} //z"
ARABIC = "لواء الشمال"
CJK = "北方旅 🏳️"


def relation(name: str, sign: Any = "0", *, symmetric: bool = False) -> RelationType:
    return RelationType(name, "", "", "", "", sign, ("actor",), ("actor", "place"), symmetric=symmetric)


ONTOLOGY = Ontology(
    {
        kind.id: kind
        for kind in (
            ActorType("actor", "actor", ""),
            ActorType("armed_group", "armed group", "", "actor"),
            ActorType("state", "state", "", "actor"),
            ActorType("organisation", "organisation", "", "actor"),
            ActorType("place", "place", ""),
        )
    },
    {
        kind.id: kind
        for kind in (
            relation("attacks", "-"),
            relation("fights_against", "-", symmetric=True),
            relation("aids", "+"),
            relation("supports", "+"),
            relation("allied_with", "+", symmetric=True),
            relation("fights_alongside", "+", symmetric=True),
            relation("cooperates_with", "+", symmetric=True),
            relation("meets", "0", symmetric=True),
            relation("controls", "0"),
            relation("part_of", "0"),
        )
    },
    {},
)

ACTORS = {
    actor.id: actor
    for actor in (
        Actor("a-coast", "Coastal Militia", "armed_group", aliases=("CM", "Milice côtière")),
        Actor("a-river", QUOTED, "armed_group", aliases=("River",), identifiers={"wikidata": "Q1"}),
        Actor("a-north", ARABIC, "armed_group", aliases=("Northern Brigade", CJK)),
        Actor("a-high", "Republic of the Highlands", "state", aliases=("Highlands",)),
        Actor("a-plain", "Plains Federation", "state"),
        Actor("a-rebels", "opposition fighters", "armed_group", generic=True),
        Actor("a-watch", "Lowland Monitor", "organisation"),
        Actor("p-ford", "Stone Ford", "place"),
        Actor("p-vale", "Green Vale", "place", aliases=("the Vale",)),
    )
}

PAPERS = (
    ("2031-05-14", "Daily Plain", "https://example.org/plain?a=1&b='2'"),
    ("2031-06-02T08:00:00Z", "Highland Post", "https://example.org/post"),
    ("", "Coast News", ""),
    ("2031-05-01", "Daily Plain", ""),
    ("2031-05-13", "Agency", "https://example.org/wire"),
)
COPY_OF = {4: 0}  # the agency's text, of which the first paper's is a copy

# subject, relation, object, words, paper, and what differs from an affirmed, asserted claim of nobody's
SAID: tuple[tuple[str, str, str, str, int, dict[str, Any]], ...] = (
    ("a-coast", "attacks", "a-river", "The militia shelled the river front at Stone Ford.", 0,
     {"place": "p-ford", "time": Time("2031-05-12", "2031-05-12", "on Monday"), "kind": "shelling"}),
    ("a-coast", "attacks", "a-river", "The militia struck the river front again.", 1, {"by": ("a-watch",)}),
    ("a-river", "attacks", "a-coast", "The river front hit back.", 0, {}),
    ("a-coast", "attacks", "p-ford", "The militia shelled Stone Ford.", 2, {}),
    ("a-river", "fights_alongside", "a-north", "The river front fought beside the northern brigade.", 0, {}),
    ("a-north", "fights_alongside", "a-river", "The northern brigade fought beside them.", 1, {}),
    ("a-north", "fights_alongside", "a-river", "The brigade denied fighting beside them.", 2,
     {"polarity": "denied", "by": ("a-north",)}),
    ("a-high", "allied_with", "a-plain", "The two states signed a pact.", 1, {}),
    ("a-high", "aids", "a-north", "They armed the brigade.", 1, {"kind": "arms", "by": ("a-watch", "a-coast")}),
    ("a-plain", "supports", "a-coast", "The Federation backs the militia.", 3, {}),
    ("a-plain", "aids", "a-coast", "The Federation will send arms.", 3,
     {"modality": "planned", "time": Time("2031-07-01", "2031-07-31", "in July")}),
    ("a-high", "attacks", "a-plain", "The Highlands denied striking the Federation.", 1, {"polarity": "denied"}),
    ("a-coast", "controls", "p-vale", "The militia holds Green Vale.", 0, {}),
    ("a-river", "controls", "p-vale", "The river front may hold Green Vale.", 1, {"modality": "possible"}),
    ("p-vale", "part_of", "p-ford", "Green Vale lies in Stone Ford.", 2, {}),
    ("a-rebels", "fights_against", "a-high", "Opposition fighters clashed with the Highlands.", 2, {}),
    ("a-plain", "meets", "a-high", "Envoys of the two states met.", 3, {}),
)  # fmt: skip

Make = Callable[..., Graph]


def papers() -> list[Document]:
    """Five texts; the last is the first one again, published elsewhere and earlier: the same document."""
    texts = ["".join(f"{said[3]}\n" for said in SAID if said[4] == COPY_OF.get(n, n)) for n in range(len(PAPERS))]
    return [
        Document(text, f'Paper {number}: "quoted" <i>title</i>', publisher, url, published)
        for number, (text, (published, publisher, url)) in enumerate(zip(texts, PAPERS, strict=True))
    ]


def claims() -> list[Claim]:
    """What the papers say, in the order of SAID."""
    documents = papers()
    return [_claim(said, documents[said[4]]) for said in SAID]


def _claim(said: tuple[str, str, str, str, int, dict[str, Any]], document: Document) -> Claim:
    subject, name, object_, words, _, other = said
    start = document.text.index(words)

    def mention(actor: str, shift: int) -> Mention:
        known = ACTORS[actor]
        return Mention(known.name, start + shift, start + shift + 1, known.type, known.generic, known.name, actor)

    return Claim(
        mention(subject, 0),
        name,
        mention(object_, 2),
        Evidence(document.id, start, start + len(words), words),
        other.get("polarity", "affirmed"),
        other.get("modality", "asserted"),
        tuple(mention(one, 4 + shift) for shift, one in enumerate(other.get("by", ()))),
        other.get("time"),
        mention(other["place"], 9) if "place" in other else None,
        0.75,
        "hand",
        other.get("kind", ""),
    )


@pytest.fixture(scope="session")
def make() -> Make:
    """Make the graph of some of the papers (all, if none is named)."""

    def graph(wanted: Sequence[int] = range(len(PAPERS))) -> Graph:
        chosen = {papers()[number].id for number in wanted}
        documents = [papers()[number] for number in wanted]
        told = [claim for claim in claims() if claim.evidence.document in chosen]
        return project(documents, told, ACTORS.values(), ONTOLOGY)

    return graph
