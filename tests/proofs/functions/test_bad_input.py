"""What a proof cannot follow is `unknown` with its line; what is no mechanism is said so, with the bids."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from strategyproof.mechanism.laws import LAWS
from strategyproof.proofs.functions import LoadError, check, load
from strategyproof.proofs.functions.ranges import interval
from tests.proofs.functions.conftest import NOBODY, Judge

UNSUPPORTED = {
    "root by power": ("x = bids[0] ** 0.5", "a power other than a small whole one"),
    "text that is compared": ("x = str(bids[0]) == '1'", "reading text in which a number stands"),
    "text that is a key": ("x = {f'{bids[0]:.2f}': 1}", "reading text in which a number stands"),
    "the order of a set": ("for b in set(bids): x = b", "the order of a set"),
    "file": ("x = open('nothing')", "`open`, which the evaluator does not know"),
    "identity": ("x = bids[0] is bids[1]", "write `==`"),
    "infinite arithmetic": ("x = bids[0] * math.inf", "arithmetic with an infinite number"),
    "swallowed": ("try: x = open('nothing')\nexcept: x = 0", "`open`, which the evaluator does not know"),
    "endless": ("x = bids[0]\nwhile x >= 0: x = x + 1", "more than 60 branches on one path"),
}


READ = {
    "floor": "x = math.floor(bids[0])",
    "int": "x = int(bids[0])",
    "round": "x = round(bids[0])",
    "cents": "x = round(bids[0], 2)",
    "remainder": "x = bids[0] % 2",
    "format": "x = f'{bids[0]:.2f}'",
    "text": "x = str(bids[0])",
    "set": "x = len(set(bids))",
    "dictionary": "x = {b: i for i, b in enumerate(bids)}",
    "method of floats": "x = bids[0].is_integer()",
}


@pytest.mark.parametrize("construct", READ)
def test_what_was_hard_is_read(construct: str, judged: Judge) -> None:
    for law in ("total", "single-winner"):
        assert judged(f"{READ[construct]}\n{NOBODY}", law).verdict == "proved"


@pytest.mark.parametrize("construct", UNSUPPORTED)
def test_an_unsupported_construct_is_unknown_with_its_line(construct: str, judged: Judge) -> None:
    body, text = UNSUPPORTED[construct]
    for law in ("total", "single-winner"):
        verdict = judged(f"{body}\n{NOBODY}", law)
        assert verdict.verdict == "unknown"
        assert verdict.reason is not None
        assert text in verdict.reason
        assert f"(line {6 if construct == 'endless' else 5}" in verdict.reason


FAILING = {
    "raises": ("if bids[0] > 5 and bids[1] == 3: raise ValueError(f'bad {bids[0]}')", ["6", "3"], "ValueError"),
    "divides by zero": ("x = 1 / (bids[0] - bids[1])", ["1", "1"], "ZeroDivisionError"),
    "returns None": (
        "if bids[0] > 2: return None",
        ["3", "0"],
        "expected (wins, payments) or an Outcome, got None; return ([True, False], [price, 0])",
    ),
    "wrong length": ("if bids[0] > 2: return [0, 0], [0]", ["3", "0"], "one entry for each of 2 bidders, got 1"),
    "two items": ("if bids[0] > 2: return [2, 0], [0, 0]", ["3", "0"], "expected wins[0] to be 0 or 1, got 2"),
    "infinite": ("if bids[0] > 2: return [0, 0], [math.inf, 0]", ["3", "0"], "expected payments[0] to be finite"),
    "changes the bids": ("if bids[0] > 2: bids[0] = 0", ["3", "0"], "changes its argument"),
    "sorts the bids": ("bids.sort()", ["1", "0"], "changes its argument"),
}


@pytest.mark.parametrize("failure", FAILING)
def test_bids_without_an_outcome_refute_totality_and_leave_other_laws_unknown(failure: str, judged: Judge) -> None:
    body, bids, text = FAILING[failure]
    verdict = judged(f"{body}\n{NOBODY}")
    assert verdict.verdict == "refuted"
    assert verdict.counterexample is not None
    assert verdict.counterexample.bids == bids
    assert verdict.reason is not None
    assert text in verdict.reason
    other = judged(f"{body}\n{NOBODY}", "single-winner")
    assert other.verdict == "unknown"
    assert other.reason is not None
    assert f"no outcome for the bids ({', '.join(bids)})" in other.reason


def test_a_validation_of_bids_lets_them_pass(judged: Judge) -> None:
    checks = """
        for b in bids:
            if not isinstance(b, (int, float)) or type(b) is bool or not math.isfinite(b) or b < 0:
                raise ValueError(f"expected a bid, got {b}")
        bids = [float(b) for b in bids]
    """
    for arithmetic in ("real", "integer"):
        assert judged(textwrap.dedent(checks) + NOBODY, arithmetic=arithmetic).verdict == "proved"


def test_a_bug_between_whole_numbers_is_none_over_the_integers(judged: Judge) -> None:
    body = "w = bids[0] == 29 / 4\nreturn [w, w], [0, 0]"
    refuted = judged(body, "single-winner")
    assert refuted.counterexample is not None
    assert refuted.counterexample.bids[0] == "29/4"
    assert judged(body, "single-winner", "integer").verdict == "proved"


def test_any_keeps_its_side_effects(judged: Judge) -> None:
    body = "seen = []\nhit = any(seen.append(b) or b > 3 for b in bids)\nreturn [len(seen) == 1 and hit] * 2, [0, 0]"
    verdict = judged(body, "single-winner")
    assert verdict.counterexample is not None
    assert verdict.counterexample.bids == ["4", "0"]


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("auction.py", "expected FILE.py:FUNCTION"),
        ("auctoin.py:vickrey", "did you mean auction.py?"),
        ("auction.py:vickery", "did you mean 'vickrey'?"),
        ("auction.py:msb", "needs a range for its parameter 'rho', such as rho=1.."),
        ("broken.py:f", "does not import: SyntaxError"),
        ("missing.py:f", "does not import: ModuleNotFoundError: No module named 'nowhere_at_all' (line 1)"),
    ],
)
def test_what_cannot_be_loaded_says_why(target: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "auction.py").write_text(
        "def vickrey(bids):\n    return [], []\ndef msb(bids, rho):\n    return [], []\n"
    )
    (tmp_path / "broken.py").write_text("def f(:\n")
    (tmp_path / "missing.py").write_text("import nowhere_at_all\n")
    with pytest.raises(LoadError) as caught:
        load(str(tmp_path / target))
    assert text in str(caught.value)


@pytest.mark.parametrize("text", ["x", "2..1", "..", "1/0.."])
def test_a_range_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected a range"):
        interval(text)


def test_printing_clocks_and_exits_stay_in_the_child(tmp_path: Path) -> None:
    (tmp_path / "noisy.py").write_text(
        "import os, time\nprint('loaded')\n"
        "def prints(bids):\n    print(bids)\n    return [0] * len(bids), [0] * len(bids)\n"
        "def clock(bids):\n    return [time.time() % 2 < 1] * len(bids), [0] * len(bids)\n"
        "def leaves(bids):\n    os._exit(3)\n"
    )
    law = LAWS["single-winner"]
    assert check(load(f"{tmp_path}/noisy.py:prints"), law, bidders=[2]).verdict == "proved"
    clock = check(load(f"{tmp_path}/noisy.py:clock"), law, bidders=[2])
    assert (clock.verdict, clock.scope.parameters) == ("refuted", {"clock": "[0, inf)"})
    leaves = check(load(f"{tmp_path}/noisy.py:leaves"), law, bidders=[2])
    assert (leaves.verdict, "`os._exit`" in str(leaves.reason)) == ("unknown", True)


@pytest.mark.slow
@pytest.mark.parametrize(("depth", "verdict"), [(500, "proved"), (5000, "unknown")])
def test_recursion_is_followed_as_deep_as_python_itself_goes(tmp_path: Path, depth: int, verdict: str) -> None:
    """Beyond that the function raises when it is used, so nothing may be called proved of it."""
    down = "def down(n):\n    return 0 if n == 0 else down(n - 1)\n"
    (tmp_path / "deep.py").write_text(f"{down}\n\ndef auction(bids):\n    down({depth})\n    {NOBODY}\n")
    found = check(load(f"{tmp_path}/deep.py:auction"), LAWS["single-winner"], bidders=[2])
    assert found.verdict == verdict
    assert verdict == "proved" or "calls within calls" in (found.reason or "")


def test_whole_bids_are_tried_where_bids_are_whole(judged: Judge) -> None:
    """A branch between two whole numbers is never taken; half bids, tried all the same, would seem to contradict."""
    body = "return [False] * len(bids), [1 if 4 < b < 5 else 0 for b in bids]"
    assert judged(body, "losers-pay-nothing", "integer").verdict == "proved"
    assert judged(body, "losers-pay-nothing", "real").verdict == "refuted"


def test_a_helper_that_asks_for_floats_sees_floats(tmp_path: Path) -> None:
    """A module from the same folder runs as the file itself: to it a bid of the proof is a float too."""
    (tmp_path / "asking_helper.py").write_text(
        "def price(own, rival):\n    return own if isinstance(own, float) else rival\n", encoding="utf-8"
    )
    (tmp_path / "asking_auction.py").write_text(
        "from asking_helper import price\n\n\ndef auction(bids):\n"
        "    top = max(range(len(bids)), key=lambda i: bids[i])\n"
        "    rival = max(b for i, b in enumerate(bids) if i != top)\n"
        "    pays = [price(bids[top], rival) if i == top else 0 for i in range(len(bids))]\n"
        "    return [i == top for i in range(len(bids))], pays\n",
        encoding="utf-8",
    )
    verdict = check(load(f"{tmp_path}/asking_auction.py:auction"), LAWS["strategy-proof"], bidders=[2])
    assert verdict.verdict == "refuted"


OUTSIDE = {
    "the date": ("import datetime", "datetime.datetime.now().year > 0"),
    "the system's dice": ("import secrets", "secrets.randbelow(10**9) >= 0"),
    "a generator without a seed": ("import random", "random.Random().random() >= 0"),
    "an identity": ("from operator import is_", "is_(bids[0], bids[1])"),
    "an aliased clock": ("from datetime import datetime\nnow = datetime.now", "now().year > 0"),
    "a clock in a table": ("from datetime import date\nclocks = [date.today]", "clocks[0]().year > 0"),
    "a setting of the interpreter": ("import sys", "sys.getrecursionlimit() > 0"),
    "a calendar": ("import time", "time.localtime().tm_year > 0"),
    "the process": ("import os", "os.getpid() > 0"),
    "an address": ("thing = object()", "hash(thing) > 0"),
    "the calling frames": ("import sys", "sys._getframe().f_back is None"),
    "a file of code that is written": ("from pathlib import Path", "Path('kept_state.py').write_text('0')"),
}


@pytest.mark.parametrize("kind", OUTSIDE)
def test_what_is_no_function_of_numbers_proves_nothing_however_it_is_asked(kind: str, tmp_path: Path) -> None:
    head, body = OUTSIDE[kind]
    (tmp_path / "asking_outside.py").write_text(f"{head}\n\n\ndef auction(bids):\n    {body}\n    {NOBODY}\n")
    verdict = check(load(f"{tmp_path}/asking_outside.py:auction"), LAWS["single-winner"], bidders=[2])
    assert verdict.verdict == "unknown"
    assert "the evaluator cannot follow the code" in (verdict.reason or "")


SECOND_PRICE = """
def auction(bids):
    top = max(range(len(bids)), key=lambda i: bids[i])
    price = max(b for i, b in enumerate(bids) if i != top)
    {}
    return [i == top for i in range(len(bids))], [price if i == top else 0 for i in range(len(bids))]
