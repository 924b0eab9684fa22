"""Finds where dispatches say they were sent from ("BEIRUT, Lebanon, Oct. 14 (Reuters) —").

In: a text. Out: spans at the beginning of lines. A dateline is a sentence of its own, and who it names does not act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_UPPER = "[A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĖĘĚĞĠĢĪİŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŹŻŽ]"
_DATELINE = re.compile(
    rf"^[ \t]*{_UPPER}[{_UPPER[1:-1]}.'’-]+(?: {_UPPER}[{_UPPER[1:-1]}.'’-]+)*"  # BEIRUT
    r"(?:, [A-Z][\w. ]{2,25})?(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?"  # , Lebanon, Oct. 14
    r"(?: \([^)\n]{2,30}\))?(?: ?(?:—|--)| [–-] )\s*",  # (Reuters) —
    re.MULTILINE,
)


def datelines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of datelines, dash and space included, in order."""
    for match in _DATELINE.finditer(text):
        yield match.span()
