"""Measures the matcher of names beside others on the same pairs, and what finding candidates costs as names grow."""

from __future__ import annotations

import csv
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.ontology import load_ontology
from kg.resolve.blocking import candidates
from kg.resolve.comparing import Comparer
from kg.resolve.names import Name

CAREFUL = 0.02  # share of different pairs that a careful user lets be merged
Match = Callable[[str, str], float]
_BEGIN = ("k", "m", "sh", "b", "d", "r", "t", "n", "gh", "l", "z", "h", "j", "s", "f", "ch", "v", "p")
_MIDDLE = ("a", "e", "i", "o", "u", "aa", "ei")
_END = ("n", "r", "d", "m", "l", "k", "", "sh", "t", "b")
_BODIES = (
    "{} Liberation Front",
    "Brigade of {}",
    "{} People's Party",
    "Liwa al-{}",
    "Free {} Army",
    "{} Islamic Movement",
)
_GIVEN = ("Ahmed", "Maria", "John", "Wei", "Olga", "Amina", "Pedro", "Ivan", "Fatima", "Kofi", "Aung", "Rashid")


def against(pairs: Path) -> None:
    """Print P, R and F1 of "same" for ours, nomenklatura and rapidfuzz where installed, and exact match.

    A peer's score becomes a yes at the threshold that is best for it on these very pairs: it is given every chance.
    The last column is for who would rather miss a name than merge two: the best R of thresholds that merge few.
    """
    with pairs.open(encoding="utf-8") as file:
        rows = [(row["a"], row["b"], row["same"] == "1") for row in csv.DictReader(file, delimiter="\t")]
    comparer = Comparer(load_ontology())

    def ours(a: str, b: str) -> float:
        return float(comparer.compare(Name(a), Name(b)).verdict == "same")

    def exact(a: str, b: str) -> float:
        return float(a.casefold() == b.casefold())

    print(f"{len(rows)} pairs, {sum(same for *_, same in rows)} the same")
    print("                            P     R     F1    different pairs merged    R with at most 2 % of them merged")
    for name, match in (("kg", ours), ("exact match", exact), *_peers()):
        scored = [(match(a, b), same) for a, b, same in rows]
        tried = [_figures(scored, step / 100) for step in range(1, 101)]
        found = max(tried, key=lambda figures: figures[2])
        most = CAREFUL * sum(not same for _, same in scored)
        careful = max((figures[1] for figures in tried if figures[3] <= most), default=0.0)
        print(f"{name:24} {found[0]:5.3f} {found[1]:5.3f} {found[2]:6.3f}   {found[3]:22}    {careful:5.3f}")


def _peers() -> Iterator[tuple[str, Match]]:
    try:
        from rapidfuzz import fuzz, utils

        yield "rapidfuzz WRatio", lambda a, b: fuzz.WRatio(a, b, processor=utils.default_process) / 100
        yield "rapidfuzz token_sort", lambda a, b: fuzz.token_sort_ratio(a, b, processor=utils.default_process) / 100
    except ImportError:
        print("rapidfuzz: skipped, not installed; pip install rapidfuzz")
    try:
        from followthemoney import model
        from nomenklatura.matching import LogicV1, ScoringConfig

        config = ScoringConfig.defaults()

        def logic(a: str, b: str) -> float:
            return max(_scored(a, b, schema) for schema in ("Person", "Organization"))

        def _scored(a: str, b: str, schema: str) -> float:
            one, other = (model.make_entity(schema) for _ in range(2))
            for entity, key, name in ((one, "a", a), (other, "b", b)):
                entity.id = key
                entity.add("name", name)
            return float(LogicV1.compare(one, other, config).score)

        logic("a", "b")
        yield "nomenklatura logic-v1", logic
    except Exception as error:  # noqa: BLE001 - a peer that cannot be run is told, whatever the reason
        print(f"nomenklatura: skipped ({type(error).__name__}: {error})")


def _figures(scored: list[tuple[float, bool]], threshold: float) -> tuple[float, float, float, int]:
    hits = sum(same for score, same in scored if score >= threshold)
    wrong = sum(not same for score, same in scored if score >= threshold)
    missed = sum(same for score, same in scored if score < threshold)
    precision, recall = hits / max(1, hits + wrong), hits / max(1, hits + missed)
    return precision, recall, 2 * hits / max(1, 2 * hits + wrong + missed), wrong


def growth(sizes: list[int]) -> None:
    """Print how candidates and time grow with the number of distinct made-up names, as ratios within this run.

    Some names are there misspelt, too; how many of them meet the name as it was is the recall.
    """
    comparer = Comparer(load_ontology())
    before: tuple[int, float] | None = None
    for size in sizes:
        names = made_up(size)
        slips = misspelt(names)
        start = time.perf_counter()
        pairs = met = 0
        for pair in candidates(names, comparer):
            pairs += 1
            met += pair in slips
        taken = time.perf_counter() - start
        grown = f", {pairs / before[0]:.1f} times the pairs, {taken / before[1]:.1f} times the time" if before else ""
        print(
            f"{size:9,} names: {pairs:11,} candidate pairs, {pairs / size:.1f} a name{grown}; "
            f"{met / len(slips):.3f} of {len(slips):,} misspelt names meet; {_peak():.0f} MB",
            flush=True,
        )
        before = pairs, taken


def misspelt(names: list[str]) -> set[tuple[int, int]]:
    """Write some of the names anew with one slip in the last word, at the end of the list; return the pairs."""
    dice = random.Random(3)
    known, pairs = set(names), set()
    for place in dice.sample(range(len(names)), min(5000, len(names) // 10)):
        first, _, last = names[place].rpartition(" ")
        at = dice.randrange(1, len(last))
        ahead, behind = last[:at], last[at + 1 :]
        rest = dice.choice((behind, dice.choice("bdklmnrst") + behind, last[at : at + 2][::-1] + behind[1:]))
        name = f"{first} {ahead}{rest}"
        if name not in known:
            known.add(name)
            pairs.add((place, len(names)))
            names.append(name)
    return pairs


def made_up(size: int) -> list[str]:
    """Make distinct names of persons and bodies, one in ten a misspelling of another; the same ones every time."""
    dice = random.Random(7)
    found: dict[str, None] = {}
    while len(found) < size:
        word = "".join(
            dice.choice(_BEGIN) + dice.choice(_MIDDLE) + dice.choice(_END) for _ in range(dice.choice((2, 3)))
        ).title()
        plain = dice.random() < 0.6
        name = f"{dice.choice(_GIVEN)} {word}" if plain else dice.choice(_BODIES).format(word)
        found[name] = None
        if dice.random() < 0.1 and len(found) < size:
            found[name.replace("a", "e", 1)] = None
    return list(found)


def _peak() -> float:
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
