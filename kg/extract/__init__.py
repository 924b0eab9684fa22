"""Extractors: parsed texts become claims. `base.py` has the contract, `frames.py` the one that travels along."""
