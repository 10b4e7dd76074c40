"""One counterexample, whoever finds it: a case, its replay on the real code, and the shrinker that makes it simple."""
