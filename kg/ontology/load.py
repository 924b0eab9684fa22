"""Reads the ontology from its files: Turtle for kinds, relations and actors, and a plain table for a user's own actors.

In: the folder `ontology/`, further folders joined to it, a user's own actor files. Out: one `Ontology`. What stands in
an earlier layer replaces what has the same name in a later one: own actor files, then further folders, then the
shipped folder. Within one layer a name may be given once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from kg.errors import OntologyError, did_you_mean
from kg.model import Actor
from kg.ontology.actor_table import TableRow, read_table
from kg.ontology.shapes import actor_of, kind_of, relation_of, row_actor
from kg.ontology.stanzas import (
    ACTOR,
    CLASS,
    KG,
    KNOWN_FIELDS,
    PASSED_OVER,
    RELATION,
    TYPE,
    Problem,
    Stanza,
    read_turtle,
)
from kg.ontology.types import ActorType, Ontology, RelationType, fold, spelling
from kg.resources import data_folder


@dataclass
class Reading:
    """What could be read, what is wrong, and where each actor and each relation stands, by its id."""

    ontology: Ontology
    problems: list[Problem]
    actor_places: Mapping[str, tuple[Path, int]]
    relation_places: Mapping[str, tuple[Path, int]]


@dataclass
class _Layer:
    """What one layer of files holds, by kind of stanza."""

    stanzas: dict[str, dict[str, Stanza]] = field(default_factory=lambda: {CLASS: {}, RELATION: {}, ACTOR: {}})
    rows: dict[str, TableRow] = field(default_factory=dict)


def load_ontology(folder: Path | None = None, *, extra: Iterable[Path] = (), actors: Iterable[Path] = ()) -> Ontology:
    """Load kinds, relations and known actors; a user's own folders and actor files go first.

    `folder` stands in for the shipped ontology; `extra` folders hold further `.ttl` files, `actors/` and `frames/`;
    `actors` are `.ttl` or `.csv` files. Raises OntologyError with file and line at the first fault.
    """
    folders = (folder or data_folder("ontology"), *map(ontology_folder, extra))
    own = tuple(actors)
    files = tuple(path for layer in _layer_files(folders, own) for path in layer)
    return _loaded(tuple(map(str, folders)), tuple(map(str, own)), tuple(map(_stamp, files)))


def ontology_folder(folder: Path) -> Path:
    """Return the folder with the files: a user's project may hold them under `ontology/`, beside its `queries/`."""
    inner = folder / "ontology"
    return inner if inner.is_dir() else folder


@lru_cache(maxsize=8)
def _loaded(folders: tuple[str, ...], actors: tuple[str, ...], _stamps: tuple[object, ...]) -> Ontology:
    reading = read_ontology([Path(folder) for folder in folders], [Path(path) for path in actors])
    for problem in reading.problems:
        raise OntologyError(f"{problem.path}, line {problem.line}: {problem.cause}", problem.way_out)
    return reading.ontology


def _stamp(path: Path) -> tuple[str, int, int]:
    """Tell whether a file is still the one that was read."""
    try:
        status = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), status.st_mtime_ns, status.st_size


def _layer_files(folders: Iterable[Path], actors: Iterable[Path]) -> Iterator[list[Path]]:
    """List the files of each layer, in the order of the layers."""
    yield list(actors)
    first, *extra = folders
    for folder in (*extra, first):
        yield [
            *sorted(folder.glob("*.ttl")),
            *sorted([*(folder / "actors").glob("*.ttl"), *(folder / "actors").glob("*.csv")]),
        ]


