"""Finds where dispatches say they were sent from ("BEIRUT, Lebanon, Oct. 14 (Reuters) —").

In: a text. Out: spans at the beginning of lines. A dateline is a sentence of its own, and who it names does not act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_UPPER = "[A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĖĘĚĞĠĢĪİŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŹŻŽ]"
_CITY = rf"{_UPPER}[{_UPPER[1:-1]}.'’-]+(?: {_UPPER}[{_UPPER[1:-1]}.'’-]+)*"  # BEIRUT
_NAME = rf"{_UPPER}\w+(?:[ -]{_UPPER}\w+)?"  # Beirut, if an agency or a date follows
_LAND = r"(?:, [A-Z][\w. ]{2,25})?"  # , Lebanon
_DATE = r",? (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?"  # Oct. 14 · 14 October 2015
_AGENCY = r" \([^)\n]{2,30}\)"  # (Reuters)
_WIRE = r" \([A-Z][^)\n]{1,29}\)"
_DATELINE = re.compile(
    rf"^[ \t]*(?:{_CITY}(?:/{_CITY})?{_LAND}(?:{_AGENCY})?(?:{_DATE})?(?:{_AGENCY})?"
    rf"|{_NAME}{_LAND}(?:{_WIRE}(?:{_DATE})?|{_DATE}(?:{_WIRE})?))"
    r"(?: ?(?:—|--)| [–-] )\s*",
    re.MULTILINE,
)


def datelines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of datelines, dash and space included, in order."""
    for match in _DATELINE.finditer(text):
        yield match.span()
