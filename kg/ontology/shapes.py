"""Turns a stanza or a table's row into a kind, a relation or an actor, and says what is missing or wrong in it.

In: stanzas and rows. Out: the value as far as it could be read, with problems added to the list that was handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import cast

from kg.errors import did_you_mean
from kg.model import Actor
from kg.ontology import stanzas as ttl
from kg.ontology.actor_table import TableRow, slug
from kg.ontology.stanzas import KG, Problem, Stanza
from kg.ontology.types import ActorType, RelationType, Sign, spelling

_COLOUR_OF_SIGN = {"+": "#0a7a55", "-": "#c2410c", "0": "#68707d"}
# Other authorities' names for one actor: the start of the address, and the scheme it is kept under.
_SCHEMES = (
    ("http://www.wikidata.org/entity/", "wikidata"),
    ("https://www.wikidata.org/wiki/", "wikidata"),
    ("https://sws.geonames.org/", "geonames"),
    ("http://viaf.org/viaf/", "viaf"),
)
# What an actor may be drawn as, told apart without its colour.
DRAWN = ("circle", "square", "diamond", "triangle", "triangle-down", "hexagon", "star")
# A relation's name becomes part of Cypher's text, and of tags and file names: nothing else may stand in one.
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST_NAME = 60
# What stores tie claims with (kg.graph.CLAIM_EDGES): a direct edge may not be taken for one.
RESERVED = ("subject", "object", "attributed_to", "located_in", "stated_in")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False, "": False}


def kind_of(stanza: Stanza, problems: list[Problem]) -> ActorType:
    """Read a kind of actor."""
    _check_name(stanza, "kind", problems)
    label, definition, colour = stanza.text(ttl.LABEL), stanza.text(ttl.DEFINITION), stanza.text(KG + "colour")
    if not label:
        problems.append(
            stanza.problem("the kind has no rdfs:label", 'add rdfs:label "armed group"@en, in its own words')
        )
    if not definition:
        problems.append(stanza.problem("the kind has no skos:definition", "say in a sentence who belongs to it"))
    parents = stanza.names(ttl.PARENT_KIND)
    if len(parents) > 1:
        problems.append(stanza.problem("the kind has two parents", "keep one rdfs:subClassOf"))
    return ActorType(
        id=spelling(stanza.local),
        label=label or spelling(stanza.local).replace("_", " "),
        definition=definition,
        parent=spelling(parents[0]) if parents else "",
        colour=_colour(stanza, colour, "#888888", problems),
        shape=_shape(stanza, problems),
    )


def relation_of(stanza: Stanza, kinds: Collection[str], problems: list[Problem]) -> RelationType:
    """Read a relation; every field that people and stores rely on must be there."""
    id_ = spelling(stanza.local)
    _check_name(stanza, "relation", problems)
    types = stanza.texts(ttl.TYPE)
    symmetric = ttl.SYMMETRIC in types
    for predicate, name in ((ttl.DEFINITION, "skos:definition"), (ttl.EXAMPLE, "skos:example")):
        if not stanza.text(predicate):
            problems.append(stanza.problem(f"the relation has no {name}", f'add {name} "…"@en'))
    if not stanza.text(KG + "nearMiss"):
        problems.append(
            stanza.problem(
                "the relation has no kg:nearMiss", "add a sentence that only seems to say it, as kg:nearMiss"
            )
        )
    inverse = stanza.text(KG + "inverseLabel") or (id_.replace("_", " ") if symmetric else "")
    if not inverse:
        problems.append(
            stanza.problem("the relation has no kg:inverseLabel", 'say how it reads from the other end: "is … by"')
        )
    parents = stanza.names(ttl.PARENT_RELATION)
    sign = _sign(stanza, problems)
    close = [name for name in stanza.names(ttl.CLOSE) if re.fullmatch(r"P\d+", name)]
    return RelationType(
        id=id_,
        inverse=inverse,
        definition=stanza.text(ttl.DEFINITION),
        example=stanza.text(ttl.EXAMPLE),
        near_miss=stanza.text(KG + "nearMiss"),
        sign=sign,
        domain=_kinds(stanza, ttl.DOMAIN, "rdfs:domain", kinds, problems),
        range=_kinds(stanza, ttl.RANGE, "rdfs:range", kinds, problems),
        parent=spelling(parents[0]) if parents else "",
        symmetric=symmetric,
        transitive=ttl.TRANSITIVE in types,
        dated=_dated(stanza, problems),
        plover=stanza.text(KG + "plover"),
        quad=_quad(stanza, problems),
        cameo=", ".join(stanza.texts(KG + "cameo")),
        re3d=stanza.text(KG + "re3d"),
        wikidata=close[0] if close else "",
        colour=_colour(stanza, stanza.text(KG + "colour"), _COLOUR_OF_SIGN[sign], problems),
    )


def _check_name(stanza: Stanza, what: str, problems: list[Problem]) -> None:
    name = spelling(stanza.local)
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        cause = f"'{stanza.local[:_LONGEST_NAME]}' cannot be a {what}'s name"
        way_out = f"use letters a to z and digits, {_LONGEST_NAME} at most, as in kg:fightsAgainst"
        problems.append(stanza.problem(cause, way_out))
    elif what == "relation" and name in RESERVED:
        problems.append(stanza.problem(f"the name '{stanza.local}' is used by the graph itself", "choose another name"))


def _sign(stanza: Stanza, problems: list[Problem]) -> Sign:
    sign = stanza.text(KG + "sign").replace("−", "-")
    if sign in _COLOUR_OF_SIGN:
        return cast(Sign, sign)
    cause = f"the sign '{sign}' is none" if sign else "the relation has no kg:sign"
    problems.append(stanza.problem(cause, 'write kg:sign "+" for friendly, "-" for hostile or "0" for neither'))
    return "0"


def _quad(stanza: Stanza, problems: list[Problem]) -> int:
    quad = stanza.text(KG + "quad")
    if quad in ("", "0", "1", "2", "3", "4"):
        return int(quad or 0)
    problems.append(stanza.problem(f"the quad class '{quad}' is none", "write 1, 2, 3 or 4, or leave kg:quad out"))
    return 0


def _dated(stanza: Stanza, problems: list[Problem]) -> bool:
    dated = stanza.text(KG + "dated").lower()
    if dated not in _BOOLEANS:
        problems.append(stanza.problem(f"kg:dated is '{dated}'", "write true or false"))
    return _BOOLEANS.get(dated, False)


def _colour(stanza: Stanza, colour: str, otherwise: str, problems: list[Problem]) -> str:
    if not colour or re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        return colour.lower() or otherwise
    problems.append(stanza.problem(f"'{colour}' is no colour", 'write six hexadecimal digits, as in "#0a7a55"'))
    return otherwise


def _shape(stanza: Stanza, problems: list[Problem]) -> str:
    shape = stanza.text(KG + "shape")
    if not shape or shape in DRAWN:
        return shape or DRAWN[0]
    problems.append(stanza.problem(f"'{shape}' is no shape", "write one of " + ", ".join(DRAWN)))
    return DRAWN[0]


def _kinds(
    stanza: Stanza, predicate: str, name: str, kinds: Collection[str], problems: list[Problem]
) -> tuple[str, ...]:
    found = tuple(spelling(local) for local in stanza.names(predicate))
    if not found:
        problems.append(stanza.problem(f"the relation has no {name}", f"add {name} kg:Actor, or a narrower kind"))
    for kind in found:
        if kind not in kinds:
            problems.append(stanza.problem(f"{name} names the unknown kind '{kind}'", _kinds_hint(kind, kinds)))
    return tuple(kind for kind in found if kind in kinds)


def _kinds_hint(kind: str, kinds: Collection[str]) -> str:
    return did_you_mean(spelling(kind), kinds, f"one of {', '.join(kinds)}, or a stanza for a kind of your own")


def actor_of(stanza: Stanza, kinds: Collection[str], problems: list[Problem]) -> Actor:
    """Read a known actor or place; without a name or a kind it is kept under its id."""
    names = [word for word in stanza.values.get(ttl.NAME, ()) if word.text]
    name = stanza.text(ttl.NAME)
    if not names:
        problems.append(stanza.problem("the actor has no skos:prefLabel", 'add skos:prefLabel "its name"@en'))
    languages = [word.language for word in names]
    if len(set(languages)) < len(languages):
        problems.append(
            stanza.problem("two names in one language", "keep one skos:prefLabel, write the others as skos:altLabel")
        )
    found = [spelling(local) for local in stanza.names(ttl.TYPE)]
    kind = _one_kind(found, kinds, stanza.problem, problems)
    aliases = {*stanza.texts(ttl.ALIAS), *stanza.texts(ttl.NAME)} - {name}
    return Actor(
        id=stanza.local,
        name=name or stanza.local,
        type=kind,
        aliases=tuple(sorted(aliases)),
        demonyms=stanza.texts(KG + "demonym"),
        metonyms=stanza.texts(KG + "metonym"),
        country=next(iter(stanza.names(KG + "country")), ""),
        part_of=stanza.names(KG + "partOf"),
        start=stanza.text(KG + "startDate"),
        end=stanza.text(KG + "endDate"),
        identifiers=dict(sorted(_identifier(iri) for iri in stanza.texts(ttl.SAME))),
    )


def _one_kind(
    found: list[str],
    kinds: Collection[str],
    problem: Callable[[str, str], Problem],
    problems: list[Problem],
) -> str:
    for kind in found:
        if kind not in kinds:
            problems.append(problem(f"the unknown kind '{kind}'", _kinds_hint(kind, kinds)))
    if not found:
        problems.append(problem("the actor has no kind", "say what it is, as in `a kg:ArmedGroup`"))
    if len(found) > 1:
        problems.append(problem(f"two kinds at once: {', '.join(found)}", "keep the narrowest"))
    return next((kind for kind in found if kind in kinds), "")


def _identifier(iri: str) -> tuple[str, str]:
    for start, scheme in _SCHEMES:
        if iri.startswith(start):
            return scheme, iri.removeprefix(start).strip("/")
    return "iri", iri


def row_actor(
    row: TableRow, known: Actor, kinds: Collection[str], find: Callable[[str], str], problems: list[Problem]
) -> Actor:
    """Read an actor of a table; what its row leaves empty stays as it is known.

    `find` gives the id of an actor written by its name or its id, "" if there is none.
    """
    kind = _one_kind([spelling(row.cells["type"])] if row.cells["type"] else [], kinds, row.problem, problems)
    wikidata = row.cells.get("wikidata", "").rstrip("/").rsplit("/", 1)[-1]
    name = row.cells["name"]
    country = row.cells.get("country", "")
    aliases = [known.name, *known.aliases, *row.many("aliases")]
    return Actor(
        id=row.id,
        name=name,
        type=kind,
        aliases=tuple(alias for alias in dict.fromkeys(aliases) if alias != name),
        demonyms=row.many("demonyms") or known.demonyms,
        metonyms=row.many("metonyms") or known.metonyms,
        country=(find(country) or slug(country)) if country else known.country,
        part_of=tuple(find(whole) or slug(whole) for whole in row.many("part_of")) or known.part_of,
        start=row.cells.get("start", "") or known.start,
        end=row.cells.get("end", "") or known.end,
        identifiers={**known.identifiers, "wikidata": wikidata} if wikidata else known.identifiers,
    )