def read_ontology(folders: Iterable[Path], actors: Iterable[Path] = ()) -> Reading:
    """Read all that can be read, the folder to build on first; nothing is raised, what is wrong is listed."""
    folders = tuple(folders)
    problems: list[Problem] = []
    for folder in folders:
        if not folder.is_dir():
            problems.append(Problem(folder, 1, "there is no such folder", "give a folder with .ttl files"))
    layers = [_layer(files, problems) for files in _layer_files(folders, actors)]
    kinds = _kinds(layers, problems)
    relations = _relations(layers, kinds, problems)
    known, places = _actors(layers, kinds, problems)
    problems.sort(key=lambda problem: (str(problem.path), problem.line, problem.cause))
    own = frozenset(layers[0].rows) | frozenset(layers[0].stanzas[ACTOR])
    ontology = Ontology(kinds, relations, known, tuple(map(str, folders)), own)
    said = {key: (stanza.path, stanza.line) for key, stanza in _joined(layers, RELATION).items()}
    return Reading(ontology, problems, places, said)


def _layer(files: Iterable[Path], problems: list[Problem]) -> _Layer:
    layer = _Layer()
    for path in files:
        if path.suffix.lower() == ".csv":
            rows, found = read_table(path)
            problems += found
            for row in rows:
                _add_row(layer, row, problems)
        elif path.suffix.lower() == ".ttl":
            stanzas, found = _turtle(path, _stamp(path))
            problems += found
            for stanza in stanzas:
                _add_stanza(layer, stanza, problems)
        else:
            problems.append(Problem(path, 1, f"actors are not read from '{path.suffix}' files", "give .ttl or .csv"))
    return layer


@lru_cache(maxsize=128)
def _turtle(path: Path, _as_of: tuple[str, int, int]) -> tuple[list[Stanza], list[Problem]]:
    """Read a file once for as long as it stays as it is: the shipped files go into every ontology a process loads."""
    return read_turtle(path)


def _add_row(layer: _Layer, row: TableRow, problems: list[Problem]) -> None:
    earlier = layer.rows.get(row.id) or layer.stanzas[ACTOR].get(row.id)
    if earlier is not None:
        problems.append(_twice(row, earlier))
    else:
        layer.rows[row.id] = row


def _add_stanza(layer: _Layer, stanza: Stanza, problems: list[Problem]) -> None:
    section = _section(stanza)
    if section is None:
        if stanza.values.get(TYPE) or stanza.iri.startswith(KG):
            problems += _misplaced(stanza)
        return
    problems += _field_problems(stanza)
    key = stanza.local if section == ACTOR else spelling(stanza.local)
    earlier = layer.stanzas[section].get(key) or (layer.rows.get(key) if section == ACTOR else None)
    if earlier is not None:
        problems.append(_twice(stanza, earlier))
    else:
        layer.stanzas[section][key] = stanza


def _twice(later: Stanza | TableRow, earlier: Stanza | TableRow) -> Problem:
    return later.problem(
        f"already given in {earlier.path.name}, line {earlier.line}", "give one of the two another name, or join them"
    )


def _section(stanza: Stanza) -> str | None:
    types = stanza.texts(TYPE)
    if CLASS in types:
        return CLASS
    if RELATION in types:
        return RELATION
    return ACTOR if stanza.iri.startswith(ACTOR) else None


def _misplaced(stanza: Stanza) -> Iterator[Problem]:
    types = stanza.texts(TYPE)
    if PASSED_OVER.isdisjoint(types):
        yield stanza.problem(
            "neither a kind, nor a relation, nor an actor",
            "say `a owl:Class` or `a owl:ObjectProperty`, or begin an actor's name with actor:",
        )


def _field_problems(stanza: Stanza) -> Iterator[Problem]:
    for predicate in stanza.values:
        name = predicate.removeprefix(KG)
        if name != predicate and name not in KNOWN_FIELDS:
            yield stanza.problem(
                f"the unknown field kg:{name}",
                did_you_mean(name, KNOWN_FIELDS, "see the head of ontology/relations.ttl"),
            )


def _joined(layers: Iterable[_Layer], section: str) -> dict[str, Stanza]:
    """Join the layers' stanzas, the earlier layer before the later, and keep the order of the files."""
    joined: dict[str, Stanza] = {}
    for layer in reversed(list(layers)):
        joined |= layer.stanzas[section]
    return joined


