"""A war in an invented valley as a table of claims, for the tests of the query library: no text is read.

It has what queries trip over: edges side by side, an actor that speaks of itself, ties that are denied or gainsaid,
claims without a date, names in five scripts, two actors of one name, a ring of places, and a friend who turned foe and
came back. Relations are those that are shipped.
"""

from __future__ import annotations

import re

from kg.graph import Graph
from kg.model import Actor, Claim, Document, Evidence, Mention, Time
from kg.ontology import load_ontology
from kg.project import project

ACTORS = {
    actor.id: actor
    for actor in (
        Actor("aster", "Aster", "state", aliases=("Republic of Aster", "Астра"), identifiers={"wikidata": "Q1"}),
        Actor("borea", "Братство Бореи", "armed_group", aliases=("Borea",), country="aster"),
        Actor("cedar", "لواء السرو", "armed_group", aliases=("Cedar Brigade",)),
        Actor("dao", "大道军", "military_force", aliases=("Dao",)),
        Actor("ekta", "एकता मोर्चा", "party", aliases=("Ekta",)),
        Actor("falcon", "Falcon Company", "armed_group", aliases=('The "F" <b>',)),
        Actor("gamma", "Γιάννης Δήμου", "person", aliases=("Dimou",)),
        Actor("hala", "Hala O'Neil", "person"),
        Actor("rebels", "rebels", "armed_group", generic=True),
        Actor("twin-1", "Twin Front", "armed_group"),
        Actor("twin-2", "Twin Front", "armed_group"),
        Actor("watch", "Valley Watch", "organisation"),
        Actor("ford", "Stone Ford", "place"),
        Actor("vale", "Green Vale", "place"),
        Actor("land", "Hochtal", "place"),
    )
}

# A paper is a line with its date ("-" for none) and its publishers, of whom the first by name counts. Below it stands
# what it says: subject, relation, object, what differs from a claim stated as a fact in nobody's name, the sentence.
TOLD = """
2030-01-10 Post
    aster    allied-with       cedar    | Aster and the brigade signed a pact.
    borea    controls          vale     on=2030-01-05 | The brotherhood took Green Vale.
    gamma    leads             borea    on=2029-06-01 | Dimou has led the brotherhood since June.
    falcon   part-of           borea    | Falcon Company is a part of the brotherhood.
    borea    present-in        ford     | The brotherhood has men in Stone Ford.
    watch    meets             aster    | The Watch met the government.
2030-03-01 Echo, Wire
    aster    attacks           cedar    at=ford kind=shelling | Aster shelled the brigade at Stone Ford.
    dao      fights-alongside  borea    by=watch | Dao fought beside the brotherhood, the Watch said.
    borea    attacks           falcon   | The brotherhood struck Falcon Company.
    borea    accuses           falcon   | It accused Falcon Company of treason.
    falcon   fights-against    borea    | Falcon Company clashed with the brotherhood.
    dao      controls          vale     on=2030-02-20 | Dao holds Green Vale.
2030-03-05 Post
    cedar    attacks           aster    | The brigade struck back.
    cedar    cooperates-with   aster    | Yet the brigade shared water with Aster that day.
    borea    fights-alongside  dao      | The brotherhood and Dao fought side by side.
    dao      fights-alongside  borea    denied by=dao | "We do not fight beside them," Dao said.
    hala     leads             borea    on=2030-03-02 | Hala O'Neil took over the brotherhood.
    gamma    leads             borea    denied on=2030-03-03 | Dimou no longer leads the brotherhood.
    borea    controls          vale     denied | The brotherhood does not hold Green Vale.
2030-06-01 Wire
    aster    cooperates-with   cedar    by=watch,ekta | Aster works with the brigade again.
    aster    aids              cedar    kind=arms | Aster armed the brigade.
    aster    aids              cedar    kind=money | Aster paid the brigade.
    ekta     supports          cedar    | Ekta backs the brigade.
    aster    aids              dao      planned on=2030-07-01 | Aster will arm Dao in July.
    ekta     attacks           dao      possible | Ekta may strike Dao.
    cedar    controls          ford     conditional | If they win, the brigade holds Stone Ford.
    dao      attacks           aster    at=vale | Dao struck Aster in Green Vale.
    dao      opposes           ekta     | Dao stands against Ekta.
    cedar    fights-against    dao      | The brigade clashed with Dao.
    rebels   attacks           aster    | Rebels attacked Aster.
2030-06-20T08:00:00Z Post
    cedar    controls          vale     | The brigade holds Green Vale.
    dao      controls          vale     | Dao holds Green Vale.
    twin-1   attacks           dao      | One front struck Dao.
    twin-2   attacks           dao      | The other front struck Dao.
    twin-1   threatens         aster    | One front threatened Aster.
    hala     member-of         ekta     | Hala O'Neil is a member of Ekta.
    gamma    speaks-for        dao      | Dimou speaks for Dao.
    dao      splits-from       dao      | Dao split from Dao.
    borea    cooperates-with   borea    | The brotherhood worked with itself.
- Old Paper
    aster    meets             ekta     | Aster met Ekta.
    aster    requests          borea    | Aster asked the brotherhood for a truce.
    ekta     allied-with       aster    denied by=ekta,watch | Ekta denied a pact with Aster.
    twin-1   allied-with       twin-2   | The two fronts are allies.
    borea    part-of           dao      | The brotherhood is a part of Dao.
    vale     part-of           ford     | Green Vale lies in Stone Ford.
    ford     part-of           land     | Stone Ford lies in the Hochtal.
    land     part-of           vale     | The Hochtal lies in Green Vale.
    falcon   allied-with       dao      | Falcon Company is allied with Dao.
    twin-1   controls          land     | A front holds the Hochtal.
    falcon   affiliated-with   ekta     | Falcon Company goes with Ekta.
"""

