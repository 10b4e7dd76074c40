"""What a verdict rests on, and why there may be none: a closed set of kinds, each ground with its words and lines.

Programs read kinds; people read what is rendered from the grounds. No code decides anything by the words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias, get_args

import msgspec

Unanswered: TypeAlias = Literal[
    "budget", "time", "memory", "killed", "crash", "protocol", "start", "text", "incomplete", "solvers-disagree"
]
"""Why a question to a process has no answer.

``budget``: its units, paths or branches ran out. ``time``: the clock did. ``memory``. ``killed``: by a signal from
outside. ``crash``: the process ended. ``protocol``: it spoke out of turn. ``start``: it is not there. ``text``: it
cannot read the question. ``incomplete``: it cannot decide it. ``solvers-disagree``: two contradict each other.
"""

Cause: TypeAlias = Literal[
    Unanswered,
    "unsupported",
    "stateful",
    "no-outcome",
    "endless",
    "unresponsive",
    "differs-from-python",
    "not-replayed",
    "not-possible",
    "no-witness",
    "sellers",
    "too-few-bidders",
    "out-of-domain",
    "prover-failed",
    "no-examples",
]
"""Why a verdict is unknown.

Besides those of :data:`Unanswered`: ``unsupported``: the code has something that no table lists. ``stateful``: it is
no function of its input. ``no-outcome``: for some bids it has none. ``endless``: a run of it did not end.
``unresponsive``: the process that runs it did not answer. ``differs-from-python``: two readings of it disagree.
``not-replayed``: a model was found, and no counterexample that replays. ``not-possible``: what a proof supposes is not
seen to be possible. ``no-witness``: neither a witness nor that there is none. ``sellers``: its bidders sell.
``too-few-bidders``: the law speaks of larger markets. ``out-of-domain``: the law asks for bids that may be negative.
``prover-failed``: an error of the prover's own. ``no-examples``: none lies in the law's domain.
"""

Basis: TypeAlias = Literal[
    "assumption", "reading", "not-lifted", "further-names", "arithmetic", "at-random", "witness", "never-wins",
    "raised", "examples", "also-proved",
]  # fmt: skip
"""What else grounds say.

Of a proof: an ``assumption``, how a line is ``reading`` over any N, why it is ``not-lifted`` to more bidders, how many
``further-names`` were allowed, its ``witness``. Of a refutation: in which ``arithmetic`` it holds, that it was found
``at-random``, who ``never-wins``, what the function ``raised``. Of ``examples``: what they showed. Of an unknown
verdict: for which markets the law is ``also-proved``.
"""

Kind: TypeAlias = Literal[Cause, Basis]
CAUSES: frozenset[str] = frozenset(get_args(Cause))


class Ground(msgspec.Struct, frozen=True):
    """One thing that a verdict rests on.

    Attributes
    ----------
    kind
        For programs.
    text
        For people, without the place.
    lines
        Lines of the mechanism's source that it is about.
    """

    kind: Kind
    text: str
    lines: tuple[int, ...] = ()

    def __str__(self) -> str:
        """Return the text with its place.

        >>> str(Ground("unsupported", "a call of `open`", (5,)))
        'a call of `open` (line 5)'
        """
        places = ", ".join(map(str, self.lines))
        word = "lines" if len(self.lines) > 1 else "line"
        if not places:
            return self.text
        return f"{word} {places}: {self.text}" if self.kind == "reading" else f"{self.text} ({word} {places})"

    def after(self, words: str) -> Ground:
        """Return the ground with words before its text."""
        return msgspec.structs.replace(self, text=f"{words}{self.text}")


def rendered(grounds: Iterable[Ground]) -> str | None:
    """Return grounds as one sentence, each once; None if there are none."""
    return "; ".join(dict.fromkeys(map(str, grounds))) or None


def with_lead(words: str, grounds: Iterable[Ground], kind: Kind | None = None) -> list[Ground]:
    """Return grounds with words before the first, all of another kind if one is given."""
    told = [ground if kind is None else msgspec.structs.replace(ground, kind=kind) for ground in grounds]
    return [told[0].after(words), *told[1:]] if told else []


NOT_REPLAYED = Ground("not-replayed", "the solver has a model, but none that replays on the real code was found")