def _kinds(layers: Iterable[_Layer], problems: list[Problem]) -> dict[str, ActorType]:
    stanzas = _joined(layers, CLASS)
    kinds = {key: kind_of(stanza, problems) for key, stanza in stanzas.items()}
    parents = {key: (kind.parent,) if kind.parent else () for key, kind in kinds.items()}
    _check_parents(stanzas, parents, "kind", problems)
    return kinds


def _relations(
    layers: Iterable[_Layer], kinds: Mapping[str, ActorType], problems: list[Problem]
) -> dict[str, RelationType]:
    stanzas = _joined(layers, RELATION)
    relations = {key: relation_of(stanza, kinds, problems) for key, stanza in stanzas.items()}
    parents = {key: (relation.parent,) if relation.parent else () for key, relation in relations.items()}
    _check_parents(stanzas, parents, "relation", problems)
    return relations


def _check_parents(
    stanzas: Mapping[str, Stanza], parents: Mapping[str, tuple[str, ...]], what: str, problems: list[Problem]
) -> None:
    for key, (parent, *_) in ((key, found) for key, found in parents.items() if found):
        if parent not in parents:
            problems.append(
                stanzas[key].problem(
                    f"its parent is the unknown {what} '{parent}'",
                    did_you_mean(parent, parents, f"give the {what} a stanza"),
                )
            )
    for cycle in cycles(parents):
        problems.append(stanzas[cycle[0]].problem(*cycle_words(cycle)))


def cycle_words(cycle: tuple[str, ...]) -> tuple[str, str]:
    """Say what a cycle of parents is, and the way out."""
    return f"a cycle of parents: {' → '.join((*cycle, cycle[0]))}", "take one of the links out"


def cycles(parents: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Find the cycles of a graph of parents, each once, beginning with its least member."""
    finished: set[str] = set()
    found: set[tuple[str, ...]] = set()
    for start in sorted(parents):
        if start in finished:
            continue
        trail: list[str] = []
        ways = [iter((start,))]
        while ways:
            key = next(ways[-1], None)
            if key is None:
                ways.pop()
                if trail:
                    finished.add(trail.pop())
            elif key in trail:
                loop = trail[trail.index(key) :]
                least = loop.index(min(loop))
                found.add((*loop[least:], *loop[:least]))
            elif key in parents and key not in finished:
                trail.append(key)
                ways.append(iter(parents[key]))
    yield from sorted(found)


def _actors(
    layers: list[_Layer], kinds: Mapping[str, ActorType], problems: list[Problem]
) -> tuple[dict[str, Actor], dict[str, tuple[Path, int]]]:
    actors: dict[str, Actor] = {}
    given: dict[str, Stanza | TableRow] = {}
    for layer in layers:  # the first to name an actor is believed
        for key, row in layer.rows.items():
            given.setdefault(key, row)
            actors.setdefault(key, Actor(key, row.cells["name"], ""))  # keeps its place in the order
        for key, stanza in layer.stanzas[ACTOR].items():
            before = given.setdefault(key, stanza)
            if before is stanza or not (isinstance(before, Stanza) or actors[key].type):
                actors[key] = actor_of(stanza, kinds, problems)  # or what the row of a table adds to
    find = _finder(actors)
    for key, one in given.items():
        if isinstance(one, TableRow):
            actors[key] = row_actor(one, actors[key], kinds, find, problems)
    places = {key: (one.path, one.line) for key, one in given.items()}
    for cycle in cycles({key: actor.part_of for key, actor in actors.items()}):
        problems.append(given[cycle[0]].problem(*cycle_words(cycle)))
    return actors, places


def _finder(actors: Mapping[str, Actor]) -> Callable[[str], str]:
    """Find an actor's id by its id or its name, as written in a table."""
    names: dict[str, str] = {}
    for actor in actors.values():
        for name in (actor.name, *actor.aliases):
            names.setdefault(fold(name), actor.id)

    def find(written: str) -> str:
        return written if written in actors else names.get(fold(written), "")

    return find
