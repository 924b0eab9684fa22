"""The resolver: known names and sure spellings of them, what the text itself introduces; in doubt a new actor.

In: one document's claims. Out: the same claims with an actor in every mention, the actors, and the rule behind each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.model import Actor, Claim, Mention, Refusal, hash_id
from kg.ontology import Ontology, fold
from kg.resolve.base import Resolved
from kg.resolve.comparing import Comparer
from kg.resolve.guards import is_before
from kg.resolve.names import Name
from kg.resolve.namesakes import Namesakes
from kg.text.base import Parsed

_INTRODUCED = re.compile(r"((?:[\w’'.&-]+\s+){1,9}?[\w’'.&-]+)\s*\(\s*[\"“']?([A-Z][A-Za-z.&-]{1,9})[\"”']?\s*\)")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")  # another quote at the end closes one that was opened
_DEFAULT = "organisation"  # the type of a name of which nothing tells what it is
_LONGEST = 4  # words of a country's name that are looked for
_FAR_ACTING = ("military_force", "government", "state", "international_organisation")
_SHORT = 3  # letters of an acronym that is not believed far from its country
_SMALL = frozenset(
    ("of", "for", "the", "and", "to", "in", "on", "de", "la", "du", "des", "al", "el", "y", "van", "von")
)


class CatalogueResolver:
    """Resolves one document at a time by known names and what the document itself introduces."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._comparer = Comparer(ontology)
        self._namesakes = Namesakes(ontology, self._comparer.lore)

    def __call__(self, parsed: Parsed, claims: Sequence[Claim]) -> Resolved:
        """Resolve the mentions of a document's claims."""
        case = _Case(self._ontology, parsed, self._comparer, self._namesakes)
        claimed = [case.claim(claim) for claim in claims]
        resolved = tuple(claim for claim in claimed if claim.subject.actor != claim.object.actor)
        refused = tuple(_refusal(claim) for claim in claimed if claim.subject.actor == claim.object.actor)
        spoken = {mention.actor for claim in resolved for mention in mentions_of(claim)}
        actors = tuple(case.actors[key] for key in sorted(spoken))
        reasons = tuple(sorted(case.reasons.items(), key=lambda row: (row[0].start, row[0].end)))
        return Resolved(resolved, actors, reasons, refused)


def mentions_of(claim: Claim) -> list[Mention]:
    """List all mentions of a claim: its ends, its claimants and its place."""
    return [claim.subject, claim.object, *claim.attributed_to, *([claim.place] if claim.place else [])]


def _refusal(claim: Claim) -> Refusal:
    evidence = claim.evidence
    reason = f"both ends are one actor, {claim.subject.name}"
    return Refusal(evidence.document, evidence.start, evidence.end, evidence.quote, reason)


