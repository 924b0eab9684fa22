"""The shape of the ontology: kinds of actor, types of relation, and the actors known beforehand.

In: what `kg.ontology.load` read from the Turtle files. Out: one `Ontology` that answers questions by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal

from kg.errors import UsageError, did_you_mean
from kg.model import Actor

Sign = Literal["+", "-", "0"]


@dataclass(frozen=True, slots=True)
class ActorType:
    """A kind of actor; `id` is its file spelling ("armed_group")."""

    id: str
    label: str
    definition: str
    parent: str = ""
    colour: str = "#888888"
    shape: str = "circle"  # one of `kg.ontology.shapes.DRAWN`


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation; spellings come from `id`: fights_alongside, fightsAlongside, FIGHTS_ALONGSIDE, fights-alongside."""

    id: str
    inverse: str  # how people read it from the other end ("is attacked by")
    definition: str
    example: str
    near_miss: str
    sign: Sign
    domain: tuple[str, ...]  # ids of actor types
    range: tuple[str, ...]
    parent: str = ""
    symmetric: bool = False
    transitive: bool = False
    dated: bool = False
    plover: str = ""  # "ASSAULT" … or "" where event coders have none
    quad: int = 0  # PLOVER quad class 1-4, 0 for none
    cameo: str = ""
    re3d: str = ""
    wikidata: str = ""  # nearest property ("P361")
    colour: str = "#777777"

    @property
    def rdf(self) -> str:
        """Its local name in RDF."""
        first, *rest = self.id.split("_")
        return first + "".join(word.capitalize() for word in rest)

    @property
    def cypher(self) -> str:
        """Its relationship type in Cypher."""
        return self.id.upper()

    @property
    def label(self) -> str:
        """How people write it."""
        return self.id.replace("_", "-")


def spelling(name: str) -> str:
    """Fold any of a relation's or type's four spellings to its file spelling."""
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[\s-]+", "_", snake).lower()


@dataclass(frozen=True)
class Ontology:
    """All that is known before a text is read."""

    actor_types: Mapping[str, ActorType]
    relations: Mapping[str, RelationType]
    actors: Mapping[str, Actor]
    folders: tuple[str, ...] = field(default=(), compare=False)
    own: frozenset[str] = frozenset()  # ids of the user's own actors: a word of theirs stands for no one else

    def relation(self, name: str) -> RelationType:
        """Return the relation of that name in any spelling; raise UsageError naming the nearest if there is none."""
        found = self.relations.get(spelling(name))
        if found is None:
            labels = [relation.label for relation in self.relations.values()]
            raise UsageError(
                f"there is no relation called '{name}'",
                did_you_mean(name, labels, "see `kg info relations` for the list"),
            )
        return found

    def actor_type(self, name: str) -> ActorType:
        """Return the kind of actor of that name in any spelling; raise UsageError naming the nearest if none is."""
        found = self.actor_types.get(spelling(name))
        if found is None:
            labels = [kind.replace("_", "-") for kind in self.actor_types]
            raise UsageError(
                f"there is no kind of actor called '{name}'", did_you_mean(name, labels, ", ".join(labels))
            )
        return found

    def is_a(self, kind: str, ancestor: str) -> bool:
        """Tell whether a kind of actor is another, or lies under it."""
        while kind:
            if kind == ancestor:
                return True
            known = self.actor_types.get(kind)
            kind = known.parent if known else ""
        return False

    def allows(self, relation: str, subject_type: str, object_type: str) -> bool:
        """Tell whether a relation may join two kinds of actor; an unknown kind ("") may stand anywhere."""
        known = self.relations[relation]

        def fits(kind: str, allowed: Iterable[str]) -> bool:
            return kind == "" or any(self.is_a(kind, one) for one in allowed)

        if not (fits(subject_type, known.domain) and fits(object_type, known.range)):
            return False
        mixed = {"actor", "place"} <= set(known.domain) & set(known.range)  # joins like to like; a country is both
        kinds = {kind for kind in (subject_type, object_type) if kind and kind != "state"}
        return not mixed or len({kind == "place" for kind in kinds}) < 2

    def relates(self, subject_type: str, object_type: str) -> bool:
        """Tell whether any relation may join two kinds of actor."""
        kinds = (subject_type, object_type)
        if kinds not in self._related:
            self._related[kinds] = any(self.allows(relation, *kinds) for relation in self.relations)
        return self._related[kinds]

    @cached_property
    def _related(self) -> dict[tuple[str, str], bool]:
        return {}

    def is_under(self, relation: str, ancestor: str) -> bool:
        """Tell whether a relation is another, or lies under it."""
        while relation:
            if relation == ancestor:
                return True
            known = self.relations.get(relation)
            relation = known.parent if known else ""
        return False

    @cached_property
    def by_alias(self) -> Mapping[str, tuple[Actor, ...]]:
        """Known actors by folded name or alias (see `fold`), those of one alias sorted by id."""
        return self._index((actor, (actor.name, *actor.aliases)) for actor in self.actors.values())

    @cached_property
    def by_demonym(self) -> Mapping[str, tuple[Actor, ...]]:
        """Known actors by folded demonym ("syrian" → Syria)."""
        return self._index((actor, actor.demonyms) for actor in self.actors.values())

    @cached_property
    def by_metonym(self) -> Mapping[str, tuple[Actor, ...]]:
        """Known actors by folded metonym ("damascus" → Syrian government)."""
        return self._index((actor, actor.metonyms) for actor in self.actors.values())

    def _index(self, rows: Iterable[tuple[Actor, tuple[str, ...]]]) -> dict[str, tuple[Actor, ...]]:
        found: dict[str, set[str]] = {}
        for actor, words in rows:
            for word in words:
                found.setdefault(fold(word), set()).add(actor.id)
        return {key: tuple(self.actors[one] for one in sorted(ids & self.own or ids)) for key, ids in found.items()}


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    """Fold a name to look it up: case, quotes, hyphens, articles and a possessive ending do not tell names apart."""
    text = name.translate(_FOLD).casefold()
    text = re.sub(r"\s+", " ", text.replace("-", " ")).strip(" .,;:'\"")
    text = re.sub(r"'s?$", "", text)
    return re.sub(r"^(the|a|an) ", "", text)


_FOLD = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " "}
)
