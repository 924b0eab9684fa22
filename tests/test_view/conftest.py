"""A small invented war, told by three papers, as the graph that `kg.project` makes of hand-made claims."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from kg.graph import Graph
from kg.model import Actor, Claim, Document, Evidence, Mention, Time
from kg.ontology import ActorType, Ontology, RelationType
from kg.project import project

HOSTILE = "</script><script>window.__pwn=1</script>"
SNEAKY = "<img src=x onerror='window.__pwn=2'> \"&\u2028quot;"
ARABIC = "لواء الشمال"


def _relation(name: str, sign: Any, inverse: str, symmetric: bool = False) -> RelationType:
    return RelationType(
        name,
        inverse,
        f"One {name.replace('_', ' ')} another.",
        "",
        "",
        sign,
        ("actor",),
        ("actor", "place"),
        symmetric=symmetric,
    )


def small_ontology() -> Ontology:
    """Five kinds of actor, six relations, nobody known beforehand."""
    kinds = [
        ActorType("actor", "actor", ""),
        ActorType("armed_group", "armed group", "", "actor", "#cc79a7"),
        ActorType("state", "state", "", "actor", "#56b4e9"),
        ActorType("person", "person", "", "actor", "#f0e442"),
        ActorType("organisation", "organisation", "", "actor", "#8c8c8c"),
        ActorType("place", "place", "", "", "#7a9e5f"),
    ]
    relations = [
        _relation("attacks", "-", "is attacked by"),
        _relation("opposes", "-", "is opposed by"),
        _relation("aids", "+", "is aided by"),
        _relation("fights_alongside", "+", "fights alongside", symmetric=True),
        _relation("meets", "0", "meets", symmetric=True),
        _relation("leads", "0", "is led by"),
    ]
    return Ontology({kind.id: kind for kind in kinds}, {relation.id: relation for relation in relations}, {})


ACTORS = [
    Actor("a-coast", "Coastal Militia", "armed_group", aliases=("CM", "Milice côtière")),
    Actor("a-river", "River Front", "armed_group", aliases=("RF",), identifiers={"wikidata": "Q1"}),
    Actor("a-north", ARABIC, "armed_group", aliases=("Liwa al-Shimal", "Northern Brigade")),
    Actor("a-high", "Republic of the Highlands", "state", aliases=("Highlands",)),
    Actor("a-plain", "Plains Federation", "state"),
    Actor("a-petra", "Carla Petrak", "person", country="a-high"),
    Actor("a-rebels", "opposition fighters", "armed_group", generic=True),
    Actor("a-watch", "Lowland Monitor", "organisation"),
    Actor("a-pwn", HOSTILE, "organisation", aliases=(SNEAKY,)),
    Actor("a-far", "Island Observers", "organisation"),
    Actor("p-ford", "Stone Ford", "place"),
]

# subject, relation, object, sentence, paper, then what differs from an affirmed, asserted claim of nobody's.
SAID: list[tuple[str, str, str, str, int, dict[str, Any]]] = [
    ("a-coast", "attacks", "a-river", "The Coastal Militia shelled positions of the River Front at Stone Ford on Monday.",
     0, {"place": "p-ford", "time": Time("2031-05-12", "2031-05-12", "on Monday")}),
    ("a-coast", "attacks", "a-river", "The Coastal Militia struck the River Front again, the Lowland Monitor said.", 1,
     {"by": "a-watch"}),
    ("a-coast", "attacks", "a-river", "The Coastal Militia denied that it had attacked the River Front.", 2,
     {"by": "a-coast", "polarity": "denied"}),
    ("a-high", "aids", "a-coast", "The Republic of the Highlands sent shells to the Coastal Militia.", 0,
     {"kind": "arms"}),
    ("a-high", "aids", "a-coast", "Again the Republic of the Highlands paid the Coastal Militia.", 1, {}),
    ("a-plain", "aids", "a-river", "The Plains Federation trains the River Front.", 1, {"confidence": 0.62}),
    ("a-river", "fights_alongside", "a-north", f"The River Front fought alongside {ARABIC}.", 1, {}),
    ("a-north", "fights_alongside", "a-river", f"قاتل {ARABIC} إلى جانب River Front.", 2, {}),
    ("a-north", "attacks", "a-coast", f"{ARABIC} raided the Coastal Militia.", 2, {}),
    ("a-petra", "leads", "a-coast", "Carla Petrak commands the Coastal Militia.", 0, {}),
    ("a-petra", "meets", "a-plain", "Carla Petrak met envoys of the Plains Federation.", 2, {}),
    ("a-plain", "meets", "a-high", "The Plains Federation plans to meet the Republic of the Highlands.", 2,
     {"modality": "planned"}),
    ("a-rebels", "opposes", "a-high", "The opposition fighters stand against the Republic of the Highlands.", 0, {}),
    ("a-high", "attacks", "a-rebels", "The Republic of the Highlands bombed the opposition fighters.", 0, {}),
    ("a-pwn", "opposes", "a-coast", f"{HOSTILE} condemned the Coastal Militia.", 0, {}),
    ("a-pwn", "aids", "a-north", f"{HOSTILE} may have armed {ARABIC}.", 2, {"modality": "possible"}),
    ("a-high", "opposes", "a-river", "The Highlands oppose the River Front.", 1, {}),
    ("a-high", "attacks", "a-river", "If talks fail the Highlands will strike the River Front.", 1,
     {"modality": "conditional"}),
    ("a-coast", "attacks", "p-ford", "The Coastal Militia fired on Stone Ford.", 2, {"by": "a-far"}),
]  # fmt: skip

PAPERS = [
    Document("", title="Shells at the ford", publisher="Daily Courier",
             url="https://courier.example/ford?a=1&b=2", published="2031-05-13"),
    Document("", title="War on the river", publisher="Monitor Weekly",
             url="javascript:window.__pwn=3", published="2031-06-01"),
    Document("", title=f"Report {HOSTILE}", publisher="", url="not an address", published=""),
]  # fmt: skip


def _mention(text: str, actor: Actor) -> Mention:
    words = next((word for word in (actor.name, *actor.aliases) if word in text), "")
    start = max(0, text.find(words)) if words else 0
    return Mention(
        words or text[:3], start, start + len(words or text[:3]), actor.type, actor.generic, actor.name, actor.id
    )


def tell(
    actors: Sequence[Actor], said: Sequence[tuple[str, str, str, str, int, dict[str, Any]]], papers: Sequence[Document]
) -> tuple[list[Document], list[Claim]]:
    """Make the documents whose sentences these are, and the claims in them."""
    known = {actor.id: actor for actor in actors}
    whole = [
        replace(paper, text="\n".join(row[3] for row in said if row[4] == number) or f"paper {number}")
        for number, paper in enumerate(papers)
    ]
    claims = []
    for subject, relation, thing, sentence, paper, rest in said:
        text = whole[paper].text
        start = text.index(sentence)
        claims.append(
            Claim(
                _mention(sentence, known[subject]),
                relation,
                _mention(sentence, known[thing]),
                Evidence(whole[paper].id, start, start + len(sentence), sentence),
                polarity=rest.get("polarity", "affirmed"),
                modality=rest.get("modality", "asserted"),
                attributed_to=(_mention(sentence, known[rest["by"]]),) if "by" in rest else (),
                time=rest.get("time"),
                place=_mention(sentence, known[rest["place"]]) if "place" in rest else None,
                confidence=rest.get("confidence", 1.0),
                extractor="hand",
                kind=rest.get("kind", ""),
            )
        )
    return whole, claims


def small_graph() -> Graph:
    """The graph of the invented war."""
    documents, claims = tell(ACTORS, SAID, PAPERS)
    return project(documents, claims, ACTORS, small_ontology())


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return small_ontology()


@pytest.fixture(scope="session")
def graph() -> Graph:
    return small_graph()


@pytest.fixture(scope="session")
def make_graph() -> Callable[..., Graph]:
    """Make another graph of actors, what is said of them, and papers."""

    def make(actors: Sequence[Actor], said: Sequence[Any], papers: Sequence[Document] = PAPERS) -> Graph:
        documents, claims = tell(actors, said, papers)
        return project(documents, claims, actors, small_ontology())

    return make
