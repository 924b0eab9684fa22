"""Who is tied to whom, by what sign, in all that was said or in one year or month of it.

In: a graph. Out: a network of the actors that have ties, where each pair is one tie with the claims behind it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import UsageError, did_you_mean
from kg.graph import Graph, Summed, direct_edges, summed_of

if TYPE_CHECKING:
    import networkx as nx

FRIENDLY, HOSTILE, NEITHER, MIXED = "+", "-", "0", "+-"
PERIODS = {"year": 4, "month": 7}  # how much of an ISO date names one
UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Said:
    """One affirmed, asserted claim between two actors, with where it was said."""

    claim: str
    quote: str
    title: str
    summed: Summed

    @property
    def date(self) -> str:
        """When it held, else when it was published, else ""."""
        return self.summed.seen


@dataclass(frozen=True, slots=True)
class Tie:
    """What stands between two actors; `said` is all that was said of them, oldest first."""

    one: str
    other: str
    sign: str
    said: tuple[Said, ...]

    def proof(self, sign: str = "") -> Said:
        """Give the latest claim of a sign, the tie's own unless another is named."""
        return next(one for one in reversed(self.said) if one.summed.sign == (sign or self.sign))


@dataclass(frozen=True, slots=True)
class Network:
    """Actors that have ties, names by id in the order of the names, and the ties in that order."""

    names: Mapping[str, str]
    ties: tuple[Tie, ...]

    def signed(self, *signs: str) -> tuple[Tie, ...]:
        """Ties of some signs."""
        return tuple(tie for tie in self.ties if tie.sign in signs)


@dataclass(frozen=True, slots=True)
class Slice:
    """The network of what held in one period ("2015", "2015-10"), or of what has no date ("undated")."""

    period: str
    network: Network


def network_of(graph: Graph, *, generic: bool = False) -> Network:
    """Make the network of a graph's actors, those without a name too where `generic`."""
    return _network(*_said(graph, generic))


def sliced(graph: Graph, by: str, *, generic: bool = False) -> tuple[Slice, ...]:
    """Make a network for each year or month in which something held, in order; what has no date comes last, apart.

    A claim belongs to the period in which it began to hold, else to that of its publication; it is not carried on into
    later ones. By month, a date that is only a year is none. Raises UsageError where `by` is no period.
    """
    if by not in PERIODS:
        raise UsageError(f"there is no period '{by}'", did_you_mean(by, PERIODS, "year, month"))
    long = PERIODS[by]
    said, names = _said(graph, generic)
    periods: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        periods[one.date[:long] if len(one.date) >= long else UNDATED].append(one)
    order = sorted(periods, key=lambda period: (period == UNDATED, period))
    return tuple(Slice(period, _network(periods[period], names)) for period in order)


def _said(graph: Graph, generic: bool) -> tuple[list[Said], dict[str, str]]:
    """List the claims that make direct edges between actors, and the actors' names in their order."""
    actors = [node for node in graph.labelled("Actor") if generic or not node.properties.get("generic")]
    named = sorted((str(node.properties.get("name") or node.id), node.id) for node in actors)
    names = {id_: name for name, id_ in sorted(named, key=lambda pair: (pair[0].casefold(), *pair))}
    targets, said = graph.targets(), []
    for claim in graph.labelled("Claim"):
        far = targets[claim.id]
        subject, object_, source_id = (far.get(end, [""])[0] for end in ("SUBJECT", "OBJECT", "STATED_IN"))
        document = graph.node(source_id)
        source = document.properties if document else {}
        summed = summed_of(claim.properties, subject, object_, source_id, source)
        if summed.counts and summed.subject != summed.object and {summed.subject, summed.object} <= names.keys():
            quote, title = str(claim.properties.get("quote") or ""), str(source.get("title") or "")
            said.append(Said(claim.id, quote, title, summed))
    return said, names


def _network(said: Iterable[Said], names: Mapping[str, str]) -> Network:
    """Join what was said to one tie a pair; its sign is that of the direct edges that the claims make."""
    place = {actor: number for number, actor in enumerate(names)}
    pairs: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for one in said:
        ends = sorted((one.summed.subject, one.summed.object), key=place.__getitem__)
        pairs[ends[0], ends[1]].append(one)
    ties = []
    for (start, end), group in sorted(pairs.items(), key=lambda item: (place[item[0][0]], place[item[0][1]])):
        signs = {str(edge.properties["sign"]) for edge in direct_edges(one.summed for one in group)}
        order = sorted(group, key=lambda one: (one.date, one.claim))
        ties.append(Tie(start, end, _sign(signs), tuple(order)))
    tied = {end for tie in ties for end in (tie.one, tie.other)}
    return Network({actor: name for actor, name in names.items() if actor in tied}, tuple(ties))


def _sign(signs: Collection[str]) -> str:
    friendly, hostile = FRIENDLY in signs, HOSTILE in signs
    return (FRIENDLY if friendly else "") + (HOSTILE if hostile else "") or NEITHER


def drawn(network: Network, *signs: str) -> nx.Graph[int]:
    """Draw the ties of some signs; actors are numbers, since the order of texts in a set differs between runs."""
    import networkx as nx

    place = {actor: number for number, actor in enumerate(network.names)}
    ties = network.signed(*signs)
    made: nx.Graph[int] = nx.Graph()
    made.add_nodes_from(sorted({place[end] for tie in ties for end in (tie.one, tie.other)}))
    for tie in ties:
        made.add_edge(place[tie.one], place[tie.other], tie=tie)
    return made
