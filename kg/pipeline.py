"""The whole reading flow on one page: sources → texts → claims → actors → graph → store.

In: what the user named, and the names of the parts that shall read it. Out: generators, one step each, and `build`,
which runs them all and tells in a `Report` what came of it. A text published twice is read once. A document goes into
the store together with its claims, so work that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import cast

from kg import plugins, project
from kg.extract.base import Extractor
from kg.graph import Graph, Node
from kg.model import Claim, Document, Refusal
from kg.ontology import Ontology
from kg.resolve.base import Resolved, Resolver
from kg.store.base import Store
from kg.text.base import LARGEST, Parsed, Pipeline, Unread
from kg.text.pipelines import load_pipeline
from kg.text.sources import read_sources

BATCH = 20  # documents written to the store at once
OnDocument = Callable[[int, int, str], None]  # done, of how many, name of the one just read


@dataclass(frozen=True, slots=True)
class Options:
    """Which parts read: their names as registered (a pipeline may be any spaCy pipeline), and texts of what size."""

    pipeline: str = "reader"
    extractor: str = "relations"
    resolver: str = "catalogue"
    largest: int = LARGEST  # characters of one text


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one document: its claims with an actor in every mention, and what was refused."""

    document: Document
    sentences: int
    resolved: Resolved
    refusals: tuple[Refusal, ...]


@dataclass(slots=True)
class Report:
    """What came of a run, in numbers and lists."""

    documents: int = 0
    known: int = 0  # documents the store had already, read in the same way
    sentences: int = 0
    claims: Counter[tuple[str, str]] = field(default_factory=Counter)  # by polarity and modality
    actors: set[str] = field(default_factory=set)
    refusals: list[Refusal] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def count(self, reading: Reading) -> None:
        """Add one document."""
        self.documents += 1
        self.sentences += reading.sentences
        self.refusals.extend(reading.refusals)
        self.claims.update((claim.polarity, claim.modality) for claim in reading.resolved.claims)
        self.actors.update(actor.id for actor in reading.resolved.actors)

    @property
    def denied(self) -> int:
        """How many claims deny something."""
        return sum(number for (polarity, _), number in self.claims.items() if polarity == "denied")

    def modal(self, modality: str) -> int:
        """How many claims are put in a way other than asserted."""
        return sum(number for (_, found), number in self.claims.items() if found == modality)

    def as_json(self) -> dict[str, object]:
        """Turn the report into one JSON object."""
        reasons = Counter(refusal.reason for refusal in self.refusals)
        return {
            "documents": self.documents,
            "known": self.known,
            "sentences": self.sentences,
            "claims": self.claims.total(),
            "denied": self.denied,
            **{modality: self.modal(modality) for modality in ("planned", "possible", "conditional")},
            "actors": len(self.actors),
            "refused": dict(sorted(reasons.items())),
            "unread": [{"where": one.where, "cause": one.cause} for one in self.unread],
        }

    def __str__(self) -> str:
        kinds = {"denied": self.denied, **{kind: self.modal(kind) for kind in ("planned", "possible", "conditional")}}
        beside = ", ".join(f"{number} {kind}" for kind, number in kinds.items() if number)
        parts = [
            _number(self.documents, "document") + (f" ({self.known} more known already)" if self.known else ""),
            _number(self.sentences, "sentence"),
            _number(self.claims.total(), "claim") + (f" ({beside})" if beside else ""),
            _number(len(self.actors), "actor"),
        ]
        return " · ".join(parts)


