"""The words of English reporting that are about no relation in particular, read from `ontology/language.toml`.

In: the folders of the ontology. Out: one `Language`; a user's folder may add words to any list of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import OntologyError
from kg.ontology import Ontology


@dataclass(frozen=True)
class Language:
    """Word lists by section and name; `sections["saying", "verbs"]` are the verbs of speech."""

    sections: Mapping[tuple[str, str], frozenset[str]]
    only_with: Mapping[str, str]
    nominal_kinds: Mapping[str, str]  # noun → kind of actor, "mixed" where several

    def words(self, section: str, name: str) -> frozenset[str]:
        """Return one list of words; empty where the file has none."""
        return self.sections.get((section, name), frozenset())


def load_language(ontology: Ontology) -> Language:
    """Read the word lists of every folder of the ontology; raise OntologyError if one is not sound."""
    return _load(ontology.folders)


@cache
def _load(folders: Iterable[str]) -> Language:
    sections: dict[tuple[str, str], frozenset[str]] = {}
    only_with: dict[str, str] = {}
    for folder in folders:
        path = Path(folder) / "language.toml"
        if not path.is_file():
            continue
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise OntologyError(
                f"{path.name} is not TOML: {error}", "see ontology/language.toml for the format"
            ) from error
        for section, table in data.items():
            for name, value in table.items():
                if isinstance(value, dict):
                    only_with.update(value)
                else:
                    sections[section, name] = sections.get((section, name), frozenset()) | frozenset(value)
    kinds = {noun: kind for (section, kind), nouns in sections.items() if section == "nominal" for noun in nouns}
    return Language(sections, only_with, kinds)
