"""Makes a sentence's arc scores a tree: every word has one head, one word hangs on the root, and nothing goes round.

In: scores, dependents × heads, head 0 the root. Out: the head of every word (Chu and Liu 1965, Edmonds 1967).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def best_tree(scores: NDArray[np.float32]) -> Ints:
    """Return the heads (0 the root, otherwise place plus one) of the best tree with one root; shape (words,)."""
    size = scores.shape[0]
    table = np.full((size + 1, size + 1), -np.inf)
    table[1:] = scores
    np.fill_diagonal(table, -np.inf)
    heads: Ints = table.argmax(1)
    if _is_tree(heads):
        return heads[1:]
    # A root arc that costs more than all else together is taken once: Stanojević and Cohen 2021.
    finite = table[np.isfinite(table)]
    table[1:, 0] -= (finite.max() - finite.min() + 1.0) * (size + 1)
    return _edmonds(table)[1:]


def _is_tree(heads: Ints) -> bool:
    """Tell whether one word hangs on the root and every word comes to it."""
    if int((heads[1:] == 0).sum()) != 1:
        return False
    reached = heads.copy()
    reached[0] = 0
    for _ in range(len(heads).bit_length()):
        reached = reached[reached]
    return not bool(reached.any())


def _cycle(heads: Ints) -> list[int]:
    """Find the words of one cycle, or none."""
    colour = [0] * len(heads)
    for start in range(1, len(heads)):
        path = []
        node = start
        while node and not colour[node]:
            colour[node] = start
            path.append(node)
            node = int(heads[node])
        if node and colour[node] == start:
            return path[path.index(node) :]
    return []


def _edmonds(table: NDArray[np.float64]) -> Ints:
    """Return the heads of the best tree over a table, dependents × heads, node 0 the root."""
    heads: Ints = table.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    rest = [node for node in range(len(heads)) if node not in set(cycle)]  # 0 stays first
    within = np.array(cycle)
    kept = table[within, heads[within]]
    size = len(rest) + 1
    small = np.full((size, size), -np.inf)
    small[:-1, :-1] = table[np.ix_(rest, rest)]
    into = table[np.ix_(cycle, rest)] - kept[:, None]  # what it costs to break the cycle at a word
    small[-1, :-1] = into.max(0)
    out = table[np.ix_(rest, cycle)]
    small[:-1, -1] = out.max(1)
    small[0] = -np.inf
    solved = _edmonds(small)
    head_of_cycle = int(solved[-1])
    broken = cycle[int(into[:, head_of_cycle].argmax())]
    for place, node in enumerate(rest[1:], 1):
        head = int(solved[place])
        heads[node] = cycle[int(out[place].argmax())] if head == size - 1 else rest[head]
    heads[broken] = rest[head_of_cycle]
    return heads
