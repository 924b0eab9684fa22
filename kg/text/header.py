"""Reads what a text says about itself before it begins: the YAML header, and the dates people write.

In: a text that may begin with `---`, or a mapping. Out: fields of `Document`, and complaints about what was no field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from kg.text.decoding import clean

FIELDS = ("title", "publisher", "published", "url")
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_DAY_FIRST = re.compile(rf"(?:[A-Za-z]+,?\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}})\b")
_MONTH_FIRST = re.compile(
    rf"(?:[A-Za-z]+day,?\s+)?{_MONTH}\s+(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(?P<year>\d{{4}})\b"
)
_PARTIAL = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
_SLASHES = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_KEY = re.compile(r"[A-Za-z_][\w -]*:(?:\s|$)")
_FENCE = re.compile(r"(?:---|\.\.\.)[ \t]*")


@dataclass(frozen=True, slots=True)
class Header:
    """The fields found, the text after them, and what was wrong: (line or 0, cause with its way out)."""

    body: str
    fields: dict[str, str] = field(default_factory=dict)
    wrong: tuple[tuple[int, str], ...] = ()


def split_header(text: str) -> Header:
    """Cut the YAML header off a text; whatever is wrong with it, the text is kept."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---" or len(lines) < 2 or not (_KEY.match(lines[1]) or _FENCE.fullmatch(lines[1])):
        return Header(text)
    close = next((i for i, line in enumerate(lines[1:], 1) if _FENCE.fullmatch(line)), 0)
    wrong: list[tuple[int, str]] = []
    if not close:
        close = next((i for i, line in enumerate(lines) if i and not line.strip()), len(lines))
        wrong.append((1, "the header has no closing line; try: put --- on a line of its own below it"))
        body = "\n".join(lines[close:])
    else:
        body = "\n".join(lines[close + 1 :])
    row, complaint = _load("\n".join(lines[1:close]))
    if complaint:
        wrong.append(complaint)
    fields, complaints = read_fields(row)
    if not complaint:
        wrong.extend((_line_of(lines, key), cause) for key, cause in complaints)
    return Header(body.strip("\n"), fields, tuple(wrong))


def _line_of(lines: list[str], key: str) -> int:
    return next((i for i, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 1)


def _load(block: str) -> tuple[Mapping[object, object], tuple[int, str] | None]:
    """Load the block as YAML; the line of a complaint counts the opening line."""
    import yaml

    advice = (
        'only its plain lines were read; try: write "key: value" lines, with quotes around a value that holds a colon'
    )
    try:
        row = yaml.safe_load(block)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return _salvage(block), ((mark.line if mark else 0) + 2, f"the header is no YAML ({error.problem}); {advice}")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        first = str(error).partition("\n")[0] or type(error).__name__
        return _salvage(block), (2, f"the header is no YAML ({first}); {advice}")
    if row is None:
        return {}, None
    if not isinstance(row, dict):
        return {}, (2, f"the header is no list of keys and values; {advice}")
    return row, None


def _salvage(block: str) -> dict[object, object]:
    """Keep what stands plainly in a header that is no YAML: `title: Sarajevo: convoy turned back` has a title."""
    plain = re.finditer(rf"^({'|'.join(FIELDS)}):[ \t]+([^\s\[{{|>&*!%@`].*)$", block, re.MULTILINE)
    return {match[1]: match[2].strip().strip("\"'") for match in plain}


def read_fields(row: Mapping[object, object]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Take the fields of a document out of a mapping, other keys ignored; return them and (key, complaint) pairs."""
    fields: dict[str, str] = {}
    wrong: list[tuple[str, str]] = []
    for key in FIELDS:
        value = row.get(key)
        if value is None or value == "":
            continue
        if isinstance(value, bool) or not isinstance(value, str | int | float | date):
            wrong.append((key, f"'{key}' is no text; try: {key}: one line of text"))
            continue
        words = value.isoformat() if isinstance(value, date) else " ".join(clean(str(value)).split())
        if key == "published":
            words, given = iso_date(words), words
            if not words:
                wrong.append((key, f"the date '{given[:40]}' is not understood; try: published: 2015-10-14"))
                continue
        fields[key] = words
    return fields, wrong


def iso_date(words: str) -> str:
    """Write a date as ISO 8601 ("14 October 2015" → "2015-10-14"); "" where it is none, or could be two.

    Years and months alone stay alone. Of 10/11/2015 nobody knows which month it is, so it is not guessed.
    """
    words = words.strip()
    if _PARTIAL.fullmatch(words):
        return words
    slashes = _SLASHES.fullmatch(words)
    if slashes:
        words = "{}-{:0>2}-{:0>2}".format(*slashes.groups())
    try:
        if re.match(r"\d{4}-\d\d-\d\d$", words):
            return date.fromisoformat(words).isoformat()
        if re.match(r"\d{4}-\d\d-\d\d[T ]", words):
            return datetime.fromisoformat(words.replace(" UTC", "Z")).isoformat()
    except ValueError:
        return ""
    return _mail_date(words) or _spelt_date(words)


def _mail_date(words: str) -> str:
    """Read a date as mail and feeds write it, with its time."""
    if not re.match(r"(?:[A-Za-z]{3},\s*)?\d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d", words):
        return ""
    try:
        return parsedate_to_datetime(words).isoformat()
    except ValueError:
        return ""


def _spelt_date(words: str) -> str:
    """Read a date with the month in English letters."""
    match = _DAY_FIRST.match(words) or _MONTH_FIRST.match(words)
    if match is None:
        return ""
    name = match["month"].lower()
    month = next((i for i, known in enumerate(_MONTHS, 1) if known.startswith(name) or name == known[:3] + "t"), 0)
    if not month:
        return ""
    if match["day"] is None:
        return f"{match['year']}-{month:02}"
    try:
        return date(int(match["year"]), month, int(match["day"])).isoformat()
    except ValueError:
        return ""
