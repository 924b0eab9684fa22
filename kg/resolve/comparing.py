"""Tells whether two names may be one actor, and why: the catalogue first, then the guards, then likeness.

In: two names, with kind, country and years where they are known. Out: a `Verdict`: same, different or unsure, a score,
and the reasons as an analyst reads them. Pure: no network, no model; the same names always get the same verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal

from kg.model import Actor
from kg.ontology import Ontology, fold
from kg.resolve.guards import Side, facts, guards
from kg.resolve.likeness import INITIAL, LIKE, Alignment, Ear
from kg.resolve.names import Name, Reading, Word, load_lore

UNSURE = 0.7
_NAMES = ("name", "given")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of two names; `score` runs from 0 (two) to 1 (one), `unsure` is to be treated as two."""

    verdict: Literal["same", "different", "unsure"]
    score: float
    reasons: tuple[str, ...]


def _same(score: float, *reasons: str) -> Verdict:
    return Verdict("same", round(score, 3), reasons)


def _different(*reasons: str, score: float = 0.0) -> Verdict:
    return Verdict("different", round(score, 3), reasons)


def _unsure(score: float, *reasons: str) -> Verdict:
    return Verdict("unsure", round(score, 3), reasons)


class Comparer:
    """Compares names with the words and the actors of an ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._lore = load_lore(ontology)
        self._ear = Ear(self._lore)
        self.read = lru_cache(maxsize=1 << 16)(self._lore.read)

    def compare(self, one: Name, other: Name) -> Verdict:
        """Compare two names; in doubt `unsure`."""
        a, b = Side(one, self.read(one.text)), Side(other, self.read(other.text))
        if fold(one.text) == fold(other.text) and one.text.strip():
            apart = facts(one, other, self._lore, self._ontology)
            return _different(apart) if apart else _same(1.0, "the same name")
        if not a.reading.words or not b.reading.words:
            return _unsure(0.0, "a name without a word that tells anything")
        known = (self.known(a), self.known(b))
        if known[0] and known[1]:
            return self._by_catalogue(known, one, other)
        for side, actors, rest in ((a, known[0], b), (b, known[1], a)):
            if len(actors) == 1:
                return self._by_alias(side, actors[0], rest)
        verdict = self.alike(a, b)
        if (known[0] or known[1]) and verdict.verdict == "same":
            return _unsure(verdict.score, *verdict.reasons, "one of the two names stands for several known actors")
        return verdict

    # --- the catalogue ------------------------------------------------------------------------------------------------

    def known(self, side: Side) -> tuple[Actor, ...]:
        """Return the known actors that bear a name, as it stands or without titles and general words, sorted by id."""
        ontology = self._ontology
        key = fold(side.name.text)
        found = ontology.by_alias.get(key) or ontology.by_demonym.get(key)
        if not found:
            words = [word for word in side.reading.words if word.sort != "harmless"]
            found = self._nearest(side.reading.words, self._keys.get(_key(side.reading.words), ()))
            if not found and words:
                named = (a for a in self._keys.get(_key(words), ()) if a.type not in ("state", "place", "population"))
                found = self._nearest(words, tuple(named))
        fitting = [actor for actor in found or () if not facts(side.name, _facts(actor), self._lore, ontology)]
        return tuple(fitting)

    def _nearest(self, words: Sequence[Word], actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Keep of actors whose names mean the same those who bear the same words, best those that sound alike."""
        heard: dict[str, float] = {}
        key = _key(words)
        for actor in actors:
            for alias in (actor.name, *actor.aliases):
                theirs = self.read(alias).words
                if _key(theirs) != key:
                    continue
                pairs = self._ear.align(words, theirs).pairs
                if min((like for _, _, like in pairs), default=0.0) >= LIKE:
                    sound = min(self._ear.words(a.text, b.text, bare=a.bare or b.bare) for a, b, _ in pairs)
                    heard[actor.id] = max(sound, heard.get(actor.id, 0.0))
        best = LIKE if max(heard.values(), default=0.0) >= LIKE else 0.0
        return tuple(actor for actor in actors if heard.get(actor.id, -1.0) >= best)

    @cached_property
    def _keys(self) -> dict[tuple[str, ...], tuple[Actor, ...]]:
        """Known actors by the meanings of the words of their names; short single words are too common for it."""
        found: dict[tuple[str, ...], dict[str, Actor]] = {}
        for actor in self._ontology.actors.values():
            for alias in (actor.name, *actor.aliases):
                key = _key(self.read(alias).words)
                if key and not (len(key) == 1 and len(key[0]) < 4):
                    found.setdefault(key, {})[actor.id] = actor
        return {key: tuple(ones[one] for one in sorted(ones)) for key, ones in found.items()}

    def _by_catalogue(self, known: tuple[tuple[Actor, ...], tuple[Actor, ...]], one: Name, other: Name) -> Verdict:
        mine, yours = ({actor.id: actor for actor in actors} for actors in known)
        both = sorted(mine.keys() & yours.keys())
        if len(mine) == len(yours) == 1:
            if both:
                return _same(1.0, f"both are known names of {mine[both[0]].name}")
            a, b = known[0][0], known[1][0]
            metonym = self._stands_for(one, b) or self._stands_for(other, a)
            if metonym:
                return _unsure(0.5, f"'{metonym}' may stand for {b.name if metonym == one.text else a.name}")
            if b.id in a.part_of or a.id in b.part_of:
                return _different(f"kept apart: of {a.name} and {b.name}, one is a part of the other")
            return _different(f"kept apart: known as {a.name} and as {b.name}")
        if both:
            names = ", ".join(sorted({actor.name for actors in known for actor in actors}))
            several = f"a name that several known actors bear ({names})"
            clear = len(both) == 1 and 1 in (len(mine), len(yours))
            return (
                _same(0.75, f"both are known names of {mine[both[0]].name}", several)
                if clear
                else _unsure(0.6, several)
            )
        return _different("kept apart: known names of different actors")

    def _stands_for(self, name: Name, actor: Actor) -> str:
        return name.text if actor in self._ontology.by_metonym.get(fold(name.text), ()) else ""

    def _by_alias(self, side: Side, actor: Actor, rest: Side) -> Verdict:
        """Compare a name that is not known with all names of a known actor; the best verdict counts."""
        given = replace(
            _facts(actor),
            text=side.name.text,
            country=side.name.country or (actor.country or (actor.id if actor.type == "state" else "")),
        )
        names = [side.name.text, *(one for one in (actor.name, *actor.aliases) if one != side.name.text)]
        verdicts = []
        for name in names:
            reading = self.read(name)
            if not reading.words or (reading.acronym and not rest.reading.acronym and name != side.name.text):
                continue
            verdict = self.alike(Side(replace(given, text=name), reading), rest, known=actor)
            if name != side.name.text:
                verdict = replace(verdict, reasons=(*verdict.reasons, f"'{name}' is a known name of {actor.name}"))
            verdicts.append(verdict)
        order = {"same": 2, "unsure": 1, "different": 0}
        return max(verdicts, key=lambda one: (order[one.verdict], one.score)) if verdicts else _unsure(0.0, "no words")

    # --- likeness -----------------------------------------------------------------------------------------------------

    def alike(self, one: Side, other: Side, *, known: Actor | None = None) -> Verdict:
        """Compare two names by their words alone; `known` is who bears the first, where the catalogue tells."""
        apart = list(guards(one, other, self._lore, self._ontology))
        if apart:
            return _different(*apart)
        a, b = one.reading, other.reading
        if bool(a.acronym) != bool(b.acronym):
            return self._by_initials(a, b, known)
        aligned = self._ear.align(a.words, b.words)
        if not aligned.pairs:
            return _different("no word in common")
        left, right = ([w for w in side if w.sort != "harmless"] for side in (aligned.left, aligned.right))
        if left and right:
            return self._both_left(left, right)
        if left or right:
            longer, shorter = (one, other) if left else (other, one)
            return self._one_left(left or right, longer, shorter, aligned, known)
        return self._judge(aligned)

    def _by_initials(self, a: Reading, b: Reading, known: Actor | None) -> Verdict:
        short, long = (a, b) if a.acronym else (b, a)
        letters = short.acronym
        content = [word.text for word in long.words]
        ways = [
            "".join(part[0] for word in content for part in word.split()),
            "".join(part[0] for word in content if word not in self._harmless for part in word.split()),
            "".join(word[0] for word in long.spelled),
        ]
        if letters in ways and len(letters) >= 3 and short.of("numbers") == long.of("numbers"):
            if known and a.acronym:
                return _unsure(0.6, f"the initials fit, but '{short.text}' is known as {known.name}")
            return _same(0.9, f"'{short.text}' are the initials of '{long.text}'")
        if letters in ways:
            return _unsure(0.6, "the initials fit, but two letters tell little")
        names = [w for w in long.words if w.sort != "harmless"]
        if len(names) == 1 and len(letters) > 3 and self._ear.words(letters, names[0].text) >= 0.95:
            return _same(0.95, f"the same letters: {letters}")
        return _different(f"'{short.text}' are not the initials of '{long.text}'")

    @cached_property
    def _harmless(self) -> frozenset[str]:
        return frozenset(phrase[0] for phrase, (sort, _) in self._lore.phrases.items() if sort == "harmless")

    def _both_left(self, left: Sequence[Word], right: Sequence[Word]) -> Verdict:
        best = max(self._ear.likeness(a, b) for a in left for b in right)
        told = f"'{left[0].text}' and '{right[0].text}' have no partner"
        return _unsure(best, told) if best >= UNSURE else _different(told, score=best)

    def _one_left(
        self, extra: Sequence[Word], longer: Side, shorter: Side, aligned: Alignment, known: Actor | None
    ) -> Verdict:
        worst = min(like for _, _, like in aligned.pairs)
        told = ", ".join(f"'{word.text}'" for word in extra)
        if worst < LIKE:
            return _different(f"{told} left over, and the rest not alike", score=worst / 2)
        pairs = [(a, b) if a in longer.reading.words else (b, a) for a, b, _ in aligned.pairs]
        if longer.reading.plain and shorter.reading.plain:
            return self._further_name(extra, longer, shorter, pairs, worst)
        named = any(a.sort in _NAMES for a, _ in pairs)
        if all(word.sort == "land" for word in extra):
            country = shorter.name.country or (known.country if known else "")
            if country and {word.meaning for word in extra} == {country}:
                return _same(0.95 * worst, f"{told} is the country of both")
            if country:
                return _different(f"kept apart: {told} is another country")
            if named:
                return _same(0.85 * worst, f"{told} only says where")
        if all(word.meaning in self._lore.loose for word in extra) and named:
            return _same(0.9 * worst, f"{told} only says what it is")
        share = len(pairs) / (len(pairs) + len(extra))
        return _unsure(0.6 * worst * share + 0.2, f"{told} is left over")

    def _further_name(
        self, extra: Sequence[Word], longer: Side, shorter: Side, pairs: Sequence[tuple[Word, Word]], worst: float
    ) -> Verdict:
        """Judge a name of persons with a name more on one side: the first name must stand on both."""
        told = ", ".join(f"'{word.text}'" for word in extra)
        mine, yours = longer.reading.words, shorter.reading.words
        if len(yours) == 1:
            return _unsure(0.6, f"{told} is left over: a surname, or a first name, has many bearers")
        if any(w.sort == "meanings" for w in extra):
            return _unsure(0.55, f"{told} is left over")
        if (mine[0], yours[0]) in pairs and mine[0] not in extra:
            ends = (mine[-1], yours[-1]) in pairs
            return _same((0.9 if ends else 0.82) * worst, f"{told} is a further name")
        return _different(f"kept apart: {told} is another first name", score=0.4)

    def _judge(self, aligned: Alignment) -> Verdict:
        a, b, worst = min(aligned.pairs, key=lambda row: row[2])
        loose = 0.02 * (len(aligned.left) + len(aligned.right))
        if worst >= LIKE:
            if all(word.sort == "harmless" for word, _, _ in aligned.pairs):
                return _unsure(0.5, "only general words in common")
            return _same(worst - loose, *self._why(aligned))
        if worst >= UNSURE:
            return _unsure(worst - 0.1, f"'{a.text}' and '{b.text}' are near each other, no more")
        return _different(f"'{a.text}' and '{b.text}' are not alike", score=worst / 2)

    def _why(self, aligned: Alignment) -> Iterator[str]:
        if all(a.text == b.text for a, b, _ in aligned.pairs):
            yield "the same words"
        for a, b, like in aligned.pairs:
            if a.text == b.text:
                continue
            if a.meaning == b.meaning and a.sort != "name":
                yield f"'{a.text}' and '{b.text}' mean the same"
            elif like == INITIAL and 1 in (len(a.text), len(b.text)):
                yield f"'{min(a.text, b.text, key=len)}' is an initial"
            elif self._ear.skeleton(a.text) == self._ear.skeleton(b.text):
                yield f"the same letters but for vowels: {self._ear.skeleton(a.text)}"
            else:
                yield f"'{a.text}' and '{b.text}' sound alike"
        for word in (*aligned.left, *aligned.right):
            yield f"'{word.text}' says nothing of who is meant"


def _key(words: Iterable[Word]) -> tuple[str, ...]:
    return tuple(sorted(re.sub(r"(.)\1+", r"\1", word.meaning) for word in words))


def _facts(actor: Actor) -> Name:
    """Return what is known of an actor, for the guards; a person acts before and after an office."""
    dated = actor.type != "person"
    return Name(actor.name, actor.type, actor.country, actor.start if dated else "", actor.end if dated else "")


def compare(one: Name, other: Name, ontology: Ontology) -> Verdict:
    """Compare two names once; for many keep a `Comparer`, which reads the words and the catalogue once."""
    return Comparer(ontology).compare(one, other)
