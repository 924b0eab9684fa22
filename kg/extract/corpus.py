"""Reads sentences with the claims a careful reader takes from them: what the relation reader learns from.

In: `.claims` files in the format of training/relations/README.md, plain text made to be read and reviewed. Out: one
`Example` a block, or an InputError that lists every line that is not sound. A user's own files teach their own
relations.

    # 1998-06-04 | wire | Sudan
    [a The Sudanese army] bombed [b rebel positions] near [@c Kadugli] on Monday, [d a church group] said.
    > a attacks b | cue "bombed" | says d | time "on Monday" | place c
    ! b attacks a | they are the ones bombed
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import InputError, did_you_mean
from kg.model import Modality, Polarity
from kg.ontology.types import Ontology, spelling

SUFFIX = ".claims"
_OPEN = re.compile(r"\[(@?)([a-z]\d*) ")
_CLAIM = re.compile(r"([a-z]\d*) +([\w-]+)(?:/([A-Z]+))? +([a-z]\d*)$")
_MODALITIES: dict[str, Modality] = {"planned": "planned", "possible": "possible", "conditional": "conditional"}


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked mention: where it lies in the text, and whether it is a place. `a2` is a further mention of `a`."""

    id: str
    start: int
    end: int
    place: bool = False

    @property
    def actor(self) -> str:
        """The letter that all mentions of one actor share."""
        return self.id[0]


@dataclass(frozen=True, slots=True)
class Told:
    """A claim as the file tells it, between the ids of two mentions.

    `plover` is given where the codebook counts the event otherwise than its relation. `says` names the nearest claimant
    first. A near miss has `near` set: it is what a hasty reader would take.
    """

    subject: str
    relation: str
    object: str
    plover: str = ""
    polarity: Polarity = "affirmed"
    modality: Modality = "asserted"
    cues: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    time: str = ""
    place: str = ""
    near: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence or a short passage with its mentions and claims; a block without claims says nothing."""

    text: str
    mentions: tuple[Marked, ...]
    claims: tuple[Told, ...]
    near_misses: tuple[Told, ...]
    published: str
    genre: str
    region: str
    file: str
    line: int

    def mention(self, mark: str) -> Marked:
        """Return the mention of that id; raise KeyError where there is none."""
        for mention in self.mentions:
            if mention.id == mark:
                return mention
        raise KeyError(mark)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is not sound in a block that begins at a line."""

    file: str
    line: int
    cause: str

    def __str__(self) -> str:
        """Write it on one line."""
        return f"{self.file}:{self.line}: {self.cause}"


def read_corpus(folder: Path, ontology: Ontology) -> list[Example]:
    """Read all `.claims` files under a folder, in the order of their names.

    Raises InputError that lists all that is not sound, one line each with file and line number.
    """
    files = [folder] if folder.is_file() else sorted(folder.rglob(f"*{SUFFIX}"))
    if not files:
        raise InputError(f"{folder} holds no {SUFFIX} file", "see training/relations/README.md for the format")
    examples, faults = [], []
    for file in files:
        for found in read_file(file, ontology):
            if isinstance(found, Example):
                examples.append(found)
            else:
                faults.append(found)
    if faults:
        raise InputError(f"{len(faults)} line(s) are not sound", "mend these:\n    " + "\n    ".join(map(str, faults)))
    return examples


def read_file(file: Path, ontology: Ontology) -> Iterator[Example | Fault]:
    """Read one file block by block: an Example for each sound one, a Fault for each other."""
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        yield Fault(file.name, 1, f"the file is not UTF-8: {error}")
        return
    for number, lines in _blocks(text):
        try:
            yield _example(lines, ontology, file.name, number)
        except ValueError as fault:
            yield Fault(file.name, number, str(fault))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    block: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            block.append(line.rstrip())
        elif block:
            if any(not one.startswith("%") for one in block):  # % opens a comment, as on a file's first lines
                yield number - len(block), [one for one in block if not one.startswith("%")]
            block = []


