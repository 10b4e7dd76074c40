"""The builtins that user code sees: those that would branch on bids merge instead, all others are Python's own."""

from __future__ import annotations

import builtins
import dis
from collections.abc import Callable, Iterable
from types import GeneratorType, ModuleType
from typing import Any, NoReturn

from strategyproof.proofs import terms
from strategyproof.proofs.plain import ordering
from strategyproof.proofs.plain.bid_list import BidList
from strategyproof.proofs.plain.choice import Choice, NotMergeable
from strategyproof.proofs.plain.deciding import decide
from strategyproof.proofs.plain.exact import Exact
from strategyproof.proofs.plain.faults import Unsupported
from strategyproof.proofs.plain.quantity import Condition, Quantity, Symbolic, condition, truth
from strategyproof.proofs.terms import Term

_MISSING = object()
_KINDS: dict[type, type] = {Choice: int, Condition: bool, BidList: list}


class Mode:
    """How user code runs.

    Attributes
    ----------
    merging
        Whether cases are merged rather than branched on.
    number_type
        What a bid is to ``isinstance``: a float over the reals, an int over the integers.
    symbolic
        Whether a proof is reading the code, so that what it cannot follow is refused.
    """

    def __init__(self) -> None:
        self.merging = True
        self.number_type: type = float
        self.symbolic = False

    def type_of(self, value: Any) -> type:
        """Return the type that a value has for user code."""
        if type(value) is Quantity:
            return _kind_of(value.term)
        return {**_KINDS, Exact: self.number_type}.get(type(value), type(value))


def _kind_of(root: Term) -> type:
    """Return the type of a bid, of a parameter, or of what is computed or chosen of such if it can be but one."""
    kinds: dict[int, set[type]] = {}
    for term in terms.subterms([root]):
        parts = [kinds[id(arg)] for arg in term.args if arg.sort == "Real"]
        if term.op in ("var", "apply"):
            kinds[id(term)] = {float}
        elif term.op == "to_real":
            kinds[id(term)] = {int}
        elif term.op == "ite":
            kinds[id(term)] = set().union(*parts)
        else:
            kinds[id(term)] = {float} if term.op in ("+", "*") and {float} in parts else {int, float}
    if len(kinds[id(root)]) > 1:
        raise Unsupported("the type of what was computed or chosen, which may be an int or a float")
    return kinds[id(root)].pop()


def shadowed(mode: Mode) -> dict[str, Any]:
    """Return the builtins for a user's module."""
    found = {
        **vars(builtins),
        "max": _extreme(mode, builtins.max, highest=True),
        "min": _extreme(mode, builtins.min, highest=False),
        "sorted": _sorted(mode),
        "any": _quantifier(mode, builtins.any, decisive=True),
        "all": _quantifier(mode, builtins.all, decisive=False),
        "isinstance": _isinstance(mode),
        "getattr": _attribute(builtins.getattr),
        "hasattr": _attribute(builtins.hasattr),
        "hash": _hash(mode),
        "print": lambda *_, **__: None,
        **{name: _refused(mode, name) for name in ("open", "input", "eval", "exec", "id", "breakpoint", "vars", "dir")},
    }
    return {**found, "__import__": _import(found)}


def _extreme(mode: Mode, native: Callable[..., Any], *, highest: bool) -> Callable[..., Any]:
    def extreme(*arguments: Any, key: Any = None, default: Any = _MISSING) -> Any:
        items = list(arguments[0]) if len(arguments) == 1 else list(arguments)
        if not items or (len(arguments) > 1 and default is not _MISSING) or not mode.merging:
            return native(*([items] if len(arguments) == 1 else arguments), key=key, **_given(default))
        keys = _keys(items, key)
        try:
            return ordering.extreme(items, keys, highest)
        except NotMergeable:
            return items[native(range(len(items)), key=keys.__getitem__)]

    return extreme


def _keys(items: list[Any], key: Callable[[Any], Any] | None) -> list[Any]:
    """Return the items' keys; each is asked for once, as Python does, since a key may have effects."""
    return items if key is None else [key(item) for item in items]


def _given(default: Any) -> dict[str, Any]:
    return {} if default is _MISSING else {"default": default}


def _sorted(mode: Mode) -> Callable[..., Any]:
    def in_order(iterable: Iterable[Any], /, *, key: Any = None, reverse: Any = False) -> list[Any]:
        items = list(iterable)
        keys = _keys(items, key)
        try:
            found = ordering.in_order(items, keys, bool(reverse)) if mode.merging else None
        except NotMergeable:
            found = None
        if found is not None:
            return found
        places = builtins.sorted(range(len(items)), key=keys.__getitem__, reverse=bool(reverse))
        return [items[place] for place in places]

    return in_order


