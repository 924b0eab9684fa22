"""Reads a name into words whose part in it is known, so that two names can be laid side by side.

In: a name as a text writes it, in any script. Out: a `Reading`: its words in Latin letters, each with its sort (a head,
a qualifier, a land, a number, a plain name …) and its meaning. What words mean stands in `ontology/names.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from anyascii import anyascii

from kg.errors import OntologyError
from kg.ontology import Ontology

LONGEST = 400  # characters of a name that are read: longer ones are no names
SORTS = ("harmless", "heads", "organs", "parts", "places", "qualifiers", "meanings", "numbers", "months", "given")
_BODIES = {"harmless", "heads", "organs", "parts", "places"}
_PLAIN = {"name", "given", "meanings"}
_PHRASE = 5
_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ`´ʿʾ‘][^\W_]+)*")
_EAST = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_BARE = re.compile(r"[\u0590-\u06ff\u0750-\u077f\ufb50-\ufefc]")  # scripts that leave vowels out


@dataclass(frozen=True, slots=True)
class Name:
    """A name, and what is known of who bears it: kind of actor, id of the country, years or dates of activity."""

    text: str
    type: str = ""
    country: str = ""
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or set phrase of a name; `meaning` is the same in every language, for a plain name its letters."""

    text: str
    sort: str
    meaning: str
    bare: bool = False  # from a script without vowels
    upper: bool = False
    foreign: bool = False  # stands in the lists behind the words that translate it


@dataclass(frozen=True, slots=True)
class Reading:
    """A name read: its words without particles and titles, and what its initials may be made of."""

    text: str
    words: tuple[Word, ...]
    acronym: str  # its letters where the name is one, else ""
    spelled: tuple[str, ...]  # all words, with particles, in Latin letters
    titled: bool = False  # a title stood before or after it

    def of(self, *sorts: str) -> frozenset[str]:
        """Return the meanings of its words of these sorts."""
        return frozenset(word.meaning for word in self.words if word.sort in sorts)

    @property
    def plain(self) -> bool:
        """Tell whether it could be a person's name: nothing in it says what sort of body it is."""
        return bool(self.words) and all(word.sort in _PLAIN or word.sort == "numbers" for word in self.words)


