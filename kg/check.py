"""Tells whether the data a user writes is sound: the ontology, the actors, the frames and the queries.

In: a folder (or none for what is shipped). Out: findings with file, line, cause and way out, sorted; an empty list
where all is well. A user's folder is judged as what it is used as: joined to the shipped ontology.

A folder may hold `*.ttl` with kinds and relations, `actors/` with `.ttl` or `.csv`, `frames/*.toml`, `language.toml`,
`names.toml`, `imports.toml` and `queries/*.cypher`, either itself or under `ontology/` and `queries/`.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Literal

from kg.errors import InputError, did_you_mean
from kg.extract.corpus import SUFFIX, Example, Fault, read_file
from kg.extract.examples import amiss
from kg.extract.frame_file import frame_problems, load_frames
from kg.extract.relations import RelationExtractor
from kg.model import Actor, Claim, Document
from kg.ontology import fold, spelling
from kg.ontology.load import Reading, ontology_folder, read_ontology
from kg.queries import query_problems
from kg.resources import data_folder
from kg.text.pipelines import load_pipeline

Level = Literal["error", "warning"]
WORDS = ("language.toml", "names.toml", "imports.toml")  # lists of words beside the kinds and relations


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is wrong, where (line 1 if unknown), and the way out; a warning may be meant as it is."""

    file: str
    line: int
    cause: str
    way_out: str
    level: Level = "error"

    def __str__(self) -> str:
        """Two lines, as every error of the program."""
        return f"{self.level}: {self.file}, line {self.line}: {self.cause}\n  try: {self.way_out}"


@dataclass(frozen=True, slots=True)
class _Place:
    """The folders to judge: `ontology` and `queries`, and those of the ontology it is joined to."""

    ontology: Path
    queries: tuple[Path, ...]
    base: tuple[Path, ...]


def check(folder: Path | None = None, *, actors: Iterable[Path] = ()) -> list[Finding]:
    """Check a folder, and actor files of one's own; without a folder, the shipped ontology and queries.

    Raises InputError where there is no such folder or nothing in it to check.
    """
    place = _place(folder)
    reading = read_ontology((*place.base, place.ontology), actors)
    findings = {Finding(str(one.path), one.line, one.cause, one.way_out) for one in reading.problems}
    mine = _mine(reading, place, actors)
    findings.update(_actor_findings(reading, mine))
    findings.update(_frame_findings(place, reading))
    for path in sorted(found for one in place.queries for found in one.glob("*.cypher")):
        findings.update(Finding(str(path), *problem) for problem in query_problems(path))
    findings.update(_corpus_findings(place, reading))
    findings.update(_strays(place.ontology))
    return sorted(findings)


def check_examples(folder: Path) -> list[Finding]:
    """Read the examples and near misses of a folder's frames as texts, and find those that do not keep their word.

    It takes the reading model, and some ten milliseconds a sentence. Raises OntologyError where `check` finds faults.
    """
    place = _place(folder)
    ontology = read_ontology((*place.base, place.ontology), ()).ontology
    frames = sorted((place.ontology / "frames").glob("*.toml"))
    if not frames:
        return []
    extractor = RelationExtractor(ontology)
    examples = [one for one in load_frames(ontology).examples if one.path in frames]
    read = load_pipeline("reader")(Document(one.text) for one in examples)
    findings = []
    for example, parsed in zip(examples, read, strict=True):
        claims = [one for one in extractor(parsed) if isinstance(one, Claim)]
        cause = amiss(example, claims, ontology)
        if cause:
            findings.append(Finding(str(example.path), example.line, cause, "mend the frame, or the sentence"))
    return findings


def _place(folder: Path | None) -> _Place:
    shipped = data_folder("ontology")
    if folder is None:
        return _Place(shipped, (data_folder("queries"),), ())
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}", "name the folder that holds your .ttl files and frames/")
    ontology = ontology_folder(folder)
    base = () if ontology.resolve() == shipped.resolve() else (shipped,)
    queries = tuple(one for one in (folder, folder / "queries") if next(one.glob("*.cypher"), None))
    known = ("*.ttl", "actors/*.ttl", "actors/*.csv", "frames/*.toml", *WORDS, f"*{SUFFIX}")
    if not queries and not any(next(ontology.glob(pattern), None) for pattern in known):
        raise InputError(
            f"there is nothing to check in {folder}",
            "it may hold *.ttl, actors/*.ttl or .csv, frames/*.toml, language.toml, names.toml, imports.toml, "
            "*.claims, and queries/*.cypher",
        )
    return _Place(ontology, queries, base)


def _mine(reading: Reading, place: _Place, actors: Iterable[Path]) -> frozenset[str]:
    """The ids of the actors that stand in the files to judge."""
    files = frozenset(actors)
    return frozenset(
        key for key, (path, _) in reading.actor_places.items() if path in files or path.is_relative_to(place.ontology)
    )


