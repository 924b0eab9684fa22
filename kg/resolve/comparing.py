"""Tells whether two names may be one actor, and why: the catalogue first, then the guards, then likeness.

In: two names, with kind, country and years where they are known. Out: a `Verdict`: same, different or unsure, a score,
and the reasons as an analyst reads them. Pure: no network, no model; the same names always get the same verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from kg.model import Actor
from kg.ontology import Ontology, fold
from kg.resolve.bearers import Bearers, facts_of
from kg.resolve.guards import Side, descriptive, facts, guards
from kg.resolve.likeness import INITIAL, LIKE, Alignment, Ear
from kg.resolve.lore import load_lore
from kg.resolve.names import Name, Reader, Reading, Word

UNSURE = 0.7
SURE = 0.9  # from here on a spelling that the catalogue does not list is read as a known actor's
_TELLING = ("name", "meanings")  # words that tell one body from another
_NAMES = ("name", "given")
_ORDER = {"same": 2, "unsure": 1, "different": 0}
_Pairs = Sequence[tuple[Word, Word]]


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


def compare(one: Name, other: Name, ontology: Ontology) -> Verdict:
    """Compare two names once; for many keep a `Comparer`, which reads the words and the catalogue once."""
    return Comparer(ontology).compare(one, other)


class Comparer:
    """Compares names with the words and the actors of an ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self.lore = load_lore(ontology)
        self.ear = Ear(self.lore)
        self.read = lru_cache(maxsize=1 << 16)(Reader(self.lore).read)
        self._bearers = Bearers(ontology, self.lore, self.ear, self.read)

    def compare(self, one: Name, other: Name) -> Verdict:
        """Compare two names; in doubt `unsure`."""
        a, b = Side(one, self.read(one.text)), Side(other, self.read(other.text))
        if fold(one.text) == fold(other.text) and one.text.strip():
            apart = facts(one, other, self.lore, self._ontology)
            return _different(apart) if apart else _same(1.0, "the same name")
        if not a.reading.words or not b.reading.words:
            return _unsure(0.0, "a name without a word that tells anything")
        mine, yours = self._bearers.of(a), self._bearers.of(b)
        if mine and yours:
            return self._by_catalogue(a, mine, b, yours)
        for side, actors, rest in ((a, mine, b), (b, yours, a)):
            if len(actors) == 1:
                return self._by_alias(side, actors[0], rest)
        verdict = self._alike(a, b)
        if (mine or yours) and verdict.verdict == "same":
            return _unsure(verdict.score, *verdict.reasons, "one of the two names stands for several known actors")
        return verdict

    def known_by(self, text: str) -> tuple[Actor, ...]:
        """Return the known actors that may bear a name."""
        return self._bearers.of(Side(Name(text), self.read(text)))

    def known(self, name: Name) -> tuple[Actor, Verdict] | None:
        """Return the one known actor whose name this is in another spelling, and why; nobody in any doubt."""
        side = Side(name, self.read(name.text))
        words = [word for word in side.reading.words if word.sort in _TELLING]
        if not words or side.reading.acronym or (side.reading.plain and len(side.reading.words) < 2):
            return None  # "Ministry of Defence", "Omar": many bear it
        alike = [(actor, self._by_alias(side_of(actor, self.read), actor, side)) for actor in self._bearers.of(side)]
        same = [(actor, verdict) for actor, verdict in alike if verdict.verdict == "same" and verdict.score >= SURE]
        return same[0] if len(same) == 1 == len(alike) else None

    # --- the catalogue ------------------------------------------------------------------------------------------------

    def _by_catalogue(self, one: Side, mine: tuple[Actor, ...], other: Side, yours: tuple[Actor, ...]) -> Verdict:
        both = [actor for actor in mine if actor in yours]
        names = ", ".join(sorted({actor.name for actor in (*mine, *yours)}))
        if len(both) == 1 and 1 in (len(mine), len(yours)):
            told = f"both are known names of {both[0].name}"
            if len(mine) == len(yours):
                return _same(1.0, told)
            return _same(0.75, told, f"one of them is borne by several ({names})")
        if both:
            return _unsure(0.6, f"names that several known actors bear ({names})")
        a, b = mine[0], yours[0]
        for name, actor in ((one.name, b), (other.name, a)):
            if self._bearers.stands_for(name, actor):
                return _unsure(0.5, f"'{name.text}' may stand for {actor.name}")
        if b.id in a.part_of or a.id in b.part_of:
            return _different(f"kept apart: of {a.name} and {b.name}, one is a part of the other")
        known = f"known as {a.name} and as {b.name}"
        if one.reading.acronym != other.reading.acronym and self._initials(one.reading, other.reading):
            return _unsure(0.5, f"the initials fit, but they are {known}")
        return _different(f"kept apart: {known}")

    def _by_alias(self, side: Side, actor: Actor, rest: Side) -> Verdict:
        """Compare a name that is not known with all names of a known actor; the best verdict counts."""
        land = side.name.country or actor.country or (actor.id if actor.type == "state" else "")
        given = replace(facts_of(actor), country=land)
        verdicts = []
        for name in dict.fromkeys((side.name.text, actor.name, *actor.aliases)):
            reading = self.read(name)
            own = name == side.name.text
            if not reading.words or (reading.acronym and not rest.reading.acronym and not own):
                continue
            verdict = self._alike(Side(replace(given, text=name), reading), rest, known=actor)
            told = () if own else (f"'{name}' is a known name of {actor.name}",)
            verdicts.append(replace(verdict, reasons=(*verdict.reasons, *told)))
        return max(verdicts, key=lambda one: (_ORDER[one.verdict], one.score))

    # --- likeness -----------------------------------------------------------------------------------------------------

    def _alike(self, one: Side, other: Side, *, known: Actor | None = None) -> Verdict:
        """Compare two names by their words alone; `known` is who bears the first, where the catalogue tells."""
        a, b = one.reading, other.reading
        apart = list(guards(one, other, self.lore, self._ontology))
        if apart:
            return _different(*apart)
        if bool(a.acronym) != bool(b.acronym):
            return self._by_initials(a, b, known)
        whole = self._as_one(a, b)
        if whole:
            return whole
        aligned = self.ear.align(a.words, b.words)
        if not aligned.pairs:
            return _different("no word in common")
        if known and known.type == "person" and (aligned.left or aligned.right):
            general = [word.text for word in (*aligned.left, *aligned.right) if word.sort == "harmless"]
            if general:
                return _different(f"kept apart: {known.name}, and others of that name ({', '.join(general)})")
        left, right = ([w for w in side if w.sort != "harmless"] for side in (aligned.left, aligned.right))
        if left and right:
            return self._both_left(left, right)
        if left or right:
            longer, shorter = (one, other) if left else (other, one)
            return self._one_left(left or right, longer, shorter, aligned, known)
        if _turned_round(a, b):
            return _unsure(0.65, "the same words in another order")
        if descriptive(a, b, self.lore):
            return _unsure(0.65, "the same words otherwise put, where the name is no description")
        return self._judge(aligned)

    def _as_one(self, a: Reading, b: Reading) -> Verdict | None:
        """Compare two names of the same letters that are parted into words otherwise, as scripts of the East are."""
        if not (a.plain and b.plain) or min(len(a.words), len(b.words)) > 1 or len(a.words) == len(b.words):
            return None
        one, other = ("".join(word.text for word in reading.words) for reading in (a, b))
        like = self.ear.words(one, other, bare=any(word.bare for word in (*a.words, *b.words)))
        return _same(like, f"the same letters in one word: {one}") if like >= LIKE and len(one) > 5 else None

    def _initials(self, a: Reading, b: Reading) -> bool:
        """Tell whether one name is made of the initials of the other."""
        short, long = (a, b) if a.acronym else (b, a)
        content = [word.text for word in long.words]
        ways = (
            "".join(part[0] for text in content for part in text.split()),
            "".join(part[0] for word in long.words if word.sort != "harmless" for part in word.text.split()),
            "".join(text[0] for text in long.spelled),
        )
        return short.acronym in ways and short.of("numbers") == long.of("numbers")

    def _by_initials(self, a: Reading, b: Reading, known: Actor | None) -> Verdict:
        short, long = (a, b) if a.acronym else (b, a)
        if self._initials(a, b):
            if known and a.acronym:
                return _unsure(0.6, f"the initials fit, but '{short.text}' is known as {known.name}")
            if len(short.acronym) > 2:
                return _same(0.9, f"'{short.text}' are the initials of '{long.text}'")
            return _unsure(0.6, "the initials fit, but two letters tell little")
        names = [word for word in long.words if word.sort != "harmless"]
        if len(names) == 1 and len(short.acronym) > 3 and self.ear.words(short.acronym, names[0].text) >= 0.95:
            return _same(0.95, f"the same letters: {short.acronym}")
        return _different(f"'{short.text}' are not the initials of '{long.text}'")

    def _both_left(self, left: Sequence[Word], right: Sequence[Word]) -> Verdict:
        best = max(self.ear.likeness(a, b) for a in left for b in right)
        told = f"'{left[0].text}' and '{right[0].text}' have no partner"
        return _unsure(best, told) if best >= UNSURE else _different(told, score=best)

    def _one_left(
        self, extra: Sequence[Word], longer: Side, shorter: Side, aligned: Alignment, known: Actor | None
    ) -> Verdict:
        """Judge a pair with words left over on one side: only what tells nothing of who is meant may be."""
        worst = min(like for _, _, like in aligned.pairs)
        told = ", ".join(f"'{word.text}'" for word in extra)
        if worst < LIKE:
            return _different(f"{told} left over, and the rest not alike", score=worst / 2)
        pairs = [(a, b) if a in longer.reading.words else (b, a) for a, b, _ in aligned.pairs]
        if longer.reading.plain and shorter.reading.plain:
            return self._further_name(extra, longer.reading.words, shorter.reading.words, pairs, worst)
        named = any(a.sort in _NAMES for a, _ in pairs)
        if all(word.sort == "land" for word in extra):
            country = shorter.name.country or (known.country if known else "")
            if country and {word.meaning for word in extra} == {country}:
                return _same(0.95 * worst, f"{told} is the country of both")
            if country:
                return _different(f"kept apart: {told} is another country")
            if named:
                return _unsure(0.75 * worst, f"{told} may only say where, or tell it from one elsewhere")
        kind = longer.name.type or shorter.name.type
        if named and kind in self.lore.loose and {word.meaning for word in extra} == {kind}:
            return _same(0.9 * worst, f"{told} only says what it is")
        share = len(pairs) / (len(pairs) + len(extra))
        return _unsure(0.6 * worst * share + 0.2, f"{told} is left over")

    @staticmethod
    def _further_name(
        extra: Sequence[Word], mine: Sequence[Word], yours: Sequence[Word], pairs: _Pairs, worst: float
    ) -> Verdict:
        """Judge a name with a name more on one side: a middle name, or a patronymic after a surname that goes first."""
        told = ", ".join(f"'{word.text}'" for word in extra)
        if len(yours) == 1:
            return _unsure(0.6, f"{told} is left over: a surname, or a first name, has many bearers")
        if any(word.sort == "meanings" for word in extra) or (_initialled(extra) and _initialled(yours)):
            return _unsure(0.55, f"{told} is left over")
        if mine[0] in extra:
            return _different(f"kept apart: {told} is another first name", score=0.4)
        if (mine[0], yours[0]) in pairs and (mine[-1], yours[-1]) in pairs:
            return _same(0.9 * worst, f"{told} is a middle name")
        if (mine[0], yours[-1]) in pairs and len(pairs) == len(yours):
            return _same(0.85 * worst, f"{told} is a further name, and the surname goes first")
        return _unsure(0.65, f"{told} is left over at the end: a surname, or a further one")

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
            elif self.ear.skeleton(a.text) == self.ear.skeleton(b.text):
                yield f"the same letters but for vowels: {self.ear.skeleton(a.text)}"
            else:
                yield f"'{a.text}' and '{b.text}' sound alike"
        for word in (*aligned.left, *aligned.right):
            yield f"'{word.text}' says nothing of who is meant"


def side_of(actor: Actor, read: Callable[[str], Reading]) -> Side:
    """Make a side of a known actor, by its first name."""
    return Side(facts_of(actor), read(actor.name))


def _turned_round(a: Reading, b: Reading) -> bool:
    """Tell whether a body's name is the other's in another order, with no "of" that explains it."""
    return not (a.plain and b.plain) and a.spelled != b.spelled and sorted(a.spelled) == sorted(b.spelled)


def _initialled(words: Sequence[Word]) -> bool:
    return any(len(word.text) == 1 for word in words)
