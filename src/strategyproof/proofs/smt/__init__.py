"""Questions to solvers: terms and their text, the solvers that answer, and what an answer may cost.

Nothing is imported here: a solver's process, which runs a module of this room, loads no more than it needs.
"""