def _number(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")


@dataclass(frozen=True, slots=True)
class Sources:
    """The texts that were found: copies of one text by its id, and what could not be read."""

    copies: Mapping[str, Sequence[Document]]
    unread: tuple[Unread, ...]

    @property
    def documents(self) -> list[Document]:
        """One document a text, in the order of finding."""
        return [group[0] for group in self.copies.values()]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that read, loaded; `mark` stands for them, their version and all that was known beforehand."""

    parse: Pipeline
    extractor: Extractor
    resolver: Resolver
    ontology: Ontology
    mark: str


def build(
    sources: Sources, store: Store, parts: Parts, *, again: bool = False, on_document: OnDocument | None = None
) -> Report:
    """Read texts into a store and report; `again` reads also what the store holds as read in the same way.

    Interrupted, it keeps in the store what it had read.
    """
    held = read_before(store)
    todo = [one for one in sources.documents if again or held.get(one.id) != parts.mark]
    report = Report(known=len(sources.copies) - len(todo), unread=list(sources.unread))
    batch: list[Reading] = []
    try:
        for reading in read_claims(todo, parts):
            report.count(reading)
            batch.append(reading)
            if len(batch) == BATCH:
                full, batch = batch, []
                write(full, sources, store, parts, held)
            if on_document:
                on_document(report.documents, len(todo), reading.document.name)
    finally:
        write(batch, sources, store, parts, held)
    known = sources.copies.keys() - {document.id for document in todo}
    if known:  # a text the store has may have been published elsewhere since
        store.load(Graph(project.document_node(copy) for key in known for copy in sources.copies[key]))
    return report


def read(paths: Iterable[str], *, stdin: bytes | None = None, largest: int = LARGEST) -> Sources:
    """Read files, folders, patterns and "-"; raise InputError where a path leads nowhere."""
    return gather(read_sources(paths, stdin=stdin, largest=largest))


def gather(found: Iterable[Document | Unread]) -> Sources:
    """Group documents of one text, the earliest publication first: its date is what words of time are read against."""
    copies: dict[str, list[Document]] = {}
    unread: list[Unread] = []
    for one in found:
        if isinstance(one, Unread):
            unread.append(one)
        else:
            copies.setdefault(one.id, []).append(replace(one, name=_plain(one.name)))
    for group in copies.values():
        group.sort(key=lambda document: (document.published or "9999", document.publisher, document.name))
    return Sources(copies, tuple(unread))


def _plain(name: str) -> str:
    """Write a file's name, which on some systems is any bytes, in characters that can be stored."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def load_parts(ontology: Ontology, options: Options = Options()) -> Parts:
    """Load the parts that read, once for as long as nothing changes; raise UsageError where there is none of a name."""
    return _load_parts(fingerprint(ontology, options), options, _Same(ontology))


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """An ontology as a key: the very same one, for its contents are in the fingerprint."""

    ontology: Ontology

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.ontology is other.ontology

    def __hash__(self) -> int:
        return id(self.ontology)


@lru_cache(maxsize=2)
def _load_parts(mark: str, options: Options, known: _Same) -> Parts:
    return Parts(
        load_pipeline(options.pipeline),
        cast(Extractor, plugins.load("kg.extractors", options.extractor)(known.ontology)),
        cast(Resolver, plugins.load("kg.resolvers", options.resolver)(known.ontology)),
        known.ontology,
        mark,
    )


def read_claims(documents: Iterable[Document], parts: Parts) -> Iterator[Reading]:
    """Parse, extract and resolve: yield one reading a document, in order."""
    for parsed in parts.parse(documents):
        claims, refusals = extract(parsed, parts.extractor)
        sentences = sum(1 for _ in parsed.doc.sents) if len(parsed.doc) else 0
        resolved = parts.resolver(parsed, claims)
        yield Reading(parsed.document, sentences, resolved, (*refusals, *resolved.refused))


def extract(parsed: Parsed, extractor: Extractor) -> tuple[tuple[Claim, ...], tuple[Refusal, ...]]:
    """Part what an extractor says of one text into claims and refusals."""
    found = list(extractor(parsed)) if parsed.document.text.strip() else []
    claims = tuple(one for one in found if isinstance(one, Claim))
    return claims, tuple(one for one in found if isinstance(one, Refusal))


def write(batch: Sequence[Reading], sources: Sources, store: Store, parts: Parts, held: Mapping[str, str]) -> None:
    """Write a batch of readings to the store, after taking back what was read of the same documents before."""
    if not batch:
        return
    ids = [reading.document.id for reading in batch]
    stale = [document for document in ids if held.get(document)]
    if stale:
        store.retract(stale)
    store.load(graph_of(batch, sources, parts.ontology))
    # The mark comes last: a document whose claims did not all get in must be read again.
    store.load(Graph(Node(document, "Document", {"read_with": parts.mark}) for document in ids))


def graph_of(batch: Iterable[Reading], sources: Sources, ontology: Ontology) -> Graph:
    """Project readings to one graph."""
    readings = list(batch)
    return project.project(
        (copy for reading in readings for copy in sources.copies[reading.document.id]),
        (claim for reading in readings for claim in reading.resolved.claims),
        (actor for reading in readings for actor in reading.resolved.actors),
        ontology,
        reasons=(
            (reading.document.id, mention, reason)
            for reading in readings
            for mention, reason in reading.resolved.reasons
        ),
    )


def read_before(store: Store) -> dict[str, str]:
    """Tell for each document of the store how it was read, "" for those whose claims were loaded."""
    rows = store.query("MATCH (d:Document) RETURN d.id AS id, d.read_with AS mark ORDER BY id", limit=10_000_000)
    return {str(row["id"]): str(row["mark"] or "") for row in rows.rows}


def fingerprint(ontology: Ontology, options: Options) -> str:
    """Write down what reading depends on: the parts by name, the version, and a hash of what was known beforehand."""
    digest = hashlib.sha256()
    for part in (ontology.actor_types, ontology.relations, ontology.actors):
        for value in part.values():
            digest.update(repr(value).encode())
    for folder in map(Path, ontology.folders):  # frames, words of the language, what was learnt
        for file in sorted((*folder.rglob("*.toml"), *folder.glob("learnt/*.json"))):
            digest.update(file.relative_to(folder).as_posix().encode() + b"\x00" + file.read_bytes() + b"\x00")
    names = f"{options.pipeline}+{options.extractor}+{options.resolver}"
    return f"{names} {version('actorgraph')} {digest.hexdigest()[:12]}"