"""


@pytest.mark.parametrize(
    "statement",
    [
        "match bids[top]:\n        case float(x) if x == 7.25: price = 0",
        "match bids[top] == 7.25:\n        case True: price = 0",
        "match (top, bids[top]):\n        case (int(), float(x)) if x == 7.25: price = 0",
    ],
)
def test_a_match_with_a_type_or_a_truth_value_is_read_as_python_reads_it(statement: str, judged: Judge) -> None:
    body = textwrap.dedent(SECOND_PRICE.format(statement)).strip().removeprefix("def auction(bids):\n")
    verdict = judged(textwrap.dedent(body), "strategy-proof")
    assert verdict.verdict == "refuted"
    assert verdict.counterexample is not None
    assert "29/4" in [*verdict.counterexample.bids, verdict.counterexample.variables["lie"]]


HELPERS = {
    "return 0 if isinstance(own, float) and own == 7.25 else rival": "refuted",
    "return 0 if (own == 7.25) is True else rival": "refuted",
    "global seen\n    seen += 1\n    return rival": "proved",
    "return sorted([own, rival])[0]": "proved",
}


@pytest.mark.parametrize("body", HELPERS)
def test_a_helper_in_another_file_runs_as_the_file_itself(body: str, tmp_path: Path) -> None:
    (tmp_path / "pricing_helper.py").write_text(f"seen = 0\n\n\ndef priced(own, rival):\n    {body}\n")
    text = SECOND_PRICE.format("price = priced(bids[top], price)")
    (tmp_path / "helped_auction.py").write_text(f"from pricing_helper import priced\n\n{text}")
    verdict = check(load(f"{tmp_path}/helped_auction.py:auction"), LAWS["strategy-proof"], bidders=[2])
    assert verdict.verdict == HELPERS[body]


def test_objects_are_ordered_as_python_orders_them(judged: Judge) -> None:
    """``max`` asks for ``>``, which need not be the reverse of ``<``."""
    head = (
        "class Bid:\n"
        "    def __init__(self, bid, who): self.bid, self.who = bid, who\n"
        "    def __lt__(self, other): return self.bid < other.bid\n"
        "    def __gt__(self, other): return self.bid >= other.bid\n"
    )
    body = "top = max([Bid(b, i) for i, b in enumerate(bids)]).who\nreturn [i == top for i in range(2)], [0, 0]"
    found = judged(body, "anonymous", head=head)
    assert found.verdict == "refuted"
    assert found.counterexample is not None
    assert found.counterexample.outcomes[0].wins == [False, True]


def test_a_key_is_asked_once_for_each_item(judged: Judge) -> None:
    asked = "asked = []\n"
    for order in ("sorted(range(2), key=key)", "max(['a', 'b'], key=lambda x: {key(x)})"):
        body = f"{asked}def key(x):\n    asked.append(x)\n    return x\n{order}\nif len(asked) != 2: raise ValueError"
        assert judged(f"{body}\n{NOBODY}").verdict == "proved"


def test_decimal_outcomes_on_doubles_are_no_failure(judged: Judge) -> None:
    body = "prices = [Decimal(b) for b in bids]\ntop = prices.index(max(prices))\n"
    verdict = judged(f"{body}return [i == top for i in range(2)], [0, 0]", head="from decimal import Decimal\n")
    assert verdict.verdict == "proved"


def test_a_bid_is_a_float_already(judged: Judge) -> None:
    body = "prices = list(map(float, bids))\nreturn [False, False], [0 if p >= 0 else 1 for p in prices]"
    assert judged(body, "losers-pay-nothing").verdict == "proved"
    exact = "prices = [Fraction(b) * Fraction(1, 2) for b in bids]\nreturn [False, False], [p - p for p in prices]"
    assert judged(exact, "losers-pay-nothing", head="from fractions import Fraction\n").verdict == "proved"


def test_a_position_counted_from_another(judged: Judge) -> None:
    body = "top = bids.index(max(bids))\nprice = bids[1 - top]\nwins = [top == 0, top == 1]\n"
    body += "return wins, [price * won for won in wins]"
    assert judged(body, "strategy-proof").verdict == "proved"


NO_NUMBERS = {
    "a builtin by way of its module": ("import builtins", "builtins.isinstance(bids[top], float)"),
    "a builtin imported": ("from builtins import isinstance as is_a", "is_a(bids[top], float)"),
    "the class, by name": ("", "getattr(bids[top], '__class__') is float"),
    "the class, by a getter": ("from operator import attrgetter", "attrgetter('__class__')(bids[top]) == float"),
    "another name for type": ("kind = type", "{float: True}.get(kind(bids[top]), False)"),
    "type, mapped": ("", "list(map(type, bids))[top] == float"),
    "attributes that floats have": ("", "hasattr(bids[top], '__getnewargs__')"),
    "attributes that floats have not": ("", "not hasattr(bids[top], '__index__')"),
    "the size": ("import sys", "sys.getsizeof(bids[top]) == 24"),
    "the type of the list": ("", "type(bids) is list and type(bids[:2]) == list"),
    "what counting gives": ("", "isinstance(sum(b > 3 for b in bids), int)"),
    "what a whole number gives": ("", "isinstance(2 * top, int)"),
    "float with another meaning": ("def float(x): return 1", "float(bids[top]) == 1"),
    "sort with another meaning": ("class Pile(list):\n    def sort(self): self.clear()", "not sorted_pile()"),
    "a type with floats": ("import abc\nclass N(abc.ABC): pass\nN.register(float)", "matched(bids[top])"),
    "an error that is caught": ("", "no_error(bids[top])"),
    "an error that a context swallows": ("from contextlib import suppress", "not_swallowed(bids[top])"),
    "the type of an array": ("import numpy as np", "np.array(bids).dtype == float"),
    "the type of its entries": ("import numpy as np", "isinstance(np.array(bids)[top], float) and floats(bids)"),
    "division by zero of arrays": ("import numpy as np", "divides(np.array(bids)[top] - 7.25)"),
}  # fmt: skip
HELPING = """
def sorted_pile():
    pile = Pile([1])
    pile.sort()
    return pile


