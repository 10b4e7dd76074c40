"""Laws of mechanisms as theorems.

The same source of a mechanism and of a law is read over symbolic numbers and handed to a solver, which runs in
a child process under a budget. A verdict is ``proved``, ``refuted`` with a counterexample that replays in exact
arithmetic, or ``unknown``.
"""
