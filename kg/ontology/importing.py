"""Turns others' lists of actors into the table that `--actors` reads: CSV, FollowTheMoney entities, Wikidata's dump.

In: a file, read as a stream and never held whole. Out: rows under our columns, to be looked at before they are used,
and what could not be read. Whose Wikidata id the catalogue has keeps its id and kind there. The words that stand for
our kinds lie in `ontology/imports.toml`.
"""

from __future__ import annotations

import bz2
import codecs
import csv
import gzip
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from kg.errors import InputError, OntologyError
from kg.model import Actor
from kg.ontology.actor_table import COLUMNS, slug
from kg.ontology.stanzas import Problem
from kg.ontology.types import Ontology, spelling

Row = dict[str, str]
_PACKED: dict[str, Callable[[Path, str], Any]] = {".gz": gzip.open, ".bz2": bz2.open}
_ENGLISH = "en"
_INSTANCE, _COUNTRY, _BEGINS, _ENDS = "P31", "P17", "P571", "P576"
_MOST_ALIASES = 40


@dataclass(frozen=True)
class _Words:
    """What stands for our kinds, columns and countries elsewhere."""

    sections: Mapping[str, Mapping[str, str]]  # section → their word → ours
    of_wikidata: Mapping[str, Actor]  # by Wikidata's id

    def kind(self, section: str, word: str) -> str:
        return self.sections[section].get(word, "")

    def country(self, word: str) -> str:
        return self.sections["countries"].get(word.strip().lower(), word.strip())


def import_actors(path: Path, ontology: Ontology) -> Iterator[Row | Problem]:
    """Yield a row for each actor of a file, and a problem for each line that cannot be read.

    Raises InputError where the file cannot be opened or its suffix says nothing.
    """
    words = _words(ontology)
    suffix = path.with_suffix("").suffix if path.suffix in _PACKED else path.suffix
    readers = {".csv": _table, ".tsv": _table, ".json": _entities, ".jsonl": _entities, ".ndjson": _entities}
    reader = readers.get(suffix.lower())
    if reader is None:
        raise InputError(
            f"actors are not imported from '{path.name}'", "give .csv, .json or .jsonl, packed as .gz or .bz2 or not"
        )
    try:
        opener = _PACKED.get(path.suffix)
        stream = opener(path, "rb") if opener else path.open("rb")
        with stream:
            yield from reader(path, cast(IO[bytes], stream), words, ontology)
    except (OSError, EOFError, csv.Error) as error:
        raise InputError(f"{path} cannot be read: {error}", "check the path, and whether the file is whole") from error


def _words(ontology: Ontology) -> _Words:
    sections: dict[str, dict[str, str]] = {
        name: {} for name in ("columns", "kinds", "followthemoney", "wikidata", "countries")
    }
    for folder in ontology.folders:
        path = Path(folder) / "imports.toml"
        if not path.is_file():
            continue
        try:
            for section, table in tomllib.loads(path.read_text("utf-8")).items():
                for ours, theirs in table.items():
                    sections.setdefault(section, {}).update(dict.fromkeys(theirs, ours))
        except (ValueError, AttributeError, TypeError) as error:
            raise OntologyError(f"{path}: {error}", "see the shipped ontology/imports.toml for the format") from error
    known = {
        actor.identifiers["wikidata"]: actor for actor in ontology.actors.values() if "wikidata" in actor.identifiers
    }
    return _Words(sections, known)


def _row(words: _Words, **cells: str) -> Row:
    row = {column: cells.get(column, "") for column in COLUMNS}
    known = words.of_wikidata.get(row["wikidata"])
    if known is not None:
        row |= {"id": known.id, "type": known.type}
    return row


def _joined(values: Iterable[str], name: str) -> str:
    """Write several values in one cell; those that hold a semicolon would be read as two and are left out."""
    kept = dict.fromkeys(value.strip() for value in values if value.strip() and ";" not in value)
    return "; ".join([value for value in kept if value != name][:_MOST_ALIASES])


# --- a table ----------------------------------------------------------------------------------------------------------


def _table(path: Path, stream: IO[bytes], words: _Words, ontology: Ontology) -> Iterator[Row | Problem]:
    text = codecs.iterdecode(stream, "utf-8-sig", "replace")
    head = next(text, "")
    delimiter = max(",\t|;", key=head.count)
    columns = [
        words.kind("columns", name.strip().strip('"').lower())
        for name in next(csv.reader([head], delimiter=delimiter), [])
    ]
    if "name" not in columns:
        raise InputError(
            f"{path}, line 1: no column of names", f"name one column 'name'; the others may be {', '.join(COLUMNS[1:])}"
        )
    for number, cells in enumerate(csv.reader(text, delimiter=delimiter), 2):
        found: dict[str, str] = {}
        for column, cell in zip(columns, cells, strict=False):
            if column and cell.strip():
                found[column] = f"{found[column]}; {cell.strip()}" if column in found else cell.strip()
        if not found:
            continue
        name, kind = found.get("name", ""), _kind(found.get("type", ""), words, ontology)
        if not slug(name):
            yield Problem(path, number, "an actor without a name", "fill in the column of names")
        elif not kind:
            told = f"'{found['type']}' is no kind of actor" if "type" in found else "an actor without a kind"
            yield Problem(path, number, f"{name}: {told}", f"one of {', '.join(ontology.actor_types)}")
        else:
            yield _row(words, **{**found, "type": kind, "country": words.country(found.get("country", ""))})


