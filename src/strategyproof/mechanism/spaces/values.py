"""What an outcome is worth to a type, where a file has no ``value(t, got)`` of its own.

Plain Python: CPython runs these functions, and the evaluator reads the same text, as it does a user's.
"""

# mypy: ignore-errors
# Without types, as a user's own value function is written.


def number(t, got):
    """Return t got: a win counts 1."""
    return t * got


def vector(t, got):
    """The sum of t over the items got; of a count, over the first that many units."""
    if isinstance(got, int):
        return sum(t[:got])
    return sum(t[k] for k in got)


def sets(t, got):
    """What the set is worth."""
    return t[frozenset(got or ())]


def single(t, got):
    """The number where the wanted set is within what is got, else 0."""
    return t[1] if t[0] <= frozenset(got or ()) else 0


def point(t, got):
    """Minus the distance."""
    return -abs(got - t)


def ranking(t, got):
    """Minus the place; nothing is below all."""
    return -len(t) if got is None else -t.index(got)


def joined(a, b):
    """What an agent has that got a under one name, and b under another."""
    if a is None or b is None:
        return b if a is None else a
    if isinstance(a, (str, tuple, list, set, frozenset)):
        return frozenset(a) | frozenset(b)
    return a or b if isinstance(a, bool) and isinstance(b, bool) else a + b
