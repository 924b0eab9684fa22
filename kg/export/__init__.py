"""The graph as files for other programs: RDF in Turtle, claims as JSON lines, tables, networks.

In: a `Graph` and the `Ontology`. Out: bytes, the same for the same graph. Each format is one module, found by suffix.
"""
