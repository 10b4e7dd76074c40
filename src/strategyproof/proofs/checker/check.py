"""The checker: every emitted rho is fixed before the bids are opened, and then certified, or refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

import numpy as np

from strategyproof.mechanism.outcome import Outcome
from strategyproof.proofs.checker.batch import judge
from strategyproof.proofs.checker.blindness import Again, changed, drawn
from strategyproof.proofs.checker.border import Floats, frozen, frozen_doubles
from strategyproof.proofs.checker.certificates import Certificates
from strategyproof.proofs.checker.commitments import (
    UNNAMED,
    WITHOUT_CURRENT_BIDS,
    Commitment,
    Entry,
    Mode,
    Observations,
    SelectorId,
)
from strategyproof.proofs.checker.conditions import BLIND_CLASS, BLIND_REPLAY, failing
from strategyproof.proofs.checker.grid import grid_doubles
from strategyproof.proofs.checker.judged import Judged
from strategyproof.proofs.checker.refusal import RhoRefused
from strategyproof.proofs.checker.theorem import Theorem, establish

__all__ = ["Book", "Checker"]


class Book(Protocol):
    """What keeps commitments and certificates: a ledger."""

    @property
    def next_round(self) -> int:
        """The number of the first round that it has no commitment of."""

    def enter(self, commitment: Commitment) -> Entry:
        """Take a commitment, and say where it stands."""

    def write(self, certificates: Certificates) -> None:
        """Take the certificates of a batch whose commitment was entered."""

    def commit(self) -> Any:
        """Make everything written so far durable, and return its head."""


class Checker:
    """Certify every rho that a selector emits, before anything is allocated.

    A batch is checked in two steps: :meth:`commit` fixes what the selector was given and what it emitted, and
    :meth:`open` takes the bids. With a ledger the commitment is on the disk before the first step returns.

    Parameters
    ----------
    grid
        |A|: rho must be one of 10^(a/|A|), a = 0..|A|-1. None: any finite rho >= 1.
    mode
        ``refuse``, for every auction that is deployed: a rho that fails is an error and nothing is allocated.
        ``audit``, for experiments with a selector that sees the bids: failures are counted in the certificates. There
        is no third mode.
    ledger
        Where commitments and certificates are written; refused ones are committed before the error is raised.
    replay_every
        The selector is run again on other current bids in one of so many rounds, drawn secretly in each batch, and in
        one at least.
    theorem
        The any-N theorem to cite. By default it is proved when the checker is made (about a second, once per process).
    witness
        Called with the ledger's head once a commitment is on the disk, and before its bids are opened. What it hands
        to somebody else shows later that rho was fixed first; without it an audit has only the writer's word.

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
    >>> commitment = checker.commit(np.array([1.5]), Observations.nothing(1))
    >>> certificates = checker.open(commitment, np.array([[10.0, 4.0]]))
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
        witness: Callable[[Any], object] | None = None,
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
        self.witness = witness
        self.next_round = 0 if ledger is None else ledger.next_round
        self._unopened: dict[int, Commitment] = {}

    def commit(
        self, rho: Floats, observations: Observations, *, selector: SelectorId | None = None, apart: bool = False
    ) -> Commitment:
        """Fix rho and observations of a batch, before its bids are opened.

        Parameters
        ----------
        rho
            The doubles that were emitted, (rounds,).
        observations
            What the selector was given in these rounds.
        selector
            Which selector it was.
        apart
            Whether it ran in a process of its own that was given the observations alone.

        Raises
        ------
        TypeError
            If rho is not an array of doubles, without a mask.
        ValueError
            If shapes do not fit. Nothing is fixed then.
        """
        commitment = self._fixed(rho, observations, selector, apart)
        if self.ledger is not None:
            head = self.ledger.commit()
            if self.witness is not None:
                self.witness(head)
        return commitment

    def open(
        self, commitment: Commitment, bids: Floats, *, outcome: Outcome | None = None, again: Again | None = None
    ) -> Certificates:
        """Certify the rho of each round of a commitment; winner and price are in the certificates.

        Parameters
        ----------
        commitment
            Made by this checker, and not opened yet.
        bids
            b_n >= 0, finite, (rounds, N); fastest if they lie bidder by bidder in memory.
        outcome
            The outcome that was used, wins and payments of shape (rounds, N); compared bit for bit with what the
            mechanism's source gives. Leave it out where the certificates' own winner and price are used.
        again
            Makes the observations again from other current bids, and runs the selector on them; called for a secret
            sample of rounds.

        Raises
        ------
        TypeError
            If the outcome's wins are not booleans or its payments not doubles.
        ValueError
            If bids are no bids, shapes do not fit, or the commitment is opened already or another checker's. Nothing is
            certified then.
        RhoRefused
            In refuse mode, if any rho fails. Nothing is allocated then.
        FlushedToZero
            If this thread takes subnormal numbers for 0.
        """
        if self._unopened.get(commitment.first_round) is not commitment:
            raise ValueError(
                f"expected a commitment of this checker that is not opened yet, got that of rounds "
                f"{commitment.first_round} to {commitment.first_round + commitment.size - 1}; each is opened once"
            )
        by_bidder = _as_bids(bids, commitment)
        used = None if outcome is None else _as_outcome(outcome, by_bidder.shape[::-1])
        judged = judge(commitment.rho, by_bidder, commitment.grid, used)
        del self._unopened[commitment.first_round]
        if commitment.observations.information not in WITHOUT_CURRENT_BIDS:
            judged.failed[:] |= np.uint16(BLIND_CLASS.bit)
        replayed = 0 if again is None else self._replay(commitment, by_bidder, again, judged)
        return self._recorded(_certificates(commitment, by_bidder, judged, replayed))

    def check_rounds(
        self,
        rho: Floats,
        bids: Floats,
        observations: Observations,
        *,
        outcome: Outcome | None = None,
        again: Again | None = None,
        selector: SelectorId | None = None,
    ) -> Certificates:
        """Commit and open in one step, where the bids are known to the caller already: as :meth:`open`.

        The ledger gets both entries in their order, though not before the bids were there: nobody can witness it.
        """
        commitment = self._fixed(rho, observations, selector, apart=False)
        return self.open(commitment, bids, outcome=outcome, again=again)

    def _fixed(self, rho: Any, observations: Observations, selector: SelectorId | None, apart: bool) -> Commitment:
        emitted = _as_rho(rho)
        if not len(emitted):
            raise ValueError("expected at least one round to commit to, got none; leave empty batches out")
        if len(observations.values) != len(emitted):
            raise ValueError(f"expected {len(emitted)} observations, one for each rho, got {len(observations.values)}")
        commitment = Commitment(
            self.next_round,
            emitted,
            observations,
            self.mode,
            self.grid,
            self.theorem.hash,
            selector or UNNAMED,
            apart,
        )
        if self.ledger is not None:
            commitment = replace(commitment, entry=self.ledger.enter(commitment))
        self.next_round += commitment.size
        self._unopened[commitment.first_round] = commitment
        return commitment

    def _replay(self, commitment: Commitment, by_bidder: Floats, again: Again, judged: Judged) -> int:
        positions = drawn(commitment.size, self.replay_every)
        moved = changed(commitment.rho, by_bidder.T, commitment.observations, positions, again)
        judged.failed[positions[moved]] |= np.uint16(BLIND_REPLAY.bit)
        return len(positions)

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


