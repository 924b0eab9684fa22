"""Finds the actor whom a person means, among those in the store.

In: a store and a name, an alias or an id. Out: the id, or a UsageError that names who could be meant.
"""

from __future__ import annotations

import difflib
from collections import defaultdict

from kg.errors import UsageError
from kg.ontology import fold
from kg.store.base import Store

_ALL = """
MATCH (n:{label})
RETURN n.id AS id, n.name AS name, n.type AS type, n.aliases AS aliases, n.generic AS generic
ORDER BY id
"""
_MANY = 1_000_000


def find_actor(store: Store, name: str) -> str:
    """Return the id of the actor or place called `name`; raise UsageError where nobody or more than one is."""
    names: dict[str, set[str]] = defaultdict(set)
    aliases: dict[str, set[str]] = defaultdict(set)
    shown: dict[str, str] = {}
    for label in ("Actor", "Place"):
        for row in store.query(_ALL.replace("{label}", label), limit=_MANY).rows:
            if row["id"] == name:
                return name
            shown[row["id"]] = f"{row['name']} ({row['type']}, {row['id']})"
            names[fold(row["name"])].add(row["id"])
            for alias in row["aliases"] or ():
                aliases[fold(alias)].add(row["id"])
    wanted = fold(name)
    # A name beats an alias: "Hezbollah" is Hezbollah, though a brigade may bear it as a nickname.
    found = names.get(wanted) or aliases.get(wanted) or set()
    if len(found) == 1:
        return next(iter(found))
    if found:
        meant = " or ".join(sorted(shown[one] for one in found))
        raise UsageError(f"'{name}' names more than one actor: {meant}", "give the id of the one you mean")
    raise UsageError(f"no actor in the graph is called '{name}'", _nearest(wanted, names, aliases, shown))


def _nearest(wanted: str, names: dict[str, set[str]], aliases: dict[str, set[str]], shown: dict[str, str]) -> str:
    known = sorted({*names, *aliases})
    near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.6) if wanted else []
    near += [one for one in known if wanted and wanted in one.split() and one not in near][: 3 - len(near)]
    ids = {one for word in near for one in names.get(word, set()) | aliases.get(word, set())}
    meant = sorted({shown[one].rsplit(" (", 1)[0] for one in ids})
    return f"did you mean {' or '.join(meant)}?" if meant else "kg query actors"
