"""The mechanisms of the catalogue as code that runs, and what their own runs say at one point."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from textwrap import dedent
from typing import Any

from strategyproof.catalogue.entry import Code, Entry, Sibling
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Scope, Verdict


def function_of(code: Code) -> Callable[..., Any]:
    """Return the function, or the rule of a mechanism that ships."""
    if code.ships:
        return MECHANISMS[code.name].rule
    return getattr(importlib.import_module(code.module), code.name)  # type: ignore[no-any-return]  # a function


def says(code: Code) -> str:
    """Return what it does, in its own words."""
    if code.ships:
        return MECHANISMS[code.name].summary
    return " ".join((inspect.getdoc(function_of(code)) or "").split())


def text_of(code: Code) -> str:
    """Return its source text; of a rule that runs MSB at the rho of a selector, the selector's as well."""
    function = function_of(code)
    text = dedent(inspect.getsource(function))
    selector = MECHANISMS[code.name].rho if "<locals>" in function.__qualname__ else None
    return text if selector is None else f"{text}\n{dedent(inspect.getsource(selector))}"


def file_of(code: Code) -> Path:
    """Return the file in which it is written."""
    return Path(str(inspect.getsourcefile(function_of(code))))


def runnable(code: Code) -> Mechanism:
    """Return it as a mechanism that runs in this process, on exact rationals or doubles: for fuzzing and replay."""
    if code.ships:
        return MECHANISMS[code.name]
    from strategyproof.plugin.direct import rule_of
    from strategyproof.proofs.functions.described import mechanism_of
    from strategyproof.proofs.functions.ranges import declared

    return mechanism_of(code.name, code.name, code.file, rule_of(function_of(code)), declared(code.parameters))


def replayed(sibling: Sibling) -> Verdict | None:
    """Run a sibling on its counterexample, in exact arithmetic; return the refutation; None if the law holds there."""
    from strategyproof.mechanism.arrays import exact
    from strategyproof.mechanism.counterexample import replay
    from strategyproof.plugin.direct import argument

    arguments = {"bids": exact([Fraction(bid) for bid in sibling.bids])}
    arguments |= {name: argument(value) for name, value in sibling.variables.items()}
    parameters = {name: Fraction(value) for name, value in sibling.parameters.items()}
    found = replay.counterexample(LAWS[sibling.law], runnable(sibling.code), parameters, arguments)
    if found is None:
        return None
    scope = Scope([len(sibling.bids)], "rational", dict(sibling.parameters))
    return Verdict(sibling.code.name, sibling.law, "refuted", scope, "replay", found)


def story_of(sibling: Sibling) -> str:
    """Tell what happens at a sibling's counterexample, from its own run.

    Raises
    ------
    ValueError
        If the law holds there.
    """
    from strategyproof.reports.story import tell

    verdict = replayed(sibling)
    if verdict is None:
        raise ValueError(f"{sibling.code.name} keeps {sibling.law} at the bids {sibling.bids}; correct the catalogue")
    return tell(verdict)


def scope_of(entry: Entry) -> str:
    """Say for how many bidders its verdicts are claimed, and with which parameters."""
    if entry.code.ships:
        ranges = [f"{p.name} in {p.interval}" for p in MECHANISMS[entry.code.name].parameters]
        return ", ".join(["any number of bidders", *ranges])
    from strategyproof.proofs.functions.ranges import interval

    first, *more = entry.bidders
    sizes = f"{first} to {more[-1]} bidders" if more else f"{first} bidders"
    return ", ".join([sizes, *(f"{name} in {interval(text)}" for name, text in entry.code.parameters.items())])