def matched(bid):
    match bid:
        case N():
            return True
    return False


def no_error(bid):
    try:
        float.hex(bid)
    except TypeError:
        return False
    return True


def not_swallowed(bid):
    with suppress(TypeError):
        float.hex(bid)
        return True
    return False


def floats(bids):
    try:
        np.isnan(np.array(bids))
    except TypeError:
        return False
    return True


def divides(number):
    try:
        1 / number
    except ZeroDivisionError:
        return False
    return True

"""


@pytest.mark.parametrize("way", NO_NUMBERS)
def test_a_question_that_tells_symbols_from_numbers_hides_no_flaw(way: str, tmp_path: Path) -> None:
    """On numbers each of these is true, so that a winner with 29/4 pays nothing."""
    head, question = NO_NUMBERS[way]
    text = SECOND_PRICE.format(f"price = 0 if {question} and bids[top] == 7.25 else price")
    (tmp_path / "telling_auction.py").write_text(f"{head}\n{HELPING}\n{text}")
    mechanism = load(f"{tmp_path}/telling_auction.py:auction")
    assert check(mechanism, LAWS["strategy-proof"], bidders=[2]).verdict in ("refuted", "unknown")


def test_whole_bids_are_asked_as_whole_numbers_of_python(judged: Judge) -> None:
    body = "return [False, False], [0 if isinstance(b / 1, float) else 1 for b in bids]"
    assert judged(body, "losers-pay-nothing", "integer").verdict == "proved"
    assert judged("return [False, False], [b & 1 for b in bids]", "total", "integer").verdict == "unknown"
