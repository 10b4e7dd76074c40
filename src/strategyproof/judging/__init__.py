"""From a question to its answer: one judge, one pool of processes, one stream of events, one rule for exit codes.

A question is a law of a mechanism. The judge proves or refutes it, and where neither can be done draws examples. What
it finds are events; the terminal, every file and the exit code are consumers of them, for every command alike.
"""