def _kind(word: str, words: _Words, ontology: Ontology) -> str:
    plain = spelling(word.strip().lower())
    return plain if plain in ontology.actor_types else words.kind("kinds", word.strip().lower())


# --- entities ---------------------------------------------------------------------------------------------------------


def _entities(path: Path, stream: IO[bytes], words: _Words, ontology: Ontology) -> Iterator[Row | Problem]:
    for number, raw in enumerate(stream, 1):
        line = raw.strip().rstrip(b",")
        if line in (b"", b"[", b"]"):
            continue
        try:
            entity = json.loads(line)
        except (ValueError, UnicodeDecodeError, RecursionError) as error:
            yield Problem(
                path, number, f"not JSON: {error}", "one entity a line, as FollowTheMoney and Wikidata write them"
            )
            continue
        if isinstance(entity, dict) and isinstance(entity.get("properties"), dict) and "schema" in entity:
            yield from _followthemoney(entity, words)
        elif isinstance(entity, dict) and isinstance(entity.get("labels"), dict):
            yield from _wikidata(entity, words)
        else:
            yield Problem(
                path,
                number,
                "no entity of FollowTheMoney or Wikidata",
                "a line has schema and properties, or labels and claims",
            )


def _followthemoney(entity: dict[str, Any], words: _Words) -> Iterator[Row]:
    had = entity["properties"]
    kind = words.kind("followthemoney", str(entity["schema"]))
    names = [str(one) for one in [entity.get("caption"), *_list(had, "name")] if one]
    if not kind or not names or not slug(names[0]):
        return  # an address, a passport, a link between two: no actor
    aliases = [*names[1:], *_list(had, "alias"), *_list(had, "weakAlias"), *_list(had, "abbreviation")]
    yield _row(
        words,
        name=names[0],
        type=kind,
        id=str(entity.get("id") or ""),
        aliases=_joined(aliases, names[0]),
        country=words.country(
            next(iter([*_list(had, "country"), *_list(had, "jurisdiction"), *_list(had, "nationality")]), "")
        ),
        start=next(iter(_list(had, "incorporationDate")), ""),
        end=next(iter(_list(had, "dissolutionDate")), ""),
        wikidata=next(iter(_list(had, "wikidataId")), ""),
    )


def _list(had: Mapping[str, Any], key: str) -> list[str]:
    values = had.get(key)
    return [str(one) for one in values] if isinstance(values, list) else []


def _wikidata(entity: dict[str, Any], words: _Words) -> Iterator[Row]:
    claims = entity.get("claims") if isinstance(entity.get("claims"), dict) else {}
    kinds = [kind for one in _values(claims, _INSTANCE) if (kind := words.kind("wikidata", one))]
    labels = {
        language: str(one.get("value", "")) for language, one in entity["labels"].items() if isinstance(one, dict)
    }
    name = labels.get(_ENGLISH, "")
    if not kinds or not slug(name):
        return  # no actor, or one that has no English name
    aliases = entity.get("aliases")
    english = (
        [str(one.get("value", "")) for one in (aliases or {}).get(_ENGLISH, []) if isinstance(one, dict)]
        if isinstance(aliases, dict)
        else []
    )
    country = next(iter(_values(claims, _COUNTRY)), "")
    yield _row(
        words,
        name=name,
        type=kinds[0],
        id=str(entity.get("id") or ""),
        aliases=_joined([*english, *labels.values()], name),
        country=known.id if (known := words.of_wikidata.get(country)) else "",
        start=next(iter(_values(claims, _BEGINS)), "")[:10],
        end=next(iter(_values(claims, _ENDS)), "")[:10],
        wikidata=str(entity.get("id") or ""),
    )


def _values(claims: Any, key: str) -> list[str]:
    """Read the values of a property, ids and dates, of the statements that are not deprecated."""
    found = []
    for claim in claims.get(key, []) if isinstance(claims.get(key), list) else []:
        value = claim.get("mainsnak", {}).get("datavalue", {}).get("value", {}) if isinstance(claim, dict) else {}
        if not isinstance(value, dict) or claim.get("rank") == "deprecated":
            continue
        time = str(value.get("time", "")).lstrip("+").partition("T")[0].replace("-00", "")
        found.append(str(value.get("id") or time))
    return [one for one in found if one]