def _actor_findings(reading: Reading, mine: frozenset[str]) -> Iterator[Finding]:
    known = reading.ontology.actors
    for key in sorted(mine):
        file, line = str(reading.actor_places[key][0]), reading.actor_places[key][1]
        actor = known[key]
        for field, others in (("country", (actor.country,) if actor.country else ()), ("whole", actor.part_of)):
            for other in others:
                if other not in known:
                    yield Finding(
                        file,
                        line,
                        f"{key}: its {field} is the unknown actor '{other}'",
                        did_you_mean(other, known, f"give actor:{other} a stanza"),
                    )
        for cause, way_out in _date_problems(actor):
            yield Finding(file, line, f"{key}: {cause}", way_out)
    yield from _double_names(reading, mine)


def _corpus_findings(place: _Place, reading: Reading) -> Iterator[Finding]:
    for path in sorted(place.ontology.glob(f"*{SUFFIX}")):
        for found in read_file(path, reading.ontology):
            if isinstance(found, Fault):
                yield Finding(str(path), found.line, found.cause, "training/relations/README.md tells the format")


def _date_problems(actor: Actor) -> Iterator[tuple[str, str]]:
    dates = {"start": actor.start, "end": actor.end}
    for which, date in dates.items():
        if date and not _is_date(date):
            yield f"its {which} '{date}' is no date", "write 1985, 1985-02 or 1985-02-16"
    if all(date and _is_date(date) for date in dates.values()):
        short = min(map(len, dates.values()))
        if actor.end[:short] < actor.start[:short]:
            yield f"it ends ({actor.end}) before it begins ({actor.start})", "set the two dates right"


def _is_date(date: str) -> bool:
    found = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", date)
    if not found or int(found[1]) == 0:
        return False
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _double_names(reading: Reading, mine: frozenset[str]) -> Iterator[Finding]:
    """Find names that two actors of one kind and country bear: a text that uses them cannot say which is meant."""
    ontology = reading.ontology
    shared: dict[tuple[str, str], list[str]] = {}
    for name, bearers in ontology.by_alias.items():
        for one, other in combinations(bearers, 2):
            if (one.type, one.country) == (other.type, other.country) and mine & {one.id, other.id}:
                later, earlier = (one, other) if one.id in mine and other.id not in mine else (other, one)
                shared.setdefault((later.id, earlier.id), []).append(name)
    for (later_id, earlier_id), names in shared.items():
        later, earlier = ontology.actors[later_id], ontology.actors[earlier_id]
        path, line = reading.actor_places[later_id]
        alike = fold(later.name) == fold(earlier.name) and later.type != "place"
        yield Finding(
            str(path),
            line,
            f"{later_id}: shares {', '.join(repr(name) for name in sorted(names))} with {earlier_id}",
            f"join the two, or tell the names apart (see {reading.actor_places[earlier_id][0].name})",
            "error" if alike else "warning",
        )


def _frame_findings(place: _Place, reading: Reading) -> Iterator[Finding]:
    said = {spelling(path.stem) for base in place.base for path in (base / "frames").glob("*.toml")}
    for path in sorted((place.ontology / "frames").glob("*.toml")):
        yield from (Finding(str(path), *problem) for problem in frame_problems(path, reading.ontology))
        said.add(spelling(path.stem))
    for path in sorted(place.ontology.glob(f"*{SUFFIX}")):
        examples = (one for one in read_file(path, reading.ontology) if isinstance(one, Example))
        said.update(claim.relation for one in examples for claim in one.claims)
    for words in WORDS:
        if (place.ontology / words).is_file():
            yield from _language_findings(place.ontology / words)
    for relation, (path, line) in reading.relation_places.items():
        if relation not in said and path.is_relative_to(place.ontology):
            yield Finding(
                str(path),
                line,
                f"{relation}: no frame and no sentence says the relation, so that it is never read from a text",
                f"write frames/{relation}.toml, or sentences for kg learn",
                "warning",
            )


def _language_findings(path: Path) -> Iterator[Finding]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        yield Finding(
            str(path), int(line[1]) if line else 1, f"not TOML: {error}", f"see the shipped {path.name} for the format"
        )
        return
    for section, table in data.items():
        for name, words in table.items() if isinstance(table, dict) else [("", None)]:
            whole = list(words.values()) if isinstance(words, dict) else words
            if not isinstance(whole, list) or not all(isinstance(word, str) for word in whole):
                yield Finding(
                    str(path),
                    _line_of(path, name or section),
                    f"{'.'.join(filter(None, (section, name)))} is no list of words",
                    f'write {name or "words"} = ["…"] below [{section}]',
                )


def _line_of(path: Path, key: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if re.match(rf"\s*{re.escape(key)}\s*=", line)), 1)


def _strays(folder: Path) -> Iterator[Finding]:
    """Find files that lie where nobody reads them."""
    places: tuple[tuple[str, str, Callable[[Path], bool]], ...] = (
        ("*.toml", "frames/", lambda path: path.name not in WORDS),
        ("*.csv", "actors/", lambda _path: True),
        ("frames/*.ttl", "the folder above frames/", lambda _path: True),
    )
    for pattern, home, is_stray in places:
        for path in sorted(folder.glob(pattern)):
            if is_stray(path):
                yield Finding(str(path), 1, "the file is not read where it lies", f"move it to {home}", "warning")
