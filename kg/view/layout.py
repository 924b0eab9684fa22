"""Where every actor stands on the page, worked out once so that the same graph always looks the same.

In: the number of actors and the weighted pairs among them. Out: whole coordinates.
Only sums, products, quotients and roots of single numbers are used, and sums run along the first axis, in order:
these round alike on every machine, where a dot product or a library's own random start would not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

SPACING = 150.0  # wished distance of two tied actors, in the page's units
FAR = 4.0  # beyond so many spacings two points no longer push each other
ROW = 12  # actors in a row of those that have no tie
_BLOCK = 512  # columns worked on at once, which bounds the memory of a big graph

Floats = NDArray[np.float64]


def place(count: int, pairs: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """Return whole x and y for every actor; tied ones come near each other, those without a tie stand in rows below."""
    tied = sorted({end for pair in pairs for end in pair})
    spots = {actor: spot for spot, actor in enumerate(tied)}
    links = [(spots[a], spots[b], weight) for (a, b), weight in sorted(pairs.items()) if a != b]
    points = spread(_even(_settle(_start(len(tied), links), links)))
    placed = {actor: (round(float(x)), round(float(y))) for actor, (x, y) in zip(tied, points, strict=True)}
    below = max((y for _, y in placed.values()), default=0.0) + SPACING
    alone = [actor for actor in range(count) if actor not in placed]
    left = -SPACING * (min(ROW, len(alone)) - 1) / 2
    for turn, actor in enumerate(alone):
        placed[actor] = (round(left + SPACING * (turn % ROW)), round(below + SPACING * 0.6 * (turn // ROW)))
    return [placed[actor] for actor in range(count)]


def _start(count: int, links: Sequence[tuple[int, int, float]]) -> Floats:
    """Lay the points on a sunflower, those with most ties in the middle."""
    degree = [0.0] * count
    for a, b, weight in links:
        degree[a] += weight
        degree[b] += weight
    points = np.zeros((count, 2))
    for turn, spot in enumerate(sorted(range(count), key=lambda one: (-degree[one], one))):
        radius, angle = SPACING * 0.7 * math.sqrt(turn + 0.5), turn * 2.399963
        # Rounded, because sine and cosine may differ in their last digit from one machine to another.
        points[spot] = (round(radius * math.cos(angle), 3), round(radius * math.sin(angle), 3))
    return points


def _settle(points: Floats, links: Sequence[tuple[int, int, float]]) -> Floats:
    """Let ties pull and all points push, ever more gently (Fruchterman and Reingold)."""
    count = len(points)
    if count < 2:
        return points
    rounds = max(40, min(400, int(4e8 / (count * count * 8))))
    for turn in range(rounds):
        step = _push(points)
        for a, b, weight in links:
            dx, dy = points[b] - points[a]
            pull = math.sqrt(dx * dx + dy * dy) / SPACING * weight
            step[a] += (dx * pull, dy * pull)
            step[b] -= (dx * pull, dy * pull)
        step -= points * 0.25  # keeps parts that nothing ties together on one page
        length = np.maximum(np.sqrt(step[:, 0] * step[:, 0] + step[:, 1] * step[:, 1]), 1e-9)
        heat = SPACING * 1.2 * (1 - turn / rounds) + 1.0
        points = points + step / length[:, None] * np.minimum(length, heat)[:, None]
    return points


def _even(points: Floats, share: float = 0.6) -> Floats:
    """Draw in what was flung out and loosen the crowd in the middle, by moving points along the line to the centre."""
    count = len(points)
    if count < 12:
        return points
    points = points - points.sum(axis=0) / count
    radius = np.sqrt(points[:, 0] * points[:, 0] + points[:, 1] * points[:, 1])
    order = sorted(range(count), key=lambda one: (radius[one], one))
    wished = np.zeros(count)
    for turn, one in enumerate(order):
        wished[one] = SPACING * 0.75 * math.sqrt(turn + 0.5)
    factor = (share * wished + (1 - share) * radius) / np.maximum(radius, 1e-9)
    evened: Floats = points * factor[:, None]
    return evened


def _push(points: Floats) -> Floats:
    step = np.zeros_like(points)
    for low in range(0, len(points), _BLOCK):
        some = points[low : low + _BLOCK]
        dx = some[None, :, 0] - points[:, None, 0]
        dy = some[None, :, 1] - points[:, None, 1]
        apart = np.maximum(dx * dx + dy * dy, 1.0)
        # Points far from each other let be, or parts without a tie would fly off the page.
        force = np.where(apart < (FAR * SPACING) ** 2, SPACING * SPACING / apart, 0.0)
        step[low : low + _BLOCK, 0] = (dx * force).sum(axis=0)
        step[low : low + _BLOCK, 1] = (dy * force).sum(axis=0)
    return step


def spread(points: Floats, across: float = 90.0, down: float = 62.0, rounds: int = 60) -> Floats:
    """Push points apart until no two names lie on each other: `across` wide and `down` high is the room of each."""
    points = points.copy()
    for _ in range(rounds):
        moved = False
        order = sorted(range(len(points)), key=lambda one: (points[one, 0], one))
        for turn, a in enumerate(order):
            for b in order[turn + 1 :]:
                dx, dy = points[b] - points[a]
                if dx >= across:
                    break
                if abs(dy) >= down:
                    continue
                moved = True
                _part(points, a, b, across - dx, (down - abs(dy)) * (1 if dy >= 0 else -1))
        if not moved:
            break
    return points


def _part(points: Floats, a: int, b: int, wide: float, high: float) -> None:
    """Move two points apart along the axis on which less is missing."""
    axis, gap = (0, wide) if wide < abs(high) else (1, high)
    points[a, axis] -= gap / 2
    points[b, axis] += gap / 2
