"""Users of different sizes, and room for some of them."""

# mypy: ignore-errors
# Without types, as such functions are written.

from itertools import combinations

from strategyproof import Roles

SIZES, ROOM = (1, 2, 3), 3
"""The sizes of the users, in turn, and how much room there is."""


def fitting(n):
    """Every set of users for which there is room."""
    every = [set(chosen) for count in range(n + 1) for chosen in combinations(range(n), count)]
    return [chosen for chosen in every if sum(SIZES[i % 3] for i in chosen) <= ROOM]


def knapsack_vcg(bids: Roles("buyer")):
    """The users who are worth most together; each pays what its presence costs the others."""

    def worth(chosen, without=None):
        return sum(bids[i] for i in sorted(chosen) if i != without)

    possible = fitting(len(bids))
    best = max(possible, key=worth)
    payments = [max(worth(c, i) for c in possible) - worth(best, i) if i in best else 0 for i in range(len(bids))]
    return [i in best for i in range(len(bids))], payments


def packed(bids, favoured=None):
    """The users from the highest bid per size on, each if there is still room; ties go to the favoured one."""
    order = sorted(range(len(bids)), key=lambda i: (bids[i] / SIZES[i % 3], i == favoured), reverse=True)
    chosen, room = [], ROOM
    for i in order:
        if SIZES[i % 3] <= room:
            chosen.append(i)
            room -= SIZES[i % 3]
    return chosen


def knapsack_greedy(bids: Roles("buyer")):
    """Users by bid per size, as long as there is room; each pays the least bid with which it would be in."""
    chosen, payments = packed(bids), [0] * len(bids)
    for i in chosen:
        for bid in [0, *sorted(bids[j] * SIZES[i % 3] / SIZES[j % 3] for j in range(len(bids)) if j != i)]:
            if i in packed([*bids[:i], bid, *bids[i + 1 :]], i):
                payments[i] = bid
                break
    return [i in chosen for i in range(len(bids))], payments


def knapsack_next_in_line(bids: Roles("buyer")):
    """Users by bid per size; each pays, by size, the bid per size of the first for whom there is no room."""
    chosen, payments = packed(bids), [0] * len(bids)
    left = [bids[j] / SIZES[j % 3] for j in range(len(bids)) if j not in chosen]
    for i in chosen:
        payments[i] = SIZES[i % 3] * max(left, default=0)
    return [i in chosen for i in range(len(bids))], payments
