"""A path is bought, edge by edge, from those who own the edges: 0 and 1 make one path, 2 and 3 the other."""

# mypy: ignore-errors
# Without types, as such functions are written.

from strategyproof import Roles

PATHS = ((0, 1), (2, 3))
"""The edges of each path."""


def vcg_path(costs: Roles("seller")):
    """The cheaper path; each of its edges gets what the other path costs, less what the rest of its own does."""
    lengths = [sum(costs[edge] for edge in path) for path in PATHS]
    bought = 0 if lengths[0] <= lengths[1] else 1
    sold = [edge in PATHS[bought] for edge in range(len(costs))]
    return sold, [lengths[1 - bought] - lengths[bought] + costs[e] if sold[e] else 0 for e in range(len(costs))]


def path_at_the_price_of_the_other(costs: Roles("seller")):
    """The cheaper path; each of its edges gets all that the other path costs."""
    lengths = [sum(costs[edge] for edge in path) for path in PATHS]
    bought = 0 if lengths[0] <= lengths[1] else 1
    sold = [edge in PATHS[bought] for edge in range(len(costs))]
    return sold, [lengths[1 - bought] if sold[e] else 0 for e in range(len(costs))]


def path_at_half_the_other(costs: Roles("seller")):
    """The cheaper path; its two edges share what the other path costs."""
    lengths = [sum(costs[edge] for edge in path) for path in PATHS]
    bought = 0 if lengths[0] <= lengths[1] else 1
    sold = [edge in PATHS[bought] for edge in range(len(costs))]
    return sold, [lengths[1 - bought] / 2 if sold[e] else 0 for e in range(len(costs))]
