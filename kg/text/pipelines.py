"""Finds the pipeline that reads the texts: one registered in `kg.pipelines`, or any spaCy pipeline installed.

In: a name or a path. Out: a `Pipeline`, whose readings look alike whoever made them: Universal Dependencies, a lemma
for every word, and the names PER, ORG, LOC, NORP, MISC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

from kg import plugins
from kg.errors import UsageError, did_you_mean
from kg.model import Document
from kg.text.base import Parsed, Pipeline

if TYPE_CHECKING:
    from spacy.language import Language

_GROUP = "kg.pipelines"
_NEEDED = ("TAG", "POS", "DEP")


def load_pipeline(name: str) -> Pipeline:
    """Load a pipeline by its registered name, by the name of an installed spaCy package, or by a folder's path.

    Raises UsageError where there is none, or where it does not tag and parse.
    """
    if name in plugins.names(_GROUP):
        return cast(Pipeline, plugins.load(_GROUP, name)())
    import spacy

    try:
        return SpacyPipeline(spacy.load(name), name)
    except (OSError, ValueError, ImportError) as error:
        known = [*plugins.names(_GROUP), *spacy.util.get_installed_models()]
        otherwise = f"one of: {', '.join(known)}; or install it: python -m spacy download {name}"
        cause = f"there is no pipeline called '{name}'"
        if not isinstance(error, OSError):
            cause = f"the pipeline '{name}' cannot be loaded: {str(error).partition(chr(10))[0]}"
        raise UsageError(cause, did_you_mean(name, known, otherwise)) from error


class SpacyPipeline:
    """Reads with a spaCy pipeline of somebody else's, and makes its labels ours."""

    def __init__(self, nlp: Language, name: str) -> None:
        nlp.max_length = 2**31  # the guard is against running out of memory; the user chose the text
        self._nlp = nlp
        self._name = name

    def __call__(self, documents: Iterable[Document]) -> Iterator[Parsed]:
        """Yield each document with its reading; raise UsageError where the pipeline does not tag and parse."""
        from kg.text.labels import to_universal

        for document in documents:
            doc = self._nlp(document.text)
            words = any(not token.is_space for token in doc)
            lacking = [attr for attr in _NEEDED if not doc.has_annotation(attr)]
            if words and lacking:
                raise UsageError(
                    f"the pipeline '{self._name}' gives no {', '.join(lacking)}",
                    "choose one with a tagger and a parser, or --pipeline reader",
                )
            yield Parsed(document, to_universal(doc) if words else doc)
