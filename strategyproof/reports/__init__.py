"""One stream of verdicts in, reports out.

A report is written from results alone, never from the live objects of the rooms that produced them.
"""
