"""Attributes: what stands behind a dot."""

from __future__ import annotations

import collections
import importlib
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from functools import cache
from types import FunctionType
from typing import Any

from strategyproof.proofs.evaluator import comparing, leftovers, positions, table
from strategyproof.proofs.evaluator.containers import Dict, List, Set
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.numbers import IntOrFloat, is_number, kind_of, truth
from strategyproof.proofs.evaluator.objects import (
    MISSING,
    Bound,
    Builtin,
    CachedProperty,
    Class,
    ClassMethod,
    Function,
    GeneratedMethod,
    Instance,
    Items,
    Module,
    Named,
    Native,
    Opaque,
    Property,
    StaticMethod,
    Super,
    Text,
    Unreadable,
)


def _item(ev: Evaluator, own: Any, index: Any) -> Any:
    return positions.item(ev, own, index)


def _put(ev: Evaluator, own: Any, index: Any, value: Any) -> None:
    positions.put(ev, own, index, value)


def _contains(ev: Evaluator, own: Any, value: Any) -> Any:
    return truth(comparing.contains(ev, own, value))


def _len(ev: Evaluator, own: Any) -> Any:
    return len(ev.known(own))


OPERATIONS: dict[str, Callable[..., Any]] = {
    "__getitem__": _item,
    "__setitem__": _put,
    "__contains__": _contains,
    "__len__": _len,
}
"""The operations of containers that may be asked for by their names, as in ``key=bids.__getitem__``."""


def attribute(ev: Evaluator, value: Any, name: str) -> Any:
    """Return ``value.name``."""
    match value:
        case Module():
            return of_module(ev, value, name)
        case Instance():
            return _of_instance(ev, value, name)
        case Class():
            return _of_class(ev, value, name)
        case Named():
            return _of_named(ev, value, name)
        case Super():
            return _of_super(ev, value, name)
        case Function():
            return _of_function(ev, value, name)
        case Opaque():
            ev.stateful(value)
        case Unreadable():
            ev.no(value.reason)
        case Builtin() if value.name + "." + name in table.FUNCTIONS:
            return table.FUNCTIONS[value.name + "." + name]
        case Builtin() if value.name + "." + name in table.CONSTANTS:
            return table.CONSTANTS[value.name + "." + name]
    if name in OPERATIONS and isinstance(value, (List, Dict, Set, tuple, str, range)):
        return Bound(Builtin(f".{name}()", OPERATIONS[name]), value)
    row = table.method_of(value, "." + name)
    if row is not None:
        return row(ev, value)
    found = table.method_of(value, name)
    if found is not None:
        return Bound(Builtin(f".{name}()", found), value)
    kind = _pythons_type(value)
    if kind is not None and not hasattr(kind, name):
        ev.throw(AttributeError)
    if isinstance(value, (List, Dict, Set, tuple, str, Text, Items, Native)) or is_number(value):
        ev.no(f"`.{name}` of {ev.described(value)}")
    ev.no(f"`.{name}` of {ev.described(value)}")


def special(ev: Evaluator, value: Any, name: str) -> Any:
    """Return a method that Python looks for in the type alone; what the object itself holds does not count."""
    if not isinstance(value, Instance):
        return attribute(ev, value, name)
    found = _in_class(ev, value.cls, name)
    if found is not MISSING:
        return _bound_to(ev, found, value, value.cls)
    row = table.method_of(value, name)
    if row is None:
        ev.throw(TypeError)
    return Bound(Builtin(f".{name}()", row), value)


def _pythons_type(value: Any) -> type | None:
    """Return Python's type of a value, to learn what attributes it has; None of what is the evaluator's own."""
    if is_number(value):
        return kind_of(value) if kind_of(value) is not IntOrFloat else None
    match value:
        case List():
            return {"list": list, "deque": collections.deque}.get(value.kind)
        case Dict():
            return dict if value.kind == "dict" else getattr(collections, value.kind, None)
        case Set():
            return frozenset if value.is_frozen else set
        case Text():
            return str
        case tuple() | str() | bytes() | range() | None:
            return type(value)
    if isinstance(value, Native):
        return type(value.value)
    found: type | None = getattr(value, "pythons_type", None)
    return found


