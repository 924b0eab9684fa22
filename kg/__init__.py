"""Reads conflict and diplomatic reporting and draws who fights, backs, arms, leads and opposes whom."""
