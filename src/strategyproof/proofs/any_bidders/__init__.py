"""Laws of rules in the vocabulary, for every number of bidders at once: the question, its theory, its answer."""