def of_module(ev: Evaluator, module: Module, name: str) -> Any:
    """Return a word of a module."""
    if module.scope is not None:
        found = module.scope.get(name, MISSING)
        if found is MISSING:
            ev.throw(AttributeError)
        opaque = ev.states.opaque(module.scope, name)
        return found if opaque is None else opaque
    full = f"{module.name}.{name}"
    if full in table.FUNCTIONS:
        return table.FUNCTIONS[full]
    if full in table.CONSTANTS:
        return table.CONSTANTS[full]
    if full in table.MODULES:
        return Module(full)
    ev.no(f"`{full}`, which the evaluator does not know")


def _stored(ev: Evaluator, holder: Any, names: dict[str, Any], name: str) -> Any:
    """Return what is stored under a name; opaque where runs change it, or put it there."""
    if getattr(holder, "born", 0) < 0 and (opaque := ev.states.opaque(holder, name)) is not None:
        return opaque if name in names else leftovers.risked(ev, opaque)
    return names.get(name, MISSING)


def _in_class(ev: Evaluator, cls: Class, name: str) -> Any:
    for owner in cls.mro:
        found = _stored(ev, owner, owner.namespace, name)
        if found is not MISSING:
            return found
    return MISSING


def _bound_to(ev: Evaluator, found: Any, value: Any, cls: Class) -> Any:
    match found:
        case Function() | GeneratedMethod():
            return Bound(found, value)
        case Builtin() if is_pythons_function(found.name):
            ev.no(f"{found.name} as a method")
        case Property():
            return ev.call(found.get, [value], {})
        case CachedProperty():
            made = ev.call(found.get, [value], {})
            store(ev, value, value.fields, found.name, made)
            return made
        case StaticMethod():
            return found.function
        case ClassMethod():
            return Bound(found.function, cls)
    _refuse_descriptor(ev, found)
    return found


def _refuse_descriptor(ev: Evaluator, found: Any) -> None:
    if isinstance(found, Instance) and any(found.cls.find(name) is not MISSING for name in ("__get__", "__set__")):
        ev.no(f"{ev.described(found)} as a descriptor")


@cache
def is_pythons_function(name: str) -> bool:
    """Tell whether a word is written in Python, so that as an attribute of a class it would be a method."""
    module, _, word = name.rpartition(".")
    try:
        return isinstance(getattr(importlib.import_module(module or "builtins"), word, None), FunctionType)
    except ImportError:
        return True


def _of_instance(ev: Evaluator, value: Instance, name: str) -> Any:
    found = _in_class(ev, value.cls, name)
    if isinstance(found, Property):
        return _bound_to(ev, found, value, value.cls)
    _refuse_descriptor(ev, found)
    own = _stored(ev, value, value.fields, name)
    if own is not MISSING:
        return own
    if found is not MISSING:
        return _bound_to(ev, found, value, value.cls)
    if name == "__class__":
        return value.cls
    if name == "__dict__":
        ev.no("`__dict__` of an object")
    row = table.method_of(value, name)
    if row is not None:
        return Bound(Builtin(f".{name}()", row), value)
    fallback = value.cls.find("__getattr__")
    if isinstance(fallback, Function):
        return ev.call(Bound(fallback, value), [name], {})
    if name.startswith("__") and hasattr(object, name):
        ev.no(f"`{name}` of an object")
    if any(owner.native is not None and hasattr(owner.native, name) for owner in value.cls.mro):
        ev.no(f"`{name}` of an exception")
    ev.throw(AttributeError)


def _of_class(ev: Evaluator, value: Class, name: str) -> Any:
    found = _in_class(ev, value, name)
    if found is MISSING:
        if name in ("__name__", "__qualname__"):
            return value.name if name == "__name__" else value.inside + value.name
        row = table.method_of(value, name)
        if row is not None:
            return Bound(Builtin(f".{name}()", row), value)
        if hasattr(type, name) or hasattr(object, name):
            ev.no(f"`{name}` of a class")
        ev.throw(AttributeError)
    if isinstance(found, StaticMethod):
        return found.function
    if isinstance(found, ClassMethod):
        return Bound(found.function, value)
    _refuse_descriptor(ev, found)
    return found


def _of_named(ev: Evaluator, value: Named, name: str) -> Any:
    for place, field in enumerate(value.cls.fields or ()):
        if field.name == name:
            return value[place]
    found = _in_class(ev, value.cls, name)
    if found is not MISSING:
        return _bound_to(ev, found, value, value.cls)
    row = table.method_of(value, name)
    if row is None:
        ev.no(f"`.{name}` of a named tuple")
    return Bound(Builtin(f".{name}()", row), value)


