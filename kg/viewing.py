"""From what a person wants to see to a page of it: names become ids, a query is asked, a part is chosen and written.

In: an open store, the ontology, and what is wanted. Out: the text of one page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from kg.errors import UsageError, did_you_mean
from kg.graph import Graph
from kg.ontology import Ontology
from kg.queries import as_date
from kg.store import find_actor
from kg.view.choose import MOST, UNDATED, Choice, Undated, actors_in

if TYPE_CHECKING:
    from kg.store.base import Row, Store

Ask = Callable[[str, Mapping[str, str | int]], "tuple[list[Row], set[str]]"]


class Wanted(TypedDict, total=False):
    """Which part of a graph to show; what is left out does not narrow it, and the parts combine.

    `query` is the name of a query, `parameters` its own: only those whom its rows name are shown, and whom it asks for.
    `actor` (a name, an alias or an id) and `hops`: who is within so many steps; 2, or with a query alone 0.
    `since`, `until`: ISO dates, or years or months: what held then. `undated`: what becomes of claims without a date.
    `min_publishers`: facts that so many papers tell. `top`: at most so many actors (3,000), 0 for all.
    """

    query: str
    parameters: Mapping[str, str | int]
    actor: str
    hops: int
    since: str
    until: str
    undated: Undated
    min_publishers: int
    top: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was written; the last value of a notebook's cell, it shows in a frame there."""

    path: Path
    html: str = field(repr=False)
    height: int = 720  # of the frame, in pixels

    def _repr_html_(self) -> str:
        frame = f'width="100%" height="{self.height:d}" style="border:0" title="{escape(str(self.path))}"'
        return f'<iframe srcdoc="{escape(self.html)}" sandbox="allow-scripts allow-downloads" {frame}></iframe>'


def page(store: Store, ontology: Ontology, ask: Ask, wanted: Wanted, title: str) -> str:
    """Write the page of the part of a store that is wanted; raise UsageError where nobody or nothing is called so."""
    from kg.view import choose, write_page

    graph = store.graph()
    part = choose(graph, choice_of(store, graph, ask, wanted))
    return write_page(part.graph, ontology, title=title, note=part.note)


def choice_of(store: Store, graph: Graph, ask: Ask, wanted: Wanted) -> Choice:
    """Turn names into ids, and a query into those whom it finds; raise UsageError for what is wrong with them."""
    undated = wanted.get("undated", "published")
    if undated not in UNDATED:
        raise UsageError(f"undated claims cannot be '{undated}'", did_you_mean(undated, UNDATED, ", ".join(UNDATED)))
    actor, query = wanted.get("actor", ""), wanted.get("query", "")
    only, asked = None, ""
    if query:
        only, asked = _found(graph, ask, query, wanted.get("parameters", {}))
    elif wanted.get("parameters"):
        raise UsageError("parameters were given, and no query that takes them", "name the query")
    return Choice(
        only=only,
        asked=asked,
        actor=find_actor(store, actor) if actor else "",
        hops=wanted.get("hops"),
        since=_day("since", wanted.get("since", "")),
        until=_day("until", wanted.get("until", "")),
        undated=undated,
        min_publishers=wanted.get("min_publishers", 1),
        top=wanted.get("top", MOST),
    )


def _found(graph: Graph, ask: Ask, query: str, parameters: Mapping[str, str | int]) -> tuple[frozenset[str], str]:
    """Run a query; give whom its rows name and whom it asks for, and the query in words."""
    rows, meant = ask(query, parameters)
    named = actors_in(rows, graph)
    if rows and not named:
        raise UsageError(f"the answer of the query '{query}' names no actor", f"kg query {query}")
    given = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in sorted(parameters.items()))
    nobody = "" if rows else ", nothing found"
    return named | meant, f"query {query}" + (f": {given}" if given else "") + nobody


def _day(name: str, value: str) -> str:
    try:
        return as_date(value) if value else ""
    except ValueError as error:
        raise UsageError(f"'{name}': {error}", f"{name} 2015-10") from error
