"""Measures of the network: against brute force on small graphs, on triads made by hand, and where there is little."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from itertools import combinations, permutations, product
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.app import run
from kg.errors import UsageError
from kg.graph import CLAIM_EDGES, Edge, Graph, Node, direct_edges, summed
from kg.knowledge_graph import open as open_graph
from kg.measures import balance, blocs, centrality, network_of, rows, sliced
from kg.measures.centrality import page_rank
from kg.measures.network import FRIENDLY, HOSTILE, MIXED
from kg.measures.sides import apart, cost, exact_sides, searched_sides

RELATIONS = {"+": "allied-with", "-": "attacks", "0": "meets"}
Row = tuple[str, str, str]  # subject, sign, object


def graph_of(ties: list[Row], *, dates: list[str] | None = None, generic: str = "", **said: str) -> Graph:
    """Make a graph of claims; `dates` are when each held, `said` is what all claims have otherwise."""
    document = {"publisher": "P", "published": said.pop("published", "2015-06-01"), "title": "T"}
    graph = Graph([Node("doc", "Document", document)])
    for number, (subject, sign, object_) in enumerate(ties):
        properties = {"relation": RELATIONS[sign], "sign": sign, "symmetric": False, "polarity": "affirmed"}
        properties |= {"modality": "asserted", "quote": f"{subject} {sign} {object_}.", **said}
        claim = Node(f"c{number:03}", "Claim", properties | {"time_start": dates[number] if dates else ""})
        graph.add(claim)
        for role, end in (("SUBJECT", subject), ("OBJECT", object_), ("STATED_IN", "doc")):
            graph.connect(Edge(claim.id, role, end))
        for actor in (subject, object_):
            label = "Place" if actor.startswith("place") else "Actor"
            graph.add(Node(actor, label, {"name": actor.upper(), "generic": actor in generic.split()}))
    for edge in direct_edges(summed(graph)):
        graph.connect(edge)
    return graph


def drawn_graph(draw: random.Random, size: int, share: float) -> list[Row]:
    pairs = combinations([f"a{number:02}" for number in range(size)], 2)
    return [(one, draw.choice("+--+0"), two) for one, two in pairs if draw.random() < share]


def least_by_trying(ties: list[Row]) -> int:
    """Try every division in two camps."""
    actors = sorted({end for one, _, two in ties for end in (one, two)})
    best = len(ties)
    for sides in product((True, False), repeat=len(actors)):
        camp = dict(zip(actors, sides, strict=True))
        best = min(best, sum((camp[one] == camp[two]) != (sign == "+") for one, sign, two in ties if sign != "0"))
    return best


TIES = st.lists(
    st.tuples(st.sampled_from("abcdefg"), st.sampled_from("+-0"), st.sampled_from("abcdefg")), max_size=22
).map(lambda found: [row for row in found if row[0] != row[2]])


@given(TIES)
def test_a_pair_has_the_signs_of_its_direct_edges(ties: list[Row]) -> None:
    graph = graph_of(ties)
    signs: dict[frozenset[str], set[str]] = {}
    for edge in graph.edges:
        if edge.type not in CLAIM_EDGES:
            signs.setdefault(frozenset((edge.start, edge.end)), set()).add(str(edge.properties["sign"]))
    expected = {pair: "".join(sorted(found - {"0"})) or "0" for pair, found in signs.items()}
    network = network_of(graph)
    assert {frozenset((tie.one, tie.other)): tie.sign for tie in network.ties} == expected
    for tie in network.ties:
        assert sum(len(one.quote) > 0 for one in tie.said) == len(tie.said)
        for sign in tie.sign:
            assert tie.proof(sign).summed.sign == sign
    for one in centrality(network):
        mine = [sign for pair, sign in expected.items() if one.actor in pair]
        counts = [mine.count(sign) for sign in (FRIENDLY, HOSTILE, MIXED, "0")]
        assert [one.friends, one.foes, one.mixed, one.neither] == counts


@given(TIES)
def test_triads_and_frustration_are_those_of_brute_force(ties: list[Row]) -> None:
    network = network_of(graph_of(ties))
    signs = {frozenset((tie.one, tie.other)): tie.sign for tie in network.ties if tie.sign in (FRIENDLY, HOSTILE)}
    expected = []
    for three in combinations(network.names, 3):
        sides = [signs.get(frozenset(pair), "") for pair in combinations(three, 2)]
        if all(sides):
            expected.append("".join(sorted(sides)))
    found = balance(network)
    assert sorted(triad.kind for triad in found.triads) == sorted(expected)
    assert sorted(triad.kind for triad in found.unbalanced) == sorted(
        kind for kind in expected if kind in ("++-", "---")
    )
    assert found.frustration.exact
    assert found.frustration.index == least_by_trying(plain(signs))
    rest = {pair: sign for pair, sign in signs.items() if pair not in map(pair_of, found.frustration.ties)}
    assert least_by_trying(plain(rest)) == 0


def plain(signs: dict[frozenset[str], str]) -> list[Row]:
    return [(min(pair), sign, max(pair)) for pair, sign in signs.items()]


def pair_of(tie: object) -> frozenset[str]:
    return frozenset((tie.one, tie.other))  # type: ignore[attr-defined]


def betweenness_by_trying(friends: nx.Graph, actor: str) -> float:
    """Count shortest paths by walking them all."""
    total, others = 0.0, [one for one in friends if one != actor]
    for one, two in permutations(others, 2):
        if nx.has_path(friends, one, two):
            paths = list(nx.all_shortest_paths(friends, one, two))
            total += sum(actor in path for path in paths) / len(paths)
    return total / max(1, (len(friends) - 1) * (len(friends) - 2))


@given(TIES)
def test_betweenness_and_pagerank_are_those_of_the_friendly_graph(ties: list[Row]) -> None:
    network = network_of(graph_of(ties))
    friends = nx.Graph([(tie.one, tie.other) for tie in network.signed(FRIENDLY)])
    for one in centrality(network):
        if one.actor in friends:
            assert one.betweenness == pytest.approx(betweenness_by_trying(friends, one.actor))
        else:
            assert (one.betweenness, one.pagerank) == (0.0, 0.0)
    assert sum(one.pagerank for one in centrality(network)) == pytest.approx(1.0 if friends else 0.0)


def test_pagerank_is_that_of_networkx() -> None:
    pytest.importorskip("scipy")
    graph = nx.barabasi_albert_graph(30, 2, seed=4)
    assert page_rank(graph) == pytest.approx(nx.pagerank(graph, tol=1e-12, max_iter=1000), abs=1e-9)


@pytest.mark.parametrize("kind, balanced", [("+++", True), ("+--", True), ("++-", False), ("---", False)])
def test_a_triad_is_balanced_when_its_signs_multiply_to_plus(kind: str, balanced: bool) -> None:
    found = balance(network_of(graph_of([("a", kind[0], "b"), ("b", kind[1], "c"), ("c", kind[2], "a")])))
    (triad,) = found.triads
    assert (triad.kind, triad.balanced, found.frustration.index) == (kind, balanced, int(not balanced))


def test_each_side_of_an_unbalanced_triad_has_its_latest_quote() -> None:
    ties = [("a", "+", "b"), ("b", "+", "c"), ("c", "-", "a"), ("a", "+", "b"), ("a", "0", "b")]
    graph = graph_of(ties, dates=["2013-01-01", "2014-01-01", "", "2015-01-01", "2016-01-01"])
    found = rows(graph, "balance")
    assert [(row["one"], row["tie"], row["other"], row["date"], row["claim"]) for row in found] == [
        ("A", "friend", "B", "2015-01-01", "c003"),
        ("B", "friend", "C", "2014-01-01", "c001"),
        ("A", "foe", "C", "2015-06-01", "c002"),
    ]
    assert {row["kind"] for row in found} == {"++-"}
    assert [row["quote"] for row in found] == ["a + b.", "b + c.", "c - a."]
    assert {row["document"] for row in found} == {"T"}
    assert [row["claims"] for row in found] == [2, 1, 1]


def test_without_claims_there_is_nothing() -> None:
    for graph in (Graph(), Graph([Node("a", "Actor", {"name": "A"})])):
        network = network_of(graph)
        assert (network.ties, centrality(network), balance(network).triads) == ((), (), ())
        assert (blocs(network).blocs, blocs(network).between) == ((), ())
        assert (balance(network).frustration.index, balance(network).frustration.exact) == (0, True)
        assert [rows(graph, topic) for topic in ("actors", "blocs", "balance")] == [[], [], []]
        assert set(rows(graph)[0].values()) == {0, True}
        assert rows(graph, by="year") == []


@pytest.mark.parametrize("said", [{"polarity": "denied"}, {"modality": "planned"}, {"modality": "possible"}])
def test_what_is_denied_or_planned_is_no_tie(said: dict[str, str]) -> None:
    assert network_of(graph_of([("a", "+", "b"), ("b", "-", "c")], **said)).ties == ()


def test_places_claims_of_oneself_and_broken_claims_are_no_ties() -> None:
    graph = graph_of([("a", "-", "place1"), ("a", "+", "a"), ("a", "+", "b")])
    graph.add(Node("broken", "Claim", {"relation": "attacks", "polarity": "affirmed", "modality": "asserted"}))
    assert [(tie.one, tie.other) for tie in network_of(graph).ties] == [("a", "b")]


def test_generic_actors_count_only_where_asked_for() -> None:
    graph = graph_of([("a", "+", "rebels"), ("a", "-", "b")], generic="rebels")
    assert list(network_of(graph).names) == ["a", "b"]
    assert list(network_of(graph, generic=True).names) == ["a", "b", "rebels"]


def test_a_pair_of_friends_and_foes_is_mixed_and_in_no_triad() -> None:
    ties = [("a", "+", "b"), ("b", "-", "a"), ("b", "+", "c"), ("c", "+", "a")]
    network = network_of(graph_of(ties))
    assert [tie.sign for tie in network.ties] == [MIXED, FRIENDLY, FRIENDLY]
    found = balance(network)
    assert (found.triads, found.frustration.index) == ((), 0)
    (mixed,) = found.mixed
    assert (mixed.proof("+").quote, mixed.proof("-").quote) == ("a + b.", "b - a.")
    (one, *_) = (row for row in centrality(network) if row.actor == "a")
    assert (one.friends, one.foes, one.mixed) == (1, 0, 1)
    (bloc,) = blocs(network).blocs
    assert (len(bloc.friendly), len(bloc.hostile), len(bloc.mixed)) == (2, 0, 1)


def test_two_camps_are_two_blocs_with_their_foes_between_them() -> None:
    camps = [(one, "+", two) for camp in ("abcd", "efg") for one, two in combinations(camp, 2)]
    found = blocs(network_of(graph_of([*camps, ("a", "-", "e"), ("b", "-", "f"), ("a", "+", "g"), ("x", "-", "e")])))
    assert [bloc.actors for bloc in found.blocs] == [tuple("abcd"), tuple("efg")]
    assert [(pair.one, pair.other, len(pair.friendly), len(pair.hostile)) for pair in found.between] == [
        (0, 2, 0, 1),
        (1, 2, 1, 2),
    ]
    assert found.modularity > 0.3


@given(TIES)
def test_every_tie_is_in_one_bloc_or_between(ties: list[Row]) -> None:
    network = network_of(graph_of(ties))
    found = blocs(network)
    placed = [tie for part in (*found.blocs, *found.between) for tie in (*part.friendly, *part.hostile, *part.mixed)]
    assert sorted(placed, key=str) == sorted(network.signed("+", "-", "+-"), key=str)
    members = [actor for bloc in found.blocs for actor in bloc.actors]
    assert sorted(members) == sorted({end for tie in network.signed("+") for end in (tie.one, tie.other)})


def near_of(ties: list[Row]) -> list[dict[int, int]]:
    actors = sorted({end for one, _, two in ties for end in (one, two)})
    near: list[dict[int, int]] = [{} for _ in actors]
    for one, sign, two in ties:
        first, second = actors.index(one), actors.index(two)
        near[first][second] = near[second][first] = 1 if sign == "+" else -1
    return near


def test_the_exact_search_needs_no_good_start_and_ends_in_time() -> None:
    draw = random.Random(3)
    ties = [row for row in drawn_graph(draw, 10, 0.7) if row[1] != "0"]
    near = near_of(ties)
    assert cost(near, exact_sides(near, [1] * len(near))) == least_by_trying(ties)
    full = near_of([(f"{one:02}", draw.choice("+-"), f"{two:02}") for one, two in combinations(range(20), 2)])
    start = time.monotonic()
    found = exact_sides(full, searched_sides(full))
    assert apart(full) <= cost(full, found) <= cost(full, searched_sides(full))
    assert time.monotonic() - start < 20


def test_a_large_graph_has_bounds_and_a_balanced_one_is_seen_to_be() -> None:
    draw = random.Random(5)
    rough = balance(network_of(graph_of(drawn_graph(draw, 40, 0.4)))).frustration
    assert 1 <= rough.at_least < rough.index
    assert not rough.exact
    camps = [
        (f"a{one:02}", "+" if one % 2 == two % 2 else "-", f"a{two:02}") for one, two in combinations(range(40), 2)
    ]
    whole = balance(network_of(graph_of(camps)))
    assert (whole.frustration.index, whole.frustration.exact, whole.unbalanced) == (0, True, ())


def test_many_small_parts_are_exact_however_many_they_are() -> None:
    ties = [
        row
        for k in range(30)
        for row in ((f"h{k}", "-", f"i{k}"), (f"i{k}", "+", f"h{k + 1}"), (f"h{k}", "+", f"h{k + 1}"))
    ]
    found = balance(network_of(graph_of(ties))).frustration
    assert (found.index, found.exact) == (30, True)


def test_slices_hold_what_began_in_them_and_the_undated_stand_apart() -> None:
    ties = [("a", "+", "b"), ("a", "-", "b"), ("b", "+", "c"), ("a", "+", "c")]
    graph = graph_of(ties, dates=["2013-02-01", "2015-03-01", "", "2015"], published="")
    years = sliced(graph, "year")
    assert [one.period for one in years] == ["2013", "2015", "undated"]
    assert [[tie.sign for tie in one.network.ties] for one in years] == [["+"], ["-", "+"], ["+"]]
    assert [one.period for one in sliced(graph, "month")] == ["2013-02", "2015-03", "undated"]
    assert len(sliced(graph, "month")[-1].network.ties) == 2
    assert [row["period"] for row in rows(graph, by="year")] == ["2013", "2015", "undated"]
    assert [row["mixed"] for row in rows(graph, by="year")] == [0, 0, 0]
    assert rows(graph)[0]["mixed"] == 1


def test_without_a_date_of_its_own_a_claim_has_that_of_its_text() -> None:
    assert [one.period for one in sliced(graph_of([("a", "+", "b")]), "month")] == ["2015-06"]


PROGRAM = """
import random, sys
sys.path.insert(0, sys.argv[1])
from test_measures import drawn_graph, graph_of
from kg.measures import TOPICS, balance, network_of, rows
graph = graph_of(drawn_graph(random.Random(9), 30, 0.25))
print([rows(graph, topic, by=by) for topic in TOPICS for by in ("", "year")])
print(balance(network_of(graph)).frustration)
"""


def test_every_run_says_the_same() -> None:
    command = [sys.executable, "-c", PROGRAM, str(Path(__file__).parent)]
    printed = {
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2", "3")
    }
    assert len(printed) == 1


def test_the_order_of_claims_does_not_matter() -> None:
    ties = drawn_graph(random.Random(2), 14, 0.5)
    shuffled = random.Random(1).sample(ties, len(ties))
    for topic in ("summary", "actors", "blocs"):
        assert rows(graph_of(ties), topic) == rows(graph_of(shuffled), topic)


def test_the_verb_prints_the_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(tmp_path / "m.kg")
    graph = graph_of([("a", "+", "b"), ("b", "+", "c"), ("c", "-", "a")])
    with open_graph(store, create=True) as held:
        held.store.load(graph)
        table = held.measures("balance", limit=2)
    assert (list(table), table.truncated) == (rows(graph, "balance")[:2], True)
    for topic in ("actors", "blocs", "balance"):
        assert run(["measures", topic, "--by", "year", "-s", store, "-f", "json"]) == 0
        assert json.loads(capsys.readouterr().out) == rows(graph, topic, by="year")
    assert run(["measures", "-s", store, "-f", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "3,2,1,0,0,1,0.0,1,0,1,1,1,True"


@pytest.mark.parametrize("topic, by", [("actor", ""), ("actors", "yaer")])
def test_an_unknown_topic_or_period_is_said(topic: str, by: str) -> None:
    with pytest.raises(UsageError, match="there is no"):
        rows(Graph(), topic, by=by)
