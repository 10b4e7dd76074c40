"""Load a user's function and check laws of it, from the process that reports: user code runs in a child process."""

from __future__ import annotations

import difflib
import inspect
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from strategyproof.mechanism.grounds import Ground
from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.laws.total import TOTAL
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.outcome import Outcome, Vector
from strategyproof.mechanism.parameter import Parameter
from strategyproof.mechanism.verdict import Arithmetic, Contradiction, Scope, Verdict
from strategyproof.proofs.child.cause import NoAnswer
from strategyproof.proofs.child.process import Child, python_worker, worker_environment
from strategyproof.proofs.functions.budget import Budget
from strategyproof.proofs.functions.described import mechanism_of
from strategyproof.proofs.functions.ranges import CLOCK, Declared, declared
from strategyproof.proofs.functions.target import LoadError
from strategyproof.proofs.smt.choice import SolverChoice
from strategyproof.proofs.smt.smtlib import sha256_of

if TYPE_CHECKING:
    from strategyproof.proofs.spaces.read import SpaceRead

GRACE = 5.0
"""Seconds that the child gets beyond its budget to say itself that the time is up."""
LOADING = 30.0
WORKER = "strategyproof.proofs.functions.worker"


class Session:
    """A child process that has loaded one function; checks of several laws share what its paths gave.

    Parameters
    ----------
    mechanism
        From :func:`load` or :func:`from_function`.
    worker
        The module that the child runs.

    Attributes
    ----------
    texts
        The texts that verdicts cite, by their SHA-256; None, as at first, where nobody wants to keep them.
    contradictions
        Questions to which two solvers gave contrary answers.

    Examples
    --------
    >>> with Session(load("my_auction.py:vickrey")) as session:  # doctest: +SKIP
    ...     verdicts = [check(session.mechanism, law, session=session) for law in LAWS.values()]
    """

    def __init__(self, mechanism: Mechanism, worker: str = WORKER) -> None:
        self.mechanism = mechanism
        self.texts: dict[str, str] | None = None
        self.contradictions: list[Contradiction] = []
        self._rule = rule_of(mechanism)
        self._process = new_child(worker)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child process."""
        self._process.close()

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send a request to the child, which loads the function first if it is new."""
        if not self._process.is_running:
            self.load()
        return self._process.ask(request, seconds)

    def text(self, sha256: str) -> str:
        """Return a text that the last check asked solvers.

        Raises
        ------
        NoAnswer
            If the child does not give it.
        """
        text, whole = "", False
        while not whole:
            part = self.ask({"do": "text", "sha256": sha256, "start": len(text)}, LOADING)
            if "crash" in part:
                raise NoAnswer("protocol", f"expected the text with SHA-256 {sha256}, got {part['crash']}")
            text, whole = text + part["text"], part["whole"]
        if sha256_of(text) != sha256:
            raise NoAnswer("protocol", f"expected the text with SHA-256 {sha256}, got {text[:80]!r}")
        return text

    def load(self) -> dict[str, Any]:
        """Load the function in a new child.

        Raises
        ------
        LoadError
            If it cannot be had.
        """
        bounds = {p.name: _bounds(p) for p in self._rule.parameters}
        request = {"do": "load", "target": self._rule.target, "id": self.mechanism.id, "parameters": bounds}
        try:
            reply = self._process.ask(request, LOADING)
        except NoAnswer as error:
            raise LoadError(f"{self._rule.target} does not import: {error}") from error
        if "crash" in reply:
            self.close()
            raise LoadError(f"{self._rule.target} cannot be read: {reply['crash']}")
        if "load_error" in reply:
            self.close()
            raise LoadError(reply["load_error"], reply["line"])
        if reply.get("space") is not None:
            from strategyproof.proofs.spaces.read import SpaceRead

            self._rule.space = msgspec.convert(reply["space"], SpaceRead)
        return reply


def new_child(worker: str = WORKER) -> Child:
    """Return a process that runs user code.

    Its hashes are the same each time, as the order of a set hangs on them. NumPy gets one thread: the arrays hold a few
    bids, and starting more costs a fifth of a check.
    """
    return Child(python_worker(worker), {**worker_environment(), "PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1"})


