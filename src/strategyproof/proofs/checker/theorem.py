"""The any-N theorem that an instance check rests on, and the hash under which it is cited."""

from __future__ import annotations

import hashlib
import inspect
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from strategyproof.mechanism.law import Law
from strategyproof.mechanism.laws import LAWS
from strategyproof.mechanism.mechanism import Mechanism
from strategyproof.mechanism.rules.msb import MSB
from strategyproof.proofs.any_bidders.proving import prove
from strategyproof.proofs.smt.solver import Answer, Solver


class TheoremMissing(RuntimeError):
    """The any-N theorem could not be established, so no rho can be certified."""


@dataclass(frozen=True, slots=True)
class Theorem:
    """Every law holds for every number of bidders and every parameter in its domain.

    Attributes
    ----------
    hash
        SHA-256, in hexadecimal, of the questions put to the solver, its answers, the source of the mechanism and the
        laws, and the solver's name and version. It changes if any of these does.
    mechanism
        Id.
    laws
        Ids of the laws, each proved.
    solver
        Who proved it.
    """

    hash: str
    mechanism: str
    laws: tuple[str, ...]
    solver: str


class _Transcript(Solver):
    """A solver that remembers what it was asked and what it answered."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def ask_text(self, text: str, observe: Sequence[str] = ()) -> Answer:
        """Ask, and remember."""
        answer = super().ask_text(text, observe)
        self.lines += [text, answer.status]
        return answer


def prove_theorem(mechanism: Mechanism, laws: Iterable[Law]) -> Theorem:
    """Prove each law of the mechanism for any number of bidders, and hash what the proof consists of.

    Raises
    ------
    TheoremMissing
        If a law is refuted, or the solver gives up on one: then nothing can be certified.
    """
    chosen = tuple(laws)
    solver = _Transcript()
    with solver:
        for law in chosen:
            verdict = prove(law, mechanism, solver=solver)
            if verdict.verdict != "proved":
                raise TheoremMissing(
                    f"expected law {law.id!r} of mechanism {mechanism.id!r} to be proved for any number of bidders, "
                    f"got {verdict.verdict} ({verdict.reason or 'see its counterexample'}); no rho is certified"
                )
        parts = [solver.name, mechanism.id, *(law.id for law in chosen), *solver.lines, *_sources(mechanism, chosen)]
        return Theorem(_hash(parts), mechanism.id, tuple(law.id for law in chosen), solver.name)


@cache
def establish() -> Theorem:
    """Prove Theorem 1 of the specification for MSB (every law, every N, every rho >= 1), once per process.

    Raises
    ------
    TheoremMissing
        If a law does not come out as proved.
    """
    return prove_theorem(MSB, LAWS.values())


def _sources(mechanism: Mechanism, laws: Iterable[Law]) -> list[str]:
    """Return the source of every module that the mechanism and the laws are written in, by module name."""
    functions = [mechanism.rule, mechanism.rho, *(law.holds for law in laws)]
    names = {function.__module__ for function in functions if function is not None}
    names |= {f"strategyproof.mechanism.{name}" for name in ("vocabulary", "outcome", "parameter", "mechanism", "law")}
    return [f"{name}\n{inspect.getsource(sys.modules[name])}" for name in sorted(names)]


def _hash(parts: Iterable[str]) -> str:
    state = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        state.update(len(encoded).to_bytes(8, "little") + encoded)
    return state.hexdigest()
