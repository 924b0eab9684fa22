"""Reads when something held: dates and expressions of time, against the date the text was published.

In: a sentence and a date. Out: `TimeFound` spans with ISO 8601 dates. A weekday is the last one before the day of
publication ("on Wednesday" in a text of that Wednesday is that day), or the next one after "next"; TimeML
(Pustejovsky et al. 2003) calls both deictic.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kg.model import Time

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_DAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_WORDS = "zero one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {w: n for n, w in enumerate(_WORDS.split(" "))} | {"a": 1, "an": 1}
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<weekday>" + "|".join(_DAYS) + ")"
_NUMBER = r"(?P<number>\d+|" + "|".join(_NUMBERS) + ")"


@dataclass(frozen=True, slots=True)
class TimeFound:
    """An expression of time, by character offsets into the string it was found in."""

    start: int
    end: int
    time: Time


def find_times(text: str, published: str) -> Iterator[TimeFound]:
    """Find the expressions of time in a sentence; those that need a date of publication are left out without one."""
    today = _date(published)
    taken: list[tuple[int, int]] = []
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())  # also where it is no date: "31 February 2015" is not February either
            span = read(match, today)
            if span is not None and match[0].lower().startswith("since"):
                span = (span[0], max(span[0], today or span[1]))  # it still held when it was written
            if span is not None:
                words = match[0].rstrip(" .")  # a full stop may end the sentence, not the month
                yield TimeFound(
                    match.start(), match.start() + len(words), Time(span[0].isoformat(), span[1].isoformat(), words)
                )


def _date(published: str) -> date | None:
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


_Span = tuple[date, date] | None


def _full(match: re.Match[str], today: date | None) -> _Span:
    groups = match.groupdict()
    month = _MONTHS[groups["month"].lower()] if groups.get("month") else int(groups["m"])
    day = int(groups["day"])
    year = int(groups["year"]) if groups.get("year") else None
    if year is None:
        if today is None:
            return None
        year = today.year if (month, day) <= (today.month, today.day + 3) else today.year - 1
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found, found


def _month(match: re.Match[str], today: date | None) -> _Span:
    month = _MONTHS[match["month"].lower()]
    year = int(match["year"]) if match["year"] else None
    if year is None:
        if today is None:
            return None
        year = today.year if month <= today.month else today.year - 1
        if match["next"]:
            year += month <= today.month
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _year(match: re.Match[str], _today: date | None) -> _Span:
    year = int(match["year"])
    return date(year, 1, 1), date(year, 12, 31)


def _weekday(match: re.Match[str], today: date | None) -> _Span:
    if today is None:
        return None
    wanted = _DAYS[match["weekday"].lower()]
    if (match["which"] or "").lower() in ("next", "coming"):
        found = today + timedelta((wanted - today.weekday() - 1) % 7 + 1)
    else:
        back = (today.weekday() - wanted) % 7
        found = today - timedelta(back or (7 if (match["which"] or "").lower() == "last" else 0))
    return found, found


def _near(match: re.Match[str], today: date | None) -> _Span:
    if today is None:
        return None
    days = {"yesterday": -1, "overnight": 0, "tomorrow": 1}
    found = today + timedelta(days.get(match[0].lower(), 0))
    return found, found


def _ago(match: re.Match[str], today: date | None) -> _Span:
    if today is None:
        return None
    number = _count(match["number"])
    found = _shift(today, match["unit"].lower(), -number)
    return (found, found) if found else None


def _past(match: re.Match[str], today: date | None) -> _Span:
    if today is None:
        return None
    start = _shift(today, match["unit"].lower(), -_count(match["number"] or "one"))
    return (start, today) if start else None


def _unit(match: re.Match[str], today: date | None) -> _Span:
    if today is None:
        return None
    unit, which = match["unit"].lower(), match["which"].lower()
    step = -1 if which in ("last", "previous") else 1 if which in ("next", "coming") else 0
    if unit == "week":
        start = today - timedelta(today.weekday()) + timedelta(7 * step)
        return start, start + timedelta(6)
    if unit == "month":
        shifted = _shift(today.replace(day=1), "month", step)
        return (shifted, shifted.replace(day=calendar.monthrange(shifted.year, shifted.month)[1])) if shifted else None
    return date(today.year + step, 1, 1), date(today.year + step, 12, 31)


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def _shift(day: date, unit: str, number: int) -> date | None:
    try:
        if unit == "day":
            return day + timedelta(number)
        if unit == "week":
            return day + timedelta(7 * number)
        months = (
            day.year * 12
            + day.month
            - 1
            + number * (12 if unit in ("year", "decade") else 1) * (10 if unit == "decade" else 1)
        )
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        return None


def _p(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)


_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_DAYNUM = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_UNIT = r"(?P<unit>day|week|month|year|decade)"
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date | None], _Span]], ...] = (
    (_p(rf"{_YEAR}-(?P<m>[01]\d)-(?P<day>[0-3]\d)"), _full),
    (_p(rf"{_MONTH}\s+{_DAYNUM},?\s+{_YEAR}"), _full),
    (_p(rf"{_DAYNUM}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}"), _full),
    (_p(rf"(?:(?P<next>next)\s+)?{_MONTH},?\s+{_YEAR}"), _month),
    (_p(rf"{_MONTH}\s+{_DAYNUM}"), _full),
    (_p(rf"{_DAYNUM}\s+(?:of\s+)?{_MONTH}"), _full),
    (_p(rf"(?:(?P<which>last|next|this|coming|on|since|late|early)\s+)?{_DAY}"), _weekday),
    (_p(r"(?:yesterday|today|tonight|overnight|tomorrow|this\s+(?:morning|afternoon|evening))"), _near),
    (_p(rf"{_NUMBER}\s+(?P<unit>day|week|month|year|decade)s?\s+(?:ago|earlier)"), _ago),
    (_p(rf"(?:over|in|during|for|within)\s+the\s+(?:past|last)\s+(?:{_NUMBER}\s+)?{_UNIT}s?"), _past),
    (_p(r"(?P<which>last|next|this|previous|coming)\s+(?P<unit>week|month|year)"), _unit),
    (_p(rf"(?:in|since|during|until|by)\s+(?:(?P<next>next)\s+)?{_MONTH}(?P<year>)"), _month),
    (_p(rf"(?:in|since|from|during|until|by|of|late|early|mid-?)\s*{_YEAR}"), _year),
)  # fmt: skip
