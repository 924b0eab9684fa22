"""The graph as one HTML page for people: who fights, backs and opposes whom, with the quote behind every line.

In: a `Graph` and the `Ontology` that names and colours it. Out: the text of one file that needs no network.
"""

from kg.view.choose import Choice, Part, actors_in, choose
from kg.view.page import write_page

__all__ = ["Choice", "Part", "actors_in", "choose", "write_page"]
