"""A place on a line for all, without payments: each agent would like it near its own."""

# mypy: ignore-errors
# Without types, as such functions are written.

from strategyproof import Point


def median(peaks: Point):
    """The middle one of the places that the agents report; of an even number the upper one."""
    return sorted(peaks)[len(peaks) // 2]


def mean_of_the_middle(peaks: Point):
    """The middle place; of an even number the mean of the two in the middle."""
    order = sorted(peaks)
    return (order[len(peaks) // 2] + order[(len(peaks) - 1) // 2]) / 2


def phantom_median(peaks: Point):
    """The median of the reported places and of one phantom fewer, at 0 and 1 in turn."""
    phantoms = [k % 2 for k in range(len(peaks) - 1)]
    return sorted([*peaks, *phantoms])[len(peaks) - 1]


def phantom_at_the_mean(peaks: Point):
    """The median of the least place, the greatest, and a phantom at the mean of all."""
    return sorted([min(peaks), max(peaks), sum(peaks) / len(peaks)])[1]


def mean(peaks: Point):
    """The mean of the places that the agents report."""
    return sum(peaks) / len(peaks)


def mean_and_a_step(peaks: Point):
    """The mean, and one unit more."""
    return sum(peaks) / len(peaks) + 1
