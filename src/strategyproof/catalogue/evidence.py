"""The mechanisms of the catalogue as code that runs, and what their own runs say at one point."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from textwrap import dedent

from strategyproof.catalogue.entry import Code, Entry, Sibling
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.rules import MECHANISMS
from strategyproof.mechanism.verdict import Counterexample, Scope, Verdict


def says(code: Code) -> str:
    """Return what it does, in its own words."""
    if code.ships:
        return MECHANISMS[code.name].summary
    return " ".join((inspect.getdoc(code.function) or "").split())


def text_of(code: Code) -> str:
    """Return its source text; of a rule that runs MSB at the rho of a selector, the selector's as well."""
    function = code.function
    text = dedent(inspect.getsource(function))
    selector = MECHANISMS[code.name].rho if "<locals>" in function.__qualname__ else None
    return text if selector is None else f"{text}\n{dedent(inspect.getsource(selector))}"


def file_of(code: Code) -> Path:
    """Return the file in which it is written."""
    return Path(str(inspect.getsourcefile(code.function)))


def runnable(code: Code) -> Mechanism:
    """Return it as a mechanism that runs in this process, on exact rationals or doubles: for fuzzing and replay."""
    if code.ships:
        return MECHANISMS[code.name]
    from strategyproof.plugin.direct import rule_of
    from strategyproof.proofs.functions.described import mechanism_of
    from strategyproof.proofs.functions.ranges import declared

    return mechanism_of(code.name, code.name, code.file, rule_of(code.function), declared(code.parameters))


def replayed(sibling: Sibling) -> Verdict | None:
    """Run a sibling on its counterexample, in exact arithmetic; return the refutation; None if the law holds there."""
    found = _broken(sibling)
    if found is None:
        return None
    scope = Scope([len(sibling.bids)], "rational", dict(sibling.parameters))
    return Verdict(sibling.code.name, sibling.law, "refuted", scope, "replay", found)


def _broken(sibling: Sibling) -> Counterexample | None:
    if sibling.code.reading is not None:
        from strategyproof.proofs.functions.program import Program
        from strategyproof.proofs.functions.ranges import declared
        from strategyproof.proofs.spaces.loading import spaced

        program = Program(f"{file_of(sibling.code)}:{sibling.code.name}")
        function = spaced(program, sibling.code.name, declared(sibling.parameters))
        assert function is not None
        return function.broken(sibling.law, sibling.bids, sibling.variables)
    from strategyproof.mechanism.arrays import exact
    from strategyproof.mechanism.counterexample import replay
    from strategyproof.plugin.direct import argument

    arguments = {"bids": exact([Fraction(bid) for bid in sibling.bids])}
    arguments |= {name: argument(value) for name, value in sibling.variables.items()}
    parameters = {name: Fraction(value) for name, value in sibling.parameters.items()}
    return replay.counterexample(LAWS[sibling.law], runnable(sibling.code), parameters, arguments)


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

    reading = entry.code.reading
    sizes = _sizes(entry.bidders, "bidders" if reading is None else "agents")
    if reading is not None and reading.one.is_finite:
        sizes += f", all {sum(reading.one.variants**size for size in entry.bidders)} profiles"
    return ", ".join([sizes, *(f"{name} in {interval(text)}" for name, text in entry.code.parameters.items())])


def kept(entry: Entry) -> list[str]:
    """Return the laws that it keeps, each with its numbers of bidders where they are others than those of the entry."""
    return [_with_sizes(entry, law) for law, keeps in entry.laws().items() if keeps]


def broken(entry: Entry) -> list[str]:
    """Return the laws that it breaks, likewise."""
    return [_with_sizes(entry, law) for law in entry.breaks]


def _with_sizes(entry: Entry, law: str) -> str:
    return f"{law} ({_sizes(entry.sizes[law], 'agents')})" if law in entry.sizes else law


def _sizes(sizes: Sequence[int], who: str) -> str:
    first, *more = sizes
    return f"{first} to {more[-1]} {who}" if more else f"{first} {who}"
