"""What a line that is not read may have done: whoever asks is told, and nobody is given what was there before."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

from strategyproof.proofs.evaluator.faults import Stateful, Unsupported

HERE = Path(__file__).parent
UNREAD = {
    "a function that is not read to its end": (
        """
CONFIG, rate = [], 1
def setup():
    global rate
    open(os.devnull).close()
    CONFIG.append(3)
    rate = 5
setup()
""",
        "return len(CONFIG), rate",
    ),
    "a method that is not read to its end": (
        """
CONFIG = []
class Setup:
    def run(self):
        open(os.devnull).close()
        CONFIG.append(3)
Setup().run()
""",
        "return len(CONFIG)",
    ),
    "another name of what is changed": (
        """
A = []
B = A
T = ([A],)
def filled(x):
    x.append(open(os.devnull).close())
filled(A)
""",
        "return len(B), len(T[0][0])",
    ),
    "a word of a module is replaced": (
        """
math.floor = lambda x: 0
""",
        "return math.floor(3.5)",
    ),
    "a word of a module is set by name": (
        """
setattr(heapq, "nlargest", lambda n, xs: [0])
""",
        "return heapq.nlargest(1, [1, 2])",
    ),
    "a built-in word is replaced": (
        """
import builtins as b
b.max = min
""",
        "return max(1, 2)",
    ),
    "a star hides a built-in word": (
        """
from operator import *
""",
        "return pow",
    ),
    "globals": (
        """
zz = 3
globals()["zz"] = 5
""",
        "return zz",
    ),
    "globals in a function": (
        """
def put():
    globals()["zz"] = 5
zz = 3
put()
""",
        "return zz",
    ),
    "the module itself": (
        """
import sys
zz = 3
sys.modules[__name__].zz = 5
""",
        "return zz",
    ),
    "the defaults of a function": (
        """
def f(a=1):
    return a
f.__defaults__ = (2,)
""",
        "return f()",
    ),
    "the bases of a class": (
        """
class A:
    k = 1
class B:
    k = 2
class C(A):
    pass
C.__bases__ = (B,)
""",
        "return C.k",
    ),
}
ITERATORS = {
    "how many are left": ("M = iter([1])", "return len(list(M))"),
    "whether one is left": ("M = iter(range(1000))", "return len(list(zip([0], M)))"),
    "a next that ends one day": ("M = iter(range(1000))", "return 0 if next(M) is None else 1"),
}
HONEST = """
import argparse
RATE, LOG = 3, []
def main():
    print(argparse.ArgumentParser())
if __name__ == "__main__":
    main()
app = argparse.ArgumentParser()
app.add_argument("--x")
"""


def _load() -> Any:
    spec = importlib.util.spec_from_file_location("differences", HERE / "differences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["differences"] = module
    spec.loader.exec_module(module)
    return module


differences = _load()


def _source(before: str, body: str) -> str:
    return f"import heapq\nimport math\nimport os\n{before}\ndef auction(bids):\n    {body}\n"


@pytest.mark.parametrize("title", UNREAD)
def test_what_an_unread_line_may_change_is_not_read(title: str) -> None:
    assert isinstance(differences.evaluated(_source(*UNREAD[title]), [1.0, 2.0]), Unsupported)


@pytest.mark.parametrize("title", ITERATORS)
def test_an_iterator_of_the_file_ends_one_day(title: str) -> None:
    assert isinstance(differences.evaluated(_source(*ITERATORS[title]), [1.0, 2.0]), Stateful)


def test_a_loop_over_a_count_of_the_file_goes_on() -> None:
    body = "return [n for n, _ in zip(range(3), M)]"
    assert differences.evaluated(_source("import itertools\nM = itertools.count()", body), [1.0])[1] == [
        ("int", n) for n in range(3)
    ]


def test_other_names_stay_readable() -> None:
    source = _source(HONEST, "return RATE, len(LOG)")
    assert differences.evaluated(source, [1.0]) == differences.natively(source, [1.0])


def test_a_file_is_read_as_it_is_when_it_is_imported(tmp_path: Path) -> None:
    from strategyproof.proofs.evaluator import Evaluator, modules

    file = tmp_path / "rule.py"
    file.write_text("R = 1\nif __name__ == '__main__':\n    R = 2\n", encoding="utf-8")
    scope = modules.load(Evaluator(), file)
    assert (scope["R"], scope["__name__"]) == (1, "rule")


def test_a_star_takes_what_a_file_lists(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("__all__ = ['_kept']\n_kept, left = 1, 2\n", encoding="utf-8")
    from strategyproof.proofs.evaluator import Evaluator, modules

    file = tmp_path / "rule.py"
    file.write_text("left = 5\nfrom helper import *\n", encoding="utf-8")
    scope = modules.load(Evaluator(), file)
    assert (scope["_kept"], scope["left"]) == (1, 5)
