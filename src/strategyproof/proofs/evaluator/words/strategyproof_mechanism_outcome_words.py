"""The same names under the modules that they come from."""

from strategyproof.proofs.evaluator.words import strategyproof_words as strategyproof_words
