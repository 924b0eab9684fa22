"""Resolvers: the mentions of claims become actors. See `base.py` for the contract."""
