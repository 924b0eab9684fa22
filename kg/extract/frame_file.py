"""Reads `ontology/frames/*.toml`: which words say a relation, which argument is who, and the sentences that prove it.

In: the folders of the ontology. Out: a `FrameSet`, looked up by the words of a text. The format is told in
`docs/frames.md`; every example and near miss in a file is run as a test.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from kg.errors import OntologyError, UsageError, did_you_mean
from kg.model import Modality, Polarity
from kg.ontology import Ontology, spelling

KINDS = ("verb", "noun", "role", "adjective", "prefix")
_ROLES = {"agent", "patient", "recipient", "bearer", "poss", "mod", "base", "deed", "addressee", "holder"}
_OPTIONS: Mapping[str, type | tuple[type, ...]] = {
    "subject": list, "object": list, "reciprocal": bool, "kind": str, "polarity": str, "modality": str,
    "confidence": (int, float), "unless": list, "subject_type": list, "object_type": list,
}  # fmt: skip
_PREPOSITIONS = frozenset(
    """
    aboard about above across after against ahead along alongside amid among amongst around as at atop before behind
    below beneath beside besides between beyond by concerning despite down during for from in inside into like near of
    off on onto opposite out outside over past per regarding since through throughout to toward towards under until up
    upon versus via vs with within without
    """.split()
)
_QUALITIES = re.compile(r"^(denied|planned|possible|conditional|by .+|in .+|kind .+)$")


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to say a relation: trigger words of one kind, and the roles its subject and object are found in."""

    relation: str
    kind: str
    words: tuple[str, ...]
    subject: tuple[str, ...]
    object: tuple[str, ...]
    reciprocal: bool = False
    detail: str = ""
    polarity: Polarity = "affirmed"
    modality: Modality = "asserted"
    confidence: float = 0.8
    unless: frozenset[str] = frozenset()
    subject_type: tuple[str, ...] = ()
    object_type: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of a frame file with the claims it makes in short notation; none for a near miss."""

    relation: str
    text: str
    claims: tuple[str, ...]
    line: int
    path: Path


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or phrase that evokes a frame: the word to meet in the text, and those that must lie below it."""

    frame: Frame
    head: str
    rest: tuple[str, ...]


@dataclass(frozen=True)
class FrameSet:
    """All frames by kind and head word."""

    triggers: Mapping[tuple[str, str], tuple[Trigger, ...]]
    examples: tuple[Example, ...] = field(default=(), compare=False)

    def find(self, kind: str, *words: str) -> Iterator[Trigger]:
        """Yield the triggers of one kind whose head is any of these forms of a word, longest phrases first."""
        seen: set[int] = set()
        for word in words:
            for trigger in self.triggers.get((kind, word), ()):
                if id(trigger) not in seen:
                    seen.add(id(trigger))
                    yield trigger


def load_frames(ontology: Ontology) -> FrameSet:
    """Read the frames of every folder of the ontology; raise OntologyError with file and line at the first fault."""
    index: dict[tuple[str, str], list[Trigger]] = {}
    examples: list[Example] = []
    for path in frame_files(ontology):
        for line, cause, way_out in frame_problems(path, ontology):
            raise OntologyError(f"{path.name}, line {line}: {cause}", way_out)
        frames, found = _read(path)
        examples.extend(found)
        for frame in frames:
            for phrase in frame.words:
                trigger = _trigger(frame, phrase)
                index.setdefault((frame.kind, trigger.head), []).append(trigger)
    ranked = {key: tuple(sorted(found, key=lambda t: -len(t.rest))) for key, found in index.items()}
    return FrameSet(ranked, tuple(examples))


def frame_files(ontology: Ontology) -> list[Path]:
    """List the frame files of all folders of the ontology, in a fixed order."""
    return [path for folder in ontology.folders for path in sorted((Path(folder) / "frames").glob("*.toml"))]


def _trigger(frame: Frame, phrase: str) -> Trigger:
    naming = frame.kind in ("noun", "role")
    words = re.split(r"[\s-]+" if naming else r"\s+", phrase.lower().strip())
    last = naming and not any(word in _PREPOSITIONS for word in words[:-1])
    head = words[-1] if last else words[0]
    return Trigger(frame, head, tuple(words[:-1] if last else words[1:]))


def _read(path: Path) -> tuple[list[Frame], list[Example]]:
    text = path.read_text(encoding="utf-8")
    data = tomllib.loads(text)
    relation = spelling(data["relation"])
    frames = [
        Frame(
            relation=relation,
            kind=kind,
            words=tuple(row[kind]),
            subject=tuple(row["subject"]),
            object=tuple(row["object"]),
            reciprocal=row.get("reciprocal", False),
            detail=row.get("kind", ""),
            polarity=row.get("polarity", "affirmed"),
            modality=row.get("modality", "asserted"),
            confidence=float(row.get("confidence", 0.8)),
            unless=frozenset(row.get("unless", ())),
            subject_type=tuple(spelling(name) for name in row.get("subject_type", ())),
            object_type=tuple(spelling(name) for name in row.get("object_type", ())),
        )
        for row in data.get("frame", ())
        for kind in KINDS
        if kind in row
    ]
    lines = {table: _table_lines(text, table) for table in ("example", "near_miss")}
    examples = [
        Example(relation, row["text"], tuple(row.get("claims", ())), lines[table][number], path)
        for table in ("example", "near_miss")
        for number, row in enumerate(data.get(table, ()))
    ]
    return frames, examples


def _table_lines(text: str, table: str) -> list[int]:
    return [n for n, line in enumerate(text.splitlines(), 1) if re.match(rf"\s*\[\[\s*{table}\s*\]\]", line)]


