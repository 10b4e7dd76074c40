"""Functions with a type space whose verdicts the literature knows, as their authors write them."""

# mypy: ignore-errors

from fractions import Fraction
from itertools import product

from strategyproof import Amounts, Lottery, Point, Roles, Sets, Single, Vector

CLICKS = (4, 2, 1)


def order(bids):
    return sorted(range(len(bids)), key=lambda i: bids[i], reverse=True)


def vickrey(bids):
    wins, payments = [0] * len(bids), [0] * len(bids)
    first, second, *_ = order(bids)
    wins[first], payments[first] = 1, bids[second]
    return wins, payments


def gsp(bids) -> Amounts:
    clicks, payments = [0] * len(bids), [0] * len(bids)
    ranked = order(bids)
    for k, (i, rate) in enumerate(zip(ranked, CLICKS)):  # noqa: B905  # as users write it
        clicks[i], payments[i] = rate, rate * (bids[ranked[k + 1]] if k + 1 < len(bids) else 0)
    return clicks, payments


def ladder(bids) -> Amounts:
    ranked, rate = order(bids), [*CLICKS, *[0] * len(bids)]
    clicks, payments = [0] * len(bids), [0] * len(bids)
    for k, i in enumerate(ranked[: len(CLICKS)]):
        clicks[i] = rate[k]
        payments[i] = sum((rate[j - 1] - rate[j]) * bids[ranked[j]] for j in range(k + 1, len(bids)))
    return clicks, payments


def pro_rata(bids) -> Amounts:
    total = sum(bids)
    if total == 0:
        return [0] * len(bids), [0] * len(bids)
    return [bid / total for bid in bids], list(bids)


def vcg_items(bids: Vector(2)):
    n = len(bids)
    splits = [[{k for k in (0, 1) if who[k] == i} for i in range(n)] for who in product(range(n), repeat=2)]

    def welfare(split, out=None):
        return sum(bids[i][k] for i in range(n) if i != out for k in split[i])

    best = max(splits, key=welfare)
    return best, [max(welfare(s, i) for s in splits) - welfare(best, i) for i in range(n)]


def uniform_price(bids: Vector(2, decreasing=True)):
    offers = sorted([(bids[i][k], i) for i in range(len(bids)) for k in (0, 1)], key=lambda o: o[0], reverse=True)
    got = [0] * len(bids)
    for _, i in offers[:2]:
        got[i] += 1
    return got, [count * offers[2][0] for count in got]


def worth(bid, owner, i):
    return bid[frozenset(item for item in owner if owner[item] == i)]


def vcg_sets(bids: Sets("ab")):
    n = len(bids)
    splits = [dict(zip("ab", who)) for who in product([None, *range(n)], repeat=2)]  # noqa: B905

    def welfare(owner, out=None):
        return sum(worth(bids[i], owner, i) for i in range(n) if i != out)

    best = max(splits, key=welfare)
    return best, [max(welfare(s, i) for s in splits) - welfare(best, i) for i in range(n)]


def greedy_single(bids: Single("a", "b", "ab")):
    """By value per square root of the number of items, as for sets of one or two, at critical values for two agents."""
    weights = [worth / (1 if len(wanted) == 1 else Fraction(3, 2)) for wanted, worth in bids]
    got, payments, taken = [""] * len(bids), [0] * len(bids), {}
    for i in order(weights):
        wanted, _ = bids[i]
        rivals = [j for j in sorted(wanted) if j in taken]
        if not rivals:
            got[i] = wanted
            taken |= dict.fromkeys(sorted(wanted), i)
    for i, (wanted, _) in enumerate(bids):
        if got[i]:
            blocked = [weights[j] for j in range(len(bids)) if j != i and not got[j] and bids[j][0] & wanted]
            payments[i] = max(blocked, default=0) * (1 if len(wanted) == 1 else Fraction(3, 2))
    return got, payments


def pay_your_bid_single(bids: Single("a", "ab")):
    best = max(range(len(bids)), key=lambda i: bids[i][1])
    got = [bids[i][0] if i == best else "" for i in range(len(bids))]
    return got, [bids[i][1] if i == best else 0 for i in range(len(bids))]


def median(peaks: Point):
    return sorted(peaks)[len(peaks) // 2]


def mean(peaks: Point):
    return sum(peaks) / len(peaks)


def coin(bids) -> Lottery:
    gift = [1] + [0] * (len(bids) - 1), [0] * len(bids)
    return [(Fraction(1, 2), vickrey(bids)), (Fraction(1, 2), gift)]


def refund(bids) -> Lottery:
    best, second, *_ = order(bids)
    won = [i == best for i in range(len(bids))]
    up, down = (
        [bids[second] + sign * bids[best] / 2 if i == best else 0 for i in range(len(bids))] for sign in (1, -1)
    )
    return [(Fraction(1, 2), (won, up)), (Fraction(1, 2), (won, down))]


def procurement(bids: Roles("seller")):
    cheapest, second, *_ = order([-bid for bid in bids])
    sold = [i == cheapest for i in range(len(bids))]
    return sold, [bids[second] if i == cheapest else 0 for i in range(len(bids))]


def procurement_at_cost(bids: Roles("seller")):
    cheapest = min(range(len(bids)), key=lambda i: bids[i])
    return [i == cheapest for i in range(len(bids))], [bids[i] if i == cheapest else 0 for i in range(len(bids))]


def sides(bids):
    buyers = sorted(range(0, len(bids), 2), key=lambda i: bids[i], reverse=True)
    sellers = sorted(range(1, len(bids), 2), key=lambda i: bids[i])
    gains = sum(bids[b] >= bids[s] for b, s in zip(buyers, sellers))  # noqa: B905
    return buyers, sellers, gains


def deal(n, buyers, sellers, pay, get):
    trades = [i in buyers or i in sellers for i in range(n)]
    return trades, [pay if i in buyers else get if i in sellers else 0 for i in range(n)]


def mcafee(bids: Roles("buyer", "seller")):
    n = len(bids)
    buyers, sellers, gains = sides(bids)
    if gains == 0:
        return deal(n, [], [], 0, 0)
    bid, ask = bids[buyers[gains - 1]], bids[sellers[gains - 1]]
    if gains < len(buyers) and gains < len(sellers):
        price = (bids[buyers[gains]] + bids[sellers[gains]]) / 2
        if ask <= price <= bid:
            return deal(n, buyers[:gains], sellers[:gains], price, price)
    return deal(n, buyers[: gains - 1], sellers[: gains - 1], bid, ask)


def meet_in_the_middle(bids: Roles("buyer", "seller")):
    price = (bids[0] + bids[1]) / 2
    trades = bids[0] >= bids[1]
    return [trades, trades], [price if trades else 0] * 2
