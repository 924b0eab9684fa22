"""Where actors stand: friends near, enemies apart, no name on another, parts beside each other, the same every time."""

from __future__ import annotations

import math
import random
import subprocess
import sys
from statistics import mean

import numpy as np
import pytest

from kg.view.layout import place
from kg.view.packing import ACROSS, DOWN, pack, spread

Spots = list[tuple[int, int]]
Pairs = dict[tuple[int, int], float]


def blocs(count: int, ties: int, seed: int = 3) -> Pairs:
    """Four blocs of friends, with enmity between them."""
    draw = random.Random(seed)
    pairs: Pairs = {}
    while len(pairs) < ties:
        a, b = sorted((draw.randrange(count), draw.randrange(count)))
        if a != b and (a % 4 == b % 4 or draw.random() < 0.3):
            pairs[a, b] = 0.6 if a % 4 == b % 4 else -0.6
    return pairs


def meeting(spots: Spots) -> int:
    """Count the pairs whose names lie on each other."""
    squares: dict[tuple[int, int], list[int]] = {}
    for one, (x, y) in enumerate(spots):
        squares.setdefault((x // 90, y // 62), []).append(one)
    return sum(
        abs(spots[one][0] - spots[other][0]) < ACROSS - 1 and abs(spots[one][1] - spots[other][1]) < DOWN - 1
        for (column, row), held in squares.items()
        for one in held
        for across in (-1, 0, 1)
        for down in (-1, 0, 1)
        for other in squares.get((column + across, row + down), ())
        if other > one
    )


def apart(spots: Spots, pairs: Pairs, hostile: bool) -> float:
    return mean(math.dist(spots[a], spots[b]) for (a, b), weight in pairs.items() if (weight < 0) == hostile)


@pytest.mark.parametrize(("count", "ties"), [(8, 12), (60, 120), (1200, 2400)])
def test_friends_stand_near_and_enemies_apart(count: int, ties: int) -> None:
    pairs = blocs(count, ties)
    spots = place(count, pairs)
    assert apart(spots, pairs, hostile=True) > 1.5 * apart(spots, pairs, hostile=False)
    assert meeting(spots) == 0
    assert all(isinstance(value, int) for spot in spots for value in spot)


def test_the_same_graph_gives_the_same_places() -> None:
    pairs = blocs(300, 700)
    assert place(310, pairs) == place(310, dict(reversed(pairs.items())))
    code = "from kg.view.layout import place; print(place(99, {(a, a * 7 % 99): 1.0 - a % 3 for a in range(99)}))"
    runs = {subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout for _ in range(2)}
    assert len(runs) == 1


def test_parts_lie_beside_each_other_and_those_alone_in_a_block() -> None:
    pairs = {(a + 10 * part, (a + 1) % 10 + 10 * part): 1.0 for part in range(6) for a in range(10)}
    spots = place(100, {(min(pair), max(pair)): weight for pair, weight in pairs.items()})
    boxes = []
    for part in range(6):
        xs, ys = zip(*spots[10 * part : 10 * part + 10], strict=True)
        boxes.append((min(xs), max(xs), min(ys), max(ys)))
    for one in range(6):
        for other in range(one):
            a, b = boxes[one], boxes[other]
            assert a[1] < b[0] or b[1] < a[0] or a[3] < b[2] or b[3] < a[2]
    alone = spots[60:]
    assert min(y for _, y in alone) > max(y for _, y in spots[:60])
    assert len({x for x, _ in alone}) * len({y for _, y in alone}) < 40 + len({x for x, _ in alone})
    assert meeting(spots) == 0


def test_none_one_a_loop_and_a_star() -> None:
    assert place(0, {}) == []
    assert len(place(1, {})) == 1
    assert len(place(2, {(0, 0): 1.0})) == 2
    star = place(400, {(0, leaf): 0.6 for leaf in range(1, 400)})
    assert meeting(star) == 0
    assert meeting(place(3, {(0, 1): 0.0, (1, 2): -2.0})) == 0


def test_points_that_lie_on_each_other_are_parted() -> None:
    for points in (np.zeros((40, 2)), np.array([[-1.0, 0.0], [1.0, -1.0], [89.0, 61.0]]), np.full((300, 2), -500.0)):
        seats = [(round(float(x)), round(float(y))) for x, y in spread(points)]
        assert meeting(seats) == 0
    assert pack([]) == []
