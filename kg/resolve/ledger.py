"""The ledger of judgements: what people decided of pairs of actors, one decision a line, made to be reviewed in git.

In: `judgements.jsonl`, lines sorted by their pair. Out: a `Ledger` that maps each actor to the one that stands for all
judged the same. Claims are never touched: taking a line out undoes it.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, cast, get_args

from kg.errors import InputError

Verdict = Literal["same", "different", "unsure"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
Pair = tuple[str, str]
_FIELDS = ("a", "a_name", "b", "b_name", "by", "given", "judgement", "why")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision on two actors, by their ids; `names` are for the reader of the file. `a` sorts before `b`."""

    a: str
    b: str
    verdict: Verdict
    names: Pair = ("", "")
    by: str = ""
    given: str = ""
    why: str = ""

    @property
    def pair(self) -> Pair:
        """The two ids, sorted."""
        return self.a, self.b


def judgement(one: str, other: str, verdict: Verdict, names: Pair = ("", ""), **more: str) -> Judgement:
    """Make a judgement whichever way round the two are given; raises InputError for an actor and itself."""
    if one == other:
        raise InputError(f"'{one}' is judged against itself", "name two actors")
    (a, name_a), (b, name_b) = sorted(((one, names[0]), (other, names[1])))
    return Judgement(a, b, verdict, (name_a, name_b), **more)


