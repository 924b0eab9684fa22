"""Keeps who has come up in a text so far: the mentions of one actor or place, joined as the text goes on.

In: mentions in the order of the text. Out: `Entity` by mention. Names are joined by their words; whom a noun or
pronoun takes up is told from outside (kg/extract/anaphora.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.language import Language
from kg.extract.mentions import Found
from kg.extract.tree import case_of
from kg.model import Mention
from kg.ontology import Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FEWEST_INITIALS = 3
_FARTHEST_INITIALS = 9  # words behind a name
_LINKING = frozenset(("of", "the", "for", "and", "de", "la", "du", "des", "del", "in", "to"))


@dataclass(eq=False)
class Entity:
    """An actor or place as far as a text has told of it by then."""

    place: int  # in the order in which the text brings them up
    mentions: list[Found] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)  # head words of the mentions, pronouns among them
    named: Found | None = None
    kinds: Counter[str] = field(default_factory=Counter)
    nouns: Counter[str] = field(default_factory=Counter)  # what the text calls it beside its name
    gender: str = ""
    country: str = ""

    @property
    def latest(self) -> Found:
        """Return the mention that stands last by now."""
        return self.mentions[-1]

    @property
    def meant(self) -> Found:
        """Return the mention that says best who it is."""
        return self.named or self.mentions[0]

    @property
    def kind(self) -> str:
        """Return the type of actor."""
        return self.meant.mention.type


class Entities:
    """The entities of one text, in the order in which they come up."""

    def __init__(self, ontology: Ontology, language: Language) -> None:
        self.all: list[Entity] = []
        self.of_head: dict[int, Entity] = {}
        self._by_key: dict[str, Entity] = {}
        self._ontology = ontology
        self._language = language
        self._kinds = language.nominal_kinds

    def named(self, found: Found, doc: Doc) -> Entity:
        """Return the entity that a name stands for, new if the name is."""
        keys = list(self._keys(found.mention))
        entity = (
            next((self._by_key[key] for key in keys if key in self._by_key), None)
            or self._shortened(found.mention)
            or self._initials(found, doc)
        )
        if entity is not None and (entity.kind == "person") != (found.mention.type == "person"):
            entity = None
        entity = entity or self.new()
        for key in keys:
            self._by_key.setdefault(key, entity)
        if entity.named is None or self._says_more(found.mention, entity.named.mention):
            entity.named = found
        entity.country = entity.country or self.country(found.mention)
        self.add(entity, found, doc)
        return entity

    def _says_more(self, mention: Mention, other: Mention) -> bool:
        """Tell whether one name of an entity is its own and fuller than another."""
        own, others = mention.text.endswith(mention.name), other.text.endswith(other.name)
        return own and (not others or len(mention.name) > len(other.name))

    def _shortened(self, mention: Mention) -> Entity | None:
        """Return who is called by some words of a name that the text has given in full: "the Council", "Tapia"."""
        words = fold(mention.name).split()
        if mention.type in ("place", "state") or fold(mention.name) in self._ontology.by_alias:
            return None
        called = [one for one in self.all if one.named is not None and self._is_short(words, one)]
        return called[0] if len(called) == 1 else None

    def _is_short(self, words: list[str], entity: Entity) -> bool:
        if entity.named is None or entity.kind in ("place", "state"):
            return False
        full = fold(entity.named.mention.name).split()
        if entity.kind == "person":
            return len(words) == 1 and words[0] in full[1:]
        return len(words) < len(full) and words in (full[: len(words)], full[-len(words) :])

    def new(self) -> Entity:
        """Bring up somebody new."""
        entity = Entity(len(self.all))
        self.all.append(entity)
        return entity

    def add(self, entity: Entity, found: Found, doc: Doc) -> None:
        """Note a further mention, and what it tells of its entity."""
        entity.mentions.append(found)
        entity.heads.append(found.head)
        self.of_head[found.head] = entity
        entity.kinds[found.mention.type] += 1
        head = doc[found.head]
        if found.mention.generic:
            entity.nouns[head.lemma_.lower()] += 1
        entity.nouns.update(set(self._described(head, found)))
        entity.gender = entity.gender or self._gender(doc, found)

    def _initials(self, found: Found, doc: Doc) -> Entity | None:
        """Return whose initials a new name is by what stands before it: "X (FARP)", "X, known as MINUSCA"."""
        if not (found.mention.text.isupper() and len(found.mention.text) >= _FEWEST_INITIALS):
            return None
        for entity in reversed(self.all):
            before = next((one for one in reversed(entity.mentions) if not one.mention.generic), None)
            if before is None or not 0 < found.start - before.end <= _FARTHEST_INITIALS:
                continue
            between = [doc[i].lower_ for i in range(before.end, found.start)]
            if between == ["("] or "known" in between or between == [",", "or"]:
                return entity
        return None

    def _keys(self, mention: Mention) -> Iterator[str]:
        """Yield what names of one actor share: a known actor's id, the name, a person's surname, an acronym."""
        known = self._ontology.by_alias.get(fold(mention.name), ())
        if len(known) == 1:
            yield known[0].id
        name = fold(mention.name)
        yield name
        words = name.split()
        if mention.type == "person" and len(words) > 1:
            yield words[-1]
        elif mention.type not in ("person", "place", "state"):
            capitals = [word for word in mention.name.split() if fold(word) not in _LINKING]
            if len(capitals) >= _FEWEST_INITIALS:
                yield "".join(word[0] for word in capitals).lower()

    def country(self, mention: Mention) -> str:
        """Return the id of the country of a known actor, or ""."""
        known = self._ontology.by_alias.get(fold(mention.name), ())
        return known[0].country or known[0].id if len(known) == 1 else ""

    def _described(self, head: Token, found: Found) -> Iterator[str]:
        """Yield the nouns a text calls a name by: "X, a suburb", "the city of X", "X is a party", "rebel group X"."""
        nouns = [c for c in head.children if c.dep_ in ("appos", "nmod:desc", "compound")]
        if head.dep_ in ("appos", "flat", "nmod:desc") or (head.dep_ == "nmod" and case_of(head) == "of"):
            nouns.append(head.head)
        if head.dep_ in ("nsubj", "nsubj:pass"):
            nouns.append(head.head)
        start = found.start
        while start > head.sent.start and self._is_title(head.doc[start - 1]):
            start -= 1
        yield from (word.lemma_.lower() for word in head.doc[start : found.start])
        for noun in nouns:
            if noun.pos_ == "NOUN" and not found.start <= noun.i < found.end:
                yield noun.lemma_.lower()
                yield from (c.lemma_.lower() for c in noun.lefts if c.dep_ in ("amod", "compound"))

    def _is_title(self, word: Token) -> bool:
        return word.lower_ in self._language.words("titles", "words") or word.lemma_.lower() in self._kinds

    def _gender(self, doc: Doc, found: Found) -> str:
        """Tell "he" or "she" by a title before a person's name or the noun itself."""
        if found.mention.type != "person":
            return ""
        words = {doc[i].lower_ for i in range(max(found.start - 2, 0), found.end)}
        for gender in ("he", "she"):
            if words & self._language.words("gendered", gender):
                return gender
        return ""
