"""Check a report again, on the reader's machine: hashes, refutations, the answer; Coq and solvers only where asked.

``reading`` reads the file, ``hashes`` compares what the report rests on, ``replaying`` runs refutations again,
``answers`` draws the conclusions again, ``recheck`` joins them, ``statement`` writes what CI signs.
"""
