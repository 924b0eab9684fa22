"""Our own reader: a small neural network on onnxruntime that tags, parses and names, over spaCy's tokenizer.

It exists so that a text can be read offline, on a plain CPU, by a model that travels in the wheel. In: `Document`s.
Out: `Parsed`, the spaCy `Doc` holding words, tags, lemmas, a tree per sentence and names. See MODEL_CARD.md.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.text.reader.read import ReaderPipeline


_MOST_THREADS = 4  # one window is small work, and more threads would wait for each other


@cache
def reader(threads: int | None = None) -> ReaderPipeline:
    """Load the reader, once for each number of threads, by default one a core up to four.

    The same text gives the same reading with any number. Raises InputError where the weights are missing.
    """
    from kg.text.reader.read import ReaderPipeline

    return ReaderPipeline(threads=threads or min(_MOST_THREADS, _cores()))


def _cores() -> int:
    """Count the cores that this process may use, which in a container are fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
