"""What is known before a text is read: kinds of actor, types of relation, known actors, all from Turtle files.

In: the folder `ontology/` and a user's own files. Out: one `Ontology`.
"""

from kg.ontology.load import load_ontology
from kg.ontology.types import ActorType, Ontology, RelationType, fold, spelling

__all__ = ["ActorType", "Ontology", "RelationType", "fold", "load_ontology", "spelling"]
