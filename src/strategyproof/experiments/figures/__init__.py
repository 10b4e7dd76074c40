"""One module per figure; :mod:`strategyproof.experiments.registry` lists them by the name that the command knows."""