def frame_problems(path: Path, ontology: Ontology) -> Iterator[tuple[int, str, str]]:
    """Say what is wrong in a frame file, as line, cause and way out."""
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        yield 1, f"not UTF-8 text: {error.reason}", "save the file as UTF-8"
        return
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        yield int(place[1]) if place else 1, f"not TOML: {error}", "see docs/frames.md for the format"
        return
    yield from _top_problems(data, path, ontology)
    for table, problems in (
        ("frame", _frame_problems),
        ("example", _example_problems),
        ("near_miss", _example_problems),
    ):
        lines = _table_lines(text, table)
        rows = data.get(table, [])
        if not isinstance(rows, list):
            yield 1, f"'{table}' must be a list of tables", f"write [[{table}]]"
            continue
        for number, row in enumerate(rows):
            line = lines[number] if number < len(lines) else 1
            for cause, way_out in problems(row, table, ontology):
                yield line, cause, way_out


def _top_problems(data: Mapping[str, Any], path: Path, ontology: Ontology) -> Iterator[tuple[int, str, str]]:
    for key in data.keys() - {"relation", "frame", "example", "near_miss"}:
        yield 1, f"unknown table '{key}'", did_you_mean(key, ("relation", "frame", "example", "near_miss"))
    name = data.get("relation")
    if not isinstance(name, str):
        yield 1, "no relation is named", f'begin the file with relation = "{path.stem}"'
        return
    try:
        ontology.relation(name)
    except UsageError as error:
        yield 1, error.cause, error.way_out + "; a new relation needs its stanza in a .ttl file"
    if not data.get("frame"):
        yield 1, "no [[frame]]", "say at least one word that means the relation"
    for table in ("example", "near_miss"):
        if not data.get(table):
            yield 1, f"no [[{table}]]", "every relation is proven by an example and kept in bounds by a near miss"


def _frame_problems(row: Mapping[str, Any], _table: str, ontology: Ontology) -> Iterator[tuple[str, str]]:
    kinds = [kind for kind in KINDS if kind in row]
    if len(kinds) != 1:
        yield f"a frame needs one of {', '.join(KINDS)}, this has {len(kinds)}", "split it into frames of one kind each"
        return
    if not _strings(row[kinds[0]]):
        yield f"'{kinds[0]}' must list words", f'{kinds[0]} = ["…"]'
    sound: dict[str, Any] = {}
    for key, value in row.items():
        if key == kinds[0]:
            continue
        if key not in _OPTIONS:
            yield f"unknown key '{key}'", did_you_mean(key, _OPTIONS, f"one of {', '.join(_OPTIONS)}")
        elif not isinstance(value, _OPTIONS[key]):
            yield f"'{key}' has the wrong kind of value", "see docs/frames.md"
        else:
            sound[key] = value
    for side in ("subject", "object"):
        yield from _role_problems(side, sound.get(side))
    yield from _option_problems(sound, ontology)


def _role_problems(side: str, roles: object) -> Iterator[tuple[str, str]]:
    if not isinstance(roles, list) or not _strings(roles):
        yield f"'{side}' must list roles", f'{side} = ["agent"]'
        return
    for role in roles:
        words = role.split()
        if role not in _ROLES and words[-1] not in _PREPOSITIONS and words[0] not in _PREPOSITIONS:
            yield f"unknown role '{role}'", did_you_mean(role, _ROLES | _PREPOSITIONS, "a deep role or a preposition")


def _option_problems(row: Mapping[str, Any], ontology: Ontology) -> Iterator[tuple[str, str]]:
    for key in ("subject_type", "object_type"):
        for name in row.get(key, ()):
            if spelling(str(name)) not in ontology.actor_types:
                yield f"unknown kind of actor '{name}'", did_you_mean(spelling(str(name)), ontology.actor_types)
    for key, known in (("polarity", get_args(Polarity)), ("modality", get_args(Modality))):
        if row.get(key, known[0]) not in known:
            yield f"unknown {key} '{row[key]}'", " or ".join(known)
    if not 0 < row.get("confidence", 0.8) <= 1:
        yield "confidence must lie between 0 and 1", "confidence = 0.8"


def _strings(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) and v.strip() for v in value)


def _example_problems(row: Mapping[str, Any], table: str, _ontology: Ontology) -> Iterator[tuple[str, str]]:
    if not isinstance(row.get("text"), str) or not row["text"].strip():
        yield f"a [[{table}]] without text", 'text = "…"'
    if table == "near_miss":
        return
    if not _strings(row.get("claims")):
        yield "an example without claims", 'claims = ["SUBJECT -> OBJECT"]'
        return
    for claim in row["claims"]:
        ends, *qualities = [part.strip() for part in claim.split(";")]
        if len(ends.split("->")) != 2 or not all(end.strip() for end in ends.split("->")):
            yield f"'{claim}' is not a claim", "write SUBJECT -> OBJECT; qualities after semicolons"
        for quality in qualities:
            if not _QUALITIES.match(quality):
                yield f"unknown quality '{quality}'", "denied, planned, possible, conditional, by …, in …, kind …"


def example_claims(claims: Iterable[str]) -> list[tuple[str, str, frozenset[str]]]:
    """Read the short notation of an example's claims: subject, object, and the qualities written after them."""
    read = []
    for claim in claims:
        ends, *qualities = [part.strip() for part in claim.split(";")]
        subject, object_ = (end.strip() for end in ends.split("->"))
        read.append((subject, object_, frozenset(qualities)))
    return read
