"""Takes up who was named before: "the group", "the army", "the town", "it", "they", "its", where it is safe.

In: the mentions of a text. Out: for a noun or pronoun without a name, the mention it takes up and how sure that is, or
nothing in doubt. Who is meant is learnt from passages that mark it (training/train_antecedents.py): a logistic model
ranks whoever has come up by then, and nobody, and is believed above a share set there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING

from kg.extract.entities import Entities, Entity
from kg.extract.language import Language
from kg.extract.mentions import Found, Mentions
from kg.extract.reference import MANY, PERSONAL, Anaphor, Reference
from kg.model import Mention
from kg.ontology import Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

WEIGHTS = Path(__file__).parent / "weights" / "antecedents.json"
_SENTENCES_BACK = {"pronoun": 3, "noun": 5}
MARGIN = 1.8  # how much likelier than the next who is meant has to be
_SURE_OF_BOTH = 0.8
_TOPIC_BACK = 12  # sentences from a heading within which it is taken up
_SURE_OF_CALLED = 0.9
_BOTH_BACK = 4  # sentences
_LAST = 3  # mentions of an entity of which one may hold the word itself
_LEAST = 0.1  # share of a place where only a place will do
_MOST = 16  # entities weighed for one word, the latest


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be meant by a word: entities with their shares; what is left of 1 is that nobody named is."""

    anaphor: Anaphor
    shares: tuple[tuple[Entity, float], ...]

    def best(self, threshold: float) -> tuple[Entity | None, float]:
        """Return who is meant and how sure that is; nobody below a threshold, or where another may be meant as well."""
        ranked = sorted(self.shares, key=lambda row: -row[1])
        if not ranked:
            return None, 0.0
        share, rival = ranked[0][1], ranked[1][1] if len(ranked) > 1 else 0.0
        nobody = 1 - sum(one for _, one in self.shares)
        believed = share >= max(threshold, nobody, MARGIN * rival)
        return ranked[0] if believed else (None, 0.0)


