"""Room for every name, and parts of a drawing beside each other: what is left to do once points have settled.

In: points of the parts of a drawing. Out: whole coordinates in which no two names lie on each other.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ACROSS, DOWN = 90.0, 62.0  # the room of one actor with its name, in the page's units
ROUNDS = 120
GAP = 1.6  # between two parts, in rooms

Floats = NDArray[np.float64]


def part(points: Floats) -> Floats:
    """Make room in one part, and move its upper left corner to the origin."""
    roomy = np.round(spread(points))
    return np.asarray(roomy - roomy.min(axis=0))


def spread(points: Floats, across: float = ACROSS, down: float = DOWN, rounds: int = ROUNDS) -> Floats:
    """Push points apart until no two names lie on each other: `across` wide and `down` high is the room of each."""
    for turn in range(rounds):
        one, other = _meeting(points, across, down)
        if not len(one):
            return points
        dx, dy = points[other, 0] - points[one, 0], points[other, 1] - points[one, 1]
        wide, high = across - np.abs(dx), down - np.abs(dy)
        # Along the axis on which less is missing; a little more than half each, so that it comes to an end.
        sideways = wide < high
        share = 0.52 if turn < rounds // 2 else 0.35
        step = np.zeros_like(points)
        for axis, gap, apart in ((0, np.where(sideways, wide, 0.0), dx), (1, np.where(sideways, 0.0, high), dy)):
            move = (gap + 0.5 * (gap > 0)) * share * np.where(apart < 0, -1.0, 1.0)
            step[:, axis] = np.bincount(other, move, len(points)) - np.bincount(one, move, len(points))
        points = points + step
    return _seated(points, across, down)


def _meeting(points: Floats, across: float, down: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """List the pairs whose rooms overlap, each once."""
    order = np.lexsort((np.arange(len(points)), points[:, 1], np.floor(points[:, 0] / across)))
    column = np.floor(points[order, 0] / across)
    ones, others = [], []
    # In the same column, those that follow; in the next one, those at the same height.
    height = points[order, 1]
    for beside in (0.0, 1.0):
        span = 2 * float(np.abs(height).max()) + 4 * down
        line = column * span + height
        low = np.arange(1, len(order) + 1) if not beside else np.searchsorted(line, line + span - down, side="right")
        high = np.searchsorted(line, line + beside * span + down, side="left")
        many = np.maximum(high - low, 0)
        one = np.repeat(np.arange(len(order)), many)
        ones.append(one)
        others.append(np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many) + low[one])
    one, other = order[np.concatenate(ones)], order[np.concatenate(others)]
    meet = (np.abs(points[one, 0] - points[other, 0]) < across) & (np.abs(points[one, 1] - points[other, 1]) < down)
    return one[meet], other[meet]


def _seated(points: Floats, across: float, down: float) -> Floats:
    """Give every point the nearest free room, those farther in first: the way out where a crowd will not part."""
    taken: dict[tuple[int, int], list[int]] = defaultdict(list)
    seats = points.copy()

    def free(x: float, y: float) -> bool:
        column, row = math.floor(x / across), math.floor(y / down)
        return not any(
            abs(seats[other, 0] - x) < across and abs(seats[other, 1] - y) < down
            for c in (column - 1, column, column + 1)
            for r in (row - 1, row, row + 1)
            for other in taken.get((c, r), ())
        )

    middle = points.sum(axis=0) / len(points)
    inner = ((points - middle) * (points - middle)).sum(axis=1)
    for one in sorted(range(len(points)), key=lambda one: (inner[one], one)):
        x, y = (float(value) for value in points[one])
        turn = 0
        while not free(x, y):
            turn += 1
            far, angle = 0.5 * math.sqrt(turn), turn * 2.399963
            x = round(float(points[one, 0]) + across * far * math.cos(angle), 3)
            y = round(float(points[one, 1]) + down * far * math.sin(angle), 3)
        seats[one] = (x, y)
        taken[math.floor(x / across), math.floor(y / down)].append(one)
    return seats


def pack(parts: Sequence[Floats]) -> list[tuple[int, int]]:
    """Lay parts beside each other, the first in the middle of things; return all points, in order, about the origin.

    Rows of parts are as wide as the drawing would be high if it were four wide to three high.
    """
    boxes = [points.max(axis=0) + np.array((ACROSS * GAP, DOWN * GAP)) for points in parts]
    area = sum(float(box[0] * box[1]) for box in boxes)
    width = max([math.sqrt(area * 4 / 3), *(float(box[0]) for box in boxes)], default=0.0)
    packed: list[tuple[float, float]] = []
    left = top = high = 0.0
    for points, box in zip(parts, boxes, strict=True):
        if left and left + box[0] > width + 1:
            left, top, high = 0.0, top + high, 0.0
        packed += [(left + float(x), top + float(y)) for x, y in points]
        left, high = left + float(box[0]), max(high, float(box[1]))
    if not packed:
        return []
    x = (min(x for x, _ in packed) + max(x for x, _ in packed)) / 2
    y = (min(y for _, y in packed) + max(y for _, y in packed)) / 2
    return [(round(one - math.floor(x)), round(other - math.floor(y))) for one, other in packed]
