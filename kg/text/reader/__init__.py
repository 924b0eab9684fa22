"""Our own reader: a small neural network on onnxruntime that tags, parses and names, over spaCy's tokenizer.

It exists so that a text can be read offline, on a plain CPU, by a model that travels in the wheel. In: `Document`s.
Out: `Parsed`, the spaCy `Doc` holding words, tags, lemmas, a tree per sentence and names. See MODEL_CARD.md.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.text.reader.read import ReaderPipeline


@cache
def reader(threads: int | None = None) -> ReaderPipeline:
    """Load the reader, once for each number of threads, by default one a core up to four.

    The same text gives the same reading with any number. Raises InputError where the weights are missing.
    """
    from kg.text.networks import usual_threads
    from kg.text.reader.read import ReaderPipeline

    return ReaderPipeline(threads=threads or usual_threads())
