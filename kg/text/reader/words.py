"""Cuts a text into words and paragraphs without losing a character of it.

In: a text. Out: a spaCy `Doc` whose text is that text, and the places where a paragraph ends. Words follow Universal
Dependencies: "Iran-backed" is three, "al-Qaeda" and "e-mail" one, "Gen." and "U.S." keep their stop.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# Arabic articles and parts of names, and the prefixes that English writes with a hyphen
_WHOLE = frozenset(
    {"al", "el", "ul", "ar", "as", "ash", "an", "at", "ad", "az", "abd", "abu", "bin", "ibn"}
    | {"e", "re", "co", "non", "un", "de", "sub", "mid", "inter", "multi", "semi", "vice", "tel"}
)
_RANKS = (
    "Lt",
    "Col",
    "Maj",
    "Sgt",
    "Capt",
    "Brig",
    "Cmdr",
    "Cpl",
    "Pvt",
    "Spc",
    "Lieut",
    "Amb",
    "Hon",
    "Pres",
    "Sec",
    "Dep",
)
_HYPHEN = re.compile(r"(?<=[^\W_])[-‐‑](?=[^\W_])|(?<=[^\W_][.)])[-‐‑](?=[^\W_])")
_PREFIX = re.compile(r"\w+$")
_CODE = re.compile(r"https?://|www\.|@|^[#/]")
_LONG = re.compile(r"\S{200,}")
_PART = re.compile(r"\w+|([^\w\s])\1*")
_NEWLINES = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_LINE = re.compile(f"[^{_NEWLINES}]+")
_BULLET = re.compile(r"\s*(?:[-–—*•·‣▪●]\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s|#{1,6}\s|>)")
_END = re.compile(r"""[.!?…:]["'”’)\]]*\s*$""")
_NARROWEST, _WIDEST = 40, 120  # the widths, in characters, to which people and programs wrap lines


@cache
def language() -> Language:
    """Make spaCy's blank English with our rules for hyphens and ranks; its vocabulary is the readers' own."""
    import spacy
    from spacy.util import compile_infix_regex

    blank = spacy.blank("en")
    tokenizer: Any = blank.tokenizer
    infixes = [str(rule) for rule in blank.Defaults.infixes or ()]
    infixes = [rule for rule in infixes if "–|" not in rule]  # spaCy's own rule for hyphens
    infixes.append(r"--+|—|–|(?<=[^\W\d_])/(?=[^\W\d_])")
    tokenizer.infix_finditer = _infixes(compile_infix_regex(infixes).finditer)
    for rank in _RANKS:
        tokenizer.add_special_case(f"{rank}.", [{"ORTH": f"{rank}."}])
    return blank


def _infixes(others: Callable[[str], Iterator[re.Match[str]]]) -> Callable[[str], list[re.Match[str]]]:
    """Join spaCy's rules with ours for hyphens, in the order of the text."""

    def find(chunk: str) -> list[re.Match[str]]:
        found = {match.start(): match for match in others(chunk)}
        if not _CODE.search(chunk):
            for match in _HYPHEN.finditer(chunk):
                if not _keeps(chunk, match.start()):
                    found[match.start()] = match
        taken, end = [], -1
        for start in sorted(found):
            if start >= end:
                taken.append(found[start])
                end = found[start].end()
        return taken

    return find


def _keeps(chunk: str, hyphen: int) -> bool:
    """Tell whether the hyphen joins a prefix or an Arabic article to its word."""
    before = _PREFIX.search(chunk[max(0, hyphen - 8) : hyphen])
    if before is None or before.group().lower() not in _WHOLE:
        return False
    start = hyphen - len(before.group())
    return start == 0 or chunk[start - 1] in "-‐‑"


def split_words(text: str) -> Doc:
    """Cut a text of any length into words; `doc.text == text`, always."""
    from spacy.tokens import Doc

    tokenizer: Any = language().tokenizer
    if not _LONG.search(text):
        doc: Doc = tokenizer(text)
        return doc
    # spaCy's tokenizer takes quadratic time over a run without spaces, so such a run is cut by a plain rule.
    words: list[str] = []
    spaces: list[bool] = []
    done = 0
    for match in _LONG.finditer(text):
        _append(tokenizer(text[done : match.start()]), words, spaces)
        parts = [part.group() for part in _PART.finditer(match.group())]
        words.extend(parts)
        spaces.extend([False] * len(parts))
        done = match.end()
        if text[done : done + 1] == " ":
            spaces[-1] = True
            done += 1
    _append(tokenizer(text[done:]), words, spaces)
    return Doc(language().vocab, words=words, spaces=spaces)


def _append(doc: Doc, words: list[str], spaces: list[bool]) -> None:
    words.extend(token.text for token in doc)
    spaces.extend(bool(token.whitespace_) for token in doc)


def paragraph_breaks(text: str) -> list[int]:
    """Return where lines end that end a paragraph too, as ascending offsets into the text.

    A line that was only wrapped (its next word would not have fitted) does not end its paragraph.
    """
    breaks: list[int] = []
    block: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        if not match.group().strip():
            continue
        if block and text.count("\n", block[-1][1], match.start()) != 1:
            breaks.extend(_ends(text, block))
            block = []
        block.append(match.span())
    breaks.extend(_ends(text, block))
    return breaks


def _ends(text: str, block: list[tuple[int, int]]) -> Iterator[int]:
    """Yield the ends of a block's lines that are not wrapped, the last always among them."""
    width = max((end - start for start, end in block), default=0)
    wrapped = _NARROWEST <= width <= _WIDEST
    for (start, end), (after, after_end) in pairwise(block):
        line, following = text[start:end], text[after:after_end]
        word = following.split(maxsplit=1)[0]
        joined = following[:1].islower() or (len(block) > 2 and not _END.search(line))
        fits = len(line.rstrip()) + 1 + len(word) <= width
        if not wrapped or fits or not joined or _BULLET.match(following):
            yield end
    if block:
        yield block[-1][1]
