"""Where every actor stands on the page, worked out once so that the same graph always looks the same.

In: the number of actors and the weighted pairs among them; friends weigh more than nothing, enemies less. Out: whole
coordinates. Each part that ties hold together is laid out alone: coarsely first, whole groups as one point, then ever
finer (Walshaw 2003, on the forces of Fruchterman and Reingold 1991). The parts are then packed beside each other.
Only sums, products, quotients and roots of single numbers are used, and sums run in order: these round alike on every
machine, where a dot product or a library's own random start would not.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.view.packing import pack, part

SPACING = 150.0  # wished distance of two friends, in the page's units
ENEMIES = 0.08  # how much a hostile tie pulls, of what a friendly one does: enemies share a map, and stand apart
NEUTRAL = 0.1  # what pulls where friendly and hostile weigh the same
APART = 2.0  # how much more than others enemies push each other
COARSE = 40  # points from which a part is laid out in one go
TURNS = (300, 45)  # rounds of pushing and pulling for the coarsest points, and for each finer layer
CELLS = 20  # the plane is cut into so many squares a side, beyond whose neighbours only their middles push
CROWD = 4_000_000  # pairs of near points looked at in a round; more, and middles must do for them too

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
Links = Sequence[tuple[int, int, float]]


def place(count: int, pairs: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """Return whole x and y for every actor: friends near, enemies apart, no two so near that their names meet.

    Parts without a tie between them lie beside each other, and those without any tie in a block below.
    """
    # Friend and enemy alike, as often as not: whoever has a tie still belongs on one map with the other.
    links = [(a, b, weight or NEUTRAL) for (a, b), weight in sorted(pairs.items()) if a != b]
    members, inner = _components(count, links)
    parts = []
    for group in members:
        spots = {actor: spot for spot, actor in enumerate(group)}
        own = [(spots[a], spots[b], weight) for a, b, weight in inner[group[0]]]
        parts.append(part(_even(_settled(len(group), own))))
    points = pack(parts)
    order = [actor for group in members for actor in group]
    placed = dict(zip(order, points, strict=True))
    placed.update(_block([actor for actor in range(count) if actor not in placed], points))
    return [placed[actor] for actor in range(count)]


def _block(alone: Sequence[int], points: Sequence[tuple[int, int]]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Stand those without a tie in rows below all others, twice as wide as high or as wide as the drawing."""
    across, down = SPACING, SPACING * 0.6
    width = max((x for x, _ in points), default=0) - min((x for x, _ in points), default=0)
    row = max(12, round(width / across), math.ceil(math.sqrt(len(alone) * 1.2)))
    left = -across * (min(row, len(alone)) - 1) / 2
    below = max((y for _, y in points), default=-SPACING) + SPACING
    for turn, actor in enumerate(alone):
        yield actor, (round(left + across * (turn % row)), round(below + down * (turn // row)))


def _components(count: int, links: Links) -> tuple[list[list[int]], dict[int, list[tuple[int, int, float]]]]:
    """The parts that ties hold together, the largest first, and the links in each, by its first member."""
    root = list(range(count))

    def find(one: int) -> int:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for a, b, _ in links:
        low, high = sorted((find(a), find(b)))
        root[high] = low
    members: dict[int, list[int]] = defaultdict(list)
    inner: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    for one in range(count):
        members[find(one)].append(one)
    for link in links:
        inner[find(link[0])].append(link)
    groups = [group for group in members.values() if len(group) > 1]
    return sorted(groups, key=lambda group: (-len(group), group[0])), inner


def _settled(count: int, links: Links) -> Floats:
    """Lay out one part: coarsest first, then each layer from where the one above it came to stand."""
    layers: list[tuple[int, Links, list[int]]] = []
    size, held = count, links
    while size > COARSE:
        group, fewer = _joined(size, held)
        if fewer > 0.9 * size:
            break
        layers.append((size, held, group))
        size, held = fewer, _between(held, group)
    points = _settle(_start(size, held), held, SPACING * math.sqrt(count / size), TURNS[0], 1.2)
    for size, held, group in reversed(layers):
        spacing = SPACING * math.sqrt(count / size)
        points = _settle(_parted(points, group, spacing), held, spacing, TURNS[1], 0.35)
    return points


def _joined(count: int, links: Links) -> tuple[list[int], int]:
    """Join every point to the neighbour it is tied to most, four at most in a group; the least tied choose first."""
    near: list[list[tuple[float, int]]] = [[] for _ in range(count)]
    for a, b, weight in links:
        near[a].append((weight, b))
        near[b].append((weight, a))
    group = [-1] * count
    sizes: list[int] = []
    for one in sorted(range(count), key=lambda one: (len(near[one]), one)):
        if group[one] >= 0:
            continue
        # Friends first; enemies share a group only where nobody else is left, or a crowd of them would stay as it is.
        for _, other in sorted(near[one], key=lambda tie: (-tie[0], len(near[tie[1]]), tie[1])):
            if group[other] < 0 or sizes[group[other]] < 4:
                if group[other] < 0:
                    group[other] = len(sizes)
                    sizes.append(1)
                group[one] = group[other]
                sizes[group[one]] += 1
                break
        else:
            group[one] = len(sizes)
            sizes.append(1)
    return group, len(sizes)


def _between(links: Links, group: Sequence[int]) -> Links:
    """Sum the links of points to links of their groups."""
    summed: dict[tuple[int, int], float] = defaultdict(float)
    for a, b, weight in links:
        one, other = sorted((group[a], group[b]))
        if one != other:
            summed[one, other] += weight
    return [(a, b, max(-4.0, min(4.0, weight))) for (a, b), weight in sorted(summed.items())]


def _start(count: int, links: Links) -> Floats:
    """Lay the points on a sunflower, those with most ties in the middle."""
    degree = [0.0] * count
    for a, b, weight in links:
        degree[a] += abs(weight)
        degree[b] += abs(weight)
    points = np.zeros((count, 2))
    for turn, spot in enumerate(sorted(range(count), key=lambda one: (-degree[one], one))):
        points[spot] = _seed(turn, SPACING * 0.7)
    return points


def _seed(turn: int, wide: float) -> tuple[float, float]:
    # Rounded, because sine and cosine may differ in their last digit from one machine to another.
    radius, angle = wide * math.sqrt(turn + 0.5), turn * 2.399963
    return round(radius * math.cos(angle), 3), round(radius * math.sin(angle), 3)


def _parted(points: Floats, group: Sequence[int], spacing: float) -> Floats:
    """Put the points of each group about the place where it came to stand."""
    seen: dict[int, int] = defaultdict(int)
    parted = np.zeros((len(group), 2))
    for one, where in enumerate(group):
        x, y = _seed(seen[where], spacing * 0.4)
        seen[where] += 1
        parted[one] = (points[where, 0] + x, points[where, 1] + y)
    return parted


def _settle(points: Floats, links: Links, spacing: float, turns: int, heat: float) -> Floats:
    """Let ties pull and all points push, ever more gently."""
    count = len(points)
    if count < 2:
        return points
    one = np.array([link[0] for link in links], dtype=np.intp)
    other = np.array([link[1] for link in links], dtype=np.intp)
    weight = np.array([link[2] for link in links])
    pull = np.where(weight > 0, weight, -weight * ENEMIES)
    push = np.where(weight > 0, 0.0, -weight * APART)
    for turn in range(turns):
        step = _push(points, spacing)
        along = points[other] - points[one]
        apart = np.maximum(along[:, 0] * along[:, 0] + along[:, 1] * along[:, 1], 1.0)
        force = np.sqrt(apart) / spacing * pull - spacing * spacing / apart * push
        for axis in (0, 1):
            drawn = along[:, axis] * force
            # One after the other, in order: a sum that is cut in two rounds otherwise.
            step[:, axis] += np.bincount(one, drawn, count) - np.bincount(other, drawn, count)
        step -= points * 0.05  # keeps a part round
        length = np.maximum(np.sqrt(step[:, 0] * step[:, 0] + step[:, 1] * step[:, 1]), 1e-9)
        most = spacing * heat * (1 - turn / turns) + 1.0
        points = points + step / length[:, None] * np.minimum(length, most)[:, None]
    return points


def _push(points: Floats, spacing: float) -> Floats:
    """How far every point is pushed by all others: by each near one, and by the middle of each square farther off."""
    count = len(points)
    if count <= 500:
        every = np.arange(count)
        return _pushed(points, np.repeat(every, count), np.tile(every, count), spacing)
    low = points.min(axis=0)
    side = max(float((points.max(axis=0) - low).max()) / CELLS, 1e-6)
    column, row = (np.minimum((points[:, axis] - low[axis]) / side, CELLS - 1).astype(np.intp) for axis in (0, 1))
    cell = column * CELLS + row
    held = np.bincount(cell, minlength=CELLS * CELLS)
    near = _near(cell, held)
    step = _pushed(points, *near, spacing) if near else np.zeros_like(points)
    for one in np.flatnonzero(held):
        inside = cell == one
        middle = [float(np.bincount(cell[inside] * 0, points[inside, axis])[0]) / held[one] for axis in (0, 1)]
        beside = (np.abs(column - one // CELLS) <= 1) & (np.abs(row - one % CELLS) <= 1)
        far = ~(beside if near else inside)
        dx, dy = points[far, 0] - middle[0], points[far, 1] - middle[1]
        force = held[one] * spacing * spacing / np.maximum(dx * dx + dy * dy, 1.0)
        step[far, 0] += dx * force
        step[far, 1] += dy * force
    return step


def _near(cell: Whole, held: Whole) -> tuple[Whole, Whole] | None:
    """Pair every point with those of its own square and the eight about it; None where they are too many."""
    order = np.argsort(cell, kind="stable")
    first = np.concatenate(([0], np.cumsum(held)))
    ones, others = [], []
    total = 0
    for across in (-1, 0, 1):
        for down in (-1, 0, 1):
            column, row = cell // CELLS + across, cell % CELLS + down
            there = (column >= 0) & (column < CELLS) & (row >= 0) & (row < CELLS)
            one = np.flatnonzero(there)
            beside = (column * CELLS + row)[one]
            many = held[beside]
            total += int(many.sum())
            if total > CROWD:
                return None
            within = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
            ones.append(np.repeat(one, many))
            others.append(order[np.repeat(first[beside], many) + within])
    return np.concatenate(ones), np.concatenate(others)


def _pushed(points: Floats, one: Whole, other: Whole, spacing: float) -> Floats:
    """Sum for each point what others push it by."""
    dx, dy = points[one, 0] - points[other, 0], points[one, 1] - points[other, 1]
    force = spacing * spacing / np.maximum(dx * dx + dy * dy, 1.0)
    step = np.zeros_like(points)
    step[:, 0] = np.bincount(one, dx * force, len(points))
    step[:, 1] = np.bincount(one, dy * force, len(points))
    return step


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
