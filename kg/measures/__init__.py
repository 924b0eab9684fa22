"""What the shape of the graph says: who stands in the middle, who stands together, and which ties do not fit.

In: a `Graph`. Out: frozen values, and the rows that people see of them. Only affirmed, asserted claims between two
actors count, as in the graph's direct edges; direction does not. Each pair of actors is one tie with one sign:
friendly "+", hostile "-", neither "0", or mixed "+-" where both were said of them. A mixed tie is counted, listed and
never taken for either: it is in no friendly graph, no triad and no frustration. An actor without a tie has no place in
the network, and is left out; so are generic actors ("rebels") unless asked for. The same graph gives the same answer:
actors stand in the order of their names, and what is drawn by lot is drawn from one seed.
"""

from kg.measures.balance import Balance, Frustration, Triad, balance
from kg.measures.blocs import Between, Bloc, Blocs, blocs
from kg.measures.centrality import Centrality, centrality
from kg.measures.network import Network, Said, Slice, Tie, network_of, sliced
from kg.measures.rows import TOPICS, rows

__all__ = [
    "TOPICS",
    "Balance",
    "Between",
    "Bloc",
    "Blocs",
    "Centrality",
    "Frustration",
    "Network",
    "Said",
    "Slice",
    "Tie",
    "Triad",
    "balance",
    "blocs",
    "centrality",
    "network_of",
    "rows",
    "sliced",
]
