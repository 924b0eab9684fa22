"""A hundred thousand hostile values go through a load, and through every query of the library, on both stores.

No effect but the value itself: the graph that is read back is the graph that was made, the values in it are those that
were given, and after every query with hostile parameters it still is.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pytest

from kg.errors import KgError, UsageError
from kg.export.jsonl import export
from kg.graph import CLAIM_EDGES, Graph
from kg.loading import LONGEST_ID, Loading, graph_of, read_claims
from kg.model import Claim, Evidence, Mention, Time, claim_to_json
from kg.ontology import load_ontology
from kg.queries import Query, all_queries, bind
from kg.store import Store, find_actor

Make = Callable[..., Graph]
ONTOLOGY = load_ontology()
RELATIONS = sorted(ONTOLOGY.relations)
SEED = 20_151_014
CLAIMS = 10_000
NAMES = ("subject", "object", "claimant", "place")
VALUES = (*NAMES, "alias of subject", "alias of object", "quote", "publisher", "title", "url")  # hostile, of each claim
OF_EACH_QUERY = 10  # sets of hostile parameters
ATOMS = (
    "'", '"', "`", "\\", "\\'", '\\"', "''", "$", "$id", "$rows", "{", "}", "{id: $id}", "(", ")", "[", "]", "-->",
    "<--", "'}) DETACH DELETE n //", "'}) MATCH (n) DETACH DELETE n WITH 1 AS x RETURN x //",
    "\"}) SET n.name = 'Evil' //", "`]->() CREATE (:Evil) //", "`x`) DETACH DELETE (n", "' OR 1=1 OR '",
    "'; DROP CONSTRAINT kg_actor_id; //", "; ", "' RETURN 1 UNION MATCH (n) DETACH DELETE n RETURN 1 //",
    "'] CALL dbms.listConfig() YIELD name //", "LOAD CSV FROM 'x'", "*/ CREATE (:Evil) /*", "// ", "/* ", "*/", "-- ",
    "\\u0027", "\\u0060", "\\u005C", "\\x27", "%27", "&#39;", "&apos;", "\u2019", "\u02bc", "\uff07", "\u2028",
    "\u2029", "\u0085", "\u00a0", "\u200b", "\u202e", "\u2066", "\ufeff", "\ufffd", "\x00", "\x01", "\x07",
    "\x1b[31m", "\x7f", "\t", "\n", "\r\n", "\v", "\x1f", "a\u0301", "\U0001f3f3\ufe0f\u200d\U0001f308", "\U00010348",
    "\U000e0041", "\u0600", "لواء", "北方旅", "<script>alert(1)</script>", "</script>", "<!-- ]]>", "&amp;", "${x}",
    "{{x}}", "%s", "{0}", "#{x}", "<urn:x> .", "\"\"\"", "@en", "^^xsd:string", "=cmd|' /C calc'!A0", "null", "true",
    "NaN", "-1", "1e309", "[]", "\"id\":", "\\N", "@rid", "@type", "#5:0", "KgMeta", "Actor", "id", "*", "+", "?",
    "~", "^", "|", "AND", "OR", "NOT", "name:x", "x~0.5", "[a TO z]", "\\*", "../../etc/passwd", "file:///etc/passwd",
    "C:\\", "Front", "'s",
)  # fmt: skip


class Address(Protocol):
    """The fixture `place`."""

    name: str
    address: str

    def open(self, *, read_only: bool = False) -> Store: ...


def hostile(dice: random.Random, number: int) -> str:
    """A value that no other number has: some atoms, the number somewhere among them."""
    parts = dice.choices(ATOMS, k=dice.randint(1, 4))
    parts.insert(dice.randint(0, len(parts)), f"{number:x}")
    if number % 5_000 in (0, 6):
        parts.append("x" * 10_000)
    return "".join(parts)


@pytest.fixture(scope="module")
def values() -> list[dict[str, str]]:
    """A hundred thousand different values, ten for each claim."""
    dice = random.Random(SEED)
    found = [
        {what: hostile(dice, len(VALUES) * claim + which) for which, what in enumerate(VALUES)}
        for claim in range(CLAIMS)
    ]
    assert len({value for one in found for value in one.values()}) == 100_000
    return found


def as_id(name: str) -> str:
    """A name as an actor's id: as long as one may be, and without a tab, which parts the fields of a mention."""
    return name[:LONGEST_ID].replace("\t", " ")


