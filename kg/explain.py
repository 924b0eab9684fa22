"""Why the graph is as it is: what made words an actor, what made a sentence a claim, what stands between two actors.

In: a store, and an actor, two actors, or a claim's id; or a sentence, without a store. Out: rows, each with the words
and the rule behind them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.errors import UsageError
from kg.extract.learning import load_heads
from kg.extract.relation_network import relation_network
from kg.extract.relations import RelationExtractor
from kg.extract.why import why
from kg.graph import Node, taken_apart
from kg.model import Document
from kg.ontology import Ontology, spelling
from kg.pipeline import load_parts, read_claims
from kg.resolve.comparing import Comparer
from kg.resolve.suggesting import kept_apart
from kg.store import find_actor
from kg.store.base import Row, Store

_LABELS = ("Actor", "Place")
_CLAIM = """
MATCH (c:Claim)-[:SUBJECT]->(s) MATCH (c)-[:OBJECT]->(o) MATCH (c)-[:STATED_IN]->(d:Document)
WHERE c.id IN $ids
RETURN DISTINCT c.id AS id, s.name AS subject, c.relation AS relation, c.kind AS kind, o.name AS object,
  s.id AS subject_id, o.id AS object_id, c.sign AS sign, c.symmetric AS symmetric, c.polarity AS polarity,
  c.modality AS modality, c.claimants AS claimants, c.quote AS quote, c.start AS start,
  c.time_start AS time_start, c.time_end AS time_end, c.time_from AS time_from, c.mentions AS mentions,
  c.confidence AS confidence, c.extractor AS extractor, d.title AS title, d.publisher AS publisher,
  d.published AS published, d.url AS url, d.id AS document