class Antecedents:
    """Finds antecedents among the mentions of one text."""

    def __init__(self, doc: Doc, language: Language, ontology: Ontology) -> None:
        self._doc = doc
        self._ontology = ontology
        self._reference = Reference(doc, ontology, language)
        self._meant: dict[int, tuple[Entity, float]] = {}
        self._choices: dict[int, Choice] = {}
        self._several: dict[int, tuple[Found, ...]] = {}
        self.entities = Entities(ontology, language)

    def read(self, mentions: Mentions, plainly: Callable[[Token], Found | None]) -> None:
        """Go through the text once and choose for each noun and pronoun without a name whom it takes up.

        `plainly` tells whom a word stands for by the words beside it ("the militia, Katiba Nour").
        """
        doc = self._doc
        for token in doc:
            found = mentions.at(token)
            if found is None:
                if token.lower_ in PERSONAL:
                    self._take_up(token, None)
            elif not found.mention.generic:
                self.entities.named(found, doc)
            elif (named := plainly(token)) is not None:
                entity = self.entities.of_head.get(named.head) or self.entities.named(named, doc)
                self.entities.add(entity, found, doc)
            elif (subject := self._predicated(token)) is not None:
                self.entities.add(subject, found, doc)
            else:
                if two := self._both(token, found):
                    self._several[token.i] = two
                self._take_up(token, found)

    def _predicated(self, noun: Token) -> Entity | None:
        """Return the subject of which a noun is said: "Karim Daud is a retired officer"."""
        if not any(c.dep_ == "cop" for c in noun.children):
            return None
        heads = (c.i for c in noun.children if c.dep_ == "nsubj")
        return next((self.entities.of_head[i] for i in heads if i in self.entities.of_head), None)

    def _both(self, token: Token, found: Found) -> tuple[Found, ...]:
        """Return the two that "both sides" or "the two countries" stands for, as far as the text is plain about it."""
        before = {c.lower_ for c in token.lefts if c.dep_ in ("det", "det:predet", "nummod", "cc:preconj")}
        if token.tag_ not in MANY or not (before & {"both"} or before >= {"the", "two"}):
            return ()
        near = [one for one in self._near(token) if self._reference.counts_as(token, one)]
        pair = self._opposed(near) if self._reference.opposes(token) else self._latest(near, token)
        return tuple(_taken_up(found.mention, found, one.meant, _SURE_OF_BOTH) for one in pair)

    def _near(self, token: Token) -> list[Entity]:
        """List whoever the last sentences spoke of, the latest first."""
        near: list[Entity] = []
        here = self._reference.sentence(token.i)
        for entity in self.entities.latest_first():
            if here - self._reference.sentence(entity.heads[-1]) > _BOTH_BACK or len(near) == _MOST:
                break
            if self._doc[entity.heads[-1]].head != token.head:  # "Egypt condemned both sides": Egypt is neither
                near.append(entity)
        return near

    def _opposed(self, near: Sequence[Entity]) -> Sequence[Entity]:
        """Return the two sides: two named side by side but not as one subject, or the only two, whoever only speaks
        left out. Somebody armed without a name is a side, too."""
        named = [one for one in near if one.named]
        pairs = [(one, other) for one in named for other in named if self._joined(one, other, apart=True)]
        if pairs:
            return max(pairs, key=lambda pair: (sum(len(one.heads) for one in pair), pair[1].place))
        sides = [one for one in near if not self._reference.only_speaks(one)]
        unnamed = [one for one in sides if one.named is None and one.kind in ("armed_group", "military_force")]
        sides = [one for one in sides if one.named]
        return sides if len(sides) == 2 and not unnamed else ()

    def _latest(self, near: Sequence[Entity], token: Token) -> Sequence[Entity]:
        """Return the last two of a kind, where a sentence or some speak of two and no more, or join only two."""
        here = self._reference.sentence(token.i)
        for back in range(_BOTH_BACK + 1):
            fitting = [one for one in near if one.named and here - self._reference.sentence(one.heads[-1]) <= back]
            joined = [(one, other) for one in fitting for other in fitting if self._joined(one, other)]
            if len(fitting) >= 2:
                return fitting if len(fitting) == 2 else joined[0] if len(joined) == 1 else ()
        return ()

    def _joined(self, one: Entity, other: Entity, *, apart: bool = False) -> bool:
        """Tell whether two were named side by side in the last sentences; `apart` where one subject does not count."""
        doc, last = self._doc, self._reference.sentence(other.heads[-1])
        for i in reversed(other.heads):
            if last - self._reference.sentence(i) > _BOTH_BACK:
                return False
            first = doc[i].head
            if doc[i].dep_ == "conj" and self.entities.of_head.get(first.i) is one and _are_two(first):
                return one is not other and not (apart and first.dep_ in ("nsubj", "nsubj:pass"))
        return False

    def several(self, token: Token) -> tuple[Found, ...]:
        """Return the two whom a plural stands for ("both sides"), or nobody."""
        return self._several.get(token.i, ())

    def _take_up(self, token: Token, found: Found | None) -> None:
        anaphor = self._reference.anaphor(token, found)
        entity, sure = self.decide(anaphor) if anaphor is not None else (None, 0.0)
        if entity is not None:
            self._meant[token.i] = entity, sure
            if anaphor is not None and found is None:
                self.entities.speak_of(entity, token.i)
                entity.gender = entity.gender or (anaphor.form if anaphor.form in ("he", "she") else "")
        if found is not None:
            self.entities.add(entity or self.entities.new(), found, token.doc)

    def decide(self, anaphor: Anaphor) -> tuple[Entity | None, float]:
        """Decide whom a noun or pronoun takes up, and tell how sure that is."""
        choice = self._choices[anaphor.token.i] = self._choose(anaphor)
        plain = self._joined_owner(anaphor) or self._topic(anaphor)
        if plain is not None:
            return plain, _SURE_OF_CALLED
        if (only := self._only_so_called(anaphor)) is not None:
            return only, _SURE_OF_CALLED
        return choice.best(load_weights().threshold(anaphor.form))

    def _topic(self, anaphor: Anaphor) -> Entity | None:
        """Return whom a paragraph opens with as its heading, taken up as a subject: "FARP. Fights in … It is …"."""
        if anaphor.form != "it" or anaphor.role not in ("subject", "owner"):
            return None
        sentence = anaphor.token.sent
        for _ in range(_TOPIC_BACK):
            if not sentence.start or "\n\n" in self._doc[sentence.start - 1].text:
                break
            sentence = self._doc[sentence.start - 1].sent
        else:
            return None
        words = [word for word in sentence if word.is_alpha]
        if not words or sentence.start <= anaphor.token.i < sentence.end:
            return None
        entity = next((one for word in words if (one := self.entities.of_head.get(word.i)) is not None), None)
        if entity is None or entity.named is None or len(words) > len(entity.named.mention.name.split()) + 1:
            return None
        return entity if self._reference.agrees(anaphor, entity) else None

    def _joined_owner(self, anaphor: Anaphor) -> Entity | None:
        """Return whom a noun is joined to that is called his own: "the army and its ally Hezbollah"."""
        noun = anaphor.token.head
        if not anaphor.is_pronoun or anaphor.role != "owner" or noun.dep_ != "conj" or noun.head.i > anaphor.token.i:
            return None
        owner = self.entities.of_head.get(noun.head.i)
        return owner if owner is not None and self._reference.agrees(anaphor, owner) else None

    def _only_so_called(self, anaphor: Anaphor) -> Entity | None:
        """Return the only one whom the text has called by a bare noun: "the neighborhood of Jobar … the neighborhood".

        What is only described ("the area around Aleppo") is not counted beside a name.
        """
        if anaphor.is_pronoun or anaphor.form != "the" or anaphor.telling or anaphor.token.tag_ in MANY:
            return None
        called = [one for one in self.entities.latest_first() if one.nouns[anaphor.word]]
        called = [one for one in called if one.named is None or one.named.mention.name[:1].isupper()]
        return called[0] if len(called) == 1 and called[0].named else None

    def candidates(self, anaphor: Anaphor) -> list[Entity]:
        """List whoever has come up near enough, the latest first; for a noun, names from farther back as well."""
        far = _SENTENCES_BACK["pronoun" if anaphor.is_pronoun else "noun"]
        near: list[Entity] = []
        for entity in self.entities.latest_first():
            back = anaphor.sentence - self._reference.sentence(entity.heads[-1])
            if len(near) == _MOST or (back > far and anaphor.is_pronoun):
                break
            if entity.head_before(anaphor.token.i) < 0 or (back > far and entity.named is None):
                continue
            inside = any(one.start <= anaphor.token.i < one.end for one in reversed(entity.mentions[-_LAST:]))
            if not inside and self._reference.agrees(anaphor, entity):
                near.append(entity)
        near.sort(key=lambda entity: -entity.head_before(anaphor.token.i))
        return near

    def described(self, anaphor: Anaphor) -> tuple[list[str], list[tuple[Entity, list[str]]]]:
        """Return the features of nobody and of each candidate."""
        candidates = self.candidates(anaphor)
        fitting = [one for one in candidates if self._reference.fits(anaphor, one)]
        about = max(candidates, key=lambda one: (len(one.heads), -one.place), default=None)
        features = self._reference.features
        rows = [(one, list(features(anaphor, one, fitting, about))) for one in candidates]
        return list(self._reference.nobody(anaphor, fitting)), rows

    def _choose(self, anaphor: Anaphor) -> Choice:
        nobody, rows = self.described(anaphor)
        scores = [exp(load_weights().sum(features)) for _, features in rows]
        total = sum(scores) + exp(load_weights().sum(nobody))
        return Choice(anaphor, tuple((entity, s / total) for (entity, _), s in zip(rows, scores, strict=True)))

    def in_full(self, found: Found) -> Found:
        """Return a name in full where the text has introduced it so: "FARP", "the Council"."""
        entity = self.entities.of_head.get(found.head)
        name, kind = found.mention.name, found.mention.type
        if entity is None or entity.named is None or kind in ("person", "place", "state"):
            return found
        full = entity.named.mention
        if len(full.name) <= len(name) or fold(name) in self._ontology.by_alias or full.text != full.name:
            return found
        return replace(found, mention=replace(found.mention, name=full.name, type=full.type))

    def of(self, found: Found, token: Token) -> Found | None:
        """Return whom a noun without a name takes up ("the group"), keeping its own place in the text."""
        if token.i not in self._meant:
            return None
        entity, sure = self._meant[token.i]
        return _taken_up(found.mention, found, entity.meant, sure)

    def of_pronoun(self, token: Token) -> Found | None:
        """Return whom a pronoun takes up, if it is sure enough who is meant."""
        if token.i not in self._meant:
            return None
        entity, sure = self._meant[token.i]
        return _taken_up(*_pronoun(token), entity.meant, sure)

    def place_of(self, token: Token) -> Found | None:
        """Return the place that "it" takes up where only a place will do."""
        choice = self._choices.get(token.i)
        if choice is None or choice.anaphor.form != "it":
            return None
        places = [(share, one) for one, share in choice.shares if self._ontology.is_a(one.kind, "place")]
        total = sum(share for share, _ in places)
        best = max(places, key=lambda row: row[0], default=None)
        if best is None or best[0] < max(_LEAST, total * load_weights().threshold("it")):
            return None
        return _taken_up(*_pronoun(token), best[1].meant, best[0] / total)