def _example(lines: list[str], ontology: Ontology, file: str, number: int) -> Example:
    if not lines[0].startswith("# "):
        raise ValueError("a block begins with '# date | genre | region'")
    head = [part.strip() for part in lines[0][2:].split("|")]
    if len(head) != 3 or not re.fullmatch(r"\d{4}(-\d\d){0,2}|-", head[0]):
        raise ValueError(
            "the first line must read '# date | genre | region', the date as 1998, 1998-06, 1998-06-04 or -"
        )
    body = [line for line in lines[1:] if line[:2] not in ("> ", "! ") and line != "-"]
    told = [line for line in lines[1:] if line[:2] in ("> ", "! ") or line == "-"]
    if not body or not told:
        raise ValueError("a block needs its text, and '> claim' lines or '-' where it claims nothing")
    if lines[1 : 1 + len(body)] != body:
        raise ValueError("the text comes before the claims")
    text, mentions = _marked(" ".join(body))
    claims = [_told(line, text, mentions, ontology) for line in told if line != "-"]
    if "-" in told and any(not claim.near for claim in claims):
        raise ValueError("'-' says that nothing is claimed, but there is a claim")
    published = "" if head[0] == "-" else head[0]
    sure = tuple(claim for claim in claims if not claim.near)
    return Example(
        text, mentions, sure, tuple(claim for claim in claims if claim.near), published, head[1], head[2], file, number
    )


def _marked(line: str) -> tuple[str, tuple[Marked, ...]]:
    """Take the brackets out of a line, and keep where they stood; they may lie inside each other."""
    text, opened, mentions, at = "", [], [], 0
    while at < len(line):
        found = _OPEN.match(line, at)
        if found:
            opened.append(Marked(found[2], len(text), len(text), found[1] == "@"))
            at = found.end()
        elif line[at] == "]" and opened:
            mentions.append(replace(opened.pop(), end=len(text)))
            at += 1
        elif line[at] in "[]":
            raise ValueError(f"a bracket that opens or closes no mention near '{line[at : at + 20]}'")
        else:
            text += line[at]
            at += 1
    if opened:
        raise ValueError(f"the mention '{opened[-1].id}' is never closed")
    ids = [mention.id for mention in mentions]
    twice = sorted({mark for mark in ids if ids.count(mark) > 1})
    if twice:
        raise ValueError(
            f"the mention '{twice[0]}' is marked twice; write {twice[0][0]}2 for the second mention of one actor"
        )
    if any(not text[m.start : m.end].strip() for m in mentions):
        raise ValueError("a mention is empty")
    return text, tuple(sorted(mentions, key=lambda m: (m.start, -m.end)))


def _told(line: str, text: str, mentions: tuple[Marked, ...], ontology: Ontology) -> Told:
    first, *rest = (part.strip() for part in re.split(r" \| ", line[2:]))
    found = _CLAIM.match(first)
    if not found:
        raise ValueError(f"'{first}' is not 'a relation b'")
    relation = spelling(found[2])
    if relation not in ontology.relations:
        labels = [one.label for one in ontology.relations.values()]
        raise ValueError(
            f"there is no relation '{found[2]}' ({did_you_mean(found[2], labels, 'see kg info relations')})"
        )
    known = {one.plover for one in ontology.relations.values()} - {""}
    if found[3] and found[3] not in known:
        raise ValueError(f"there is no PLOVER type '{found[3]}'; there are {', '.join(sorted(known))}")
    told = Told(found[1], relation, found[4], plover=found[3] or "", near=line[0] == "!")
    if told.near:
        told = replace(told, note=" | ".join(rest))
    else:
        for part in rest:
            told = _with(told, part)
    ids = {mention.id: mention for mention in mentions}
    for mark in (told.subject, told.object, *told.says, *filter(None, [told.place])):
        if mark not in ids:
            raise ValueError(f"'{first}' names the mention '{mark}', which is not marked in the text")
    if told.subject == told.object:
        raise ValueError(f"'{first}' joins a mention to itself")
    for words in (*told.cues, *filter(None, [told.time])):
        if words not in text:
            raise ValueError(f"'{words}' does not stand in the text")
    if not told.near and not told.cues:
        raise ValueError(f"'{first}' has no cue")
    if told.place and not ids[told.place].place:
        raise ValueError(f"the place '{told.place}' is not marked as a place ([@{told.place} …])")
    return told


def _with(told: Told, part: str) -> Told:
    word, _, value = part.partition(" ")
    if part == "denied":
        return replace(told, polarity="denied")
    if part in _MODALITIES:
        return replace(told, modality=_MODALITIES[part])
    if word == "cue":
        return replace(told, cues=tuple(re.findall(r'"([^"]+)"', value)))
    if word == "says":
        return replace(told, says=tuple(mark.strip() for mark in value.split("<")))
    if word == "time":
        return replace(told, time=value.strip('"'))
    if word == "place":
        return replace(told, place=value)
    raise ValueError(f"'{part}' is none of denied, planned, possible, conditional, cue, says, time, place")
