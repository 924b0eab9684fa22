"""Finds which names are worth comparing, so that a million of them never meet pairwise.

In: names. Out: pairs by their places, at a cost that grows with the number of names: names that share a rare word by
its consonants, an acronym, or the initials of one. A crowded block is sorted, and only neighbours meet (Hernández and
Stolfo 1995, "The Merge/Purge Problem for Large Databases").
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from kg.resolve.comparing import Comparer

_RAREST = 3  # keys of a name that are kept
_CROWD = 24  # names of one block that all meet
_NEIGHBOURS = 6  # in a block with more, how many each meets
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
    for key in sorted(blocks):
        for one, other in _met(blocks[key], names):
            shared = [k for k in kept[one] if k in kept[other]]
            roomy = [k for k in shared if len(blocks[k]) <= _CROWD]
            if key == (roomy or shared)[0]:  # the pair may share several blocks: it is of the first
                yield (one, other) if one < other else (other, one)


def _met(places: Sequence[int], names: Sequence[str]) -> Iterator[tuple[int, int]]:
    reach = len(places)
    if reach > _CROWD:
        places, reach = sorted(places, key=lambda place: (names[place], place)), _NEIGHBOURS
    for at, one in enumerate(places):
        for other in places[at + 1 : at + 1 + reach]:
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
