"""Nothing that is asked changes the graph: whatever a query tries, on either store, its export stays the same bytes.

The barriers are tried together, as a person meets them: the screen, and the engine's own reading mode.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from kg.cli.app import run
from kg.errors import KgError, QueryError
from kg.export.jsonl import export
from kg.graph import Graph
from kg.ontology import load_ontology
from kg.store import Store, open_store
from kg.store.screen import screen

Make = Callable[..., Graph]
ONTOLOGY = load_ontology()
NEW = "(:Actor {id: 'evil', name: 'Evil'})"
CLAUSES = (
    f"CREATE {NEW}",
    f"create {NEW}",
    f"CrEaTe {NEW}",
    f"INSERT {NEW}",
    f"MERGE {NEW}",
    "MATCH (a:Actor) MERGE (a)-[:AIDS {claims: 9}]->(a)",
    "MATCH (a:Actor {id: 'a-high'}) MERGE (a) ON MATCH SET a.name = 'Evil'",
    "MATCH (a:Actor) SET a.name = 'Evil'",
    "MATCH (a:Actor) SET a += {name: 'Evil'}",
    "MATCH (a:Actor) SET a = {id: a.id}",
    "MATCH (a:Actor) SET a:Evil",
    "MATCH (a:Actor) SET a['name'] = 'Evil'",
    "MATCH ()-[r]->() SET r.claims = 0",
    "MATCH (a:Actor) REMOVE a.name",
    "MATCH (a:Actor) REMOVE a:Actor",
    "MATCH (a:Actor) DELETE a",
    "MATCH (a:Actor) DETACH DELETE a",
    "MATCH (a:Actor) NODETACH DELETE a",
    "MATCH ()-[r]->() DELETE r",
    "MATCH (a:Actor) FOREACH (x IN [1] | SET a.name = 'Evil')",
    f"UNWIND [1, 2] AS x FOREACH (y IN [x] | CREATE {NEW})",
    "MATCH (a:Actor) WITH a ORDER BY a.id LIMIT 1 SET a.name = 'Evil' RETURN a.name",
    f"RETURN 1 AS a UNION CREATE {NEW} RETURN 1 AS a",
    f"OPTIONAL MATCH (x:None) CREATE {NEW} RETURN x",
    f"EXPLAIN CREATE {NEW}",
    f"PROFILE CREATE {NEW}",
    f"PROFILE MATCH (a) CREATE {NEW}",
    f"CYPHER runtime=slotted CREATE {NEW}",
)
SUBQUERIES = (
    f"CALL {{ CREATE {NEW} }} RETURN 1 AS x",
    f"CALL () {{ CREATE {NEW} RETURN 1 AS x }} RETURN x",
    "MATCH (a:Actor) CALL (a) { SET a.name = 'Evil' } RETURN a.id",
    "MATCH (a:Actor) CALL { WITH a DETACH DELETE a } IN TRANSACTIONS",
    "MATCH (a:Actor) CALL (a) { DETACH DELETE a } IN TRANSACTIONS OF 1 ROW",
    "MATCH (a:Actor) CALL (a) { DETACH DELETE a } IN 3 CONCURRENT TRANSACTIONS OF 1 ROWS ON ERROR CONTINUE",
    f"MATCH (a) WHERE EXISTS {{ CREATE {NEW} }} RETURN a.id",
    f"RETURN COUNT {{ CREATE {NEW} }} AS x",
    f"RETURN COLLECT {{ CREATE {NEW} RETURN 1 AS y }} AS x",
)
HIDDEN = (
    f"/* MATCH (n) RETURN n */ CREATE {NEW}",
    f"// RETURN 1\nCREATE {NEW}",
    f"CRE/**/ATE {NEW}",
    f"MATCH (n) /* RETURN n */ CREATE/**/{NEW}",
    f"MATCH (n) RETURN n // \r CREATE {NEW}",
    f"\\u0043REATE {NEW}",
    f"\\u0043\\u0052\\u0045\\u0041\\u0054\\u0045 {NEW}",
    f"\\uuu0043REATE {NEW}",
    "MATCH (a:Actor) \\u0053ET a.name = 'Evil'",
    "MATCH (a:Actor) D\\u0045LETE a",
    "MATCH (a:Actor) D\\u0065tach d\\u0065lete a",
    f"RETURN 1 AS a //\\u000aCREATE {NEW}",
    f"RETURN 1 AS a /* \\u002a/ CREATE {NEW} RETURN 2 AS a // */",
    f"MATCH (a) WHERE a.name = '\\u0027 CREATE {NEW.replace(chr(39), chr(34))} // ' RETURN a.id",
    "MATCH (a) RETURN a.`x\\u0060 SET a.name = 1 //`",
    f"`CREATE` {NEW}",
    f"CREATE\u00a0{NEW}",
    f"\ufeffCREATE {NEW}",
    f"\u2003CREATE {NEW}",
    f"ＣＲＥＡＴＥ {NEW}",
    f"RETURN 1 AS a; CREATE {NEW}",
    f"RETURN 1 AS a;\n;CREATE {NEW};",
    f"; CREATE {NEW}",
)
PROCEDURES = (
    "CALL db.createLabel('Evil')",
    "CALL db.createRelationshipType('EVIL')",
    "CALL db.createProperty('evil')",
    "CALL `db`.`createProperty`('evil')",
    "CALL db . createProperty ('evil')",
    "CALL Db.CreateLabel('Evil') YIELD *",
    "CALL db.clearQueryCaches()",
    "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()",
    "CALL dbms.listConfig()",
    "CALL dbms.setConfigValue('db.transaction.timeout', '0')",
    "CALL dbms.killConnections(['bolt-1'])",
    "CALL tx.setMetaData({a: 1})",
    "CALL apoc.create.node(['Actor'], {id: 'evil'})",
    "CALL apoc.cypher.doIt(\"CREATE (:Actor {id: 'evil'})\", {}) YIELD value RETURN value",
    'CALL apoc.cypher.runMany("MATCH (n) DETACH DELETE n;", {})',
    "CALL apoc.load.json('file:///etc/passwd')",
    "CALL apoc.periodic.commit('MATCH (n) DETACH DELETE n', {})",
    "MATCH (a:Actor) CALL apoc.refactor.rename.label('Actor', 'Evil') YIELD batch RETURN batch",
    "CALL dbms.components",
    "CALL \\u0064bms.listConfig()",
    'RETURN apoc.cypher.runFirstColumnSingle("MATCH (n) DETACH DELETE n RETURN 1", {}) AS x',
    "RETURN `apoc` . `load` . json ('file:///etc/passwd') AS x",
    "RETURN genai.vector.encode('x', 'OpenAI', {token: 'x'}) AS x",
)
ELSEWHERE = (
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    f"LOAD CSV WITH HEADERS FROM 'https://example.org/x.csv' AS line CREATE {NEW}",
    "MATCH (n) lOaD/**/cSv FROM 'file:///etc/passwd' AS line RETURN line",
    "MATCH (n) L\\u004fAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "CREATE INDEX evil FOR (n:Actor) ON (n.name)",
    "CREATE CONSTRAINT evil FOR (n:Actor) REQUIRE n.name IS UNIQUE",
    "DROP CONSTRAINT kg_actor_id",
    "DROP INDEX kg_actor_id IF EXISTS",
    "DROP DATABASE neo4j",
    "CREATE USER evil SET PASSWORD 'evilevil'",
    "ALTER CURRENT USER SET PASSWORD FROM 'x' TO 'evilevil'",
    "ALTER DATABASE neo4j SET ACCESS READ ONLY",
    "GRANT ROLE admin TO evil",
    "STOP DATABASE neo4j",
    "TERMINATE TRANSACTION 'neo4j-transaction-1'",
    "USE system SHOW USERS",
    "SHOW SETTINGS",
    "TRUNCATE TYPE Actor UNSAFE",
    "DELETE FROM Actor",
    "INSERT INTO Actor SET id = 'evil'",
    "BEGIN",
    "COMMIT",
)
ATTEMPTS = (*CLAUSES, *SUBQUERIES, *HIDDEN, *PROCEDURES, *ELSEWHERE)
# Hidden so well that they hide nothing: an engine that does not read \u escapes sees a comment or a string in them.
HARMLESS = frozenset(
    text for text in HIDDEN if text.startswith(("RETURN 1 AS a /", "MATCH (a) WHERE", "MATCH (a) RETURN"))
)
NINE_HOPS = {
    "apart": f"MATCH {', '.join(f'({name})' for name in 'abcdefghi')} "
    f"WHERE {' + '.join(f'{name}.name' for name in 'abcdefghi')} = 'nobody' RETURN a.id AS id",
    "on paths": "MATCH (a)-[*1..9]-(b), (c)-[*1..9]-(d), (e)-[*1..9]-(f) "
    "WHERE a.id + b.id + c.id + d.id + e.id + f.id = 'nobody' RETURN count(*) AS n",
    "sorted": "MATCH (a), (b), (c), (d), (e), (f), (g), (h), (i) "
    f"RETURN {' + '.join(f'{name}.name' for name in 'abcdefghi')} AS x ORDER BY x LIMIT 3",
}  # fmt: skip


class Address(Protocol):
    """The fixture `place`."""

    name: str
    address: str

    def open(self, *, read_only: bool = False) -> Store: ...


@pytest.fixture(params=["held for writing", "opened for reading"])
def full(request: pytest.FixtureRequest, place: Address, make: Make) -> Iterator[Store]:
    """A store with a graph, opened either way."""
    with place.open() as store:
        store.load(make())
        if request.param == "held for writing":
            yield store
            return
    with place.open(read_only=True) as store:
        yield store


def dump(store: Store) -> bytes:
    return b"".join(export(store.graph(), ONTOLOGY))


def refused(store: Store, text: str) -> KgError | None:
    try:
        store.query(text)
    except KgError as error:
        return error
    return None


def test_no_attempt_to_write_slips_through(full: Store) -> None:
    assert len(ATTEMPTS) > 100
    before, nodes = dump(full), full.graph().nodes
    let_through = []
    for text in ATTEMPTS:
        error = refused(full, text)
        if error is None:
            let_through.append(text)
        else:
            assert error.cause
            assert error.way_out, text
            assert "Exception" not in str(error)
    assert [text for text in let_through if text not in HARMLESS] == []
    assert full.graph().nodes == nodes
    assert dump(full) == before
    meta = "MATCH (m:KgMeta) RETURN m.schema AS version"
    assert full.query(meta).rows == ({"version": 1},)
    labels = {row["label"] for row in full.query("CALL db.labels() YIELD label RETURN label").rows}
    assert "Evil" not in labels


@pytest.mark.parametrize("text", [*PROCEDURES, *ELSEWHERE])
def test_the_screen_alone_refuses_what_is_beyond_the_graph(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        screen(text)
    assert caught.value.way_out


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (a:Actor) RETURN a.create AS `set`, a.`delete` AS merge",
        "MATCH (a:Actor) WHERE a.name CONTAINS 'CREATE (n)' RETURN a.id // SET",
        "RETURN date.truncate('month', date('2031-05-12')) AS d, vector.similarity.cosine([1.0], [1.0]) AS v",
        "WITH [1, 2, 3] AS l RETURN l[0..size(l)] AS a, l[..toInteger('2')] AS b",
        "MATCH (a) WHERE a.id IN (['x']) AND (a.name = 'y') RETURN count(a) AS n",
        "MATCH (a)-[*1..2]-(b) RETURN DISTINCT a.id AS a, duration.between(date('2031-01-01'), date()).years > 0 AS y",
    ],
)
def test_what_only_looks_like_writing_runs(place: Address, text: str) -> None:
    with place.open() as store:
        store.query(text)


@pytest.mark.parametrize("query", NINE_HOPS)
def test_nine_hops_stop_at_their_time_and_the_store_still_answers(place: Address, make: Make, query: str) -> None:
    with place.open() as store:
        store.load(make())
        before = dump(store)
        with pytest.raises(QueryError, match=r"took longer than 1 s") as caught:
            store.query(NINE_HOPS[query], timeout=1)
        assert "narrow it" in caught.value.way_out
        assert store.query("MATCH (a:Actor) RETURN count(a) AS n").rows[0]["n"] > 3
        assert dump(store) == before


def test_the_command_line_has_both_limits(place: Address, make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    with place.open() as store:
        store.load(make())
    where = ["-s", place.address]
    assert run(["cypher", NINE_HOPS["apart"], "--timeout", "0.5", *where]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "error: the query took longer than 0.5 s",
        "  try: narrow it, bound its paths, or give it more time (kg cypher --timeout)",
    ]
    assert run(["cypher", "UNWIND range(1, 9) AS n RETURN n", "--limit", "2", "-f", "json", *where]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == [{"n": 1}, {"n": 2}]
    assert said.err == "only the first 2 rows are shown\n"
    for wrong in (["--timeout", "0"], ["--timeout", "x"], ["--limit", "0"]):
        assert run(["cypher", "RETURN 1 AS n", *wrong, *where]) == 2
        assert capsys.readouterr().err.startswith("error: invalid value for '--")


def test_a_folder_opened_for_reading_tells_the_limit_that_stood(tmp_path: Path, make: Make) -> None:
    """Its time limit is fixed while it is open so; an error must not name another."""
    path = str(tmp_path / "graph.kg")
    with open_store(path, create=True) as store:
        store.load(make())
    with open_store(path, read_only=True) as store, pytest.raises(KgError, match="opened for reading") as caught:
        store.query("RETURN 1 AS n", timeout=2)
    assert "30 s" in caught.value.cause