def _of_super(ev: Evaluator, value: Super, name: str) -> Any:
    cls = value.of if isinstance(value.of, Class) else value.of.cls
    for owner in cls.mro[cls.mro.index(value.cls) + 1 :]:
        found = _stored(ev, owner, owner.namespace, name)
        if found is not MISSING:
            return _bound_to(ev, found, value.of, cls)
    if name == "__init__":
        native = table.method_of(value.of, "__init__")
        return Bound(Builtin("object.__init__", native or _nothing), value.of)
    ev.no(f"`super().{name}`")


def _nothing(_ev: Evaluator, _self: Any, *_: Any) -> None:
    return None


def _of_function(ev: Evaluator, value: Function, name: str) -> Any:
    found = _stored(ev, value, value.fields, name)
    if found is not MISSING:
        return found
    if name == "__name__":
        return value.name
    if hasattr(_nothing, name):
        ev.no(f"`{name}` of a function")
    ev.throw(AttributeError)


MACHINERY = (
    *("__class__", "__dict__", "__bases__", "__mro__", "__slots__", "__defaults__", "__kwdefaults__", "__code__"),
    *("__getattribute__", "__del__", "__new__", "__init_subclass__", "__set_name__", "__closure__", "__globals__"),
)
"""Attributes by which Python changes what a function or an object does."""


def set_attribute(ev: Evaluator, holder: Any, name: str, value: Any) -> None:
    """Do ``holder.name = value``."""
    if isinstance(holder, Opaque):
        ev.stateful(holder)
    if name in MACHINERY and isinstance(holder, (Instance, Class, Function)):
        ev.no(f"assigning to `{name}` of {ev.described(holder)}")
    if isinstance(holder, Instance):
        found = holder.cls.find(name)
        _refuse_descriptor(ev, found)
        if isinstance(found, Property):
            if found.set is None:
                ev.throw(AttributeError)
            ev.call(found.set, [holder, value], {})
            return
        _check_may_set(ev, holder.cls, name)
        store(ev, holder, holder.fields, name, value)
    elif isinstance(holder, Class) and holder.native is None:
        if holder.members is not None:
            ev.no("assigning to an attribute of an enumeration")
        store(ev, holder, holder.namespace, name, value)
    elif isinstance(holder, Function):
        store(ev, holder, holder.fields, name, value)
    elif isinstance(holder, Module) and holder.scope is not None and not ev.is_loading:
        store(ev, holder.scope, holder.scope, name, value)
    elif is_number(holder) or isinstance(holder, (str, tuple, List, Dict, Set)) or holder is None:
        ev.throw(AttributeError)
    else:
        ev.no(f"assigning to an attribute of {ev.described(holder)}")


def _check_may_set(ev: Evaluator, cls: Class, name: str) -> None:
    """Refuse what a frozen class, ``__slots__`` or a ``__setattr__`` stands against."""
    for owner in cls.mro:
        if owner.frozen and (owner is cls or any(field.name == name for field in owner.fields or ())):
            ev.throw(FrozenInstanceError)
    if cls.find("__setattr__") is not MISSING:
        ev.no("`__setattr__` of a class's own")
    own = [owner.namespace.get("__slots__", MISSING) for owner in cls.mro]
    if own and all(slots is not MISSING for slots in own) and cls.native is None:
        names = [slot for slots in own for slot in ((slots,) if isinstance(slots, str) else ev.items(slots))]
        names = [ev.resolved(slot) if isinstance(slot, Text) else slot for slot in names]
        if name not in names and "__dict__" not in names:
            ev.throw(AttributeError)


def store(ev: Evaluator, holder: Any, names: dict[str, Any], name: str, value: Any) -> None:
    """Set a field, which can be taken back."""
    kind = leftovers.joined(*map(leftovers.kind, (names.get(name, value), value)))
    if ev.setting(holder, name, f"`{name}` of {ev.described(holder)}", kind):
        names[name] = value


def delete_attribute(ev: Evaluator, holder: Any, name: str) -> None:
    """Do ``del holder.name``."""
    if not isinstance(holder, Instance) or name not in holder.fields:
        ev.no("`del` of an attribute")
    _check_may_set(ev, holder.cls, name)
    if holder.cls.find("__delattr__") is not MISSING:
        ev.no("`__delattr__` of a class's own")
    if ev.setting(holder, name, f"`{name}` of {ev.described(holder)}"):
        del holder.fields[name]
