"""The door through which every stage's parts come in, our own and other people's alike.

In: a group ("kg.extractors") and a name ("relations"). Out: the object registered under it as an entry point.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Any

from kg.errors import UsageError, did_you_mean


def names(group: str) -> tuple[str, ...]:
    """List the names registered in a group, sorted."""
    return tuple(sorted({point.name for point in entry_points(group=group)}))


def load(group: str, name: str) -> Any:
    """Import what is registered under a name; raise UsageError if nothing is."""
    for point in entry_points(group=group, name=name):
        return point.load()
    known = names(group)
    kind = group.removeprefix("kg.").rstrip("s")
    raise UsageError(
        f"there is no {kind} called '{name}'",
        did_you_mean(name, known, f"one of: {', '.join(known) or 'none installed'}"),
    )