def _quantifier(mode: Mode, native: Callable[..., bool], *, decisive: bool) -> Callable[..., Any]:
    """Merge ``any`` and ``all``. An entry that raises does so only where no earlier one has decided the matter."""

    def quantifier(entries: Iterable[Any], /) -> Any:
        if not mode.merging or (isinstance(entries, GeneratorType) and not _is_pure(entries)):
            return native(entries)
        undecided: list[Term] = []
        iterator = iter(entries)
        while True:
            try:
                entry = next(iterator)
            except StopIteration:
                break
            except (Exception, Unsupported):
                if decide(terms.conjunction(undecided)):
                    raise
                return decisive
            term = _truth_of(entry)
            undecided.append(terms.negation(term) if decisive else term)
            if undecided[-1] is terms.FALSE:
                return decisive if len(undecided) == 1 else _outcome(undecided, decisive)
        return _outcome(undecided, decisive)

    return quantifier


def _outcome(undecided: list[Term], decisive: bool) -> Any:
    none_decided = terms.conjunction(undecided)
    return truth(terms.negation(none_decided) if decisive else none_decided)


def _truth_of(entry: Any) -> Term:
    term = condition(entry)
    if term is not None:
        return term
    if isinstance(entry, Symbolic):
        return terms.negation(terms.equal(entry.as_real(), terms.real(0)))
    return terms.truth(bool(entry))


_EFFECTS = {"STORE_GLOBAL", "STORE_DEREF", "STORE_ATTR", "STORE_SUBSCR", "STORE_NAME", "DELETE_SUBSCR", "YIELD_FROM"}


def _is_pure(generator: GeneratorType[Any, Any, Any]) -> bool:
    """Tell whether running a generator further than needed could be noticed: it calls and stores nothing."""
    return not any(
        step.opname in _EFFECTS or step.opname.startswith("CALL") or step.opname == "SEND"
        for step in dis.get_instructions(generator.gi_code)
    )


def _isinstance(mode: Mode) -> Callable[[Any, Any], bool]:
    def is_instance(value: Any, kind: Any, /) -> bool:
        if type(value) is not Quantity:
            known = mode.type_of(value)
            return builtins.isinstance(value, kind) if known is type(value) else _is_subclass(known, kind)
        if not isinstance(kind, tuple) and getattr(kind, "__module__", "").partition(".")[0] == "numpy":
            raise Unsupported("isinstance() of a symbolic bid with a type of NumPy")
        answers = {_is_subclass(known, kind) for known in (int, float)}
        return answers.pop() if len(answers) == 1 else _is_subclass(mode.type_of(value), kind)

    return is_instance


def _attribute(native: Callable[..., Any]) -> Callable[..., Any]:
    """Answer ``getattr`` and ``hasattr``, except of a symbolic value for a name that it has and a number may not."""

    def attribute(value: Any, name: str, /, *default: Any) -> Any:
        if isinstance(value, Symbolic) and (name.startswith("__") or hasattr(type(value), name)):
            raise Unsupported(f"{native.__name__}() of a symbolic bid")
        return native(value, name, *default)

    return attribute


def _hash(mode: Mode) -> Callable[[Any], int]:
    def hashed(value: Any, /) -> int:
        if mode.symbolic and getattr(type(value), "__hash__", None) == object.__hash__:
            raise Unsupported("hash() of an object, which is its identity")
        return builtins.hash(value)

    return hashed


def _import(builtin: dict[str, Any]) -> Callable[..., Any]:
    """Import modules, and these builtins for Python's own."""
    own = ModuleType("builtins")

    def load(name: str, *arguments: Any) -> Any:
        vars(own).update(builtin)
        return own if name == "builtins" else builtins.__import__(name, *arguments)

    return load


def _is_subclass(known: type, kind: Any) -> bool:
    kinds = kind if isinstance(kind, tuple) else getattr(kind, "__args__", (kind,))
    return any(_is_subclass(known, k) if isinstance(k, tuple) else builtins.issubclass(known, k) for k in kinds)


def _refused(mode: Mode, name: str) -> Callable[..., Any]:
    native = getattr(builtins, name)

    def refuse(*arguments: Any, **named: Any) -> Any:
        if mode.symbolic:
            _refuse(f"{name}()")
        return native(*arguments, **named)

    return refuse


def _refuse(construct: str) -> NoReturn:
    raise Unsupported(construct)