def line(number: int, given: dict[str, str]) -> str:
    """A claim as `kg load` takes it. The ids of its actors are hostile, too."""

    def mention(what: str, shift: int, kind: str = "armed_group") -> Mention:
        return Mention(as_id(given[what]), shift, shift + 1, kind, name=given[what], actor=as_id(given[what]))

    day = f"2031-{number % 12 + 1:02}-{number % 28 + 1:02}"
    claim = Claim(
        mention("subject", 0),
        RELATIONS[number % len(RELATIONS)],
        mention("object", 2),
        Evidence(f"document-{number}", 0, len(given["quote"]), given["quote"]),
        "denied" if number % 7 == 0 else "affirmed",
        "planned" if number % 11 == 0 else "asserted",
        (mention("claimant", 4),),
        Time(day, day, given["quote"]) if number % 2 else None,
        mention("place", 6, "place"),
    )
    row = claim_to_json(claim)
    row["subject"]["also"] = [given["alias of subject"]]
    row["object"]["also"] = [given["alias of object"]]
    row["source"] = {"published": day, **{key: given[key] for key in ("publisher", "title", "url")}}
    return json.dumps(row)


@pytest.fixture(scope="module")
def made(values: list[dict[str, str]]) -> tuple[Loading, Graph]:
    """What `kg load` reads of them, and the graph it makes."""
    found = read_claims((line(number, given) for number, given in enumerate(values)), ONTOLOGY)
    return found, graph_of(found, ONTOLOGY)


def test_every_value_is_kept_as_it_is(values: list[dict[str, str]], made: tuple[Loading, Graph]) -> None:
    found, graph = made
    assert found.unread == []
    names = {str(node.properties["name"]) for node in graph.nodes if node.label in ("Actor", "Place")}
    assert names == {one[what] for one in values for what in NAMES}
    aliases = {alias for node in graph.nodes for alias in _listed(node.properties.get("aliases"))}
    assert {one[f"alias of {what}"] for one in values for what in ("subject", "object")} <= aliases
    assert {node.properties["quote"] for node in graph.labelled("Claim")} == {one["quote"] for one in values}
    for key in ("publisher", "title", "url"):
        said = {node.properties[key] for node in graph.labelled("Document")}
        assert said == {one[key].replace("\t", " ") for one in values}, "a tab parts the fields of a publication"


def _listed(value: object) -> list[str]:
    return value if isinstance(value, list) else []


def test_a_hundred_thousand_values_have_no_effect_but_themselves(
    place: Address, made: tuple[Loading, Graph], values: list[dict[str, str]]
) -> None:
    graph = made[1]
    with place.open() as store:
        store.load(graph)
        held = store.graph()
        assert held.nodes == graph.nodes
        assert held.edges == graph.edges
        every = [value for one in values for value in one.values()]
        back = store.query("UNWIND $values AS value RETURN value AS value", {"values": every}, limit=200_000)
        assert [row["value"] for row in back.rows] == every
        (row,) = store.query("MATCH (n) WHERE NOT n:KgMeta RETURN count(n) AS number").rows
        assert row["number"] == len(graph)
        known = {*CLAIM_EDGES, *(one.cypher for one in ONTOLOGY.relations.values())}
        kinds = store.query("MATCH ()-[r]->() RETURN DISTINCT type(r) AS type, count(r) AS number").rows
        assert {row["type"] for row in kinds} <= known
        assert sum(row["number"] for row in kinds) == len(graph.edges)
        # The actors that bear such names can be asked for, by every query that takes one.
        dice = random.Random(SEED)
        for query in all_queries().values():
            if any(one.type == "actor" for one in query.parameters):
                store.query(query.text, _existing(query, dice.choice(values)))
        assert find_actor(store, values[-1]["subject"]) == as_id(values[-1]["subject"])
        assert store.retract(["document-1", "document-2"]) == 2
        assert store.query("MATCH (c:Claim) RETURN count(c) AS number").rows == ({"number": CLAIMS - 2},)


