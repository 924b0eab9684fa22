"""A person's Cypher: read-only, screened, limited in rows and time, answered in plain values, alike on both stores."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from kg.errors import KgError, QueryError, UsageError
from kg.graph import Graph
from kg.store import Store, find_actor
from kg.store.screen import columns, screen

Make = Callable[..., Graph]
SLOW = "UNWIND range(1, 40000) AS a UNWIND range(1, 40000) AS b WITH a, b WHERE a * b = -1 RETURN count(*) AS n"


@pytest.fixture
def full(store: Store, make: Make) -> Store:
    store.load(make())
    return store


def test_a_query_answers_in_columns_and_rows(full: Store) -> None:
    answer = full.query(
        "MATCH (a:Actor) WHERE a.type = $kind RETURN a.name AS who, a.id AS id ORDER BY id", {"kind": "state"}
    )
    assert answer.columns == ("who", "id")
    assert [row["who"] for row in answer.rows] == ["Republic of the Highlands", "Plains Federation"]
    assert not answer.truncated


def test_columns_are_told_without_rows(store: Store) -> None:
    text = (
        "MATCH (a:Actor {id: 'no'}) RETURN DISTINCT a.name AS who, [1, 2] AS `odd name`, count(*) ORDER BY who LIMIT 3"
    )
    answer = store.query(text)
    assert answer.columns == ("who", "odd name", "count(*)")
    assert answer.rows == ()


def test_a_limit_cuts_and_says_so(store: Store) -> None:
    text = "UNWIND range(1, 20) AS n RETURN n AS n ORDER BY n"
    assert store.query(text, limit=20).truncated is False
    cut = store.query(text, limit=19)
    assert cut.truncated is True
    assert [row["n"] for row in cut.rows] == list(range(1, 20))


def test_strings_go_as_parameters_untouched(store: Store) -> None:
    for text in ("'", '"', "\\", "`", "$x", "{y}", "\u2028", "لواء", "🏳️", "a\tb\n", ""):
        assert store.query("RETURN $text AS text", {"text": text}).rows == ({"text": text},)
    values = {"text": [1, 2.5, True, None, ["x"], {"k": "v"}]}
    assert store.query("RETURN $text AS text", values).rows == (values,)


def test_nodes_edges_and_dates_become_plain(full: Store) -> None:
    row = full.query(
        "MATCH (a:Actor {id: 'a-plain'})-[r:SUPPORTS]->(b:Actor) "
        "RETURN a, r, [b] AS l, date('2031-05-12') AS day, {n: b} AS m"
    ).rows[0]
    assert row["a"]["@label"] == "Actor"
    assert row["a"]["name"] == "Plains Federation"
    assert row["r"]["@label"] == "SUPPORTS"
    assert row["r"]["publishers"] == ["Daily Plain"]
    assert row["day"] == "2031-05-12"
    assert row["l"] == [row["m"]["n"]]
    assert row["m"]["n"]["id"] == "a-coast"


def test_a_path_becomes_something_that_can_be_written(full: Store) -> None:
    (row,) = full.query("MATCH p = (:Actor {id: 'a-plain'})-[:SUPPORTS]->(:Actor) RETURN p").rows
    assert json.loads(json.dumps(row)) == row


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (a:Actor) SET a.name = 'x'",
        "MATCH (a:Actor) DETACH DELETE a",
        "MATCH (a:Actor {id: 'a-high'}) MERGE (a)-[:AIDS]->(a)",
        "CREATE (a:Actor {id: 'new'})",
        "MATCH (a:Actor) REMOVE a.name",
        "MATCH (a:Actor) FOREACH (x IN [1] | SET a.n = x)",
        "CALL { CREATE (a:Actor {id: 'new'}) RETURN a } RETURN a.id",
    ],
)
def test_a_query_that_writes_is_refused(full: Store, make: Make, text: str) -> None:
    with pytest.raises(QueryError, match="opened for reading") as caught:
        full.query(text)
    assert caught.value.way_out == "kg cypher --write"
    assert full.graph().nodes == make().nodes


def test_a_query_may_write_when_told_so(full: Store) -> None:
    text = "MATCH (a:Actor {id: $id}) SET a.note = $note RETURN a.note AS note"
    answer = full.query(text, {"id": "a-high", "note": "seen"}, write=True)
    assert (answer.columns, answer.rows) == (("note",), ({"note": "seen"},))
    node = full.graph().node("a-high")
    assert node is not None
    assert node.properties["note"] == "seen"
    assert full.query("CREATE (:Actor {id: 'new'})", write=True).rows == ()


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("MATCH (a:Actor RETURN a", "could not be run: .*RETURN"),
        ("MATCH (a:Actor) RETURN", "could not be run: .*input"),
        ("MATCH (a:Actor) RETURN a.id, b.id", "could not be run"),
        ("RETURN nofunction(1) AS x", "could not be run"),
        ("MATCH (a:Actor {id: $who}) RETURN a.id", "lacks a parameter"),
        ("RETURN 1/0 AS x", "could not be run"),
    ],
)
@pytest.mark.parametrize("write", [False, True])
def test_a_query_that_is_not_sound_says_what_is_wrong(store: Store, text: str, cause: str, write: bool) -> None:
    with pytest.raises(QueryError, match=cause) as caught:
        store.query(text, write=write)
    assert caught.value.way_out
    assert "Exception" not in caught.value.cause
    assert "\n" not in caught.value.cause
    assert not caught.value.cause.endswith("null")
    assert len(caught.value.cause) < 250


@pytest.mark.parametrize("write", [False, True])
def test_a_query_that_takes_too_long_is_ended(store: Store, write: bool) -> None:
    with pytest.raises(QueryError, match=r"took longer than 0\.5 s"):
        store.query(SLOW, timeout=0.5, write=write)
    assert store.query("RETURN 1 AS one").rows == ({"one": 1},)


REFUSED = [
    ("LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line", "may not begin with LOAD"),
    ("MATCH (n) LOAD CSV FROM 'http://127.0.0.1/' AS line RETURN line", "LOAD CSV"),
    ("MATCH (n) /* x */ load // y\n csv FROM 'file:///x' AS line RETURN line", "LOAD CSV"),
    ("MATCH (n) LO\\u0041D CSV FROM 'file:///x' AS line RETURN line", "LOAD CSV"),
    ("WITH '\\u0027 AS x LOAD CSV FROM \"file:///x\" AS line RETURN line //' AS y RETURN y", "LOAD CSV"),
    ("CALL dbms.components()", "procedure dbms.components"),
    ("CALL\n/**/ `dbms` . `components` ( ) YIELD name RETURN name", "procedure dbms.components"),
    ("MATCH (n) CALL apoc.load.json('x') YIELD value RETURN value", "procedure apoc.load.json"),
    ("MATCH (n) CALL { WITH n RETURN 1 AS x } IN TRANSACTIONS OF 1 ROW RETURN x", "IN TRANSACTIONS"),
    ("MATCH (n) CALL (n) { RETURN 1 AS x } IN 2 CONCURRENT TRANSACTIONS RETURN x", "IN TRANSACTIONS"),
    ("SHOW USERS", "may not begin with SHOW"),
    ("TERMINATE TRANSACTIONS 'x'", "may not begin with TERMINATE"),
    ("DROP DATABASE neo4j", "may not begin with DROP"),
    ("USE system MATCH (n) RETURN n", "may not begin with USE"),
    ("RETURN 1 AS a; MATCH (n) RETURN n", "one query at a time"),
    ("", "is empty"),
    (" // nothing\n", "is empty"),
]


@pytest.mark.parametrize(("text", "cause"), REFUSED)
@pytest.mark.parametrize("write", [False, True])
def test_the_screen_refuses_what_is_more_than_the_graph(text: str, cause: str, write: bool) -> None:
    with pytest.raises(QueryError, match=cause) as caught:
        screen(text, write=write)
    assert caught.value.way_out


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (a:Actor) WHERE a.name = 'LOAD CSV; CALL dbms.x()' RETURN a.name",
        "MATCH (a:Actor) RETURN a.load AS csv, a.call AS `CALL dbms.x()` // LOAD CSV\n;",
        "CALL db.labels() YIELD label RETURN label",
        "CALL (x) { RETURN 1 AS y } RETURN y",
        "MATCH (a) WHERE a.transactions IN ['x'] RETURN a.id",
        "EXPLAIN MATCH (a) RETURN a.id",
    ],
)
def test_the_screen_lets_reading_through(text: str) -> None:
    screen(text)


def test_an_allowed_procedure_runs(full: Store) -> None:
    rows = full.query("CALL db.labels() YIELD label RETURN label AS label ORDER BY label").rows
    assert {"Actor", "Claim", "Document", "Place"} <= {row["label"] for row in rows}


def test_columns_are_read_off_the_last_return() -> None:
    assert columns("CALL { MATCH (n) RETURN n AS x } WITH x RETURN x.a AS a, {k: 1, l: [2, 3]} AS m SKIP 1") == (
        "a",
        "m",
    )
    assert columns("RETURN 'a, b AS c' AS s, x.`odd, key` UNION RETURN 1 AS s") == ("s",)
    assert columns("MATCH (n) DELETE n") == ()
    assert columns("RETURN a.name // who\n, count( * ) ;") == ("a.name", "count( * )")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("a-coast", "a-coast"),
        ("Coastal Militia", "a-coast"),
        ("  the coastal militia’s ", "a-coast"),
        ("cm", "a-coast"),
        ("milice Côtière", "a-coast"),
        ("北方旅 🏳️", "a-north"),
        ("لواء الشمال", "a-north"),
        ("Bri\"gade 'of' the `River` \\ <b>bold</b> $x {y} //z", "a-river"),
        ("vale", "p-vale"),
    ],
)
def test_an_actor_is_found_by_name_alias_or_id(full: Store, name: str, found: str) -> None:
    assert find_actor(full, name) == found


def error(work: Callable[[], Any]) -> KgError:
    with pytest.raises(UsageError) as caught:
        work()
    return caught.value


def test_an_unknown_actor_brings_the_nearest(full: Store) -> None:
    near = error(lambda: find_actor(full, "Costal Milita"))
    assert (near.cause, near.way_out) == (
        "no actor in the graph is called 'Costal Milita'",
        "did you mean Coastal Militia?",
    )
    assert error(lambda: find_actor(full, "Federation")).way_out == "did you mean Plains Federation?"
    assert error(lambda: find_actor(full, "Xyzzy")).way_out == "kg query actors"
    assert error(lambda: find_actor(full, " ")).way_out == "kg query actors"


def test_a_name_of_several_says_who_could_be_meant(full: Store) -> None:
    for id_ in ("x-1", "x-2"):
        full.query("MERGE (a:Actor {id: $id}) SET a.name = $name, a.type = 'party', a.aliases = ['CM', 'Twin']",
                   {"id": id_, "name": f"Party {id_}"}, write=True)  # fmt: skip
    twins = error(lambda: find_actor(full, "twin"))
    assert twins.cause == "'twin' names more than one actor: Party x-1 (party, x-1) or Party x-2 (party, x-2)"
    assert twins.way_out == "give the id of the one you mean"
    assert find_actor(full, "x-2") == "x-2"
    assert find_actor(full, "Party x-1") == "x-1"