@dataclass(frozen=True)
class Ledger:
    """All judgements, one a pair; raises InputError where "different" contradicts a chain of "same"."""

    judgements: tuple[Judgement, ...] = ()
    path: str = ""
    lines: Mapping[Pair, int] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        for one in self.judgements:
            if one.verdict == "different" and (chain := self._chain(*one.pair)):
                joined = " and ".join(self._where(pair) for pair in chain)
                raise InputError(
                    f"{self._where(one.pair)} keeps '{self._called(one.a)}' and '{self._called(one.b)}' apart, "
                    f"but {joined} make{'s' if len(chain) == 1 else ''} them one",
                    "take one of these judgements back (kg resolve undo A B)",
                )

    def with_one(self, judged: Judgement) -> Ledger:
        """Return the ledger with one more judgement, in place of an earlier one on the same pair."""
        kept = [one for one in self.judgements if one.pair != judged.pair]
        return Ledger(_sorted([*kept, judged]), self.path)

    def without(self, one: str, other: str) -> Ledger:
        """Return the ledger without the judgement on a pair; raises InputError where there is none."""
        pair = _pair(one, other)
        kept = tuple(judged for judged in self.judgements if judged.pair != pair)
        if len(kept) == len(self.judgements):
            raise InputError("there is no judgement on these two", "kg resolve --judged lists all judgements")
        return Ledger(kept, self.path)

    def on(self, one: str, other: str) -> Judgement | None:
        """Return the judgement on a pair."""
        return self._by_pair.get(_pair(one, other))

    def apart(self, one: str, other: str) -> bool:
        """Tell whether two actors, or any that each is the same as, were judged different."""
        return _pair(self.group(one)[0], self.group(other)[0]) in self._kept_apart

    def group(self, actor: str) -> tuple[str, ...]:
        """List all actors judged the same as one, itself included, sorted."""
        return self._groups.get(actor, (actor,))

    def standing_for(self, actor: str, known: Container[str] = ()) -> str:
        """Return the id that stands for an actor: of its group the first that the catalogue knows, else the first."""
        group = self.group(actor)
        return next((one for one in group if one in known), group[0])

    @cached_property
    def _by_pair(self) -> dict[Pair, Judgement]:
        return {one.pair: one for one in self.judgements}

    @cached_property
    def _kept_apart(self) -> frozenset[Pair]:
        """The pairs of groups, by their first members, that a "different" keeps apart."""
        apart = (one for one in self.judgements if one.verdict == "different")
        return frozenset(_pair(self.group(one.a)[0], self.group(one.b)[0]) for one in apart)

    @cached_property
    def _same(self) -> dict[str, list[str]]:
        near: dict[str, list[str]] = defaultdict(list)
        for one in self.judgements:
            if one.verdict == "same":
                near[one.a].append(one.b)
                near[one.b].append(one.a)
        return near

    @cached_property
    def _groups(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for actor in self._same:
            if actor not in found:
                group = tuple(sorted(self._reached(actor)))
                found.update(dict.fromkeys(group, group))
        return found

    def _reached(self, actor: str) -> dict[str, str]:
        """Walk from an actor over "same"; each actor reached, and from which one."""
        reached = {actor: ""}
        waiting = deque([actor])
        while waiting:
            here = waiting.popleft()
            for there in self._same.get(here, ()):
                if there not in reached:
                    reached[there] = here
                    waiting.append(there)
        return reached

    def _chain(self, one: str, other: str) -> list[Pair]:
        """Return the shortest chain of "same" between two actors; empty where there is none."""
        reached = self._reached(one)
        chain = []
        while reached.get(other):
            chain.append(_pair(other, reached[other]))
            other = reached[other]
        return chain[::-1]

    def _where(self, pair: Pair) -> str:
        judged = self.on(*pair)
        line = self.lines.get(pair)
        told = f"'{judged.names[0] or judged.a}' and '{judged.names[1] or judged.b}'" if judged else ""
        return f"{self.path}, line {line}" if line else f"the judgement on {told}"

    def _called(self, actor: str) -> str:
        names = [
            name
            for judged in self.judgements
            for which, name in zip(judged.pair, judged.names, strict=True)
            if which == actor
        ]
        return next((name for name in names if name), actor)


def read_ledger(path: str | Path) -> Ledger:
    """Read judgements, all or none; a file that is not there holds none. Raises InputError naming file and line."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}", "it should be JSON lines in UTF-8") from error
    found: dict[Pair, Judgement] = {}
    lines: dict[Pair, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        judged = _parsed(line, f"{path}, line {number}")
        if judged.pair in found:
            raise InputError(
                f"{path}, line {number} judges the same two actors as line {lines[judged.pair]}", "keep one of the two"
            )
        found[judged.pair], lines[judged.pair] = judged, number
    return Ledger(_sorted(found.values()), str(path), lines)


def ledger_lines(ledger: Ledger) -> Iterator[str]:
    """Write the judgements as lines of JSON, sorted by their pair, keys in order."""
    for one in ledger.judgements:
        row = {
            "a": one.a,
            "a_name": one.names[0],
            "b": one.b,
            "b_name": one.names[1],
            "judgement": one.verdict,
            "by": one.by,
            "given": one.given,
            "why": one.why,
        }
        yield json.dumps({key: value for key, value in row.items() if value}, ensure_ascii=False) + "\n"


def _parsed(line: str, where: str) -> Judgement:
    way_out = 'a line is {"a": id, "b": id, "judgement": "same", "different" or "unsure"}, with by, given, why'
    try:
        row: Any = json.loads(line)
    except ValueError as error:
        raise InputError(f"{where} is not JSON: {error}", way_out) from error
    if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
        raise InputError(f"{where} is no object of strings", way_out)
    strange = sorted(set(row) - set(_FIELDS))
    if strange:
        raise InputError(f"{where} has the unknown field '{strange[0]}'", f"the fields are {', '.join(_FIELDS)}")
    if not row.get("a") or not row.get("b") or row.get("judgement") not in VERDICTS:
        raise InputError(f"{where} does not say which two actors it judges, and how", way_out)
    names = (row.get("a_name", ""), row.get("b_name", ""))
    more = {key: row.get(key, "") for key in ("by", "given", "why")}
    try:
        return judgement(row["a"], row["b"], cast(Verdict, row["judgement"]), names, **more)
    except InputError as error:
        raise InputError(f"{where}: {error.cause}", error.way_out) from error


def _sorted(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    return tuple(sorted(judgements, key=lambda one: one.pair))


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