def _existing(query: Query, given: dict[str, str]) -> dict[str, Any]:
    """Parameters that ask for actors that are there."""
    actors = iter(as_id(given[what]) for what in NAMES)
    usual = {"relation": "attacks", "kind": "armed-group", "date": "2031-05-12", "sign": "+", "text": given["quote"]}
    return {
        one.name: next(actors) if one.type == "actor" else one.default if one.default is not None else usual[one.type]
        for one in query.parameters
    }


def _hostile_parameters(query: Query, dice: random.Random) -> Iterator[dict[str, Any]]:
    for number in range(OF_EACH_QUERY):
        yield {
            one.name: one.default if one.type == "integer" else hostile(dice, number + 1) for one in query.parameters
        }


def test_every_query_takes_hostile_parameters_for_what_they_are(place: Address, make: Make) -> None:
    dice = random.Random(SEED)
    graph = make()
    with place.open() as store:
        store.load(graph)
        asked = 0
        for query in all_queries().values():
            for given in _hostile_parameters(query, dice):
                # Past all checks, straight into the engine: as an actor's id, a date, a sign, a text.
                answer = _answer(store, query.text, given)
                assert "Evil" not in json.dumps(answer)
                asked += 1
        assert asked >= 30 * OF_EACH_QUERY
        held = store.graph()
        assert (held.nodes, held.edges) == (graph.nodes, graph.edges)
        assert store.query("MATCH (n) WHERE NOT n:KgMeta RETURN count(n) AS number").rows == ({"number": len(graph)},)


def _answer(store: Store, text: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    """Ask; only the language of full text search may find a value wrong, and says so in words."""
    try:
        return list(store.query(text, given).rows)
    except KgError as error:
        assert error.cause
        assert error.way_out
        return []


def test_checked_parameters_are_refused_or_taken_as_they_are(place: Address, make: Make) -> None:
    dice = random.Random(SEED)
    with place.open() as store:
        store.load(make())
        for query in all_queries().values():
            for given in list(_hostile_parameters(query, dice))[:3]:
                try:
                    bound = bind(query, given, lambda name: find_actor(store, name), ONTOLOGY)
                except UsageError as error:
                    assert error.way_out
                else:
                    assert {type(value) for value in bound.values()} <= {str, int}
                    _answer(store, query.text, bound)


@pytest.mark.parametrize("actor", ["x" * (LONGEST_ID + 1), "a\tb"])
def test_an_id_that_no_store_could_keep_is_refused_with_its_line(actor: str, values: list[dict[str, str]]) -> None:
    row = json.loads(line(1, values[1]))
    row["object"]["actor"] = actor
    found = read_claims([line(0, values[0]), json.dumps(row)], ONTOLOGY)
    assert len(found.claims) == 1
    (unread,) = found.unread
    assert unread.where == "stdin, line 2"
    assert unread.cause.endswith("; try: name actors and documents by short ids")


def test_the_values_come_back_from_a_file(values: list[dict[str, str]]) -> None:
    few = values[:500]
    graph = graph_of(read_claims((line(number, one) for number, one in enumerate(few)), ONTOLOGY), ONTOLOGY)
    again = graph_of(read_claims(b"".join(export(graph, ONTOLOGY)).split(b"\n"), ONTOLOGY), ONTOLOGY)
    assert [node.id for node in again.nodes] == [node.id for node in graph.nodes]
    assert again.nodes == graph.nodes
