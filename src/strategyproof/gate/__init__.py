"""From a question about a user's function to verdicts, and from verdicts to an answer.

``request`` says what is asked, ``judging`` asks the prover and then the fuzzer, ``decide`` draws the conclusion.
"""