ORDER BY published, document, id
"""
_BETWEEN = """
MATCH (s:{label} {id: $a})<-[:SUBJECT]-(c:Claim) MATCH (c)-[:OBJECT]->(o) WHERE o.id = $b RETURN c.id AS id ORDER BY id
"""
_OF_ACTOR = """
MATCH (a:{label} {id: $a})<-[:SUBJECT|OBJECT|ATTRIBUTED_TO|LOCATED_IN]-(c:Claim) MATCH (c)-[:STATED_IN]->(d:Document)
RETURN DISTINCT c.id AS id, c.mentions AS mentions, c.quote AS quote, d.title AS title, d.published AS published
ORDER BY published, id
"""
_UNSAID = ("mentions", "start", "subject_id", "object_id", "sign", "symmetric")
_OPPOSITE = {"+": "-", "-": "+"}
_MANY = 1_000_000
_MOST_APART = 10
_ENDS = (".", "!", "?", "…")


def explain(store: Store, names: Sequence[str], ontology: Ontology) -> list[dict[str, Any]]:
    """Explain an actor, a claim, a sentence, or what stands between two actors, all of it or one relation.

    A claim that the shipped extractor made is read again, so that its cue words and scores can be told. Raises
    UsageError for a name that nobody bears, and for an unknown relation.
    """
    if len(names) in (2, 3):
        relation = ontology.relation(names[2]).label if len(names) == 3 else ""
        return between(store, find_actor(store, names[0]), find_actor(store, names[1]), relation)
    if len(names) != 1:
        raise UsageError(f"{len(names)} names were given", "an actor, two actors [and a relation], or a claim's id")
    if is_sentence(names[0]):
        return sentence(names[0], ontology)
    claims = store.query(_CLAIM, {"ids": [names[0]]}).rows
    if claims:
        return [*claim(claims[0]), *_reading(claims[0], ontology)]
    meant = find_actor(store, names[0])
    return [*actor(store, meant), *_apart(store, meant, ontology)]


def claim(row: Row) -> list[dict[str, Any]]:
    """Explain a claim, field by field."""
    said = {key: row[key] for key in row if key not in _UNSAID and row[key] not in ("", [], None)}
    rows = [{"what": key.replace("_", " "), "is": value} for key, value in said.items()]
    for role, words, _, reason in _mentions(row):
        rows.append({"what": f"{role.partition(' ')[0]}: “{words}”", "is": reason or "as it was loaded"})
    return rows


def _reading(row: Row, ontology: Ontology) -> Iterator[dict[str, Any]]:
    """Tell what the network sees in the quote of a claim between its two ends."""
    spans = {}
    for line in row["mentions"] or ():
        role, start, end, *_ = line.split("\t")
        spans[role] = (int(start) - row["start"], int(end) - row["start"])
    ends = [spans.get(role, (-1, 0)) for role in ("subject", "object")]
    if row["extractor"] != RelationExtractor.name or not all(0 <= a < b <= len(row["quote"]) for a, b in ends):
        return
    for what, value in _seen(row["quote"], ends[0], ends[1], spelling(row["relation"]), ontology):
        yield {"what": what, "is": value}


def _seen(
    quote: str, subject: tuple[int, int], object_: tuple[int, int], relation: str, ontology: Ontology
) -> list[tuple[str, str]]:
    network = relation_network()
    return why(network, load_heads(ontology, network.mark), quote, subject, object_, relation)


def is_sentence(words: str) -> bool:
    """Tell whether what was given is a sentence rather than a name: it has four words or more and ends like one."""
    parts = words.split()
    return len(parts) > 3 and any(part.islower() for part in parts) and words.rstrip("\"'”’) \n").endswith(_ENDS)


def sentence(text: str, ontology: Ontology) -> list[dict[str, Any]]:
    """Read a sentence, or a few, and tell what was found and what was refused, each with the reason."""
    (reading,) = read_claims([Document(text)], load_parts(ontology))
    reasons = {(mention.start, mention.end, mention.actor): reason for mention, reason in reading.resolved.reasons}
    rows = []
    for one in reading.resolved.claims:
        rows.append(_told("claim", str(one), f"{one.extractor}, confidence {one.confidence:.3f}"))
        for role, mention in (("subject", one.subject), ("object", one.object)):
            reason = reasons.get((mention.start, mention.end, mention.actor), "")
            rows.append(_told(role, f"“{mention.text}”", reason))
        start = one.evidence.start
        subject, object_ = ((end.start - start, end.end - start) for end in (one.subject, one.object))
        if one.extractor == RelationExtractor.name and min(*subject, *object_) >= 0:
            seen = _seen(one.evidence.quote, subject, object_, one.relation, ontology)
            rows.extend(_told(what, value, "") for what, value in seen)
    rows.extend(_told("refused", f"“{one.text}”", one.reason) for one in reading.refusals)
    return rows or [_told("nothing", "", "no two actors in it are said to stand in a relation")]


def _told(what: str, is_: str, why: str) -> dict[str, Any]:
    return {"what": what, "is": is_, "why": why}


def actor(store: Store, actor_id: str) -> list[dict[str, Any]]:
    """Explain an actor: the words that were taken for it, by which rule, how often, and one sentence for each.

    Words of an actor that was judged to be the same say so.
    """
    judged = {part.id: part for part in _parts(store, actor_id)}
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in _labelled(store, _OF_ACTOR, {"a": actor_id}):
        for _, words, means, reason in _mentions(row):
            if means in judged and means != actor_id:
                named = judged[means].properties["name"]
                found[words, f"{reason}; '{named}' was judged to be the same (kg resolve)"].append(row)
            elif means == actor_id:
                found[words, reason].append(row)
    return [
        {
            "words": words,
            "why": reason or "as it was loaded",
            "claims": len({row["id"] for row in rows}),
            "quote": rows[0]["quote"],
            "source": rows[0]["title"],
            "published": rows[0]["published"],
        }
        for (words, reason), rows in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def _apart(store: Store, actor_id: str, ontology: Ontology) -> Iterator[dict[str, Any]]:
    """Tell who bears a name near to an actor's and is another, and why."""
    rows = _labelled(store, "MATCH (a:{label}) RETURN properties(a) AS had, a.id AS id ORDER BY id", {})
    nodes = [Node(row["id"], "", row["had"]) for row in rows]
    meant = next(node for node in nodes if node.id == actor_id)
    found = [] if meant.properties.get("generic") else list(kept_apart(meant, nodes, Comparer(ontology)))
    found.sort(key=lambda pair: (-pair[1].score, str(pair[0].properties["name"]), pair[0].id))
    for other, verdict in found[:_MOST_APART]:
        doubt = "" if verdict.verdict == "different" else "perhaps the same, for you to judge (kg resolve): "
        yield {
            "words": other.properties["name"],
            "why": f"another actor; {doubt}{'; '.join(verdict.reasons)}",
            "claims": 0,
            "quote": "",
            "source": "",
            "published": "",
        }


