"""Reads the kinds of file that the program knows, one function a kind, registered by suffix in `kg.readers`.

In: the bytes of a file and its path as the user calls it. Out: its documents, and what of it could not be read; a
broken part never takes the rest with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.model import Document
from kg.text.base import Unread
from kg.text.decoding import clean, decode, decode_page
from kg.text.header import iso_date, read_fields, split_header


def unread(where: str, error: InputError) -> Unread:
    """Turn an error about a source into a line for the list of what was not read."""
    return Unread(where, f"{error.cause}; try: {error.way_out}" if error.way_out else error.cause)


def read_text(content: bytes, path: Path) -> Iterator[Document | Unread]:
    """Yield the one document of a plain text."""
    name = path.as_posix()
    try:
        yield Document(decode(content), name=name)
    except InputError as error:
        yield unread(name, error)


def read_headed(content: bytes, path: Path) -> Iterator[Document | Unread]:
    """Yield the one document of a plain text that may begin with a YAML header."""
    yield from _read_headed(content, path.as_posix(), markdown=False)


def read_markdown(content: bytes, path: Path) -> Iterator[Document | Unread]:
    """Yield the one document of a Markdown file, its marks taken out, with the fields of its YAML header."""
    yield from _read_headed(content, path.as_posix(), markdown=True)


def _read_headed(content: bytes, name: str, *, markdown: bool) -> Iterator[Document | Unread]:
    try:
        header = split_header(decode(content))
    except InputError as error:
        yield unread(name, error)
        return
    for line, cause in header.wrong:
        yield Unread(f"{name}, line {line}", cause)
    text, heading = header.body, ""
    if markdown:
        from kg.text.markdown import plain_text

        text, heading = plain_text(header.body)
    if not text.strip():
        yield Unread(name, "there is no text below its header; try: write the text below the closing ---")
        return
    yield Document(text, name=name, **{"title": heading, **header.fields})


def read_html(content: bytes, path: Path) -> Iterator[Document | Unread]:
    """Yield the article of a saved web page, without its menus, with what the page says about it."""
    name = path.as_posix()
    try:
        page = decode_page(content)
    except InputError as error:
        yield unread(name, error)
        return
    from trafilatura import bare_extraction

    article: Any = bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        # Without a latest date, what counts as one would hang on today's.
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "2100-12-31"},
    )
    text = clean(article.text or "") if article is not None else ""
    if not text.strip():
        yield Unread(name, "no article was found on the page; try: save its text as .txt")
        return
    yield Document(
        text,
        title=_line(article.title),
        publisher=_line(article.sitename),
        url=_line(article.url),
        published=iso_date(_line(article.date)),
        name=name,
    )


def _line(value: str | None) -> str:
    return " ".join(clean(value or "").split())


def read_jsonl(content: bytes, path: Path) -> Iterator[Document | Unread]:
    """Yield the documents of a file with one JSON object a line: text, and perhaps title, publisher, published, url."""
    name = path.as_posix()
    try:
        lines = decode(content).split("\n")
    except InputError as error:
        yield unread(name, error)
        return
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield from _read_row(line, f"{name}, line {number}")


def _read_row(line: str, where: str) -> Iterator[Document | Unread]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        yield Unread(where, f"it is no JSON ({error}); try: one JSON object a line")
        return
    text = row.get("text") if isinstance(row, dict) else None
    if not isinstance(text, str) or not text.strip():
        yield Unread(where, 'it has no text; try: {"text": "...", "title": "...", "published": "2015-10-14"}')
        return
    fields, wrong = read_fields(row)
    for _, cause in wrong:
        yield Unread(where, cause)
    yield Document(clean(text), name=where, **fields)
