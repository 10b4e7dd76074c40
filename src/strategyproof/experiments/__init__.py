"""The paper's figures and claims, and ours, as experiments: lists of independent, seeded, content-addressed jobs.

A figure says which jobs it needs and what it makes of their results; figures share jobs. A job is named by the SHA-256
of everything that it depends on, so a run that goes on after an interruption repeats nothing, and a run on a cluster
has the results of a run at home. One module per figure in :mod:`strategyproof.experiments.figures`.
"""
