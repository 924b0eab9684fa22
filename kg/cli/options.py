"""The options that several verbs share, and what they open.

In: what was typed. Out: an ontology, a graph, the parts that read.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.text.base import LARGEST

if TYPE_CHECKING:
    from kg.knowledge_graph import KnowledgeGraph
    from kg.pipeline import Options

F = TypeVar("F", bound=Callable[..., Any])
FORMATS = ("table", "json", "csv")
DEFAULT_STORE = "graph.kg"
SECONDS = 30.0  # that a query may take, unless told otherwise


def store_option(function: F) -> F:
    """Where the graph lies."""
    return click.option(
        "-s",
        "--store",
        envvar="KG_STORE",
        default=DEFAULT_STORE,
        show_default=True,
        metavar="FOLDER|URL",
        help="Where the graph lies: a folder, or neo4j://host:port.",
    )(function)


def format_option(function: F) -> F:
    """How rows are printed."""
    return click.option(
        "-f",
        "--format",
        "format_",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="How to print the rows.",
    )(function)


def limit_options(function: F) -> F:
    """How many rows a query may give, and how long it may take."""
    function = click.option(
        "--timeout",
        type=click.FloatRange(0.001, 86_400),
        default=SECONDS,
        show_default=True,
        metavar="SECONDS",
        help="How long a query may take. For any other time, a folder is opened for this process alone.",
    )(function)
    return click.option(
        "--limit", type=click.IntRange(1), default=10_000, show_default=True, help="The most rows to print."
    )(function)


def json_option(function: F) -> F:
    """Whether the summary is one JSON object."""
    return click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")(function)


def ontology_options(function: F) -> F:
    """What is known beforehand."""
    function = click.option(
        "--actors",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Actors of your own: .ttl or .csv. May be given again.",
    )(function)
    return click.option(
        "--ontology",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="A folder with relations, kinds, frames and actors of your own, beside those that are there.",
    )(function)


def reading_options(function: F) -> F:
    """Which parts read, and texts of what size."""
    function = click.option(
        "--largest",
        type=click.IntRange(1),
        default=LARGEST,
        show_default=True,
        metavar="N",
        help="The most characters of one text; a longer one is listed and not read. A .jsonl of many texts may have "
        "any size.",
    )(function)
    function = click.option(
        "--extractor", default="relations", show_default=True, metavar="NAME", help="What finds the claims."
    )(function)
    return click.option(
        "--pipeline",
        default="reader",
        show_default=True,
        metavar="NAME",
        help="What parses the texts: a name, or any spaCy pipeline.",
    )(function)


def open_graph(
    store: str,
    *,
    ontology: Path | None = None,
    actors: tuple[Path, ...] = (),
    queries: tuple[Path, ...] = (),
    create: bool = False,
    read_only: bool = False,
) -> KnowledgeGraph:
    """Open the graph; unless told to create it, raise StoreError where there is none."""
    from kg import knowledge_graph

    return knowledge_graph.open(
        store, ontology=ontology, actors=actors, queries=queries, create=create, read_only=read_only
    )


def options_of(pipeline: str, extractor: str, largest: int) -> Options:
    """Name the parts that read."""
    from kg.pipeline import Options

    return Options(pipeline=pipeline, extractor=extractor, largest=largest)
