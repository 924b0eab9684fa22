"""Finds who and what place a text speaks of: known names, names the model sees, and actors without a name.

In: a parsed text, the ontology and the language. Out: `Found` mentions, one for each head word. A mention's `name`
says whom it denotes where that is not its own text ("Hezbollah fighters" denotes Hezbollah), for the resolver.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract.language import Language
from kg.model import Actor, Mention
from kg.ontology import Ontology, fold
from kg.text.datelines import datelines

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_LONGEST = 9  # words of the longest alias looked up
_ENTITY_KINDS = {"PER": "person", "LOC": "place", "ORG": ""}
_MODIFIERS = {
    "amod",
    "compound",
    "nmod:desc",
    "nummod",
    "flat",
    "nmod",
    "nmod:unmarked",
    "punct",
    "advmod",
    "obl:unmarked",
    "obl",
}
_SIDED = ("military_force", "government", "person")  # "Iranian lawmakers" are Iran's; "Syrian rebels" are not Syria's
HYPHENS = ("-", "‑", "–")
_NAME_LINKS = {"compound", "flat", "amod", "nmod:desc"}


@dataclass(frozen=True, slots=True)
class Found:
    """A mention with its place in the tree: token span and head token, by index.

    `sure` is below 1 where a noun or pronoun is read as somebody named before.
    """

    mention: Mention
    start: int
    end: int
    head: int
    sure: float = 1.0


class Mentions:
    """The mentions of one text, by head word; demonyms ("Syrian") apart, since they name only as modifiers."""

    def __init__(self, found: Iterable[Found], demonyms: Mapping[int, Found] | None = None) -> None:
        self._by_head: dict[int, Found] = {}
        self._inside: dict[int, Found] = {}
        for one in sorted(found, key=lambda f: (f.end - f.start, f.start)):
            self._by_head[one.head] = one
            for i in range(one.start, one.end):
                self._inside[i] = one
        self.demonyms = demonyms or {}

    def at(self, token: Token) -> Found | None:
        """Return the mention whose head word this is."""
        return self._by_head.get(token.i)

    def around(self, token: Token) -> Found | None:
        """Return the longest mention that this word lies in."""
        return self._inside.get(token.i)

    def __iter__(self) -> Iterator[Found]:
        return iter(sorted(self._by_head.values(), key=lambda f: (f.start, f.end)))


class MentionFinder:
    """Finds mentions with one ontology and one language; holds only look-up tables."""

    def __init__(self, ontology: Ontology, language: Language) -> None:
        self._ontology = ontology
        self._language = language
        self._lengths: dict[str, int] = {}  # by the first word of an alias: how many tokens the longest may have
        for alias in ontology.by_alias:
            words = alias.split(" ")
            self._lengths[words[0]] = max(self._lengths.get(words[0], 0), min(_LONGEST, 2 * len(words)))
        self._kinds_by_ending, self._kinds_by_opening = (
            {word: kind for (part, kind), words in language.sections.items() if part == section for word in words}
            for section in ("names", "names_opening")
        )

    def __call__(self, doc: Doc, publisher: str = "") -> Mentions:
        """Find all mentions of a text; its own publisher is a name, whatever the model takes it for."""
        names = self._names(doc, publisher)
        sent_from = list(datelines(doc.text))
        names = [n for n in names if not any(a <= n.mention.start and n.mention.end <= b for a, b in sent_from)]
        covered = {i for one in names for i in range(one.start, one.end)}
        demonyms = {one.head: one for one in self._demonyms(doc) if one.head not in covered}
        by_head = {one.head: one for one in names}
        nominals = [n for t in doc if t.i not in covered and (n := self._nominal(t, by_head, demonyms)) is not None]
        nominals += self._echoes(doc, names, covered | {one.head for one in nominals})
        peoples = [one for one in self._peoples(doc) if one.head not in covered]
        return Mentions([*names, *peoples, *nominals], demonyms)

    def given(self, doc: Doc, mentions: Sequence[Mention]) -> Mentions:
        """Take mentions as given and place them in the tree; those that touch no word are left out."""
        found = []
        for mention in mentions:
            span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            if span is not None and len(span):
                named = mention if mention.name else replace(mention, name=mention.text)
                found.append(Found(named, span.start, span.end, _head(span)))
        return Mentions(found, {one.head: one for one in self._demonyms(doc)})

    def _names(self, doc: Doc, publisher: str) -> list[Found]:
        spans = [*self._known(doc), *self._entities(doc)]
        for match in re.finditer(re.escape(publisher), doc.text) if publisher else ():
            span = doc.char_span(*match.span())
            if span is not None:
                spans.append((span.start, span.end, "organisation", span.text))
        spans.sort(key=lambda row: (row[1] - row[0], row[2] != ""), reverse=True)
        taken: set[int] = set()
        found = []
        for start, end, kind, name in spans:
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                span = doc[start:end]
                found.append(
                    Found(_mention(span, kind or self.kind_of_name(span.text), name=name), start, end, _head(span))
                )
        told = self._surnames(found) | {one.mention.name: kind for one in found if (kind := self._kind_told(one, doc))}
        return [
            replace(one, mention=replace(one.mention, type=told.get(one.mention.name, one.mention.type)))
            for one in found
        ]

    def _surnames(self, found: Sequence[Found]) -> dict[str, str]:
        """Tell that "Tapia" is a person where the text has "Aurelio Tapia Cárdenas", whatever the model says."""
        whole = {word for one in found if one.mention.type == "person" for word in one.mention.name.split()[1:]}
        names = {one.mention.name for one in found if one.mention.type != "person"}
        return {name: "person" for name in names & whole if fold(name) not in self._ontology.by_alias}

    def _kind_told(self, one: Found, doc: Doc) -> str:
        """Tell the kind of an unknown name by what the text calls it: "X, a rebel group", "the militia X"."""
        if fold(one.mention.name) in self._ontology.by_alias:
            return ""
        head, kinds = doc[one.head], self._language.nominal_kinds
        person = one.mention.type == "person"  # "President X's army" is not X
        nouns = [c for c in head.children if c.dep_ == "appos" or (c.dep_ in ("nmod:desc", "compound") and not person)]
        if head.dep_ in ("appos", "flat", "nmod:desc") and not person:
            nouns.append(head.head)
        for noun in nouns:
            lemma = noun.lemma_.lower()
            if lemma not in self._language.words("described", "groups") or one.start <= noun.i < one.end:
                continue
            before = [c.lemma_.lower() for c in noun.lefts if c.dep_ in ("amod", "compound")]
            if any(kinds.get(word) == "armed_group" for word in (lemma, *before)):
                return "armed_group"
            kind = kinds.get(lemma, "organisation")
            if kind in ("party", "coalition", "military_force") or one.mention.type in ("place", "person"):
                return kind
        return ""

    def _known(self, doc: Doc) -> Iterator[tuple[int, int, str, str]]:
        for sentence in doc.sents:
            i = sentence.start
            while i < sentence.end:
                match = self._longest(doc, i, sentence.end)
                if match is None:
                    i += 1
                    continue
                end, actor = match
                start = i
                while (wider := self._widened(doc, start, end)) != (start, end):
                    start, end = wider
                    actor = None
                kind = actor.type if actor else self.kind_of_name(doc[start:end].text)
                yield start, end, kind, doc[start:end].text
                i = max(end, i + 1)

    def _longest(self, doc: Doc, start: int, limit: int) -> tuple[int, Actor | None] | None:
        first = fold(doc[start].text)
        if first not in self._lengths or doc[start].text == "-":
            return None
        for end in range(min(start + self._lengths[first], limit), start, -1):
            text = doc[start:end].text
            if doc[end - 1].is_punct or doc[end - 1].is_space or doc[end - 1].lower_ in ("'s", "’s", "'", "’"):
                continue
            for actor in self._ontology.by_alias.get(fold(text), ()):
                if any(_written_so(text, alias) for alias in (actor.name, *actor.aliases) if fold(alias) == fold(text)):
                    return end, actor
        return None

    def _widened(self, doc: Doc, start: int, end: int) -> tuple[int, int]:
        """Widen a known name by a capitalised word that belongs to it: a New Syrian Army is not the Syrian Army."""
        head = doc[_head(doc[start:end])]
        before = doc[start - 1] if start else None
        if (
            before is not None
            and before.is_title
            and before.dep_ in _NAME_LINKS
            and start <= before.head.i < end
            and not before.is_sent_start
            and before.pos_ in ("PROPN", "ADJ")
            and not self._is_label(before)
            and head.ent_type_ != "PER"
        ):
            return start - 1, end
        after = doc[end] if end < len(doc) else None
        if (
            after is not None
            and after.pos_ == "PROPN"
            and after.is_title
            and head.dep_ in _NAME_LINKS
            and head.head == after
            and not self._is_label(after)
        ):
            return start, end + 1
        return start, end

    def _is_label(self, token: Token) -> bool:
        """Tell whether a capitalised word beside a name is not part of it: a title, a demonym, a name of its own."""
        folded = fold(token.text)
        return (
            folded in self._language.words("titles", "words")
            or folded in self._ontology.by_demonym
            or folded in self._ontology.by_alias
            or token.ent_type_ in ("NORP", "PER")
            or token.lemma_.lower() in self._language.nominal_kinds
        )

    def _entities(self, doc: Doc) -> Iterator[tuple[int, int, str, str]]:
        for entity, label in self._consistent(doc):
            start, end = entity.start, entity.end
            if end - start > 2 and doc[start].lower_ in self._language.words("prefixes", "words"):
                start += 2  # "Anti-Taliban"
            while start < end and (
                doc[start].lower_ in ("the", "a", "an") or doc[start].is_punct or doc[start].is_space
            ):
                start += 1
            while end > start and (
                doc[end - 1].lower_ in ("'s", "’s", "'", "’") or doc[end - 1].is_punct or doc[end - 1].is_space
            ):
                end -= 1
            while start < end - 1 and label == "PER" and doc[start].lower_ in self._language.words("titles", "words"):
                start += 1
            if label == "PER" and fold(doc[start:end].text) in self._ontology.by_demonym:
                continue  # "Kyrgyz" is nobody's name
            if start < end and re.search(r"[^\W\d_]", doc[start:end].text):
                kind = _ENTITY_KINDS[label]
                words = fold(doc[start:end].text).split()
                told = self._kinds_by_ending.get(words[-1]) or self._kinds_by_opening.get(words[0])
                if told and end - start > 1:
                    kind = told  # a "Polisario Front" is no place, whatever the model says, nor is "Liwa al-Nasr"
                yield start, end, kind, doc[start:end].text

    def _consistent(self, doc: Doc) -> Iterator[tuple[Span, str]]:
        """Give each name one label a text: the one it has most often there; a name seen once is found everywhere."""
        counts: dict[str, Counter[str]] = {}
        entities = list(self._joined(doc))
        for entity in entities:
            if entity.label_ in _ENTITY_KINDS:
                counts.setdefault(fold(entity.text), Counter())[entity.label_] += 1
        labels = {text: min(seen.items(), key=lambda row: (-row[1], row[0]))[0] for text, seen in counts.items()}
        for entity in entities:
            if fold(entity.text) in labels:
                yield entity, labels[fold(entity.text)]
        inside = {i for entity in entities if fold(entity.text) in labels for i in range(entity.start, entity.end)}
        for token in doc:
            if token.i not in inside and token.pos_ == "PROPN" and fold(token.text) in labels and len(token.text) > 3:
                yield doc[token.i : token.i + 1], labels[fold(token.text)]

    def _joined(self, doc: Doc) -> Iterator[Span]:
        """Yield what the model takes for names, a person's first and last name as one though it saw them apart."""
        before: Span | None = None
        for entity in doc.ents:
            one, other = before, entity
            if one is not None and one.end == other.start and other.label_ == "PER" and self._is_first_name(one):
                before = doc.char_span(one.start_char, other.end_char, label="PER")
                continue
            if before is not None:
                yield before
            before = entity
        if before is not None:
            yield before

    def _is_first_name(self, span: Span) -> bool:
        """Tell whether a name of one word may be somebody's first: it is nobody known, no title and no people."""
        word = span[0]
        return len(span) == 1 and word.is_title and (span.label_ == "PER" or not self._is_label(word))

    def kind_of_name(self, name: str) -> str:
        """Tell the kind of a name by its known bearer or its last words; "organisation" where nothing tells."""
        for actor in self._ontology.by_alias.get(fold(name), ()):
            return actor.type
        words = fold(name).split()
        if len(words) > 1 and words[0] in self._kinds_by_opening:
            return self._kinds_by_opening[words[0]]
        for size in (2, 1):
            kind = self._kinds_by_ending.get(" ".join(words[-size:]))
            if kind:
                return kind
        return next((self._kinds_by_ending[w] for w in words if w in self._kinds_by_ending), "organisation")

    def _demonyms(self, doc: Doc) -> Iterator[Found]:
        for token in doc:
            actors = self._ontology.by_demonym.get(fold(token.text), ())
            if actors and token.text[:1].isupper():
                actor = actors[0]
                span = doc[token.i : token.i + 1]
                yield Found(_mention(span, actor.type, name=actor.name), token.i, token.i + 1, token.i)
        aliases = self._ontology.by_alias
        for token in doc:
            if token.dep_ in ("compound", "amod") and token.text.isupper() and fold(token.text) in aliases:
                actor = aliases[fold(token.text)][0]
                yield Found(
                    _mention(doc[token.i : token.i + 1], actor.type, name=actor.name), token.i, token.i + 1, token.i
                )

    def _peoples(self, doc: Doc) -> Iterator[Found]:
        """Find peoples named in the plural: "Bolivians", "the Kurds", "Bosnian Serbs"."""
        norp = {i: entity for entity in doc.ents if entity.label_ == "NORP" for i in range(entity.start, entity.end)}
        for token in doc:
            known = token.i in norp or fold(token.text) in self._ontology.by_demonym
            if not known or token.tag_ not in ("NNPS", "NNS") or token.dep_ in ("compound", "amod"):
                continue
            start = token.i
            while start > token.sent.start and doc[start - 1].i in norp and doc[start - 1].head == token:
                start -= 1
            yield Found(_mention(doc[start : token.i + 1], "population"), start, token.i + 1, token.i)

    def _nominal(self, token: Token, names: Mapping[int, Found], demonyms: Mapping[int, Found]) -> Found | None:
        if token.pos_ not in ("NOUN", "PROPN", "ADJ") or (token.pos_ == "ADJ" and token.dep_ in ("amod", "compound")):
            return None
        lemma = token.lemma_.lower()
        people, things = self._language.words("members", "people"), self._language.words("members", "things")
        kind = self._language.nominal_kinds.get(lemma, "")
        if not kind and lemma not in people and lemma not in things:
            return None
        if token.dep_ in ("compound", "nmod:desc") and (token.head.pos_ in ("PROPN",) or token.head.i in names):
            return None  # a title before a name
        span = token.doc[_left_edge(token, self._language.words("prefixes", "words")) : token.i + 1]
        owner = self._owner(token, names, demonyms)
        if owner is not None and (lemma in people or lemma in things):
            named = self._denoted(token, lemma, owner, demonyms)
            if named is not None:
                return Found(_mention(span, named[1], name=named[0]), span.start, span.end, token.i)
        if not kind:
            return None
        for child in token.lefts:  # "Saddam Hussein's government"
            if child.dep_ == "nmod:poss" and (holder := names.get(child.i)) and holder.mention.type == "person":
                span = token.doc[holder.start : token.i + 1]
        narrow = self._narrowed(kind, token)
        found = _mention(span, narrow, generic=True)
        if owner is not None and narrow in _SIDED:
            found = replace(found, side=self._id_of(owner.mention))
        return Found(found, span.start, span.end, token.i)

    def _echoes(self, doc: Doc, names: Sequence[Found], covered: set[int]) -> Iterator[Found]:
        """Find nouns that repeat the last word of a name told before: "the Sixth Column … the column"."""
        told: dict[str, Found] = {}
        for one in sorted(names, key=lambda found: found.start):
            last = doc[one.end - 1]
            if one.end - one.start > 1 and last.is_title and one.mention.type != "person":
                told.setdefault(fold(last.text), one)
        for token in doc:
            name = told.get(fold(token.text)) if token.pos_ == "NOUN" and token.i not in covered else None
            if name is None or name.start > token.i or token.dep_ in ("compound", "nmod:desc"):
                continue
            if any(c.dep_ == "det" and c.lower_ in ("the", "this", "that") for c in token.lefts):
                yield Found(_mention(doc[token.i : token.i + 1], name.mention.type, generic=True), *_one_word(token))

    def _id_of(self, mention: Mention) -> str:
        known = self._ontology.by_alias.get(fold(mention.name), ())
        return known[0].id if len(known) == 1 else ""

    def _owner(self, token: Token, names: Mapping[int, Found], demonyms: Mapping[int, Found]) -> Found | None:
        for child in token.lefts:
            if child.dep_ in ("compound", "amod", "nmod", "nmod:desc", "flat", "nmod:poss", "nsubj", "obj"):
                found = names.get(child.i) or demonyms.get(child.i)
                if found is not None and (
                    token.doc[found.end].text in HYPHENS or (found.start and token.doc[found.start - 1].text in HYPHENS)
                ):
                    continue  # an "al-Qaeda-linked group" is not al-Qaeda, nor are "anti-Assad rebels" Assad
                if found is not None and found.mention.type not in ("person", "place"):
                    return found
        return None

    def _denoted(self, token: Token, lemma: str, owner: Found, demonyms: Mapping[int, Found]) -> tuple[str, str] | None:
        """Name whom "Hezbollah fighters" or "Syrian troops" denotes; nothing where the words do not tell."""
        mention = owner.mention
        if not self._ontology.is_a(mention.type, "state"):
            other = self._language.nominal_kinds.get(lemma, "")
            apart = other in ("government", "party") or (
                other == "person" and lemma not in self._language.words("members", "people")
            )
            if apart:
                return None
            alone = token.tag_ == "NN" and lemma not in self._language.words("members", "collective")
            if alone and fold(mention.name) in self._ontology.by_alias:
                return None  # a "Free Syrian Army unit" is not the army, nor has it a name
            if alone and lemma not in self._language.words("members", "things"):
                own = token.doc[
                    owner.start : token.i + 1
                ].text  # "Delta force" is a name, "Hezbollah fighters" is Hezbollah
                return (own, self.kind_of_name(own))
            return (mention.name, mention.type)
        if any(
            c.dep_ in ("amod", "compound") and c.i != owner.head and c.pos_ != "NUM" and self._tells_side(c)
            for c in token.lefts
        ):
            return None  # "Syrian opposition fighters" are not Syria's
        if lemma in self._language.words("members", "things"):
            return (mention.name, mention.type)
        for noun in (
            lemma,
            "army" if self._language.nominal_kinds.get(lemma) in ("military_force", "mixed") else "",
            token.lower_,
        ):
            for state in self._ontology.by_alias.get(fold(mention.name), ()):
                for word in (*state.demonyms, state.name):
                    for actor in self._ontology.by_alias.get(fold(f"{word} {noun}"), ()) if noun else ():
                        return (actor.name, actor.type)
        return None

    def _tells_side(self, token: Token) -> bool:
        lemma = token.lemma_.lower()
        return (
            lemma in self._language.nominal_kinds
            or lemma in self._language.words("members", "apart")
            or token.ent_type_ == "NORP"
            or lemma in self._language.words("prefixes", "words")
            or (token.tag_ == "VBN" and any(c.i < token.i and c.dep_ != "advmod" for c in token.children))
        )

    def _narrowed(self, kind: str, token: Token) -> str:
        if kind != "mixed":
            return kind
        for child in token.lefts:
            other = self._language.nominal_kinds.get(child.lemma_.lower(), "")
            if other in ("armed_group", "population"):
                return "armed_group"
            if other in ("coalition", "military_force", "government"):
                return "military_force" if other == "government" else other
        return (
            "military_force"
            if token.lemma_ in ("force", "unit", "patrol", "contingent", "detachment")
            else "organisation"
        )


