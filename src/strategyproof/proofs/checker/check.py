"""The checker: every emitted rho is certified, or refused."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from strategyproof.mechanism.outcome import Outcome
from strategyproof.proofs.checker.batch import judge
from strategyproof.proofs.checker.blindness import Again, changed, sampled
from strategyproof.proofs.checker.certificates import WITHOUT_CURRENT_BIDS, Certificates, Floats, Mode, Observations
from strategyproof.proofs.checker.conditions import BLIND_CLASS, BLIND_REPLAY, RhoRefused, failing
from strategyproof.proofs.checker.grid import grid_doubles
from strategyproof.proofs.checker.theorem import Theorem, establish


class Book(Protocol):
    """What keeps certificates: a ledger."""

    def write(self, certificates: Certificates) -> None:
        """Take the certificates of a batch."""

    def commit(self) -> Any:
        """Make everything written so far durable."""


class Checker:
    """Certify every rho that a selector emits, before anything is allocated.

    Parameters
    ----------
    grid
        |A|: rho must be one of 10^(a/|A|), a = 0..|A|-1. None: any finite rho >= 1.
    mode
        ``refuse``, for every auction that is deployed: a rho that fails is an error and nothing is allocated.
        ``audit``, for experiments with a selector that sees the bids: failures are counted in the certificates. There
        is no third mode.
    ledger
        Where certificates are written; refused ones are committed before the error is raised.
    replay_every
        The selector is run again on other current bids in every so many rounds.
    theorem
        The any-N theorem to cite. By default it is proved when the checker is made (about a second, once per process).

    Raises
    ------
    ValueError
        If a parameter is out of range.
    TheoremMissing
        If the theorem cannot be established.

    Examples
    --------
    >>> import numpy as np
    >>> checker = Checker(grid=None)
    >>> certificates = checker.check_rounds(np.array([1.5]), np.array([[10.0, 4.0]]), Observations.nothing(1))
    >>> certificates.winner.tolist(), certificates.price.tolist(), certificates.refused
    ([0], [6.0], 0)
    """

    def __init__(
        self,
        grid: int | None,
        mode: Mode = "refuse",
        *,
        ledger: Book | None = None,
        replay_every: int = 1024,
        theorem: Theorem | None = None,
    ) -> None:
        if mode not in ("refuse", "audit"):
            raise ValueError(f"expected the mode refuse or audit, got {mode!r}; a deployed auction refuses")
        if replay_every < 1:
            raise ValueError(f"expected replay_every >= 1, got {replay_every}; 1 runs every round again")
        if grid is not None:
            grid_doubles(grid)
        self.grid = grid
        self.mode = mode
        self.ledger = ledger
        self.replay_every = replay_every
        self.theorem = theorem or establish()
        self.next_round = 0

    def check_rounds(
        self,
        rho: Floats,
        bids: Floats,
        observations: Observations,
        *,
        outcome: Outcome | None = None,
        again: Again | None = None,
    ) -> Certificates:
        """Certify the rho of each round of a batch; winner and price are in the certificates.

        Parameters
        ----------
        rho
            The doubles that were emitted, (rounds,).
        bids
            b_n >= 0, finite, (rounds, N); fastest if they lie bidder by bidder in memory.
        observations
            What the selector was given in these rounds.
        outcome
            The outcome that was used, wins and payments of shape (rounds, N); compared bit for bit with what the
            mechanism's source gives. Leave it out where the certificates' own winner and price are used.
        again
            Runs the selector again on other current bids; called for a sample of rounds.

        Raises
        ------
        TypeError
            If rho is not an array of doubles.
        ValueError
            If bids are no bids, or shapes do not fit. Nothing is certified then.
        RhoRefused
            In refuse mode, if any rho fails. Nothing is allocated then.
        """
        rho = _as_rho(rho)
        by_bidder = _as_bids(bids, self.next_round).T
        _check_shapes(rho, by_bidder, observations, outcome)
        used = None if outcome is None else Outcome(outcome.wins.T, outcome.payments.T)
        judged = judge(rho, by_bidder, self.grid, used)
        if observations.information not in WITHOUT_CURRENT_BIDS:
            judged.failed[:] |= np.uint16(BLIND_CLASS.bit)
        replayed = 0
        if again is not None:
            positions = sampled(self.next_round, len(rho), self.replay_every)
            replayed = len(positions)
            moved = changed(rho, by_bidder.T, observations, positions, again)
            judged.failed[positions[moved]] |= np.uint16(BLIND_REPLAY.bit)
        certificates = Certificates(
            first_round=self.next_round,
            rho=rho,
            bids=by_bidder.T,
            winner=judged.winner,
            price=judged.price,
            failed=judged.failed,
            rounded=np.flatnonzero(judged.rounded),
            mode=self.mode,
            information=observations.information,
            digest=observations.digest(),
            replayed=replayed,
            grid=self.grid,
            theorem=self.theorem.hash,
        )
        self.next_round += len(rho)
        return self._recorded(certificates)

    def _recorded(self, certificates: Certificates) -> Certificates:
        refuse = self.mode == "refuse" and bool(certificates.failed.any())
        if self.ledger is not None:
            self.ledger.write(certificates)
            if refuse:
                self.ledger.commit()
        if refuse:
            place = int(np.flatnonzero(certificates.failed)[0])
            condition = failing(int(certificates.failed[place]))[0]
            raise RhoRefused(certificates.first_round + place, float(certificates.rho[place]), condition, certificates)
        return certificates


def _as_rho(rho: Any) -> Floats:
    array = np.asarray(rho)
    if array.dtype != np.float64:
        raise TypeError(
            f"expected rho as float64, the doubles that were emitted, got {array.dtype}; convert where it is "
            "emitted, so that the auction and the checker see the same number"
        )
    if array.ndim != 1:
        raise ValueError(f"expected one rho per round, (rounds,), got shape {array.shape}")
    return np.ascontiguousarray(array)


def _as_bids(bids: Any, first_round: int) -> Floats:
    """Return the bids, none of them NaN, infinite or negative."""
    array = np.asarray(bids)
    if array.dtype != np.float64 or array.ndim != 2 or array.shape[1] == 0:
        raise ValueError(
            f"expected float64 bids of shape (rounds, N), N >= 1, got {array.dtype} of shape {array.shape}"
        )
    if array.size and not (array.min() >= 0 and array.max() < np.inf):
        place, bidder = np.argwhere(~((array >= 0) & (array < np.inf)))[0]
        raise ValueError(
            f"round {first_round + int(place)}: expected every bid finite and >= 0, got {array[place, bidder]} from "
            f"bidder {bidder}; drop it or bid 0"
        )
    return array


def _check_shapes(rho: Floats, bids: Floats, observations: Observations, outcome: Outcome | None) -> None:
    if bids.shape[1] != len(rho):
        raise ValueError(f"expected bids of {len(rho)} rounds, one for each rho, got {bids.shape[1]}")
    if len(observations.values) != len(rho):
        raise ValueError(f"expected {len(rho)} observations, one for each rho, got {len(observations.values)}")
    if outcome is not None:
        for name, part in (("wins", outcome.wins), ("payments", outcome.payments)):
            if np.shape(part) != bids.T.shape:
                raise ValueError(f"expected {name} of the shape of the bids, {bids.T.shape}, got {np.shape(part)}")
