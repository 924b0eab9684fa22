"""Random graphs, and what plain Python finds in their claims: the oracle of the query library, which knows no Cypher.

It counts with dicts and loops; actors and places are their names.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from kg.graph import Graph
from kg.model import Actor, Claim, Document, Evidence, Mention, Time
from kg.ontology import load_ontology
from kg.project import project

NAMES = ("Aster", "Borea Front", "Кедр", "لواء", "大道", "मोर्चा", "Έλα", "Foxes", "Zar")
PLACES = ("Ford", "Долина", "谷")
RELATIONS = (
    "attacks fights_against accuses allied_with fights_alongside cooperates_with supports aids meets requests "
    "leads member_of speaks_for part_of controls present_in"
).split()
TO_PLACES = {"controls", "present_in"}
ALLIED = {"allied-with", "fights-alongside", "cooperates-with"}
BELONGS = {"member-of", "speaks-for", "leads", "part-of", "succeeds", "same-as"}
PUBLISHERS = ("Post", "Wire", "Эхо", "")
DAYS = ("", "", "2030-01-03", "2030-01-20", "2030-02-01", "2030-02-17", "2031-05-05")

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Told:
    """One claim as the oracle sees it; actors and places are their names."""

    subject: str
    relation: str
    object: str
    sign: str
    symmetric: bool
    polarity: str
    modality: str
    day: str
    publisher: str
    document: int
    quote: str
    kind: str
    claimants: tuple[str, ...]

    @property
    def stated(self) -> bool:
        return self.polarity == "affirmed" and self.modality == "asserted"

    @property
    def ends(self) -> tuple[str, str]:
        return self.subject, self.object

    @property
    def key(self) -> tuple[str, str, str]:
        one, other = sorted(self.ends, key=lambda name: ID[name]) if self.symmetric else self.ends
        return one, self.relation, other


ID = {name: f"id-{number}" for number, name in enumerate((*NAMES, *PLACES))}


@dataclass
class World:
    """A random graph, and what plain Python finds in it."""

    told: list[Told] = field(default_factory=list)
    graph: Graph = field(default_factory=Graph)

    @cached_property
    def edges(self) -> dict[tuple[str, str, str], list[Told]]:
        """The direct edges, each with what it is made of."""
        found = defaultdict(list)
        for one in self.told:
            if one.stated and one.subject != one.object:
                found[one.key].append(one)
        return dict(found)

    def contested(self, key: tuple[str, str, str]) -> bool:
        return any(one.polarity == "denied" and one.key == key for one in self.told)

    def ties(self, name: str) -> list[tuple[str, str, str, list[Told]]]:
        """Each edge of an actor: the other end, the relation, the direction, what it is made of."""
        return [
            (o if s == name else s, relation, "out" if s == name else "in", said)
            for (s, relation, o), said in self.edges.items()
            if name in (s, o)
        ]

    def signs(self, name: str) -> dict[str, set[str]]:
        """The signs that are stated between an actor and each other actor; "0" is none."""
        found: dict[str, set[str]] = defaultdict(set)
        for other, _, _, said in self.ties(name):
            if other in NAMES and said[0].sign != "0":
                found[other].add(said[0].sign)
        return found

    def pairs(self) -> dict[tuple[str, str], list[Told]]:
        """What is stated with a sign and a date between two actors, the pair in the order of its names."""
        found = defaultdict(list)
        for one in self.told:
            if one.stated and one.sign != "0" and one.day and one.subject != one.object:
                found[min(one.ends), max(one.ends)].append(one)
        return found


def world(rng: random.Random) -> World:
    """Make a world of a hundred claims or so, dense enough that every query has something to find."""
    ontology = load_ontology()
    actors = {name: Actor(ID[name], name, "place" if name in PLACES else "armed_group") for name in ID}
    made = World()
    documents, claims = [], []
    for number in range(12):
        publisher, published = rng.choice(PUBLISHERS), rng.choice(DAYS)
        told = []
        for line in range(rng.randint(6, 12)):
            relation = ontology.relations[rng.choice(RELATIONS)]
            near = rng.choice(PLACES if relation.id == "part_of" and rng.random() < 0.3 else NAMES[: rng.randint(4, 9)])
            far = rng.choice(PLACES if relation.id in TO_PLACES or near in PLACES else NAMES[: rng.randint(4, 9)])
            time = rng.choice(DAYS)
            told.append(
                Told(near, relation.label, far, relation.sign, relation.symmetric,
                     "denied" if rng.random() < 0.15 else "affirmed",
                     rng.choice(("planned", "possible")) if rng.random() < 0.1 else "asserted",
                     time or published, publisher, number, f"Line {number:02}-{line:02} of {rng.choice(NAMES)}.",
                     rng.choice(("", "arms", "money")) if relation.id == "aids" else "",
                     tuple(rng.sample(NAMES, rng.choice((0, 0, 1, 2)))))
            )  # fmt: skip
        text = "\n".join(one.quote for one in told)
        document = Document(text, f"Paper {number}", publisher, published=published)
        documents.append(document)
        claims += [claim(one, document, actors) for one in told]
        made.told += told
    made.graph = project(documents, claims, actors.values(), ontology)
    return made


def claim(one: Told, document: Document, actors: dict[str, Actor]) -> Claim:
    start = document.text.index(one.quote)

    def mention(name: str, shift: int) -> Mention:
        return Mention(name, start + shift, start + shift + 1, actors[name].type, False, name, actors[name].id)

    return Claim(
        mention(one.subject, 0), one.relation.replace("-", "_"), mention(one.object, 1),
        Evidence(document.id, start, start + len(one.quote), one.quote), one.polarity, one.modality,  # type: ignore[arg-type]
        tuple(mention(name, 2 + number) for number, name in enumerate(one.claimants)),
        Time(one.day, one.day, "on") if one.day and one.day != document.published else None,
        None, 0.5, "random", one.kind,
    )  # fmt: skip


def by(day: str, asked: str) -> bool:
    return not asked or (bool(day) and day[: len(asked)] <= asked)


def counts(said: Iterable[Told]) -> tuple[int, int, int]:
    """How many are stated, denied, and neither."""
    all_ = list(said)
    stated, denied = sum(one.stated for one in all_), sum(one.polarity == "denied" for one in all_)
    return stated, denied, len(all_) - stated - denied


# What each question should answer: the columns that are compared, and the rows from the claims alone.


def allies(w: World, actor: str) -> Rows:
    rows = [(other, relation, len(said)) for other, relation, _, said in w.ties(actor) if relation in ALLIED]
    return sorted(rows, key=lambda row: (-row[2], row[0], row[1]))


def enemies(w: World, actor: str) -> Rows:
    rows = [
        (other, relation, "out" if said[0].key[0] == actor else "in", len(said))
        for other, relation, _, said in w.ties(actor)
        if said[0].sign == "-" and other in NAMES
    ]
    return sorted(rows, key=lambda row: (-row[3], row[0], row[1], row[2]))


def supporters(w: World, actor: str) -> Rows:
    rows = [
        (other, relation, len(said), sorted({one.kind for one in said} - {""}), w.contested((other, relation, actor)))
        for other, relation, way, said in w.ties(actor)
        if way == "in" and relation in ("supports", "aids")
    ]
    return sorted(rows, key=lambda row: (-row[2], row[0], row[1]))


def members(w: World, actor: str) -> Rows:
    rows = [
        (relation, len(said), other)
        for other, relation, way, said in w.ties(actor)
        if way == "in" and relation in ("member-of", "speaks-for", "leads")
    ]
    return sorted(rows, key=lambda row: (row[0], -row[1], row[2]))


def neutral(w: World, actor: str) -> Rows:
    relations: dict[str, dict[str, int]] = defaultdict(dict)
    for other, relation, _, said in w.ties(actor):
        if other in NAMES:
            relations[other][relation] = relations[other].get(relation, 0) + len(said)
    sided = {o for o, relation, _, said in w.ties(actor) if said[0].sign != "0" or relation in BELONGS}
    rows = [(other, sorted(had), sum(had.values())) for other, had in relations.items() if other not in sided]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def common(w: World, a: str, b: str, sign: str) -> Rows:
    def of(name: str) -> dict[str, list[tuple[str, int]]]:
        found = defaultdict(list)
        for other, relation, _, said in w.ties(name):
            if other in NAMES and said[0].sign == sign and (sign == "-" or relation in ALLIED) and other not in (a, b):
                found[other].append((relation, len(said)))
        return found

    mine, theirs = of(a), of(b)
    rows = [
        (
            other,
            sorted({relation for relation, _ in mine[other]}),
            sum(number for _, number in mine[other]),
            sorted({relation for relation, _ in theirs[other]}),
            sum(number for _, number in theirs[other]),
        )
        for other in mine.keys() & theirs.keys()
    ]
    return sorted(rows, key=lambda row: (-row[2] - row[4], row[0]))


def second_hand(w: World, actor: str, first: str, then: str) -> Rows:
    def near(name: str, sign: str) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        for other, relation, _, said in w.ties(name):
            if other in NAMES and said[0].sign == sign and (sign == "-" or relation in ALLIED):
                found[other] += len(said)
        return found

    through: dict[str, dict[str, int]] = defaultdict(dict)
    for between in near(actor, first):
        for other, number in near(between, then).items():
            if other != actor:
                through[other][between] = number
    rows = [(other, sorted(had), sum(had.values())) for other, had in through.items()]
    return sorted(rows, key=lambda row: (-len(row[1]), -row[2], row[0]))


def coalition(w: World, actor: str, at: str) -> Rows:
    rows = []
    for other in NAMES:
        said = [one for one in w.told if {*one.ends} == {actor, other} and actor != other and by(one.day, at)]
        for_ = [one.day for one in said if one.stated and one.relation in ALLIED]
        denied = [
            one.day for one in said
            if one.polarity == "denied" and one.modality == "asserted" and one.relation in ALLIED
        ]  # fmt: skip
        hostile = [one.day for one in said if one.stated and one.sign == "-"]
        if for_ and all(max(for_) >= day for day in denied + hostile):
            rows.append((other, max(for_), len(for_), bool(denied) or max(for_) in hostile))
    return sorted(sorted(rows), key=lambda row: row[1], reverse=True)


def holders(w: World, relation: str, at: str) -> dict[str, dict[str, tuple[str, int, list[str]]]]:
    """For each place or actor, who is stated to hold or lead it: the last day, how often, the days of denials."""
    found: dict[str, dict[str, tuple[str, int, list[str]]]] = defaultdict(dict)
    for who, what in sorted({one.ends for one in w.told if one.relation == relation}):
        said = [one for one in w.told if one.ends == (who, what) and one.relation == relation and by(one.day, at)]
        days = [one.day for one in said if one.stated]
        denials = [one.day for one in said if one.polarity == "denied" and one.modality == "asserted"]
        if days:
            found[what][who] = (max(days), len(days), denials)
    return found


def controls(w: World, at: str) -> Rows:
    rows = []
    for place, held in holders(w, "controls", at).items():
        newest = max(day for day, _, _ in held.values())
        last = {who: had for who, had in held.items() if had[0] == newest}
        rows += [
            (place, who, day, number, len(last) > 1 or bool(denials))
            for who, (day, number, denials) in last.items()
            if all(denial <= day for denial in denials)
        ]
    return sorted(rows, key=lambda row: (row[0], row[2], row[1]))


def leaders(w: World, at: str) -> Rows:
    rows = []
    for led, by_whom in holders(w, "leads", at).items():
        kept = {who: had for who, had in by_whom.items() if all(denial <= had[0] for denial in had[2])}
        newest = max((had[0] for had in kept.values()), default="")
        rows += [(led, who, day, day == newest, number) for who, (day, number, _) in kept.items()]
    return sorted(sorted(rows, key=lambda row: row[2], reverse=True), key=lambda row: row[0])


def contested(w: World) -> Rows:
    rows = []
    for key, said in w.edges.items():
        denials = sorted(one.quote for one in w.told if one.polarity == "denied" and one.key == key)
        if denials:
            rows.append((key[0], [key[1]], key[2], len(said), ["denied"], len(denials), denials))
    for one in NAMES:
        for other in w.signs(one):
            if one < other and len(w.signs(one)[other]) == 2:
                ties = [(r, s[0].sign, len(s)) for o, r, _, s in w.ties(one) if o == other]
                sides = [sorted({r for r, had, _ in ties if had == sign}) for sign in "+-"]
                number = [sum(n for _, had, n in ties if had == sign) for sign in "+-"]
                rows.append((one, sides[0], other, number[0], sides[1], number[1], []))
    return sorted(rows, key=lambda row: (-row[3] - row[5], row[0], row[2], row[1], row[4]))


def switches(w: World) -> Rows:
    rows = []
    for (one, other), said in w.pairs().items():
        by_day: dict[str, list[Told]] = defaultdict(list)
        for told in said:
            by_day[told.day].append(told)
        clear = [(day, some[0].sign, min(t.quote for t in some)) for day, some in sorted(by_day.items())
                 if len({t.sign for t in some}) == 1]  # fmt: skip
        for old, new in pairwise(clear):
            if old[1] != new[1]:
                turn = "foes to friends" if new[1] == "+" else "friends to foes"
                rows.append((one, other, turn, old[0], new[0], old[2], new[2]))
    return sorted(rows, key=lambda row: (row[4], row[0], row[1]))


def changed(w: World, since: str, until: str) -> Rows:
    words = {"": "unknown", "+": "friendly", "-": "hostile", "+-": "both"}
    rows = []
    for (one, other), said in w.pairs().items():
        by_then = [told for told in said if by(told.day, until)]
        before = [told for told in by_then if by(told.day, since)]
        states = []
        for some in (before, by_then):
            last = max((told.day for told in some), default="")
            states.append((last, words["".join(sorted({told.sign for told in some if told.day == last}))]))
        if states[0][1] != states[1][1]:
            quote = min(told.quote for told in by_then if told.day == states[1][0])
            rows.append((one, other, states[0][1], states[1][1], states[1][0], quote))
    return sorted(rows, key=lambda row: (row[4], row[0], row[1]))


def triads(w: World, actor: str) -> Rows:
    clear = {name: {other: min(had) for other, had in w.signs(name).items() if len(had) == 1} for name in NAMES}
    rows = []
    for two, first in clear[actor].items():
        for three, third in clear[actor].items():
            if two < three and three in clear[two]:
                signs = (first, clear[two][three], third)
                if signs.count("-") in (1, 3):
                    rows.append(("---" if signs.count("-") == 3 else "++-", first, two, signs[1], three, third))
    return sorted(rows, key=lambda row: (row[0], row[2], row[4]))


def similar(w: World, actor: str) -> Rows:
    own = {name: {(other, sign) for other, signs in w.signs(name).items() for sign in signs} for name in NAMES}
    rows = []
    for name in NAMES:
        shared = sorted(own[name] & own[actor])
        if name != actor and shared:
            likeness = int(1000 * len(shared) / len(own[name] | own[actor]) + 0.5) / 1000
            rows.append((name, likeness, len(shared), [f"{other} {sign}" for other, sign in shared]))
    return sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))


def parts(w: World, actor: str) -> Rows:
    """Walk back along part-of, at most three steps and over no edge twice."""
    ways: dict[str, list[tuple[int, list[str]]]] = defaultdict(list)

    def walk(names: list[str], used: set[tuple[str, str]]) -> None:
        for start, relation, end in w.edges:
            if relation == "part-of" and end == names[-1] and (start, end) not in used and len(names) <= 3:
                ways[start].append((len(names), [*names, start]))
                walk([*names, start], {*used, (start, end)})

    walk([actor], set())
    rows = [(part, min(had)[0], min(had)[1][1:-1]) for part, had in ways.items() if part != actor]
    return sorted(rows, key=lambda row: (row[1], row[0]))


def path(w: World, a: str, b: str) -> Rows:
    """All shortest chains of at most five steps, each with the relation of every step."""
    ways: list[tuple[list[str], list[str]]] = [([a], [])]
    for _ in range(5):
        if a == b:
            return []
        ways = [
            ([*names, other], [*steps, _arrow(relation, way, said[0].symmetric)])
            for names, steps in ways
            for other, relation, way, said in w.ties(names[-1])
            if other in NAMES and other not in names
        ]
        if found := [(len(steps), names, steps) for names, steps in ways if names[-1] == b]:
            return sorted(found, key=lambda row: (row[1], row[2]))
    return []


def _arrow(relation: str, way: str, symmetric: bool) -> str:
    return f"-- {relation} --" if symmetric else f"-- {relation} ->" if way == "out" else f"<- {relation} --"


def publishers(w: World) -> Rows:
    rows = []
    for who in {one.publisher for one in w.told}:
        said = [one for one in w.told if one.publisher == who]
        rows.append((who, len({one.document for one in said}), len(said), *counts(said)))
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def claimants(w: World) -> Rows:
    rows = []
    for who in NAMES:
        said = [one for one in w.told if who in one.claimants]
        if said:
            rows.append((who, len(said), *counts(said)))
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def between(w: World, a: str, b: str) -> Rows:
    groups: dict[tuple[str, str, str], list[Told]] = defaultdict(list)
    for one in w.told:
        if {*one.ends} == {a, b}:
            subject, object_ = sorted(one.ends) if one.symmetric else one.ends
            groups[subject, one.relation, object_].append(one)
    rows = []
    for (subject, relation, object_), said in groups.items():
        days = sorted(one.day for one in said if one.day)
        printed = sorted({one.publisher for one in said} - {""})
        quoted = sorted({name for one in said for name in one.claimants})
        documents = len({one.document for one in said})
        first, last = (days[0], days[-1]) if days else ("", "")
        rows.append((subject, relation, object_, *counts(said), documents, printed, quoted, first, last))
    return sorted(rows, key=lambda row: (-row[3], row[1], row[0], row[2]))


def timeline(w: World, actor: str, until: str) -> Rows:
    rows = [(one.day, one.subject, one.relation, one.object, one.quote) for one in w.told
            if actor in one.ends and by(one.day, until)]  # fmt: skip
    return sorted(rows)


def search(w: World, words: str) -> Rows:
    rows = [
        (one.day, one.subject, one.relation, one.object, one.quote)
        for one in w.told
        if all(
            word in f"{one.quote}\nPaper {one.document}\n{one.subject}\n{one.object}".lower()
            for word in words.lower().split(" ")
        )
    ]
    return sorted(sorted(rows, key=lambda row: row[1:]), key=lambda row: row[0], reverse=True)


def single_source(w: World) -> Rows:
    printed = {key: sorted({one.publisher for one in said} - {""}) for key, said in w.edges.items()}
    rows = [(*key, len(w.edges[key]), "".join(who)) for key, who in printed.items() if len(who) < 2]
    return sorted(rows, key=lambda row: (-row[3], row[0], row[1], row[2]))


def new_since(w: World, since: str) -> Rows:
    first = {key: min((one.day for one in said if one.day), default="") for key, said in w.edges.items()}
    return sorted((day, *key) for key, day in first.items() if day >= since)


def relations(w: World, sign: str) -> Rows:
    kinds = {one.relation for one in w.told if sign in ("", one.sign)}
    rows = [(r, sum(one.relation == r for one in w.told), *counts(one for one in w.told if one.relation == r))
            for r in kinds]  # fmt: skip
    return sorted(rows, key=lambda row: (-row[1], row[0]))