class Lore:
    """What is known of the words of names."""

    def __init__(self, sections: Mapping[str, Mapping[str, list[str]]], lands: Iterable[tuple[str, str]]) -> None:
        self.sections = sections
        self.letters = {ord(pair[0]): pair[2:] for pair in self.words("script", "letters")}
        self.native = tuple(sorted(self.words("particles", "native"), key=len, reverse=True))
        self.articles = frozenset(self.words("particles", "articles"))
        self.particles = frozenset(w for one in self.words("particles", "words") for w in self._latin(one))
        self.joined = tuple(sorted(self.words("particles", "joined"), key=len, reverse=True))
        self.near = frozenset(frozenset(pair.split()) for pair in self.words("near", "pairs"))
        self.mixes = tuple(frozenset(one.split()) for one in self.words("types", "mix"))
        self.loose = frozenset(self.words("loose", "words"))
        self.phrases: dict[tuple[str, ...], tuple[str, str]] = {}
        self.foreign: set[tuple[str, ...]] = set()
        self._segments: set[str] = set()
        for land, words in (*lands, *((key, one) for key, ones in sections.get("lands", {}).items() for one in ones)):
            self._learn("land", land, words)
        for sort in SORTS:
            for meaning, ones in sections.get(sort, {}).items():
                for n, one in enumerate(ones):
                    self._learn(sort, meaning, one)
                    if "|" in ones[:n]:
                        self.foreign.add(tuple(self._latin(one)))
                self.foreign -= {tuple(self._latin(one)) for one in ones[: ones.index("|") if "|" in ones else None]}
        for one in self.words("titles", "words"):
            self._learn("titles", "title", one)

    def words(self, section: str, name: str) -> list[str]:
        """Return one list of the file; empty where it has none."""
        return list(self.sections.get(section, {}).get(name, ()))

    def _learn(self, sort: str, meaning: str, phrase: str) -> None:
        latin = tuple(self._latin(phrase))
        if latin:
            self.phrases.setdefault(latin, (sort, meaning))
        if re.fullmatch(f"[{_EAST}]+", phrase):
            self._segments.add(phrase)

    def _latin(self, phrase: str) -> Iterator[str]:
        return (word.text for word in self._tokens(phrase))

    @cached_property
    def _segment(self) -> re.Pattern[str]:
        known = "|".join(map(re.escape, sorted(self._segments, key=lambda one: (-len(one), one))))
        return re.compile(f"({known})")

    def _tokens(self, text: str, *, cut: bool = False) -> Iterator[Word]:
        """Split a name into words in Latin letters; `cut` parts the words of scripts that write without spaces."""
        text = unicodedata.normalize("NFKC", text[:LONGEST])
        text = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text if unicodedata.category(c) != "Cf")
        text = re.sub(r"\b(?:[^\W\d_]\.){2,}", lambda found: found[0].replace(".", "") + " ", text)
        text = re.sub(r"(?<=\w)['’]s\b", "", text)
        shouted = not any(c.islower() for c in text) and len(text) > 12
        if cut:
            text = re.sub(f"[{_EAST}]+", lambda found: self._segment.sub(r" \1 ", found[0]), text)
        text = re.sub(r"(?<=[A-Za-z])(?=\d{1,3}\b)", " ", text)
        for found in _TOKEN.finditer(text):
            word = found[0]
            if text[found.end() : found.end() + 1] in ("-", "‐", "‑", "–") and word.casefold() in self.articles:
                continue
            bare = bool(_BARE.search(word))
            latin = re.sub(r"[^a-z0-9]", "", anyascii(self._lettered(word) if bare else word).lower())
            if latin:
                yield Word(latin, "name", latin, bare, word.isupper() and len(word) > 1 and not shouted)

    def _lettered(self, word: str) -> str:
        for article in self.native:
            if word.startswith(article) and len(word) - len(article) >= 2:
                word = word[len(article) :]
                break
        return word.translate(self.letters)

    def read(self, text: str) -> Reading:
        """Read a name."""
        tokens = list(self._tokens(text, cut=True))
        spelled = tuple(word.text for word in tokens)
        words = [word for word in self._match(self._join(tokens)) if word.text not in self.particles]
        bearer = self._bearer(words)
        kept = bearer or words
        letters = [word for word in kept if word.sort != "harmless"]
        short = "".join(word.text for word in letters if word.sort != "numbers")
        acronym = short if letters and all(w.upper for w in letters if w.sort != "numbers") and len(short) < 9 else ""
        return Reading(text, tuple(kept), acronym if len(acronym) > 1 else "", spelled, bool(bearer))

    def _join(self, tokens: list[Word]) -> list[Word]:
        """Write names that begin with a servant's word as one: Abd al-Rahman, Abdul Rahman, Abdelrahman."""
        found: list[Word] = []
        for token in tokens:
            if found and found[-1].text in self.joined:
                whole = found.pop().text + token.text
                found.append(Word(whole, "name", whole, token.bare))
            else:
                found.append(token)
        stem = self.joined[-1] if self.joined else ""
        for n, token in enumerate(found):
            rest = next((token.text[len(one) :] for one in self.joined if token.text.startswith(one)), "")
            if len(rest) >= 3:
                found[n] = Word(stem + rest, "name", stem + rest, token.bare)
        return found

    def _match(self, tokens: list[Word]) -> Iterator[Word]:
        at = 0
        while at < len(tokens):
            for size in range(min(_PHRASE, len(tokens) - at), 0, -1):
                part = tokens[at : at + size]
                known = self.phrases.get(tuple(word.text for word in part))
                short = known and known[0] == "land" and size == 1 and len(part[0].text) < 4 and not part[0].bare
                if known and not (short and not part[0].upper):
                    texts = tuple(word.text for word in part)
                    foreign = texts in self.foreign
                    yield Word(" ".join(texts), *known, part[0].bare, part[0].upper, foreign)
                    break
            else:
                size = 1
                yield self._numbered(tokens[at])
            at += size

    @staticmethod
    def _numbered(word: Word) -> Word:
        digits = re.fullmatch(r"(\d+)(?:st|nd|rd|th)?", word.text)
        if digits:
            return Word(word.text, "numbers", str(int(digits[1])))
        if word.upper and re.fullmatch(r"(x{0,2})(ix|iv|v?i{0,3})", word.text):
            values = [{"i": 1, "v": 5, "x": 10}[c] for c in word.text]
            ahead = [*values[1:], 0]
            total = sum(-one if one < after else one for one, after in zip(values, ahead, strict=True))
            return Word(word.text, "numbers", str(total))
        return word

    @staticmethod
    def _bearer(words: list[Word]) -> list[Word]:
        """Cut a person's name out from what titles say of the person; empty where there is no title or no name."""
        titles = [n for n, word in enumerate(words) if word.sort == "titles"]
        if not titles or any(word.sort in _BODIES for word in words):
            return []
        words = words[: titles[0]] if titles[0] > 0 and words[0].sort in _PLAIN else words[titles[-1] + 1 :]
        return words if any(word.sort in ("name", "given") for word in words) else []


def load_lore(ontology: Ontology) -> Lore:
    """Read the words of names from every folder of the ontology; raise OntologyError if a file is not sound."""
    sections: dict[str, dict[str, list[str]]] = {}
    for folder in ontology.folders:
        path = Path(folder) / "names.toml"
        if not path.is_file():
            continue
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            for section, table in data.items():
                for key, ones in table.items():
                    if not isinstance(ones, list) or not all(isinstance(one, str) for one in ones):
                        raise ValueError(f"{section}.{key} is no list of words")
                    sections.setdefault(section, {}).setdefault(key, []).extend(ones)
        except (ValueError, AttributeError) as error:
            raise OntologyError(f"{path}: {error}", "see the shipped ontology/names.toml for the format") from error
    states = (actor for actor in ontology.actors.values() if actor.type == "state")
    lands = [(actor.id, word) for actor in states for word in (actor.name, *actor.aliases, *actor.demonyms)]
    return Lore(sections, lands)
