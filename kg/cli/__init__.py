"""The command line: argv becomes a call of the library, what it gives becomes lines, what it raises an exit code.

In: argv, KG_STORE, standard input. Out: results to stdout, the rest to stderr; 0 done, 1 failed, 2 misused. One
module a verb, loaded when it is called for.
"""

from kg.cli.app import main

__all__ = ["main"]
