"""The one tree of errors: each says the cause, then the way out.

In: what went wrong, in words. Out: an exception that the command line prints as two lines.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class KgError(Exception):
    """Something went wrong that a person can mend; `cause` says what, `way_out` what to do."""

    exit_code = 1

    def __init__(self, cause: str, way_out: str = "") -> None:
        super().__init__(cause if not way_out else f"{cause}\n  try: {way_out}")
        self.cause = cause
        self.way_out = way_out


class UsageError(KgError):
    """The call itself is wrong: an unknown name, a missing parameter, a wrong suffix (exit code 2)."""

    exit_code = 2


class InputError(KgError):
    """A file could not be read as what it should be."""


class OntologyError(KgError):
    """A file of the ontology, the frames or the actors is not sound."""


class QueryError(KgError):
    """A query could not be run: its text, its parameters or its limits."""


class StoreError(KgError):
    """A store could not be opened, read or written."""


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "", *, alike: float = 0.6) -> str:
    """Name the known words nearest to a mistyped one, as a way out; `alike` is how near, up to 1."""
    near = difflib.get_close_matches(word, sorted(set(known)), n=3, cutoff=alike)
    return f"did you mean {' or '.join(near)}?" if near else otherwise