@dataclass
class _Case:
    """What is known while one document is resolved."""

    ontology: Ontology
    parsed: Parsed
    comparer: Comparer
    namesakes: Namesakes
    actors: dict[str, Actor] = field(default_factory=dict)
    reasons: dict[Mention, str] = field(default_factory=dict)
    acronyms: Mapping[str, str] = field(init=False)
    surnames: Mapping[str, str] = field(init=False)
    countries: frozenset[str] = field(init=False)
    lands: frozenset[str] = field(init=False)  # countries told by names that no other country shares

    def __post_init__(self) -> None:
        text = self.parsed.document.text
        self.acronyms = dict(_acronyms(text))
        self.surnames = self._surnames()
        told = list(self._told(text))
        self.countries = _with_owners(actor for _, actor in told)
        self.lands = _with_owners(actor for key, actor in told if not self.namesakes.is_shared(key, actor))

    def _told(self, text: str) -> Iterator[tuple[str, Actor]]:
        """Yield whom single words and names of several words of a text stand for, where they stand for one.

        An ambiguous word tells no country, nor does a short name that is itself in question.
        """
        words = re.findall(r"[^\W\d_][\w’'-]*", text)
        folded = [fold(word) for word in words]
        seen: set[str] = set()
        for size in range(1, _LONGEST + 1):
            for at in range(len(words) - size + 1):
                key = " ".join(folded[at : at + size])
                if key in seen:
                    continue
                seen.add(key)
                group = self.ontology.by_demonym.get(key) or self.ontology.by_alias.get(key) or ()
                if len(group) == 1 and (group[0].type == "state" or not _is_short(words[at])):
                    yield key, group[0]

    def claim(self, claim: Claim) -> Claim:
        """Fill in the actors of one claim."""
        return replace(
            claim,
            subject=self.mention(claim.subject),
            object=self.mention(claim.object),
            attributed_to=tuple(self.mention(m) for m in claim.attributed_to),
            place=self.mention(claim.place) if claim.place else None,
        )

    def mention(self, mention: Mention) -> Mention:
        """Fill in name, type and actor of one mention."""
        actor, reason = self._actor(mention)
        kept = self.actors.get(actor.id)
        if kept is not None and kept.aliases != actor.aliases:
            actor = replace(kept, aliases=tuple(sorted({*kept.aliases, *actor.aliases})))
        self.actors[actor.id] = actor
        filled = replace(mention, name=actor.name, actor=actor.id, type=actor.type)
        self.reasons[filled] = reason
        return filled

    def _actor(self, mention: Mention) -> tuple[Actor, str]:
        name = _POSSESSIVE.sub("", mention.name or mention.text).strip()
        if mention.generic:
            return self._generic(mention, name)
        full = self.acronyms.get(name)
        if full:
            known = self._known(full, mention.type)
            actor = known[0] if known else self._new(full, mention.type, (name,))
            return actor, f"'{name}' is introduced in the text as the short form of '{full}'"
        short = mention.text
        if short.isupper() and not name.isupper() and not self._known(short, mention.type):
            known = self._known(name, mention.type)
            actor = known[0] if known else self._new(name, mention.type, (short,))
            return actor, f"'{short}' is introduced in the text as the short form of '{name}'"
        known = self._known(name, mention.type)
        other = self.namesakes.meant(name, known, self.parsed.document.text, self.lands)
        if other is not None:
            return other, f"'{name}' is {other.name} here: the text tells of it, and of no other of that name"
        likely, why = self._in_context(mention, name, known)
        if len(likely) == 1:
            return likely[0], f"'{name}' is a known name of {likely[0].name}{why}"
        if known:
            both = ", ".join(actor.name for actor in known)
            reason = f"'{name}' may be {both}: kept apart" if len(known) > 1 else f"'{name}' is not {both} here{why}"
            return self._new(name, mention.type, (), scope=self.parsed.document.id), reason
        if mention.type in ("person", "") and name in self.surnames:
            full = self.surnames[name]
            known = self._known(full, "person")
            actor = known[0] if len(known) == 1 else self._new(full, "person", (name,))
            return actor, f"'{name}' is the surname of '{full}', named in full in the text"
        spelled = self.comparer.known(Name(name, mention.type if mention.type != _DEFAULT else ""))
        if spelled is not None and not self._is_elsewhere(spelled[0]):
            actor, verdict = spelled
            return actor, f"'{name}' is another spelling of {actor.name}: {'; '.join(verdict.reasons)}"
        return self._new(name, mention.type, ()), f"'{name}' is not known: an actor of its own"

    def _in_context(self, mention: Mention, name: str, known: Sequence[Actor]) -> tuple[list[Actor], str]:
        """Choose among the known bearers of a name by the country said with it, else by the countries of the text."""
        if _is_short(name):
            published = self.parsed.document.published
            there = [actor for actor in known if not (published and is_before(published, actor.start))]
            if known and not there:
                return [], f": it was not there yet on {published}"
            known = there
        said = self._said_with(mention)
        if said and any(actor.country for actor in known):
            lands = ", ".join(self.ontology.actors[land].name for land in sorted(said))
            fitting = [actor for actor in known if not actor.country or actor.country in said or actor.id in said]
            if not fitting:
                return [], f": the text says of {lands}"
            return fitting, f", of {lands}" if len(fitting) == 1 < len(known) else ""
        if len(known) == 1:
            far = _is_short(name) and known[0].type not in _FAR_ACTING and self._is_elsewhere(known[0])
            spoken = any(
                len(alias) > _SHORT and alias in self.parsed.document.text
                for alias in (known[0].name, *known[0].aliases)
            )
            return ([], ": the text speaks of other countries") if far and not spoken else (list(known), "")
        near = [actor for actor in known if {actor.country, actor.id} & self.countries]
        return near, ", whose country the text names" if len(near) == 1 else ""

    def _is_elsewhere(self, actor: Actor) -> bool:
        """Tell whether the text names countries, and not that of an actor."""
        return bool(actor.country and self.countries) and actor.country not in self.countries

    def _said_with(self, mention: Mention) -> set[str]:
        """List the countries said right before a short name: "Japan's SDF", "the Syrian SDF"."""
        span = self.parsed.doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if not _is_short(mention.text) or span is None or not len(span):
            return set()
        words = [
            c for c in span.root.lefts if c.dep_ in ("nmod:poss", "amod", "compound", "nmod:desc") and c not in span
        ]
        told = (
            self.ontology.by_demonym.get(fold(w.text), ()) or self.ontology.by_alias.get(fold(w.text), ())
            for w in words
        )
        return {group[0].id for group in told if len(group) == 1 and group[0].type == "state"}

    def _known(self, name: str, kind: str) -> list[Actor]:
        found = list(self.ontology.by_alias.get(fold(name), ()))
        if len(found) > 1 and kind and not _is_short(name):  # the kind of a short name is only that of its first bearer
            same = [actor for actor in found if actor.type == kind]
            found = same or found
        if kind == "person":
            found = [actor for actor in found if self.ontology.is_a(actor.type, "person")]
        return found

    def _generic(self, mention: Mention, name: str) -> tuple[Actor, str]:
        words = re.sub(r"\s+", " ", name)
        key = hash_id("generic", self.parsed.document.id, fold(words))
        kind = mention.type or _DEFAULT
        side = self.ontology.actors.get(mention.side)
        land = side.id if side and side.type == "state" else side.country if side else ""
        whole = (side.id,) if side and side.type != "state" else ()
        reason = "no name: an actor of this text alone" + (f", of {side.name}" if side else "")
        return Actor(key, words, kind, country=land, part_of=whole, generic=True), reason

    def _new(self, name: str, kind: str, aliases: tuple[str, ...], scope: str = "") -> Actor:
        words = re.sub(r"\s+", " ", name)
        kind = kind or _DEFAULT
        sort = kind if kind in ("person", "place") else "actor"
        return Actor(hash_id(sort, fold(words) or words, scope), words, kind, aliases=aliases)

    def _surnames(self) -> dict[str, str]:
        fulls: dict[str, set[str]] = {}
        for entity in self.parsed.doc.ents:
            words = [w for w in entity.text.split() if w not in ("'s", "’s")]
            if entity.label_ == "PER" and len(words) > 1:
                full = re.sub(r"['’]s?$", "", " ".join(words))
                fulls.setdefault(full.split()[-1], set()).add(full)
        return {surname: next(iter(names)) for surname, names in fulls.items() if len(names) == 1}


def _with_owners(actors: Iterable[Actor]) -> frozenset[str]:
    return frozenset(key for actor in actors for key in (actor.id, actor.country)) - {""}


def _is_short(name: str) -> bool:
    """Tell whether a name is an acronym so short that others elsewhere bear it, too."""
    return name.isupper() and name.isalpha() and len(name) <= _SHORT


def _acronyms(text: str) -> Iterator[tuple[str, str]]:
    """Find acronyms that a text introduces in parentheses after the full name, whose initials they are."""
    for match in _INTRODUCED.finditer(text):
        short = match[2]
        letters = [c for c in short.upper() if c.isalpha()]
        words = match[1].split()
        for start in range(len(words) - 1, -1, -1):
            initials = [
                w[0].upper()
                for w in re.split(r"[\s-]+", " ".join(words[start:]))
                if w and w.lower() not in _SMALL and w[0].isalnum()
            ]
            everything = [w[0].upper() for w in re.split(r"[\s-]+", " ".join(words[start:])) if w and w[0].isalnum()]
            if letters in (initials, everything) and words[start][0].isupper():
                yield short, " ".join(words[start:])
                break
