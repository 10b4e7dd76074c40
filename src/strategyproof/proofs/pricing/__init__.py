"""From who wins to what it must cost.

A function that says who wins, and nothing about money, has at most one truthful price (with losers paying nothing).
This room finds it: it proves that raising one's own bid never loses (``monotone``), takes the bids at which anything
can change (``cuts``), runs between them for the critical bid at points (``critical``), looks for the smallest
expression that gives it (``expressions``), for that of one bidder alone otherwise (``by_cuts``), and writes it as
Python (``source``). All of that is a guess until the ordinary check has proved the source (``closing``).
"""

from __future__ import annotations