def _certificates(commitment: Commitment, by_bidder: Floats, judged: Judged, replayed: int) -> Certificates:
    arrays = (judged.winner, judged.price, judged.failed, np.flatnonzero(judged.rounded))
    for array in arrays:
        array.setflags(write=False)
    return Certificates(commitment, by_bidder.T, *arrays, replayed)


def _as_rho(rho: Any) -> Floats:
    emitted = frozen_doubles(
        rho,
        "rho",
        "convert where it is emitted, so that the auction and the checker see the same doubles",
    )
    if emitted.ndim != 1:
        raise ValueError(f"expected one rho per round, (rounds,), got shape {emitted.shape}")
    return emitted


def _as_bids(bids: Any, commitment: Commitment) -> Floats:
    """Return a copy of the bids, bidder by bidder, none of them NaN, infinite or negative."""
    array = np.asarray(bids)
    masked = isinstance(bids, np.ma.MaskedArray)
    if masked or array.dtype != np.float64 or array.ndim != 2 or array.shape[1] == 0:
        found = "a masked array" if masked else f"{array.dtype}"
        raise ValueError(f"expected float64 bids of shape (rounds, N), N >= 1, got {found} of shape {array.shape}")
    if len(array) != commitment.size:
        raise ValueError(f"expected bids of {commitment.size} rounds, one for each rho, got {len(array)}")
    by_bidder = frozen(array.T)
    if array.size and not (by_bidder.min() >= 0 and by_bidder.max() < np.inf):
        place, bidder = np.argwhere(~((by_bidder.T >= 0) & np.isfinite(by_bidder.T)))[0]
        raise ValueError(
            f"round {commitment.first_round + int(place)}: expected every bid finite and >= 0, got "
            f"{by_bidder[bidder, place]} from bidder {bidder}; drop it or bid 0"
        )
    return by_bidder


def _as_outcome(outcome: Outcome, shape: tuple[int, ...]) -> Outcome:
    """Return wins and payments, bidder by bidder."""
    for name, part, kind in (("wins", outcome.wins, np.bool_), ("payments", outcome.payments, np.float64)):
        if np.shape(part) != shape:
            raise ValueError(f"expected {name} of the shape of the bids, {shape}, got {np.shape(part)}")
        masked = isinstance(part, np.ma.MaskedArray)
        if masked or np.asarray(part).dtype != kind:
            found = "a masked array" if masked else np.asarray(part).dtype
            raise TypeError(
                f"expected {name} as {np.dtype(kind)}, got {found}; hand in the outcome as the mechanism returns it"
            )
    return Outcome(np.asarray(outcome.wins).T, np.asarray(outcome.payments).T)
