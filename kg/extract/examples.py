"""Holds frame files to their word: an example must give its claims, a near miss none of its relation.

In: an example of a frame file and what an extractor read from its text. Out: what is amiss, in words, or nothing. The
shipped files are held so by the tests, a user's by `kg check FOLDER`.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.frame_file import Example, example_claims
from kg.model import Claim, Mention
from kg.ontology import Ontology, fold


def amiss(example: Example, claims: Iterable[Claim], ontology: Ontology) -> str:
    """Say what an example's text fails to give, or a near miss gives; "" where all is as written."""
    found = [claim for claim in claims if claim.relation == example.relation]
    if not example.claims:
        return f"a near miss gives {_shown(found)}" if found else ""
    for written, line in zip(example_claims(example.claims), example.claims, strict=True):
        if not any(_satisfies(claim, *written, ontology) for claim in found):
            return f"the example does not give '{line}', but {_shown(found) or 'nothing'}"
    return ""


def _satisfies(claim: Claim, subject: str, object_: str, wanted: frozenset[str], ontology: Ontology) -> bool:
    ends = [(claim.subject, claim.object)]
    if ontology.relations[claim.relation].symmetric:
        ends.append((claim.object, claim.subject))
    if not any(_is_named(subject, one) and _is_named(object_, other) for one, other in ends):
        return False
    said = {claim.polarity, claim.modality} - {"affirmed", "asserted"}
    if said != {quality for quality in wanted if " " not in quality}:
        return False
    if any(quality.startswith("by ") for quality in wanted) != bool(claim.attributed_to):
        return False
    return all(_has(claim, *quality.split(" ", 1)) for quality in wanted if " " in quality)


def _has(claim: Claim, sort: str, value: str) -> bool:
    if sort == "in":
        return claim.place is not None and _is_named(value, claim.place)
    if sort == "by":
        return any(_is_named(value, mention) for mention in claim.attributed_to)
    return claim.kind == value


def _is_named(written: str, mention: Mention) -> bool:
    """Tell whether a name is a mention's own words, or what it denotes; a mention may carry more words around it."""
    wanted, text = fold(written), fold(mention.text)
    return wanted in (text, fold(mention.name)) or f" {wanted} " in f" {text} " or f" {text} " in f" {wanted} "


def _shown(claims: Iterable[Claim]) -> str:
    return "; ".join(str(claim) for claim in claims)