def _left_edge(token: Token, prefixes: frozenset[str]) -> int:
    """Return where a noun phrase without its article begins; a prefix on the noun itself is not part of it."""
    start = token.i
    for child in sorted(token.lefts, key=lambda t: -t.i):
        if child.dep_ in ("det", "nmod:poss", "case", "cc", "mark", "nsubj", "cop", "aux", "det:predet", "advmod") or (
            child.is_punct and child.text != "-"
        ):
            break
        if (
            (child.lower_ in prefixes and child.i + 2 == token.i)
            or child.dep_ not in _MODIFIERS
            or (child.right_edge.i != start - 1 and child.i != start - 1)
        ):
            break
        start = child.left_edge.i
    while start < token.i and (token.doc[start].is_punct or token.doc[start].is_space):
        start += 1
    return start


def _one_word(token: Token) -> tuple[int, int, int]:
    return token.i, token.i + 1, token.i


def _head(span: Span) -> int:
    return int(span.root.i)


def _mention(span: Span, kind: str, *, generic: bool = False, name: str = "") -> Mention:
    return Mention(span.text, span.start_char, span.end_char, kind, generic=generic, name=name or span.text)


def _written_so(text: str, alias: str) -> bool:
    """Tell whether a text may stand for an alias: an acronym keeps its capitals, a name has at least one."""
    if alias.isupper() and len(alias) <= 5:
        return text.strip("'’s") == alias.strip("'’s") or text == alias
    if any(c.isupper() for c in alias):
        return any(c.isupper() for c in text)
    return True
