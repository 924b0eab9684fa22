"""Gives a word its dictionary form: lemminflect for the open classes, a short list for the closed ones.

In: a word and its Penn tag. Out: its lemma as Universal Dependencies write it ("troops" → "troop", "n't" → "not").
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Protocol

_OPEN = {
    **dict.fromkeys(("NN", "NNS"), "NOUN"),
    **dict.fromkeys(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"), "VERB"),
    **dict.fromkeys(("JJR", "JJS"), "ADJ"),
    **dict.fromkeys(("RBR", "RBS"), "ADV"),
}
_BASE = frozenset({"NN", "VB"})
_CLOSED = {
    **dict.fromkeys(("am", "are", "is", "was", "were", "been", "being", "'m", "'re", "be"), "be"),
    **dict.fromkeys(("has", "had", "having", "'ve", "have"), "have"),
    **dict.fromkeys(("does", "did", "doing", "done", "do"), "do"),
    **{"'ll": "will", "wo": "will", "ca": "can", "sha": "shall", "gon": "go", "got": "get"},
    **{"n't": "not", "an": "a", "these": "this", "those": "that"},
    **{"me": "I", "i": "I", "us": "we", "them": "they", "him": "he", "'em": "they", "o'": "of"},
}
_MODAL_D = "'d"
_LONGEST = 60  # characters


class _GetLemma(Protocol):
    def __call__(self, word: str, upos: str) -> tuple[str, ...]: ...


@cache
def _lemminflect() -> _GetLemma:
    from lemminflect import getLemma

    function: _GetLemma = getLemma
    return function


def lemma(word: str, tag: str) -> str:
    """Return the lemma of a word with a Penn tag; names keep their form, and so does what is too long for a word."""
    return word if len(word) > _LONGEST else _lemma(word, tag)


@lru_cache(maxsize=100_000)
def _lemma(word: str, tag: str) -> str:
    if tag in ("NNP", "NNPS", "FW", "ADD", "GW"):
        return word
    low = word.lower().replace("’", "'").replace("‘", "'")
    special = _special(low, tag)
    if special:
        return special
    kind = _OPEN.get(tag)
    if kind is None or not low[:1].isalpha():
        return low
    found = _lemminflect()(low, kind)
    if not found:
        return low
    # A form that is its own lemma ("saw" as a noun, "found" as an infinitive) stays what it is.
    return low if tag in _BASE and low in found else found[0]


def _special(low: str, tag: str) -> str:
    """Look a word of a closed class up; the tag tells "'s" (is, has) from the genitive and "'d" from "would"."""
    if low == "'s":
        return "'s" if tag == "POS" else "us" if tag == "PRP" else "be"
    if low == _MODAL_D:
        return "would" if tag == "MD" else "have"
    if low == "her":
        return "she" if tag == "PRP" else "her"
    if low in ("more", "most") and tag in ("JJR", "RBR", "JJS", "RBS"):
        return low
    return _CLOSED.get(low, "")
