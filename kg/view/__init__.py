"""The graph as one HTML page for people: who fights, backs and opposes whom, with the quote behind every line.

In: a `Graph` and the `Ontology` that names and colours it. Out: the text of one file that needs no network.
"""

from kg.view.page import write_page

__all__ = ["write_page"]