_CLAIM = re.compile(r"\s+(\S+)\s+(\S+)\s+(\S+)\s+(.*?)\s*\| (.*)")


def valley() -> Graph:
    """Make the graph of all that is told."""
    documents: list[Document] = []
    claims: list[Claim] = []
    for paper in re.split(r"\n(?=\S)", TOLD.strip()):
        head, *lines = paper.split("\n")
        published, publishers = head.split(" ", 1)
        told = [match.groups() for match in map(_CLAIM.fullmatch, lines) if match]
        assert len(told) == len(lines)
        text = "\n".join(line[-1] for line in told)
        for publisher in publishers.split(", "):
            document = Document(text, f"Of {published}", publisher, published="" if published == "-" else published)
            documents.append(document)
        claims += [_claim(document, *line) for line in told]
    return project(documents, claims, ACTORS.values(), load_ontology())


def _claim(document: Document, subject: str, relation: str, object_: str, how: str, words: str) -> Claim:
    start = document.text.index(words)
    given = dict(part.split("=") for part in how.split() if "=" in part)
    said = [part for part in how.split() if "=" not in part]
    day = given.get("on", "")

    def mention(actor: str, shift: int) -> Mention:
        known = ACTORS[actor]
        return Mention(known.name, start + shift, start + shift + 1, known.type, known.generic, known.name, actor)

    return Claim(
        mention(subject, 0),
        relation.replace("-", "_"),
        mention(object_, 1),
        Evidence(document.id, start, start + len(words), words),
        "denied" if "denied" in said else "affirmed",
        next((one for one in ("planned", "possible", "conditional") if one in said), "asserted"),  # type: ignore[arg-type]
        tuple(mention(actor, 2 + number) for number, actor in enumerate(filter(None, given.get("by", "").split(",")))),
        Time(day, day, f"on {day}") if day else None,
        mention(given["at"], 9) if "at" in given else None,
        0.4 if said else 0.9,
        "hand" if said else "eye",
        given.get("kind", ""),
    )
