"""Finds which names are worth comparing, so that a million of them never meet pairwise.

In: names. Out: pairs by their places, at a cost that grows with the number of names: names that share a rare word by
its consonants, an acronym, or the initials of one. A crowded block is sorted by the names as they are written, forward
and backward, and only neighbours meet: a slip parts a name from its like in one order, hardly in both (Hernández and
Stolfo 1995, "The Merge/Purge Problem for Large Databases").
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from kg.resolve.comparing import Comparer

_RAREST = 3  # keys of a name that are kept
_CROWD = 16  # names of one block that all meet: few, so that a block costs a name not much more than a crowded one
_NEIGHBOURS = 3  # in a block with more, how many that follow each name meets in each order
_SHORT = 3  # consonants by which single words are gathered, too


def candidates(names: Sequence[str], comparer: Comparer) -> Iterator[tuple[int, int]]:
    """Yield pairs of places in the list, the first before the second, each pair once."""
    numbers: dict[str, int] = {}
    kept = [tuple(numbers.setdefault(key, len(numbers)) for key in keys_of(name, comparer)) for name in names]
    seen = Counter(key for keys in kept for key in keys)
    blocks: dict[int, list[int]] = defaultdict(list)
    for place, keys in enumerate(kept):
        rare = sorted((key for key in keys if seen[key] > 1), key=lambda key: (seen[key], key))[:_RAREST]
        kept[place] = tuple(sorted(rare))
        for key in rare:
            blocks[key].append(place)
    orders = (names, [name[::-1] for name in names])
    crowded: set[int] = set()  # pairs met in crowded blocks, where the keys do not tell whether they met before
    for key in sorted(blocks):
        if len(blocks[key]) <= _CROWD:
            met = combinations(blocks[key], 2)
            yield from (pair for pair in met if key == next(_roomy(pair, kept, blocks)))
            continue
        for one, other in _neighbours(blocks[key], orders):
            pair = (one, other) if one < other else (other, one)
            number = pair[0] * len(names) + pair[1]
            if number not in crowded and next(_roomy(pair, kept, blocks), None) is None:
                crowded.add(number)
                yield pair


def _roomy(pair: tuple[int, int], kept: Sequence[Sequence[int]], blocks: Mapping[int, Sequence[int]]) -> Iterator[int]:
    """Yield the blocks in which both meet for sure; the pair is of the first."""
    one, other = kept[pair[0]], kept[pair[1]]
    return (key for key in one if key in other and len(blocks[key]) <= _CROWD)


def _neighbours(places: Sequence[int], orders: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    for texts in orders:
        ordered = sorted(places, key=lambda place: (texts[place], place))
        for at, one in enumerate(ordered):
            for other in ordered[at + 1 : at + 1 + _NEIGHBOURS]:
                yield one, other


def keys_of(name: str, comparer: Comparer) -> list[str]:
    """List what a name is gathered by: the consonants of its words, an acronym, the initials it may be called by."""
    reading = comparer.read(name)
    words = [word for word in reading.words if word.sort != "harmless"] or list(reading.words)
    keys = [f"word {comparer.ear.skeleton(word.text) or word.text}" for word in words]
    keys += [f"sense {word.meaning}" for word in words if word.meaning != word.text]
    if reading.acronym:
        keys.append(f"initials {reading.acronym}")
    elif len(words) > 1:
        keys.append("initials " + "".join(part[0] for word in words for part in word.text.split()))
        keys.append("initials " + "".join(text[0] for text in reading.spelled))
        keys.append("word " + comparer.ear.skeleton("".join(word.text for word in words)))
    if len(words) == 1:
        keys.append(f"short {comparer.ear.skeleton(words[0].text)[:_SHORT]}")
    return list(dict.fromkeys(keys))
