"""The library call: a function of a file, of a cell, or of another function; what it prints, and what it refuses."""

from __future__ import annotations

import linecache
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from strategyproof import LAWS, MECHANISMS, check, fuzz, prove, run

CELL = """
from math import floor

RESERVE = 3


def top(bids):
    return max(range(len(bids)), key=lambda i: bids[i])


def reserved(bids):
    w = top(bids)
    sold = bids[w] >= RESERVE
    price = max([RESERVE] + [b for i, b in enumerate(bids) if i != w])
    return [sold and i == w for i in range(len(bids))], [price if sold and i == w else 0 for i in range(len(bids))]


def own(bids):
    w = top(bids)
    return [i == w for i in range(len(bids))], [floor(b) * (i == w) for i, b in enumerate(bids)]


def max(values, key=None):  # what is bound at the prompt is what the function calls
    return sorted(values, key=key)[-1]
"""


@pytest.fixture
def cell(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Names of a session without a file, as a notebook has them."""
    name = "<cell 1>"
    monkeypatch.setitem(linecache.cache, name, (len(CELL), None, CELL.splitlines(keepends=True), name))
    main = sys.modules["__main__"]
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(CELL, name, "exec"), names)
    for key, value in names.items():
        if not key.startswith("__"):
            monkeypatch.setattr(main, key, value, raising=False)
    return names


def test_a_function_of_a_cell_is_checked_with_all_that_it_names(cell: dict[str, Any]) -> None:
    found = check(cell["reserved"], ["strategy-proof", LAWS["single-winner"]], bidders=2)
    assert found.holds
    assert [verdict.verdict for verdict in found.verdicts] == ["proved", "proved"]


def test_a_refutation_is_told_as_text_and_as_html(cell: dict[str, Any]) -> None:
    found = check(cell["own"], "individually-rational", bidders="2-3")
    assert found.verdict("individually-rational").verdict == "proved"
    refuted = check(cell["own"], "strategy-proof", bidders=2)
    assert not refuted.holds
    assert "\u2717 refuted" in str(refuted)
    assert "it gains" in str(refuted)
    assert refuted._repr_html_().startswith("<pre>")
    with pytest.raises(KeyError, match="'monotone' was not asked; asked: strategy-proof"):
        refuted.verdict("monotone")


def test_what_a_function_encloses_is_written_too() -> None:
    def made(fee: int) -> Callable[[list[float]], Any]:
        def auction(bids: list[float]) -> Any:
            return [False] * len(bids), [fee] * len(bids)

        return auction

    assert check(made(2), "individually-rational", bidders=2).verdicts[0].verdict == "refuted"
    assert check(made(0), "individually-rational", bidders=2).verdicts[0].verdict == "proved"


class Thing:
    pass


def test_the_core_is_asked_by_default_and_all_on_request(cell: dict[str, Any]) -> None:
    core = check(cell["reserved"], bidders=2)
    assert [verdict.law for verdict in core.verdicts][:3] == ["total", "single-winner", "strategy-proof"]
    assert len(check(cell["reserved"], "all", bidders=2).verdicts) > len(core.verdicts)


THING = Thing()


def uses_an_object(bids: list[float]) -> Any:
    return THING, bids


def _local() -> Callable[..., Any]:
    thing = Thing()

    def auction(bids: list[float]) -> Any:
        return thing, bids

    return auction


@pytest.mark.parametrize(
    ("given", "more", "error", "text"),
    [
        (lambda bids: bids, {}, TypeError, "expected a function that def or class has named"),
        (len, {}, TypeError, "expected a function that def or class has named, got <built-in function len>"),
        (3, {}, TypeError, "expected a function of the bids, got int"),
        (MECHANISMS["msb"], {}, TypeError, "'msb' is a mechanism in the vocabulary; use strategyproof.prove"),
        (_local(), {}, TypeError, "uses 'thing', a Thing, which is not written to a file"),
        (uses_an_object, {"laws": "strategyproof"}, ValueError, "unknown law 'strategyproof'; did you mean"),
        (uses_an_object, {"laws": []}, ValueError, "asks nothing; leave it out for the core"),
        (uses_an_object, {"bidders": "many"}, ValueError, "expected a number of bidders or a range"),
        (uses_an_object, {"parameters": {"rho": "x"}}, ValueError, "parameter 'rho': expected a range"),
        (uses_an_object, {"parameters": {"rho": "1.."}}, ValueError, "uses_an_object has no parameter 'rho'"),
    ],
)
def test_what_cannot_be_checked_is_said(given: Any, more: dict[str, Any], error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text.replace("[", r"\[")):
        check(given, **more)


def test_another_object_of_the_name_is_not_taken_for_the_function(monkeypatch: pytest.MonkeyPatch) -> None:
    original = uses_an_object
    monkeypatch.setattr(sys.modules[__name__], "uses_an_object", lambda bids: bids)
    with pytest.raises(TypeError, match="got another object of that name"):
        check(original)


def test_a_script_that_checks_itself_does_not_start_itself_for_ever(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(
        "import strategyproof\n\ndef auction(bids):\n    return [0] * len(bids), [0] * len(bids)\n\n"
        "print(strategyproof.check(auction, 'single-winner'))\n"
    )
    ran = subprocess.run([sys.executable, "script.py"], check=False, cwd=tmp_path, capture_output=True, text=True)
    assert "call it under if __name__ == '__main__'" in ran.stderr


@pytest.mark.parametrize(
    "asked",
    [
        lambda: prove("strategy-proof", uses_an_object),  # type: ignore[arg-type]
        lambda: fuzz("strategy-proof", uses_an_object),  # type: ignore[arg-type]
        lambda: run(uses_an_object, [1, 2]),  # type: ignore[arg-type]
    ],
)
def test_what_takes_mechanisms_names_what_takes_functions(asked: Callable[[], Any]) -> None:
    with pytest.raises(TypeError, match=r"got a plain function; strategyproof.check\(function\) takes one"):
        asked()


def test_a_law_may_be_named_and_a_wrong_name_has_a_nearest() -> None:
    assert prove("single-winner", MECHANISMS["msb"]).verdict == "proved"
    with pytest.raises(ValueError, match="unknown law 'single-winer'; did you mean 'single-winner'"):
        prove("single-winer", MECHANISMS["msb"])
