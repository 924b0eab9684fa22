"""What a person's Cypher may say, and the names of the columns it answers with, read off its text.

In: Cypher. Out: nothing, or a QueryError; the columns of the last RETURN. A database opened for reading already refuses
writes. The screen adds what that mode lets through: files and networks, procedures, own transactions, administration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import QueryError, StoreError
from kg.queries import tokens

ALLOWED_PROCEDURES = (
    "db.labels",
    "db.relationshiptypes",
    "db.propertykeys",
    "db.index.fulltext.querynodes",
    "db.index.fulltext.queryrelationships",
)
# Of the functions with a dot in their names, those that only reckon. Plug-ins bring others (apoc.*, genai.*), which may
# read files, call servers or run Cypher of their own.
ALLOWED_FUNCTIONS = ("date", "time", "datetime", "localtime", "localdatetime", "duration", "point", "vector")
_READING = frozenset(("MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CALL", "EXPLAIN", "PROFILE"))
_WRITING = frozenset(("CREATE", "MERGE", "DETACH", "DELETE", "REMOVE", "SET", "FOREACH"))
_ESCAPE = re.compile(r"\\u+([0-9a-fA-F]{4})")
# What a parser had rather seen is a help while it is a few words, and noise when it is three hundred.
_ENDLESS = re.compile(r",? expect(?:ed|ing):? (?=.{120}).*", re.DOTALL)
_IDENTIFIER = re.compile(r"[^\W\d]|`")
_OPEN, _CLOSE = "([{", ")]}"


def screen(text: str, *, write: bool = False) -> None:
    """Raise QueryError where a query asks for more than the graph."""
    # Neo4j replaces \uXXXX before it parses, other engines do not: the text must be harmless both ways.
    for spelling in sorted({text, _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)}):
        _screen(list(_words(spelling)), write=write)


def _screen(words: list[str], *, write: bool) -> None:
    if not words:
        raise QueryError("the query is empty", "MATCH (a:Actor) RETURN a.name LIMIT 10")
    upper = [word.upper() for word in words]
    first = next((word for word in upper if word not in ("EXPLAIN", "PROFILE")), upper[0])
    if first not in _READING and not (write and first in _WRITING):
        if first in _WRITING:
            raise read_only_graph()
        raise QueryError(f"a query may not begin with {first}", f"begin with one of {', '.join(sorted(_READING))}")
    for here, word in enumerate(upper):
        after = upper[here + 1 :]
        before = upper[here - 1] if here else ""
        if word == ";" and after:
            raise QueryError("one query at a time", "run what follows the ';' on its own")
        if word == "LOAD" and after[:1] == ["CSV"]:
            raise QueryError("LOAD CSV is not allowed: a query reads the graph, no files", "load data with `kg load`")
        if word == "IN" and "TRANSACTIONS" in after[:3] and before in ("}", ")"):
            raise QueryError("IN TRANSACTIONS is not allowed", "leave it out")
        if word == "CALL" and before != "." and after[:1] not in (["{"], ["("]):
            _screen_procedure(words[here + 1 :])
        if word == "(" and before:
            _screen_function(words, here)


def _screen_procedure(words: list[str]) -> None:
    name = ""
    for word in words:
        if word != "." and name and not name.endswith("."):
            break
        name += word.strip("`")
    if name.lower() not in ALLOWED_PROCEDURES:
        raise QueryError(f"the procedure {name} is not allowed", f"allowed are {', '.join(ALLOWED_PROCEDURES)}")


def _screen_function(words: list[str], end: int) -> None:
    """Look at what is called by the bracket at `end`, if its name has a dot and it is no procedure."""
    start = end - 1
    while start >= 2 and words[start - 1] == "." and _IDENTIFIER.match(words[start - 2]):
        start -= 2
    name = "".join(word.strip("`") for word in words[start:end])
    if "." not in name or (start and words[start - 1].upper() == "CALL"):
        return
    if name.partition(".")[0].lower() not in ALLOWED_FUNCTIONS:
        known = ", ".join(f"{one}.*" for one in ALLOWED_FUNCTIONS)
        raise QueryError(f"the function {name} is not allowed", f"allowed are those without a dot, and {known}")


def read_only_graph() -> QueryError:
    """The error for a query that would change the graph."""
    return QueryError("the query would change the graph, and it was opened for reading", "kg cypher --write")


def too_slow(seconds: float) -> QueryError:
    """The error for a query that ran into its time limit."""
    return QueryError(
        f"the query took longer than {seconds:g} s",
        "narrow it, bound its paths, or give it more time (kg cypher --timeout)",
    )


def fixed_time(seconds: float) -> StoreError:
    """The error for another time limit than the one that cannot be changed while a folder is open for reading."""
    return StoreError(
        f"the graph was opened for reading, where a query may take {seconds:g} s and no other limit can be set",
        "open it without read_only; others are kept out meanwhile",
    )


def lacking(said: str) -> QueryError:
    """The error for a query one of whose parameters has no value, in the engine's words."""
    return QueryError(f"the query lacks a parameter: {said}", "give every $parameter a value")


def not_run(said: str) -> QueryError:
    """The error for a query that the engine does not understand, in the engine's words."""
    cause = f"the query could not be run: {_ENDLESS.sub('', said)}"
    return QueryError(cause, "check its text: `kg info store` shows what is in the graph")


def _words(text: str) -> Iterator[str]:
    """Yield words and signs; strings are one sign, comments and spaces nothing."""
    for kind, token in tokens(text):
        if kind == "string":
            yield "''"
        elif kind not in ("comment", "space"):
            yield token


def columns(text: str) -> tuple[str, ...]:
    """Read the names of the columns off the last RETURN: what an engine does not tell where no row came."""
    depth, start = 0, -1
    words = list(tokens(text))
    for here, (kind, token) in enumerate(words):
        depth += (token in _OPEN) - (token in _CLOSE) if kind == "other" else 0
        if kind == "word" and depth == 0 and token.upper() == "RETURN":
            start = here + 1
    if start < 0:
        return ()
    return tuple(name for name in map(_column, _items(words[start:])) if name)


def _items(words: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Cut what follows RETURN at its commas, up to ORDER BY, SKIP or LIMIT."""
    depth = 0
    item: list[tuple[str, str]] = []
    for kind, token in words:
        depth += (token in _OPEN) - (token in _CLOSE) if kind == "other" else 0
        if depth == 0 and kind == "word" and token.upper() in ("ORDER", "SKIP", "LIMIT", "UNION"):
            break
        if depth == 0 and token in (",", ";"):
            yield item
            item = []
        elif kind != "comment" and not (kind == "word" and token.upper() == "DISTINCT" and not item):
            item.append((kind, token))
    yield item


def _column(item: list[tuple[str, str]]) -> str:
    words = [token for kind, token in item if kind != "space"]
    if len(words) > 2 and words[-2].upper() == "AS":
        return words[-1].strip("`")
    return "".join(token for _, token in item).strip().strip("`")
