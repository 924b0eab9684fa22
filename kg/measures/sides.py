"""Puts actors on two sides so that as few ties as can be are frustrated: friends apart, or foes together.

In: for each actor, by number, the sign (1 or -1) of its tie with each other. Out: a side (1 or -1) for each. That least
number is the frustration index of the signed graph (Aref and Wilson 2019), which is hard to find in general.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import combinations

STARTS = 30  # of a local search
SEED = 1956

Near = Sequence[Mapping[int, int]]


def cost(near: Near, sides: Sequence[int]) -> int:
    """Count friends on two sides and foes on one."""
    return sum(sides[one] * sides[two] * sign < 0 for one, row in enumerate(near) for two, sign in row.items()) // 2


def searched_sides(near: Near, starts: int = STARTS) -> list[int]:
    """Look for sides with little frustration: from drawn spanning trees, each actor changes sides while that helps.

    A start satisfies every tie of its tree, so a balanced graph is found to be balanced.
    """
    draw = random.Random(SEED)  # noqa: S311 - no secret
    best: list[int] = []
    for _ in range(starts):
        sides = _tree_sides(near, draw)
        better = True
        while better:
            better = False
            for one, row in enumerate(near):
                if sum(sides[one] * sides[other] * sign for other, sign in row.items()) < 0:
                    sides[one], better = -sides[one], True
        if not best or cost(near, sides) < cost(near, best):
            best = sides
    return best


def _tree_sides(near: Near, draw: random.Random) -> list[int]:
    sides = [0] * len(near)
    root = draw.randrange(len(near))
    sides[root], edge = 1, [root]
    while edge:
        one = edge.pop(draw.randrange(len(edge)))
        for other, sign in near[one].items():
            if not sides[other]:
                sides[other] = sides[one] * sign
                edge.append(other)
    return sides


def exact_sides(near: Near, known: Sequence[int]) -> list[int]:
    """Find sides with the least frustration by branch and bound, from sides that are known to be good.

    Actors are placed one by one, best joined first. Sure to come is that each actor still to be placed frustrates its
    ties to those placed on the one side or on the other.
    """
    best, least = list(known), cost(near, known)
    order = _best_joined(near)
    sides = [0] * len(near)
    against = [{1: 0, -1: 0} for _ in near]  # ties that an actor would frustrate on a side

    def place(depth: int, cost: int) -> None:
        nonlocal best, least
        if cost + sum(min(against[one].values()) for one in order[depth:]) >= least:
            return
        if depth == len(order):
            best, least = list(sides), cost
            return
        one = order[depth]
        for side in sorted((1, -1) if depth else (1,), key=lambda side: against[one][side]):
            sides[one] = side
            for other, sign in near[one].items():
                against[other][-side * sign] += 1
            place(depth + 1, cost + against[one][side])
            for other, sign in near[one].items():
                against[other][-side * sign] -= 1

    place(0, 0)
    return best


def _best_joined(near: Near) -> list[int]:
    """Order actors so that each has as many ties as can be to those before it."""
    order: list[int] = []
    left = set(range(len(near)))
    while left:
        following = max(left, key=lambda one: (sum(other not in left for other in near[one]), len(near[one]), -one))
        order.append(following)
        left.remove(following)
    return order


def apart(near: Near) -> int:
    """Count unbalanced triads that share no tie: each needs one of its own, so that many at least are frustrated."""
    used: set[tuple[int, int]] = set()
    found = 0
    for one, row in enumerate(near):
        for two, three in combinations(sorted(other for other in row if other > one), 2):
            sides = {(one, two), (one, three), (two, three)}
            if near[two].get(three, 0) * row[two] * row[three] < 0 and not sides & used:
                used |= sides
                found += 1
    return found
