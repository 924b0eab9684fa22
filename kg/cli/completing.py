"""What may stand next at the prompt of kg shell.

In: the text left of the cursor. Out: words, and how many letters before the cursor each takes the place of.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg.graph import CLAIM_EDGES
from kg.queries import SIGNS, tokens

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.queries import Query

FIRST = ("MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CALL", "EXPLAIN", "PROFILE")
COMMANDS = (":format", ":help", ":queries", ":quit")
FORMATS = ("table", "json", "csv")
LABELS = ("Actor", "Claim", "Document", "Place")
_CLAUSES = (*FIRST, "WHERE", "ORDER", "BY", "LIMIT", "SKIP", "DISTINCT", "AS", "AND", "OR", "NOT", "IN", "CONTAINS",
            "STARTS", "ENDS", "UNION", "EXISTS", "COUNT", "COLLECT", "CASE", "WHEN", "THEN", "ELSE", "END")  # fmt: skip
_TYPED = re.compile(r"[:|&!]\s*(\w*)$")
_WORD = re.compile(r"(?<![\w.$'\"])([A-Za-z]+)$")
_GIVEN = re.compile(r"(?:^|\s)--([\w-]+)(?:=|\s+)('[^']*|\"[^\"]*|\S*)$")
_MOST = 50

Suggested = tuple[str, int]  # a word, and how many letters before the cursor it takes the place of


@dataclass
class Vocabulary:
    """All words that a prompt knows; `actors` is asked for names when first needed."""

    queries: Mapping[str, Query]
    ontology: Ontology
    actors: Callable[[], Iterable[str]]

    @cached_property
    def names(self) -> list[str]:
        """The names of actors, sorted."""
        return sorted(self.actors())

    def suggest(self, before: str) -> list[Suggested]:
        """List what may stand at the cursor, given the text left of it."""
        text = before.lstrip()
        first, space, _ = text.partition(" ")
        if not space and "\n" not in text:
            return _beginning(first, (*COMMANDS, *self.queries, *FIRST))
        if first == ":help":
            return _beginning(text.rpartition(" ")[2], self.queries)
        if first == ":format":
            return _beginning(text.rpartition(" ")[2], FORMATS)
        if first in self.queries and first.upper() not in FIRST:
            return list(self._of_query(self.queries[first], text))
        return list(self._of_cypher(text))

    def _of_query(self, query: Query, text: str) -> Iterator[Suggested]:
        given = _GIVEN.search(text)
        if given and not given[2].startswith("--"):
            kinds = {one.name: one.type for one in query.parameters}
            kind = kinds.get(given[1].replace("-", "_"), "")
            typed = given[2].lstrip("'\"")
            for value, _ in _beginning(typed, self._values(kind))[:_MOST]:
                yield shlex.quote(value), len(given[2])
            return
        word = text.rpartition(" ")[2]
        used = set(re.findall(r"--([\w-]+)", text[: len(text) - len(word)]))
        options = [one.name.replace("_", "-") for one in query.parameters]
        yield from _beginning(word, [f"--{one}" for one in options if one not in used])

    def _values(self, kind: str) -> Iterable[str]:
        if kind == "actor":
            return self.names
        if kind == "relation":
            return [one.label for one in self.ontology.relations.values()]
        if kind == "kind":
            return [one.id.replace("_", "-") for one in self.ontology.actor_types.values()]
        return SIGNS if kind == "sign" else ()

    def _of_cypher(self, text: str) -> Iterator[Suggested]:
        inside = _innermost(text)
        if inside and (typed := _TYPED.search(text)):
            relations = (*CLAIM_EDGES, *(one.cypher for one in self.ontology.relations.values()))
            yield from _beginning(typed[1], relations if inside == "[" else LABELS if inside == "(" else ())
        elif inside != "'" and (word := _WORD.search(text)):
            yield from _beginning(word[1], _CLAUSES)


def _innermost(text: str) -> str:
    """The bracket that the end of some Cypher stands in, or a quote where it stands in a string."""
    open_: list[str] = []
    for kind, sign in tokens(text):
        if kind == "other" and sign in "([{":
            open_.append(sign)
        elif kind == "other" and sign in ")]}" and open_:
            open_.pop()
        elif kind == "other" and sign in "'\"`":  # of a string that has no end yet
            return "'"
    return open_[-1] if open_ else ""


def _beginning(typed: str, words: Iterable[str]) -> list[Suggested]:
    """Those words that begin with what is typed, in any case; the word itself is no suggestion."""
    start = typed.casefold()
    return [(word, len(typed)) for word in words if word.casefold().startswith(start) and word != typed]
