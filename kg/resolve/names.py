"""Reads a name into words whose part in it is known, so that two names can be laid side by side.

In: a name as a text writes it, in any script. Out: a `Reading`: its words in Latin letters, each with its sort (a head,
a qualifier, a land, a number, a plain name …) and its meaning; titles, particles and what is told of it are left off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.resolve.lore import Lore
from kg.resolve.spelling import Token

PLAIN = frozenset(("name", "given", "meanings"))
_BODIES = frozenset(("harmless", "heads", "organs", "parts", "places"))
_PHRASE = 5
_LINKS = frozenset(("of", "for", "the", "and", "to", "in", "on", "de", "la", "du", "des", "del"))


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
        return bool(self.words) and all(word.sort in PLAIN or word.sort == "numbers" for word in self.words)


class Reader:
    """Reads names with what is known of their words."""

    def __init__(self, lore: Lore) -> None:
        self._lore = lore

    def read(self, text: str) -> Reading:
        """Read a name."""
        tokens = list(self._lore.speller.tokens(_unbracketed(_turned(text)), self._lore.segment))
        words = list(self._match(self._join(tokens)))
        tail = next((n for n, word in enumerate(words) if word.sort == "tail"), len(words))
        words = words[:tail] or [word for word in words if word.sort != "tail"]
        bearer = _bearer(words)
        kept = bearer or words
        letters = [word for word in kept if word.sort != "harmless"]
        short = "".join(word.text for word in letters if word.sort != "numbers")
        acronym = bool(letters) and all(w.upper for w in letters if w.sort != "numbers") and 1 < len(short) < 9
        spelled = tuple(token.text for token in tokens)
        return Reading(text, tuple(kept), short if acronym else "", spelled, bool(bearer))

    def _join(self, tokens: list[Token]) -> list[Token]:
        """Write names that begin with a servant's word as one: Abd al-Rahman, Abdul Rahman, Abdelrahman."""
        joined = self._lore.joined
        found: list[Token] = []
        for token in tokens:
            if found and found[-1].text in joined:
                found.append(Token(found.pop().text + token.text, token.bare))
            else:
                found.append(token)
        stem = joined[-1] if joined else ""
        for n, token in enumerate(found):
            rest = next((token.text[len(one) :] for one in joined if token.text.startswith(one)), "")
            if len(rest) >= 3:
                found[n] = Token(stem + rest, token.bare)
        return found

    def _match(self, tokens: list[Token]) -> Iterator[Word]:
        """Find the longest known phrases; particles by themselves are dropped."""
        at = 0
        while at < len(tokens):
            for size in range(min(_PHRASE, len(tokens) - at), 0, -1):
                part = tokens[at : at + size]
                sense = self._lore.sense(part)
                if sense and not (sense.sort == "land" and size == 1 and _doubtful(part[0])):
                    texts = " ".join(token.text for token in part)
                    first = part[0]
                    yield Word(texts, sense.sort, sense.meaning, first.bare, first.upper, sense.foreign)
                    break
            else:
                size = 1
                if tokens[at].key not in self._lore.particles or (tokens[at].upper and len(tokens[at].text) == 1):
                    yield _numbered(tokens[at])
            at += size


def _turned(text: str) -> str:
    """Write a surname that stands first before a comma last: "Surname, Given"."""
    parts = [part.strip() for part in text.split(",")]
    turned = len(parts) == 2 and all(re.fullmatch(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)?", part) for part in parts)
    return f"{parts[1]} {parts[0]}" if turned else text


def _unbracketed(text: str) -> str:
    """Leave off initials that stand in brackets behind the name they are made of: "Red Tesmala Front (RTF)"."""
    found = re.fullmatch(r"\s*(.+?)\s*\(\s*([^\W\d_]{2,8})\s*\)\s*", text)
    if not found or not found[2].isupper():
        return text
    words = re.findall(r"[^\W_]+", found[1])
    long = (word[0] for word in words if word.casefold() not in _LINKS)
    return found[1] if found[2] in ("".join(long).upper(), "".join(word[0] for word in words).upper()) else text


def _doubtful(token: Token) -> bool:
    return len(token.text) < 4 and not token.bare and not token.upper  # "us" is no country, "US" is


def _numbered(token: Token) -> Word:
    digits = re.fullmatch(r"(\d+)(?:st|nd|rd|th)?", token.text)
    if digits:
        return Word(token.text, "numbers", digits[1].lstrip("0") or "0")
    if token.upper and len(token.text) > 1 and re.fullmatch(r"(x{0,2})(ix|iv|v?i{0,3})", token.text):
        values = [{"i": 1, "v": 5, "x": 10}[c] for c in token.text]
        after = [*values[1:], 0]
        total = sum(-one if one < following else one for one, following in zip(values, after, strict=True))
        return Word(token.text, "numbers", str(total))
    return Word(token.text, "name", token.text, token.bare, token.upper)


def _bearer(words: list[Word]) -> list[Word]:
    """Cut a person's name out from the titles before or behind it; empty where there is no title or no name.

    A title amid a name is a part of it, as in "Sharif Sheikh Ahmed".
    """
    if any(word.sort in _BODIES for word in words):
        return []
    ahead = 0
    while ahead < len(words) and (words[ahead].sort in ("titles", "land", "qualifiers") or words[ahead].upper):
        ahead += 1
    if any(word.sort == "titles" for word in words[:ahead]):
        words = words[ahead:]
    else:
        behind = next((n for n, word in enumerate(words) if word.sort == "titles"), 0)
        words = words[:behind] if behind > 1 else []
    return words if any(word.sort in ("name", "given") for word in words) else []