class AntecedentWeights:
    """The learnt weights of features, and the share above which a choice is believed."""

    def __init__(self, weights: Mapping[str, float], thresholds: Mapping[str, float]) -> None:
        self._weights = weights
        self._thresholds = thresholds

    def sum(self, features: Iterator[str] | list[str]) -> float:
        """Sum the weights of features; unknown ones weigh nothing."""
        return sum(self._weights.get(name, 0.0) for name in features)

    def threshold(self, form: str) -> float:
        """Return the share above which it is believed whom a form of anaphor takes up."""
        return self._thresholds[form]


@cache
def load_weights(path: Path = WEIGHTS) -> AntecedentWeights:
    """Read the weights that travel with the program."""
    data = json.loads(path.read_text("utf-8"))
    return AntecedentWeights(data["weights"], data["thresholds"])


def _are_two(first: Token) -> bool:
    """Tell whether exactly two are joined by "and", of whom this is the first."""
    joined = [c for c in first.children if c.dep_ == "conj"]
    return len(joined) == 1 and first.dep_ != "conj" and not any(c.dep_ == "conj" for c in joined[0].children)


def _pronoun(token: Token) -> tuple[Mention, Found]:
    mention = Mention(token.text, token.idx, token.idx + len(token.text), generic=True, name=token.text)
    return mention, Found(mention, token.i, token.i + 1, token.i)


def _taken_up(mention: Mention, place: Found, named: Found, sure: float) -> Found:
    taken = named.mention
    denoted = replace(mention, type=taken.type, name=taken.name, generic=taken.generic, side=taken.side)
    return replace(place, mention=denoted, sure=sure)
