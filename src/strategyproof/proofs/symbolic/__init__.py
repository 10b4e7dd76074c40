"""Symbolic numbers and vectors: what a rule and a law compute with when they are read as terms or as formulas."""