class PlainRule:
    """A rule that runs a user's function in a child process, on exact rationals or on doubles.

    Attributes
    ----------
    target
        ``FILE.py:FUNCTION``, the file as an absolute path.
    parameters
        The declared parameters.
    line, source
        Where the function starts, and the text of that line.
    space
        How it was read, where its types or outcomes are more than one number and yes or no.
    """

    def __init__(self, target: str, parameters: tuple[Parameter, ...]) -> None:
        self.target, self.parameters, self.line, self.source = target, parameters, 1, ""
        self.session: Session | None = None
        self.space: SpaceRead | None = None

    @property
    def file(self) -> str:
        """Return the file."""
        return self.target.rpartition(":")[0]

    def __call__(self, bids: Vector, **values: Any) -> Outcome:
        """Run the function once on NumPy bids; floats stay floats, objects are exact rationals.

        Raises
        ------
        ArithmeticError
            If the function has no outcome for these bids; the message says why.
        """
        import numpy as np

        assert self.session is not None
        in_floats = bids.dtype != object
        request = {
            "do": "run",
            "bids": [str(bid) for bid in bids.tolist()],
            "values": {name: str(value) for name, value in values.items()},
            "in_floats": in_floats,
        }
        reply = self.session.ask(request, LOADING)
        if "fault" in reply:
            raise ArithmeticError(f"{self.target} has no outcome for the bids {request['bids']}: {reply['fault']}")
        payments = np.empty(len(bids), dtype=float if in_floats else object)
        payments[:] = [_number(text, in_floats or reply["rounded"]) for text in reply["payments"]]
        return Outcome(np.array(reply["wins"], dtype=bool), payments)


def _number(text: str, in_floats: bool) -> Any:
    from fractions import Fraction

    return float(Fraction(text)) if in_floats else Fraction(text)


def load(target: str, parameters: Mapping[str, Declared] | None = None, worker: str = WORKER) -> Mechanism:
    """Load ``FILE.py:FUNCTION`` as a mechanism.

    Parameters
    ----------
    target
        The file and the function, as on the command line.
    parameters
        Ranges of the function's keyword parameters: ``{"rho": "1.."}``, ``{"reserve": "0..10"}``, ``{"rho": 2}``.
        A parameter with a default may be left out.
    worker
        The module that the child runs.

    Returns
    -------
    Mechanism
        With a rule that runs the function in a child process. Its id is the function's name, its source the place
        ``FILE.py:LINE``. A parameter named ``rho`` is its price scaling factor.

    Raises
    ------
    LoadError
        If the file does not exist or does not import, the name is not there (the message names the nearest), or the
        ranges do not fit the function's parameters.
    """
    from strategyproof.proofs.functions.target import split

    file, name = split(target)
    try:
        ranges = declared(parameters or {})
    except ValueError as error:
        raise LoadError(str(error)) from error
    rule = PlainRule(f"{Path(file).resolve()}:{name}", ranges)
    mechanism = mechanism_of(name, name.replace("_", " "), file, rule, ranges)
    session = Session(mechanism, worker)
    try:
        reply = session.load()
        if reply["timed"] and CLOCK not in {parameter.name for parameter in ranges}:
            ranges = rule.parameters = (*ranges, *declared({CLOCK: "0.."}))
        _fit(name, ranges, reply)
    except LoadError:
        session.close()
        raise
    rule.line, rule.source = reply["line"], reply["source"]
    session.mechanism = mechanism_of(name, name.replace("_", " "), f"{file}:{rule.line}", rule, ranges)
    rule.session = session
    return session.mechanism


def from_function(function: Callable[..., Any], parameters: Mapping[str, Declared] | None = None) -> Mechanism:
    """Load a function that this process has imported already, by its file and name.

    Raises
    ------
    LoadError
        If it is no function of a module's own, such as a lambda or one defined inside another.
    """
    file, name = inspect.getsourcefile(function), getattr(function, "__qualname__", "")
    if file is None or "<" in name or not name:
        raise LoadError(f"expected a function that its module can be asked for by name, got {function!r}")
    return load(f"{file}:{name}", parameters)


