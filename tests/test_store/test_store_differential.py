"""A thousand questions about random graphs: the query library on each store, against plain Python (oracle.py).

Worlds and questions are the same in every run.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import oracle
import pytest
from oracle import NAMES, PLACES, Rows

from kg.knowledge_graph import KnowledgeGraph, known_beforehand
from kg.queries import Given
from kg.store import Store

SEED, WORLDS, CHECKS = 1815, 4, 250  # a world is one load; a thousand checks in all
ASKED = ("", "2029", "2030-01", "2030-01-20", "2030-02", "2030", "2031-05-05")

Draw = Callable[[random.Random], dict[str, Given]]
MANY = 9_999
WORDS = ("LINE", "кЕДР", "大", "لواء", "aster", "-03", "мор", "ford")


def _one(rng: random.Random) -> dict[str, Given]:
    return {"actor": rng.choice(NAMES)}


def _two(rng: random.Random) -> dict[str, Given]:
    return dict(zip("ab", rng.sample(NAMES, 2), strict=True))


def _at(rng: random.Random) -> dict[str, Given]:
    return {"at": rng.choice(ASKED)}


def _span(rng: random.Random) -> dict[str, Given]:
    since, until = sorted((rng.choice(ASKED[1:]), rng.choice(ASKED[1:])))
    return {"since": since, "until": rng.choice((until, ""))}


QUESTIONS: dict[str, tuple[str, Draw, Callable[..., Rows]]] = {
    "allies": ("ally relation claims", _one, oracle.allies),
    "enemies": ("enemy relation direction claims", _one, oracle.enemies),
    "supporters": ("supporter relation claims with_what contested", _one, oracle.supporters),
    "members": ("relation claims member", _one, oracle.members),
    "neutral": ("actor relations claims", _one, oracle.neutral),
    "common_enemies": ("enemy to_a claims_a to_b claims_b", _two, lambda w, a, b: oracle.common(w, a, b, "-")),
    "common_allies": ("ally to_a claims_a to_b claims_b", _two, lambda w, a, b: oracle.common(w, a, b, "+")),
    "allies_of_enemies": ("actor enemies claims", _one, lambda w, actor: oracle.second_hand(w, actor, "-", "+")),
    "enemies_of_allies": ("actor allies claims", _one, lambda w, actor: oracle.second_hand(w, actor, "+", "-")),
    "coalition": ("ally date claims contested", lambda rng: {**_one(rng), **_at(rng)}, oracle.coalition),
    "controls": ("place actor date claims contested", _at, oracle.controls),
    "leaders": ("actor leader date newest claims", _at, oracle.leaders),
    "contested": ("subject relations object stated against against_claims denials", lambda _: {}, oracle.contested),
    "switches": ("actor other turn last_before first_after before after", lambda _: {}, oracle.switches),
    "changed": ("actor other before after date quote", _span, oracle.changed),
    "triads": ("kind to_second second second_to_third third to_third", _one, oracle.triads),
    "similar": ("actor likeness common shared", _one, oracle.similar),
    "parts": ("part steps through", lambda rng: {"actor": rng.choice((*NAMES, *PLACES))},
              oracle.parts),
    "path": ("steps actors relations", _two, oracle.path),
    "publishers": ("publisher documents claims stated denied unsure", lambda _: {}, oracle.publishers),
    "claimants": ("claimant claims stated denied unsure", lambda _: {}, oracle.claimants),
    "between": ("subject relation object stated denied unsure documents publishers claimants first last", _two,
                oracle.between),
    "timeline": ("date subject relation object quote", lambda rng: {**_one(rng), "until": rng.choice(ASKED)},
                 oracle.timeline),
    "search": ("date subject relation object quote",
               lambda rng: {"words": " ".join(rng.sample(WORDS, 2))},
               oracle.search),
    "single_source": ("subject relation object claims publisher", lambda _: {}, oracle.single_source),
    "new_since": ("first subject relation object", lambda rng: {"since": rng.choice(ASKED[1:])}, oracle.new_since),
    "relations": ("relation claims stated denied unsure", lambda rng: {"sign": rng.choice("+-0")}, oracle.relations),
}  # fmt: skip


def ask(graph: KnowledgeGraph, name: str, columns: str, given: dict[str, Given]) -> Rows:
    found = graph.query(name, **given, limit=MANY)
    return [tuple(row[column] for column in columns.split()) for row in found]


@pytest.mark.parametrize("number", range(WORLDS))
def test_the_library_is_right_about_a_random_world(store: Store, number: int) -> None:
    rng = random.Random(SEED + number)
    made = oracle.world(rng)
    store.load(made.graph)
    graph = KnowledgeGraph(store, known_beforehand(), address="")
    names = list(QUESTIONS)
    wrong, found = [], dict.fromkeys(names, 0)
    for check in range(CHECKS):
        name = names[check % len(names)]
        columns, draw, answer = QUESTIONS[name]
        given = draw(rng)
        answered, expected = ask(graph, name, columns, given), answer(made, **given)
        found[name] += bool(expected)
        if answered != expected:
            wrong.append((name, given, answered, expected))
    assert not wrong, f"{len(wrong)} of {CHECKS} wrong, the first: {wrong[0]}"
    assert sum(1 for number_ in found.values() if number_) > len(names) - 3, f"too little to find: {found}"
