"""The words of the program: what a text is, what is said in it, and who the actors are.

Values are frozen, know nothing of the container they lie in, and become JSON and back in this module alone.
Every offset is into `Document.text`, half open, in Python characters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from kg.errors import InputError

Polarity = Literal["affirmed", "denied"]
Modality = Literal["asserted", "planned", "possible", "conditional"]


def hash_id(*parts: str, size: int = 16) -> str:
    """Hash strings to a short hexadecimal id that two machines agree on."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:size]


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it was published, with what its header says (ACE: source document)."""

    text: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    published: str = ""  # ISO 8601 date or date-time, "" where unknown
    name: str = ""  # how the user called it (a file name); never part of the id

    @property
    def id(self) -> str:
        """The hash of the text: a syndicated copy is the same document."""
        return hash_id(self.text)


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of text that names an actor or a place (ACE: entity mention).

    `type` is an actor type's id ("armed_group", "place", "" where unknown). `generic` marks a mention without a
    name ("opposition forces"). `name` and `actor` are filled by the resolver.
    """

    text: str
    start: int
    end: int
    type: str = ""
    generic: bool = False
    name: str = ""
    actor: str = ""
    side: str = ""  # of a generic mention: the id of the actor whose side it is, where the text says so

    def __str__(self) -> str:
        """Its name, before it has one the words themselves."""
        return self.name or self.text


@dataclass(frozen=True, slots=True)
class Time:
    """When a claim held, as ISO 8601 dates, and how we know ("2015-10-14" from "on Wednesday")."""

    start: str
    end: str
    source: str  # the words it was read from, or "published" for the date of the document


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that say it: `document.text[start:end] == quote`, always (PROV, nanopublications)."""

    document: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody says that subject and object stand in a relation; `relation` is a relation type's id."""

    subject: Mention
    relation: str
    object: Mention
    evidence: Evidence
    polarity: Polarity = "affirmed"
    modality: Modality = "asserted"
    attributed_to: tuple[Mention, ...] = ()
    time: Time | None = None
    place: Mention | None = None
    confidence: float = 1.0
    extractor: str = ""
    kind: str = ""  # a finer word of the relation where the frame gives one ("arms", "air support")

    @property
    def id(self) -> str:
        """A hash of what was said, where and by whom; resolving an actor anew does not change it."""
        spans = [self.subject, self.object, *self.attributed_to]
        time = self.time
        return hash_id(
            self.evidence.document,
            f"{self.evidence.start}-{self.evidence.end}",
            self.relation,
            self.polarity,
            self.modality,
            self.extractor,
            ",".join(f"{m.start}-{m.end}" for m in spans),
            f"{time.start}/{time.end}" if time else "",
            f"{self.place.start}-{self.place.end}" if self.place else "",
        )

    def __str__(self) -> str:
        """Write it as people read it: `Hezbollah -fights-alongside-> Syrian Army (denied) according to …`."""
        words = [f"{self.subject} -{self.relation.replace('_', '-')}-> {self.object}"]
        if self.polarity == "denied":
            words.append("(denied)")
        if self.modality != "asserted":
            words.append(f"({self.modality})")
        if self.attributed_to:
            words.append(f"according to {', '.join(map(str, self.attributed_to))}")
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What an extractor saw and did not claim, with the reason."""

    document: str
    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who acts, or a place (CAMEO, ACLED, PLOVER: actor). `type` is an actor type's id.

    `demonyms` ("Syrian") and `metonyms` ("Damascus") are words that stand for it only in some positions;
    `aliases` always name it. `country` and `part_of` are ids of actors.
    """

    id: str
    name: str
    type: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    country: str = ""
    part_of: tuple[str, ...] = ()
    start: str = ""  # year or date from which it existed or held office
    end: str = ""
    generic: bool = False
    identifiers: Mapping[str, str] = field(default_factory=dict)


def _mention_json(mention: Mention) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": mention.name or mention.text,
        "actor": mention.actor,
        "type": mention.type.replace("_", "-"),
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
    }
    if mention.generic:
        row["generic"] = True
    if mention.side:
        row["side"] = mention.side
    return row


def claim_to_json(claim: Claim, document: Document | None = None) -> dict[str, Any]:
    """Turn a claim into the JSON object that `kg extract` prints; with its document, its source goes along."""
    time = claim.time
    row: dict[str, Any] = {
        "id": claim.id,
        "subject": _mention_json(claim.subject),
        "relation": claim.relation.replace("_", "-"),
        "object": _mention_json(claim.object),
        "polarity": claim.polarity,
        "modality": claim.modality,
        "attributed_to": [_mention_json(m) for m in claim.attributed_to],
        "time": {"start": time.start, "end": time.end, "from": time.source} if time else None,
        "place": _mention_json(claim.place) if claim.place else None,
        "document": claim.evidence.document,
        "quote": claim.evidence.quote,
        "start": claim.evidence.start,
        "end": claim.evidence.end,
        "confidence": claim.confidence,
        "extractor": claim.extractor,
    }
    if claim.kind:
        row["kind"] = claim.kind
    if document is not None:
        row["source"] = {
            "title": document.title,
            "publisher": document.publisher,
            "url": document.url,
            "published": document.published,
            "name": document.name,
        }
    return row


def mentions_of(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the mentions in a claim's JSON object: its ends, its claimants, its place."""
    return [row["subject"], row["object"], *row.get("attributed_to", ()), *([row["place"]] if row.get("place") else [])]


def _mention_from(row: Mapping[str, Any]) -> Mention:
    return Mention(
        text=str(row["text"]),
        start=int(row["start"]),
        end=int(row["end"]),
        type=str(row.get("type", "")).replace("-", "_"),
        generic=bool(row.get("generic", False)),
        name=str(row.get("name", "")),
        actor=str(row.get("actor", "")),
        side=str(row.get("side", "")),
    )


def claim_from_json(row: Mapping[str, Any]) -> Claim:
    """Read a claim back from its JSON object; raise InputError where a field is missing or of the wrong kind."""
    try:
        time, place = row.get("time"), row.get("place")
        if row["polarity"] not in ("affirmed", "denied"):
            raise ValueError(f"polarity '{row['polarity']}'")
        if row["modality"] not in ("asserted", "planned", "possible", "conditional"):
            raise ValueError(f"modality '{row['modality']}'")
        quote = str(row["quote"])
        if not quote.strip():
            raise ValueError("an empty quote")
        return Claim(
            subject=_mention_from(row["subject"]),
            relation=str(row["relation"]).replace("-", "_"),
            object=_mention_from(row["object"]),
            evidence=Evidence(str(row["document"]), int(row["start"]), int(row["end"]), quote),
            polarity=row["polarity"],
            modality=row["modality"],
            attributed_to=tuple(_mention_from(m) for m in row.get("attributed_to", ())),
            time=Time(str(time["start"]), str(time["end"]), str(time["from"])) if time else None,
            place=_mention_from(place) if place else None,
            confidence=float(row.get("confidence", 1.0)),
            extractor=str(row.get("extractor", "")),
            kind=str(row.get("kind", "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"not a claim: {error}", "write claims as `kg extract` prints them, one JSON object a line"
        ) from error
