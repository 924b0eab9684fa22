"""Queries as files: their header, their parameters, and what is said of a file or a call that is not sound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import InputError, KgError, UsageError
from kg.ontology import Ontology, RelationType
from kg.queries import Given, all_queries, bind, find_query, parameters_of, query_problems, read_query
from kg.resources import data_folder

GOOD = """// Who said what about whom. A second sentence.
// A second line.
//
// $who: actor — an actor
// $relation: relation = "" — a relation
// $day: date = 2031-05 — a day
// $top: integer = 50 -- how many
// $sign: sign = hostile
// $word: text = "two words"
// example: kg query good --who X
// Example: kg query good --who Y --top 3
MATCH (a {id: $who}) // not $this, nor:
WHERE a.x = '$that' AND a.`$it` <> "$those" AND a.r = $relation /* $these
*/ AND a.d > $day AND a.s IN [$sign, $`word`] RETURN a.id AS id LIMIT $top
"""
ONTOLOGY = Ontology({}, {"fights_alongside": RelationType("fights_alongside", "", "", "", "", "+", (), ())}, {})


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str, name: str = "good.cypher") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def fails(work: Callable[[], object]) -> KgError:
    with pytest.raises(KgError) as caught:
        work()
    return caught.value


def test_a_header_is_read(write: Callable[..., Path]) -> None:
    query = read_query(write(GOOD))
    assert query.name == "good"
    assert query.summary == "Who said what about whom."
    assert query.help == "Who said what about whom. A second sentence.\nA second line."
    assert [(p.name, p.type, p.default, p.help) for p in query.parameters] == [
        ("who", "actor", None, "an actor"),
        ("relation", "relation", "", "a relation"),
        ("day", "date", "2031-05", "a day"),
        ("top", "integer", 50, "how many"),
        ("sign", "sign", "-", ""),
        ("word", "text", "two words", ""),
    ]
    assert query.examples == ("kg query good --who X", "kg query good --who Y --top 3")
    assert query.example == "kg query good --who X"
    assert query.text == GOOD


def test_parameters_are_found_where_they_are_code() -> None:
    assert parameters_of(GOOD.split("3\n")[1]) == ("who", "relation", "day", "sign", "word", "top")


def test_a_call_is_made_up_where_no_example_is_given(write: Callable[..., Path]) -> None:
    text = "// Help.\n// $who: actor\n// $n: integer = 1\nRETURN $who AS a, $n AS n\n"
    assert read_query(write(text)).example == "kg query good --who WHO"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("RETURN 1 AS x\n", (1, "the file has no help", "begin it with")),
        ("", (1, "the file has no help", "begin it with")),
        ("// Help.\n\n", (2, "the file has no query", "write Cypher")),
        ("// Help.\n\nRETURN 1 AS a,\n  $x AS x\n", (4, "$x is not in the header", "add `// $x: text")),
        ("// Help.\n// $x: text\nRETURN 1 AS x\n", (2, "the query does not use $x", "take it out")),
        ("// Help.\n// $x: text\n// $x: date\nRETURN $x AS x\n", (2, "$x is declared twice", "leave one")),
        ("// Help.\n// $x: colour\nRETURN $x AS x\n", (2, "the parameter 'x' has no type 'colour'", "write `//")),
        ("// Help.\n// $x — text\nRETURN $x AS x\n", (2, "'$x — text' does not declare a parameter", "write `//")),
        ("// Help.\n// $x: integer = many\nRETURN $x AS x\n", (2, "'many' is not a whole number", "write `//")),
        ("// Help.\n// $x: date = 2031-02-30\nRETURN $x AS x\n", (2, "'2031-02-30' is not in the calendar", "write")),
    ],
)
def test_a_file_that_is_not_sound_says_where(
    write: Callable[..., Path], text: str, problem: tuple[int, str, str]
) -> None:
    path = write(text)
    line, cause, way_out = next(query_problems(path))
    assert line == problem[0]
    assert cause.startswith(problem[1])
    assert way_out.startswith(problem[2])
    told = fails(lambda: read_query(path))
    assert isinstance(told, InputError)
    assert told.cause == f"{path}:{line}: {cause}"


def test_a_file_that_cannot_be_read_is_a_problem_of_its_first_line(tmp_path: Path) -> None:
    path = tmp_path / "x.cypher"
    path.write_bytes(b"// \xff\n")
    assert [problem[0] for problem in query_problems(path)] == [1]
    assert [problem[2] for problem in query_problems(tmp_path / "none.cypher")] == ["save it as UTF-8 text"]


def test_a_folder_of_ones_own_goes_first(write: Callable[..., Path], tmp_path: Path) -> None:
    write("// My own.\nRETURN 1 AS x\n", "allies.cypher")
    write("// My other.\nRETURN 1 AS x\n", "my_other.cypher")
    mine = all_queries([tmp_path])
    assert mine["allies"].help == "My own."
    assert {*mine} == {*all_queries(), "my_other"}
    assert list(mine) == sorted(mine)
    assert find_query("my-other", [tmp_path]).help == "My other."
    told = fails(lambda: all_queries([tmp_path / "none"]))
    assert told.cause == f"there is no folder of queries at {tmp_path / 'none'}"


def test_an_unknown_query_brings_the_nearest() -> None:
    told = fails(lambda: find_query("alies"))
    assert isinstance(told, UsageError)
    assert told.cause == "there is no query called 'alies'"
    assert told.way_out == "did you mean allies?"
    assert "actors" in fails(lambda: find_query("xyzzy")).way_out


def test_a_missing_parameter_says_how_to_give_it() -> None:
    told = fails(lambda: bind(find_query("allies"), {}, str))
    assert isinstance(told, UsageError)
    assert str(told) == "the query 'allies' needs the parameter 'actor'\n  try: kg query allies --actor Hezbollah"


def test_an_unknown_parameter_brings_the_nearest(write: Callable[..., Path]) -> None:
    told = fails(lambda: bind(find_query("allies"), {"actr": "X"}, str))
    assert told.cause == "the query 'allies' has no parameter 'actr'"
    assert told.way_out == "did you mean actor?"
    assert fails(lambda: bind(find_query("allies"), {"xyz": "X"}, str)).way_out == "it takes actor, limit"
    none = read_query(write("// Help.\nRETURN 1 AS x\n"))
    assert fails(lambda: bind(none, {"xyz": "X"}, str)).way_out == "it takes none"


def test_values_become_what_they_should_be(write: Callable[..., Path]) -> None:
    query = read_query(write(GOOD))
    given: dict[str, Given] = {"who": "The Militia", "relation": "FIGHTS_ALONGSIDE", "day": "2031", "top": "7"}
    bound = bind(query, given, lambda name: f"id of {name}", ONTOLOGY)
    assert bound == {
        "who": "id of The Militia",
        "relation": "fights-alongside",
        "day": "2031",
        "top": 7,
        "sign": "-",
        "word": "two words",
    }
    defaults = bind(query, {"who": "x", "top": 3, "sign": "+"}, str)
    assert (defaults["relation"], defaults["top"], defaults["sign"]) == ("", 3, "+")


@pytest.mark.parametrize(
    ("name", "value", "cause"),
    [
        ("top", "many", "'many' is not a whole number"),
        ("top", -1, "'-1' is not a whole number"),
        ("day", "14.5.2031", "'14.5.2031' is not a date like 2015-10-14, 2015-10 or 2015"),
        ("day", "2031-13", "'2031-13' is not in the calendar"),
        ("sign", "?", "'?' is not one of +, -, 0, friendly, hostile, neutral"),
        ("who", " ", "it is empty"),
        ("word", "", "it is empty"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(write: Callable[..., Path], name: str, value: Given, cause: str) -> None:
    told = fails(lambda: bind(read_query(write(GOOD)), {"who": "x", name: value}, str))
    assert isinstance(told, UsageError)
    assert told.cause == f"the parameter '{name}': {cause}"


def test_a_relation_is_checked_against_the_ontology(write: Callable[..., Path]) -> None:
    told = fails(lambda: bind(read_query(write(GOOD)), {"who": "x", "relation": "fights-alongsid"}, str, ONTOLOGY))
    assert told.way_out == "did you mean fights-alongside?"


@pytest.mark.parametrize("path", sorted(data_folder("queries").glob("*.cypher")), ids=lambda path: path.stem)
def test_a_shipped_query_is_sound_and_shows_a_call(path: Path) -> None:
    assert list(query_problems(path)) == []
    query = read_query(path)
    assert query.summary.endswith(".")
    assert query.examples
    assert query.example.startswith(f"kg query {query.name}")
    assert all(parameter.help for parameter in query.parameters)
    assert "ORDER BY" in query.text
