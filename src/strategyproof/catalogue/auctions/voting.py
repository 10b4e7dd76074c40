"""One option for all, chosen by those who rank them."""

# mypy: ignore-errors
# Without types, as such functions are written.

from strategyproof import Public, Ranking


def plurality(prefs: Ranking("abc")) -> Public:
    """What most agents rank first; on a tie the first of the alphabet."""
    return max("abc", key=lambda option: sum(order[0] == option for order in prefs))


def fewest_last_places(prefs: Ranking("abc")) -> Public:
    """What the fewest agents rank last; on a tie the first of the alphabet."""
    return min("abc", key=lambda option: sum(order[2] == option for order in prefs))


def borda(prefs: Ranking("abc")) -> Public:
    """Two points for a first place and one for a second; the most points win, on a tie the first of the alphabet."""
    return max("abc", key=lambda option: sum(2 - order.index(option) for order in prefs))


def borda_with_a_long_top(prefs: Ranking("abc")) -> Public:
    """As Borda's count, but a second place counts as much as a first."""
    return max("abc", key=lambda option: sum(order.index(option) < 2 for order in prefs))


def majority(prefs: Ranking("ab")) -> Public:
    """Of two options, what more agents prefer; on a tie the first of the alphabet."""
    return max("ab", key=lambda option: sum(order[0] == option for order in prefs))


def minority(prefs: Ranking("ab")) -> Public:
    """Of two options, what fewer agents prefer; on a tie the first of the alphabet."""
    return min("ab", key=lambda option: sum(order[0] == option for order in prefs))


def dictatorship(prefs: Ranking("abc")) -> Public:
    """What agent 0 ranks first."""
    return prefs[0][0]


def dictatorship_with_a_veto(prefs: Ranking("abc")) -> Public:
    """What agent 0 ranks first, but not what agent 1 ranks last."""
    return next(option for option in prefs[0] if option != prefs[1][2])
