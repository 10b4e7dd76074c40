"""One stream of verdicts in, reports out.

A report is written from results alone, never from the live objects of the rooms that produced them: ``events`` are
what a run says, ``document`` is what they add up to, and each writer turns that document into one file.
"""