def _parts(store: Store, actor_id: str) -> Iterator[Node]:
    for label in _LABELS:
        text = f"MATCH (a:{label} {{id: $id}}) RETURN properties(a) AS had"
        for row in store.query(text, {"id": actor_id}).rows:
            yield from taken_apart(Node(actor_id, label, row["had"]))


def between(store: Store, one: str, other: str, relation: str = "") -> list[dict[str, Any]]:
    """Explain what stands between two actors: each claim with its sentence, what speaks against it, and why its words
    mean the two.
    """
    pairs = ({"a": one, "b": other}, {"a": other, "b": one})
    ids = {row["id"] for pair in pairs for row in _labelled(store, _BETWEEN, pair)}
    found = store.query(_CLAIM, {"ids": sorted(ids)}, limit=_MANY).rows
    rows = []
    for row in found:
        if relation and row["relation"] != relation:
            continue
        why = {role: reason for role, _, _, reason in _mentions(row)}
        marks = [word for word in (row["polarity"], row["modality"]) if word not in ("affirmed", "asserted")]
        rows.append(
            {
                "claim": " ".join(
                    [f"{row['subject']} -{row['relation']}-> {row['object']}", *(f"({m})" for m in marks)]
                ),
                "contested": _against(row, found),
                "according to": row["claimants"],
                "quote": row["quote"],
                "source": row["title"],
                "publisher": row["publisher"],
                "published": row["published"],
                "why subject": why.get("subject", ""),
                "why object": why.get("object", ""),
                "extractor": row["extractor"],
                "id": row["id"],
            }
        )
    return rows


def _against(row: Row, others: Sequence[Row]) -> str:
    """Tell what other claims of the two actors speak against one: the same tie affirmed or denied, or the opposite.

    What is only planned or thought possible speaks against nothing.
    """
    if row["modality"] != "asserted":
        return ""
    same, opposite = [], []
    for other in others:
        if other["modality"] != "asserted":
            continue
        ends = {(other["subject_id"], other["object_id"])}
        if row["symmetric"]:
            ends.add((other["object_id"], other["subject_id"]))
        if other["polarity"] != row["polarity"]:
            if other["relation"] == row["relation"] and (row["subject_id"], row["object_id"]) in ends:
                same.append(f"{other['polarity']} by {_voice(other)}")
        elif row["polarity"] == "affirmed" and other["sign"] == _OPPOSITE.get(row["sign"]):
            opposite.append(f"{other['relation']} by {_voice(other)}")
    return "; ".join(dict.fromkeys((*same, *opposite)))


def _voice(row: Row) -> str:
    return ", ".join(row["claimants"] or ()) or row["publisher"] or row["title"] or row["document"]


def _labelled(store: Store, text: str, parameters: Mapping[str, str]) -> Iterator[Row]:
    """Ask for actors, then for places: with a label, the store finds them by its index."""
    for label in _LABELS:
        yield from store.query(text.replace("{label}", label), parameters, limit=_MANY).rows


def _mentions(row: Row) -> list[tuple[str, str, str, str]]:
    """Role, words, actor's id and reason of each mention of a claim (see `kg.project.mention_lines`)."""
    parts = [line.split("\t") for line in row["mentions"] or ()]
    return [(role, words, means, reason) for role, _, _, means, words, reason in parts]
