"""kg info: what there is: relations, actors, queries, parts, and what a graph holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import format_option, ontology_options, open_graph, store_option
from kg.cli.output import print_rows
from kg.cli.query_ import list_queries
from kg.errors import UsageError, did_you_mean

TOPICS = ("relations", "kinds", "actors", "queries", "store", "parts")


@click.command("info")
@click.argument("topic", required=False, metavar="[TOPIC]")
@store_option
@ontology_options
@format_option
def command(topic: str | None, store: str, ontology: Path | None, actors: tuple[Path, ...], format_: str) -> None:
    """Tell what there is. TOPIC is one of relations, kinds, actors, queries, parts, or store: what a graph holds."""
    if topic and topic not in TOPICS:
        raise UsageError(f"there is nothing to tell about '{topic}'", did_you_mean(topic, TOPICS, ", ".join(TOPICS)))
    if topic == "queries":
        list_queries((), format_)
    elif topic == "store":
        with open_graph(store, read_only=True) as graph:
            print_rows(_table([{"what": key, "number": value} for key, value in graph.info().items()]), format_)
    elif topic == "parts":
        print_rows(_table(_parts()), format_)
    else:
        from kg.knowledge_graph import known_beforehand

        known = known_beforehand(ontology, actors)
        rows = {"relations": _relations, "kinds": _kinds, "actors": _actors}.get(topic or "", _summary)(known)
        print_rows(_table(rows), format_)


def _table(rows: list[dict[str, Any]]) -> Any:
    from kg.knowledge_graph import Table

    return Table(rows)


def _relations(known: Any) -> list[dict[str, Any]]:
    return [
        {
            "relation": one.label,
            "sign": one.sign,
            "from": ", ".join(one.domain),
            "to": ", ".join(one.range),
            "symmetric": one.symmetric,
            "under": one.parent.replace("_", "-"),
            "plover": one.plover,
            "says": one.definition,
        }
        for one in known.relations.values()
    ]


def _kinds(known: Any) -> list[dict[str, Any]]:
    return [
        {"kind": one.id.replace("_", "-"), "under": one.parent.replace("_", "-"), "says": one.definition}
        for one in known.actor_types.values()
    ]


def _actors(known: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "name": one.name,
            "kind": one.type.replace("_", "-"),
            "country": one.country,
            "also": list(one.aliases),
            "wikidata": one.identifiers.get("wikidata", ""),
        }
        for _, one in sorted(known.actors.items())
    ]


def _parts() -> list[dict[str, Any]]:
    from kg import plugins

    groups = ("readers", "pipelines", "extractors", "resolvers", "stores", "exporters")
    return [{"part": group, "names": list(plugins.names(f"kg.{group}"))} for group in groups]


def _summary(known: Any) -> list[dict[str, Any]]:
    from importlib.metadata import version

    from kg.queries import all_queries

    return [
        {"what": "version", "number": version("actorgraph")},
        {"what": "relations", "number": len(known.relations)},
        {"what": "kinds", "number": len(known.actor_types)},
        {"what": "actors", "number": len(known.actors)},
        {"what": "queries", "number": len(all_queries())},
    ]