def check(
    mechanism: Mechanism,
    law: Law,
    *,
    bidders: Sequence[int] = range(2, 5),
    arithmetic: Arithmetic = "real",
    budget: Budget | None = None,
    session: Session | None = None,
    lift: bool = False,
    solver: SolverChoice = "z3",
) -> Verdict:
    """Prove or refute a law of a user's function for each number of bidders, in a child process.

    Parameters
    ----------
    mechanism
        From :func:`load` or :func:`from_function`.
    law
        One of ``strategyproof.mechanism.laws.LAWS``, or :data:`TOTAL`.
    bidders
        The numbers of bidders; those below the law's ``min_bidders`` are passed over.
    arithmetic
        ``"real"``, or ``"integer"`` for bids in whole units (scales are whole then, parameters stay real).
    budget
        What the check may cost.
    session
        A child to share among checks; without one, the check starts its own.
    lift
        Whether a law that is proved for these numbers of bidders, over the reals, is then asked for every number from
        the smallest on (:mod:`strategyproof.proofs.evaluator.rows`). Where that fails the reason says why.
    solver
        Who decides the questions on which a proof rests. Z3 alone explores the paths and looks for counterexamples.

    Returns
    -------
    Verdict
        ``proved`` for these numbers of bidders, or for any, ``refuted`` with the smallest counterexample, which the
        function itself confirms in exact arithmetic, or ``unknown`` with the line and the construct or the budget that
        ran out.

    Raises
    ------
    ValueError
        If the law is none of those, or does not speak about the mechanism.
    """
    _check_law(law, mechanism)
    own, budget = session or Session(mechanism), budget or Budget()
    request = {
        "do": "check",
        "law": law.id,
        "bidders": list(bidders),
        "arithmetic": arithmetic,
        "budget": msgspec.to_builtins(budget),
        "lift": lift,
        "solver": solver,
    }
    started = time.monotonic()
    with own if session is None else nullcontext():
        try:
            reply = own.ask(request, (2 if lift else 1) * budget.seconds + GRACE)
            found = None if "crash" in reply else _taken(reply, law, own)
        except NoAnswer as error:
            ground = Ground("unresponsive" if error.cause == "time" else error.cause, str(error))
            return _unknown(mechanism, law, list(bidders), arithmetic, ground, time.monotonic() - started)
    if found is None:
        ground = Ground(reply["cause"], f"the prover failed: {reply['crash']}")
        return _unknown(mechanism, law, list(bidders), arithmetic, ground, time.monotonic() - started)
    return found


def _taken(reply: dict[str, Any], law: Law, session: Session) -> Verdict:
    """Return the verdict of a reply; fetch the texts that it cites, where they are kept, and each that is disputed."""
    verdict = msgspec.convert(reply["verdict"], Verdict)
    for found in reply["contradictions"]:
        text = session.text(found["sha256"])
        about = (session.mechanism.id, law.id, found["sha256"])
        session.contradictions.append(Contradiction(*about, text, found["answers"]))
    if session.texts is not None:
        session.texts |= {asked.sha256: session.text(asked.sha256) for asked in verdict.questions}
    return verdict


def rule_of(mechanism: Mechanism) -> PlainRule:
    """Return the rule of a mechanism that :func:`load` made.

    Raises
    ------
    ValueError
        If it is another.
    """
    if not isinstance(mechanism.rule, PlainRule):
        raise ValueError(f"mechanism {mechanism.id!r} is no plain function of a file; use strategyproof.proofs.prove")
    return mechanism.rule


def _check_law(law: Law, mechanism: Mechanism) -> None:
    space = rule_of(mechanism).space
    if space is not None:
        if law.id not in space.laws:
            raise ValueError(f"law {law.id!r} does not speak of {mechanism.id!r}; {', '.join(space.laws)} do")
        return
    if law is not TOTAL and LAWS.get(law.id) is not law:
        raise ValueError(f"expected a law of the catalogue or `total`, got {law.id!r}")
    if not law.applies_to(mechanism):
        raise ValueError(f"law {law.id!r} speaks about rho, and {mechanism.id!r} declares no parameter rho")


def _fit(name: str, ranges: Sequence[Parameter], reply: dict[str, Any]) -> None:
    """Refuse ranges for parameters that the function has not, and parameters that have no range."""
    expected: dict[str, bool] = reply["expected"]
    given = {parameter.name for parameter in ranges}
    for parameter in given - set(expected) if not reply["takes_any"] else ():
        near = difflib.get_close_matches(parameter, expected, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(expected) or 'none'}"
        raise LoadError(f"{name} has no parameter {parameter!r}; {hint}")
    for parameter, has_default in expected.items():
        if not has_default and parameter not in given:
            raise LoadError(f"{name} needs a range for its parameter {parameter!r}, such as {parameter}=1..")


def _bounds(parameter: Parameter) -> dict[str, Any]:
    domain = parameter.interval
    high = None if domain.high is None else str(domain.high)
    return {"low": str(domain.low), "high": high, "open_low": domain.open_low, "open_high": domain.open_high}


def _unknown(
    mechanism: Mechanism, law: Law, bidders: list[int], arithmetic: Arithmetic, ground: Ground, seconds: float
) -> Verdict:
    scope = Scope(bidders, arithmetic, {p.name: str(p.interval) for p in mechanism.parameters})
    by = "every path of the function"
    return Verdict(mechanism.id, law.id, "unknown", scope, by, grounds=[ground], seconds=seconds)
