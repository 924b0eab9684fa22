"""Claims made elsewhere, or exported from another store, become a graph: the second way in, beside reading texts.

In: JSON lines as `kg extract` prints them. Out: a graph, and the lines that are no claims, with the cause. A claim
whose mentions have no actor yet is resolved by the words of its quotes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from kg import plugins, project
from kg.errors import InputError, KgError
from kg.graph import Graph, Node, direct_edges, publication, publication_fields, summed
from kg.model import Actor, Claim, Document, Mention, claim_from_json, mentions_of
from kg.ontology import Ontology
from kg.pipeline import Options
from kg.resolve.base import Resolver
from kg.text.base import Unread
from kg.text.pipelines import load_pipeline

LONGEST_ID = 1_000  # characters: what Neo4j can find again is 8 KiB at most


@dataclass(slots=True)
class Loading:
    """The claims of some lines, where each document was published, and what could not be read."""

    claims: list[Claim] = field(default_factory=list)
    publications: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    aliases: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # by actor's id
    unread: list[Unread] = field(default_factory=list)

    @property
    def documents(self) -> int:
        """How many documents the claims are from."""
        return len(self.publications)


def read_claims(lines: Iterable[str | bytes], ontology: Ontology, *, name: str = "stdin") -> Loading:
    """Read claims; a broken line goes to the list with its number, the others are kept."""
    found = Loading()
    read = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        read += 1
        try:
            row = json.loads(line)
            json.dumps(row, ensure_ascii=False).encode()  # half of a surrogate pair, which nothing can store
            claim = _checked(claim_from_json(row), ontology)
            publications = list(_publications(row))
            aliases = list(_aliases(row))
        except (ValueError, RecursionError) as error:
            found.unread.append(
                Unread(f"{name}, line {number}", f"it is no JSON ({error}); try: one JSON object a line")
            )
        except KgError as error:
            cause = f"{error.cause}; try: {error.way_out}" if error.way_out else error.cause
            found.unread.append(Unread(f"{name}, line {number}", cause))
        else:
            found.claims.append(claim)
            found.publications[claim.evidence.document].update(publications)
            for actor, names in aliases:
                found.aliases[actor].update(names)
    if not read:
        found.unread.append(Unread(name, "it is empty; try: kg extract FILE > claims.jsonl"))
    return found


def _checked(claim: Claim, ontology: Ontology) -> Claim:
    ontology.relation(claim.relation)
    for mention in _mentions(claim):
        if not (mention.name or mention.text).strip():
            raise InputError("it speaks of somebody without a name", "give every mention its text, or a name")
        if mention.type:
            ontology.actor_type(mention.type)
    for one in (claim.evidence.document, *(mention.actor for mention in _mentions(claim))):
        if len(one) > LONGEST_ID or "\t" in one:
            cause = f"an id is longer than {LONGEST_ID:,} characters" if len(one) > LONGEST_ID else "an id holds a tab"
            raise InputError(cause, "name actors and documents by short ids")
    if claim.evidence.end - claim.evidence.start != len(claim.evidence.quote):
        raise InputError(
            "the quote is not as long as its offsets say", "count start and end in characters of the document's text"
        )
    return claim


def _mentions(claim: Claim) -> tuple[Mention, ...]:
    return (claim.subject, claim.object, *claim.attributed_to, *((claim.place,) if claim.place else ()))


def _publications(row: Mapping[str, Any]) -> Iterator[str]:
    source = row.get("source") or {}
    if not isinstance(source, dict) or not isinstance(source.get("also", []), list):
        raise InputError("its source is not an object", "write the source as `kg extract` prints it")
    for one in (source, *source.get("also", [])):
        words = [str(one.get(key) or "") for key in ("published", "publisher", "title", "url")]
        if any(words) or one is source:
            words[2] = words[2] or str(one.get("name") or "")
            yield publication(*words)


def _aliases(row: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield the other names of actors, by id."""
    for mention in mentions_of(row):
        names = mention.get("also") or []
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise InputError("the other names of an actor are no list", '"also": ["one", "another"]')
        if names and mention.get("actor"):
            yield str(mention["actor"]), names


def graph_of(loading: Loading, ontology: Ontology, *, options: Options = Options()) -> Graph:  # noqa: B008 - frozen
    """Make a graph of loaded claims, their actors resolved where the lines do not say who they are."""
    settled = [claim for claim in loading.claims if all(mention.actor for mention in _mentions(claim))]
    actors = [_actor(mention, ontology, loading) for claim in settled for mention in _mentions(claim)]
    reasons: list[tuple[str, Mention, str]] = []
    open_claims: dict[str, list[Claim]] = defaultdict(list)
    for claim in loading.claims:
        if not all(mention.actor for mention in _mentions(claim)):
            open_claims[claim.evidence.document].append(claim)
    if open_claims:
        parse = load_pipeline(options.pipeline)
        resolver = cast(Resolver, plugins.load("kg.resolvers", options.resolver)(ontology))
        texts = [Document("\n".join(dict.fromkeys(c.evidence.quote for c in group))) for group in open_claims.values()]
        for (document, group), parsed in zip(open_claims.items(), parse(texts), strict=True):
            resolved = resolver(parsed, group)
            settled.extend(resolved.claims)
            actors.extend(resolved.actors)
            reasons.extend((document, mention, reason) for mention, reason in resolved.reasons)
    graph = project.project([], settled, actors, ontology, reasons=reasons)
    for key, publications in sorted(loading.publications.items()):
        lines = sorted(publications)
        graph.add(Node(key, "Document", {"text": "", "publications": lines, **publication_fields(lines)}))
    for edge in direct_edges(summed(graph)):  # now with what the documents say
        graph.connect(edge)
    return graph


def _actor(mention: Mention, ontology: Ontology, loading: Loading) -> Actor:
    known = ontology.actors.get(mention.actor)
    kind = mention.type or "organisation"
    name = mention.name or mention.text
    aliases = tuple(sorted(loading.aliases.get(mention.actor, ())))
    return known or Actor(mention.actor, name, kind, aliases, country=mention.side, generic=mention.generic)
