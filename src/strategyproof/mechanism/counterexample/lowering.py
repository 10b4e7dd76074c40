"""Make the numbers of a failing case smaller one by one: what is left where no small case fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from strategyproof.mechanism.outcome import Number

ROUNDS = 6


def lowered(
    values: Sequence[Number],
    fails: Callable[[Sequence[Number]], bool],
    fits: Callable[[int, Fraction], bool] = lambda _place, _value: True,
) -> Sequence[Number]:
    """Return simpler numbers that still fail: one number after another is made simpler, until nothing changes.

    Parameters
    ----------
    values
        Numbers that fail.
    fails
        Whether numbers fail.
    fits
        Whether a value lies in the domain of the number at a place.

    Examples
    --------
    >>> print(*lowered([Fraction(313, 3), Fraction(7, 2)], lambda values: values[0] > 100 > 50 * values[1]))
    104 0
    """
    for _ in range(ROUNDS):
        before = values
        for place, value in enumerate(before):
            simpler = ([*values[:place], new, *values[place + 1 :]] for new in _simpler(value) if fits(place, new))
            values = next((tried for tried in simpler if fails(tried)), values)
        if values == before:
            break
    return values


def _simpler(value: Number) -> Iterator[Fraction]:
    """Yield simpler numbers than a value, simplest first."""
    exact = Fraction(value)
    guesses = [Fraction(k) for k in range(11)]
    guesses += [exact.limit_denominator(most) for most in (1, 2, 4, 10, 100, 10_000)]
    guesses += [Fraction(2) ** k for k in (4, 6, 8, 10, 20, -20, 40, -40)]
    size = exact.numerator.bit_length() - exact.denominator.bit_length()
    guesses += [Fraction(2) ** size, exact - exact % (Fraction(2) ** (size - 4))]
    yield from (guess for guess in guesses if guess >= 0 and _length(guess) < _length(exact))


def _length(value: Fraction) -> tuple[int, Fraction]:
    return value.numerator.bit_length() + 2 * value.denominator.bit_length(), value
