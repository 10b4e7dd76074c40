"""How the source of a price asks the user's function: handed what it takes, read as one entry for each bidder."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from strategyproof.proofs.pricing.answer import Form

HANDED = {
    "a list": "{bids}",
    "a tuple": "tuple({bids})",
    "an array": "np.array({bids})",
    "a dict by position": "dict(enumerate({bids}))",
    "a list of (position, bid)": "list(enumerate({bids}))",
    "a dict by name": "dict(zip({names}(len({bids})), {bids}, strict=True))",
    "a list of (name, bid)": "list(zip({names}(len({bids})), {bids}, strict=True))",
}
"""How the function's own argument is made from a list of bids."""

NAMES = '''\
def {names}(count: int) -> list[str]:
    """Return what the bidders are called."""
    return list("abcdefghijklmnopqrstuvwxyz"[:count])'''

RUN = '''\
def {run}({signature}):  # type: ignore[no-untyped-def]  # it returns what the class does
    """Place the bids in an auction, one by one, and close it."""
    auction = {cls}({given})
    for bidder, bid in enumerate(bids):
        auction.{place}
    return auction.{close}()'''

READ = '''\
def {read}({signature}) -> list[{entry}]:
    """Return {what} by `{name}`: one entry for each bidder."""
    {said} = {call}
    return [{one} for {each}]'''


@dataclass(frozen=True)
class Asked:
    """How the function is asked, in the source of its price.

    Parameters
    ----------
    form
        What the function takes and returns.
    name
        The function, method or class.
    parameters
        The declared parameters.
    gives_amounts
        Whether what a bidder gets is a number.
    fresh
        Makes a name that is free from one that would be nice.
    """

    form: Form
    name: str
    parameters: Sequence[str]
    gives_amounts: bool
    fresh: Callable[[str], str]

    @property
    def helpers(self) -> list[str]:
        """Functions beside the user's own: names of bidders, a run of a class, the result read as a list."""
        form, found = self.form, []
        if self._is_named:
            found.append(NAMES.format(names=self.fresh("names_of")))
        if form.place:
            found.append(
                RUN.format(
                    run=self._run,
                    signature=self._signature(),
                    cls=self.name,
                    given=", ".join(f"{name}={name}" for name in self.parameters),
                    place=form.place,
                    close=form.close,
                )
            )
        return found if self._is_direct else [*found, self._reading()]

    def gets(self, bids: str) -> str:
        """Return the expression for what everybody gets: a list, a tuple or an array."""
        if self._is_direct:
            return self._said(bids)
        return f"{self._read}({', '.join([bids, *(f'{name}={name}' for name in self.parameters)])})"

    @property
    def _is_named(self) -> bool:
        return "{names}" in HANDED[self.form.bids]

    @property
    def _is_direct(self) -> bool:
        return self.form.says == "wins" and not self.form.keyed and not self._is_named

    @property
    def _read(self) -> str:
        return self.fresh("amounts_of" if self.gives_amounts else "who_wins")

    @property
    def _run(self) -> str:
        return self.fresh(f"{snake(self.name)}_run")

    def _signature(self) -> str:
        return ", ".join(["bids: list[float]", *(f"{name}: float" for name in self.parameters)])

    def _said(self, bids: str) -> str:
        """Return the call of the function, as far as the field that says who gets what."""
        form = self.form
        handed = bids if form.place else HANDED[form.bids].format(bids=bids, names=self.fresh("names_of"))
        call = f"{self._run if form.place else self.name}({', '.join([handed, *self._given()])})"
        return f"{call}[0]" if form.field == "0" else f"{call}.{form.field}" if form.field else call

    def _given(self) -> list[str]:
        return [f"{name}={name}" for name in self.parameters]

    def _reading(self) -> str:
        form = self.form
        is_named = form.keyed == "name" or (form.says != "wins" and self._is_named)
        who, each = (
            ("name", f"name in {self.fresh('names_of')}(len(bids))") if is_named else ("i", "i in range(len(bids))")
        )
        nothing = "0" if self.gives_amounts else "False"
        said = self.fresh("found" if form.says == "wins" else form.says)
        one = {"wins": f"{said}.get({who}, {nothing})", "winner": f"{who} == {said}", "winners": f"{who} in {said}"}
        if form.says == "wins" and not form.keyed:
            one["wins"], each = "entry", f"entry in {said}"
        return READ.format(
            read=self._read,
            signature=self._signature(),
            entry="float" if self.gives_amounts else "bool",
            what="what each gets" if self.gives_amounts else "who wins",
            name=self.name,
            said=said,
            call=self._said("bids"),
            one=one[form.says],
            each=each,
        )


def snake(name: str) -> str:
    """Return the name of a class or a method as that of a function.

    >>> snake("SecondPrice"), snake("Market.sold")
    ('second_price', 'sold')
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.rpartition(".")[2]).lower()
