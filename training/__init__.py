"""How the shipped weights are made; nothing here is part of the installed program, which needs no torch."""
