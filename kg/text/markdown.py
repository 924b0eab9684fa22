"""Takes the marks out of Markdown, so that a quotation reads as it was meant.

In: Markdown. Out: its text with the same lines and paragraphs, and its first heading of the first level.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^>]*>", re.DOTALL)
_DEEPEST = 60


def plain_text(markdown: str) -> tuple[str, str]:
    """Return the text without its marks and the first heading, "" where there is none."""
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table").disable("code")
    blocks: list[str] = []
    heading = ""
    ahead = number = ""
    for token in parser.parse(markdown):
        if token.type == "heading_open":
            ahead = token.tag
        elif token.type == "list_item_open":
            number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "inline":
            block = _inline(token.children or ())
            if ahead == "h1" and not heading:
                heading = " ".join(block.split())
            blocks.append(number + block)
            ahead = number = ""
        elif token.type in ("fence", "html_block"):
            blocks.append(_TAG.sub("", token.content).strip("\n"))
    text = "\n\n".join(block for block in blocks if block.strip())
    # What lies deeper than any person nests is not parsed at all, so that such a text stays as it is.
    return (text, heading) if text or not markdown.strip() else (markdown, heading)


def _inline(tokens: Iterable[Token]) -> str:
    parts = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "image":
            parts.append(_inline(token.children or ()))
        elif token.type != "html_inline":
            parts.append(token.content)
    return "".join(parts)
