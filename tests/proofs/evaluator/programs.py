"""Random programs over what the evaluator knows: functions of a list of bids, of every kind of statement.

A program is valid Python whatever the draw, ends, and is the same for the same seed. It may raise, and often does: what
it raises is part of its outcome.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from functools import partial
from textwrap import indent

HEADER = """\
import bisect
import functools
import heapq
import itertools
import math
import operator
from collections import Counter, defaultdict, deque, namedtuple
from dataclasses import dataclass, field
from fractions import Fraction

Pair = namedtuple("Pair", "who what")


class Stop(Exception):
    pass


class Box:
    made = 0

    def __init__(self, top, *rest):
        self.items = [top, *rest]

    @property
    def top(self):
        return self.items[0]

    @top.setter
    def top(self, value):
        self.items[0] = value

    def put(self, value):
        self.items.append(value)
        return self

    def total(self):
        return sum(self.items)

    def __lt__(self, other):
        return self.top < other.top

    def __eq__(self, other):
        return isinstance(other, Box) and self.top == other.top

    def __hash__(self):
        return 1

    def __iter__(self):
        yield from self.items

    def __len__(self):
        return len(self.items)

    def __getitem__(self, place):
        return self.items[place]

    def __contains__(self, value):
        return value in self.items[:2]

    def __add__(self, other):
        return Box(self.top + (other.top if isinstance(other, Box) else other))

    def __enter__(self):
        self.put(1)
        return self

    def __exit__(self, kind, error, trace):
        self.put(2)
        return kind is ValueError


class Double(Box):
    def total(self):
        return 2 * super().total()

    def __getattr__(self, name):
        if name == "spare":
            return len(self.items)
        raise AttributeError(name)


@dataclass(order=True)
class Bid:
    value: object
    who: int = 0
    tags: list = field(default_factory=list, compare=False)


def halved(n, x):
    return x if n <= 0 else halved(n - 1, x / 2 + n)


def given(xs, stop=3):
    for x in xs:
        if x > stop:
            return
        yield x
    yield stop


def counting(start=0):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return count

    return step


def varied(a, b=2, *more, c=3, **named):
    return a + b * c + sum(more) + sum(named.values())


def joined(x, seen=None):
    seen = [] if seen is None else seen
    seen.append(x)
    return len(seen)
"""


class Maker:
    """Draws one program.

    Parameters
    ----------
    seed
        Of the draw.
    floats
        Whether constants may be floats; without them all arithmetic on rationals is exact.
    """

    def __init__(self, seed: int, *, floats: bool) -> None:
        self.chance = random.Random(seed)
        self.floats = floats
        self.count = 0
        self.numbers: list[str] = []
        self.lists = ["bids"]
        self.dicts: list[str] = []
        self.loops = 0
        self.left = 14

    # ---- drawing

    def pick(self, *options: str | Callable[[], str]) -> str:
        option = self.chance.choice(options)
        return option if isinstance(option, str) else option()

    def name(self, of: str) -> str:
        self.count += 1
        return f"{of}{self.count}"

    def constant(self) -> str:
        whole = str(self.chance.choice((0, 1, 1, 2, 2, 3, 5)))
        return self.chance.choice((whole, "0.5", "1.25")) if self.floats else whole

    def place(self) -> str:
        return str(self.chance.choice((0, 0, 0, 1, -1, -1, 2)))

    def number(self, depth: int = 2) -> str:
        known = self.chance.choice(self.numbers) if self.numbers else self.constant()
        if depth <= 0:
            return self.pick(known, known, self.constant(), f"bids[{self.place()}]")
        n = partial(self.number, depth - 1)
        xs = partial(self.sequence, depth - 1)
        return self.pick(
            known,
            known,
            self.constant(),
            lambda: f"bids[{self.place()}]",
            lambda: f"({n()} {self.chance.choice('+-+-*')} {n()})",
            lambda: f"({n()} {self.chance.choice(('/', '//', '%'))} {self.pick('2', '3', self.constant(), n)})",
            lambda: f"{self.pick('max', 'min')}({n()}, {n()})",
            lambda: f"({n()} if {self.condition(depth - 1)} else {n()})",
            lambda: f"{self.pick('max', 'min', 'sum', 'len')}({xs()})",
            lambda: f"max({xs()}, default={n()})",
            lambda: f"{self.pick('max', 'min')}({xs()}, key=lambda q: {self.key('q')})",
            lambda: f"{xs()}[{self.place()}]",
            lambda: f"sorted({xs()})[{self.place()}]",
            lambda: f"sum(q * {self.constant()} for q in {xs()} if {self.compared('q')})",
            lambda: f"sum({self.compared('q')} for q in {xs()})",
            lambda: f"next((q for q in {xs()} if {self.compared('q')}), {n()})",
            lambda: f"abs({n()})",
            lambda: f"round({n()})",
            lambda: f"int({n()})",
            lambda: f"(-{n()})",
            lambda: f"({self.bound()} := {n()})",
            lambda: f"(lambda q, r={self.constant()}: q + r)({n()})",
            lambda: f"{xs()}.index({n()})",
            lambda: f"{xs()}.count({n()})",
            lambda: f"halved({self.chance.randrange(4)}, {n()})",
            lambda: f"varied({n()}, {n()}, {n()}, c={self.constant()}, d={n()})",
            lambda: f"varied(*{xs()})",
            lambda: f"Box({n()}, {n()}).put({n()}).total()",
            lambda: f"Double({n()}).total()",
            lambda: f"(Box({n()}) + {n()}).top",
            lambda: f"max(Box({n()}), Box({n()})).top",
            lambda: f"sorted([Box({n()}), Box({n()}, 1)])[0].total()",
            lambda: f"Double({n()}).{self.pick('spare', 'spare', 'other')}",
            lambda: f"max(Bid({n()}, 1), Bid({n()}, 2)).who",
            lambda: f"Pair({n()}, {n()}).{self.pick('who', 'what')}",
            lambda: f"functools.reduce(operator.{self.pick('add', 'sub', 'mul')}, {xs()})",
            lambda: f"functools.reduce(lambda q, r: q if q > r else r, {xs()}, 0)",
            lambda: f"bisect.{self.pick('bisect', 'bisect_left')}(sorted({xs()}), {n()})",
            lambda: f"math.{self.pick('floor', 'ceil')}({n()})",
            lambda: f"Counter({xs()})[{n()}]",
            lambda: f"len(set({xs()}))",
            lambda: f"len({self.text(depth - 1)})",
            lambda: f"int({self.condition(depth - 1)})",
            lambda: f"{self.dictionary()}.get({self.place()}, {n()})",
            lambda: f"joined({n()})",
        )

    def bound(self) -> str:
        name = self.name("w")
        self.numbers.append(name)
        return name

    def key(self, name: str) -> str:
        return self.pick(f"-{name}", f"({name} > 1, {name})", f"abs({name} - 2)", f"({name} > 1)", f"{name} % 2")

    def compared(self, name: str) -> str:
        return f"{name} {self.chance.choice(('<', '<=', '>', '>=', '==', '!='))} {self.number(0)}"

    def condition(self, depth: int = 2) -> str:
        n = partial(self.number, depth - 1)
        if depth <= 0:
            return self.compared(self.number(0))
        return self.pick(
            lambda: self.compared(n()),
            lambda: self.compared(n()),
            lambda: f"{n()} < {n()} <= {n()}",
            lambda: f"{self.condition(depth - 1)} {self.pick('and', 'or')} {self.condition(depth - 1)}",
            lambda: f"not {self.condition(depth - 1)}",
            lambda: f"{n()} {self.pick('in', 'not in')} {self.sequence(depth - 1)}",
            lambda: f"{self.pick('any', 'all')}({self.compared('q')} for q in {self.sequence(depth - 1)})",
            lambda: f"any(map(lambda q: {self.compared('q')}, {self.sequence(depth - 1)}))",
            lambda: f"isinstance({n()}, {self.pick('int', 'float', 'bool', '(int, str)', 'Fraction')})",
            lambda: f"{self.sequence(depth - 1)}",
            lambda: f"{self.sequence(depth - 1)} {self.pick('<', '==', '>=')} {self.sequence(depth - 1)}",
            lambda: f"({n()}, {n()}) {self.pick('<', '==', '>')} ({n()}, {n()})",
            lambda: f"{n()} in Box({n()}, {n()}, {n()})",
            lambda: f"Box({n()}) == Box({n()})",
            lambda: f"{self.place()} in {self.dictionary()}",
            lambda: f"{n()}",
        )

    def sequence(self, depth: int = 2) -> str:
        known = self.chance.choice(self.lists)
        if depth <= 0:
            return known
        n = partial(self.number, depth - 1)
        xs = partial(self.sequence, depth - 1)
        return self.pick(
            known,
            known,
            lambda: f"[{n()}, {n()}, *{xs()}]",
            lambda: f"[q + {self.constant()} for q in {xs()} if {self.compared('q')}]",
            lambda: f"[(q, r)[{self.chance.randrange(2)}] for q, r in zip({xs()}, {xs()})]",
            lambda: f"[q * r for q in {xs()} for r in {xs()}[:2]]",
            lambda: f"[r - q for r, q in enumerate({xs()}, {self.constant()})]",
            lambda: f"sorted({xs()}, reverse={self.pick('True', 'False')})",
            lambda: f"sorted({xs()}, key=lambda q: {self.key('q')})",
            lambda: f"sorted(range(len({xs()})), key=lambda q: bids[q], reverse=True)",
            lambda: f"{xs()}[{self.pick('1:', ':-1', '::-1', '::2', ':2', '-2:')}]",
            lambda: f"list(map(lambda q: q - {n()}, {xs()}))",
            lambda: f"list(filter(lambda q: {self.compared('q')}, {xs()}))",
            lambda: f"list(reversed({xs()}))",
            lambda: f"({xs()} + {xs()})",
            lambda: f"([{n()}] * {self.chance.randrange(3)})",
            lambda: f"list(given({xs()}, {n()}))",
            lambda: f"list(itertools.accumulate({xs()}))",
            lambda: f"list(itertools.islice(itertools.chain({xs()}, {xs()}), {self.chance.randrange(4)}))",
            lambda: f"list(itertools.takewhile(lambda q: {self.compared('q')}, {xs()}))",
            lambda: f"[sum(q) for q in itertools.combinations({xs()}, 2)]",
            lambda: f"heapq.{self.pick('nlargest', 'nsmallest')}({self.chance.randrange(3)}, {xs()})",
            lambda: f"list({{q: 1 for q in {xs()}}})",
            lambda: f"sorted({{q for q in {xs()}}})",
            lambda: f"list({self.dictionary()}.values())",
            lambda: f"list(Counter({xs()}).values())",
            lambda: f"[len(list(g)) for _, g in itertools.groupby({xs()})]",
            lambda: f"list(Box({n()}, {n()}))",
            lambda: f"[b.value for b in sorted(map(Bid, {xs()}))]",
            lambda: f"[*range({self.chance.randrange(4)})]",
        )

    def dictionary(self) -> str:
        if self.dicts and self.chance.random() < 0.7:
            return self.chance.choice(self.dicts)
        return self.pick(
            lambda: f"dict(enumerate({self.sequence(0)}))",
            lambda: f"{{{self.place()}: {self.number(0)}, **{{1: {self.number(0)}}}}}",
            lambda: f"{{q: r for q, r in enumerate({self.sequence(0)})}}",
            lambda: f"dict.fromkeys(range({self.chance.randrange(3)}), {self.number(0)})",
        )

    def text(self, depth: int) -> str:
        return self.pick(
            '"abc"',
            lambda: f'"x" * {self.chance.randrange(3)}',
            lambda: f'f"{{{self.condition(depth)}}}"',
            "str(len(bids))",
        )

    # ---- statements

    def body(self, depth: int) -> str:
        """Return statements; what they bind is not known after them."""
        before = list(self.numbers), list(self.lists), list(self.dicts)
        lines = [self.statement(depth) for _ in range(self.chance.randrange(1, 4))]
        self.numbers, self.lists, self.dicts = before
        return "\n".join(lines)

    def block(self, head: str, depth: int) -> str:
        return f"{head}\n{indent(self.body(depth), '    ')}"

    def statement(self, depth: int) -> str:
        self.left -= 1
        simple = (self.assign, self.assign, self.augment, self.change, self.unpack, self.fresh_list, self.fresh_dict)
        compound = (self.branch, self.branch, self.loop, self.loop, self.counted, self.attempt, self.matched,
                    self.closure, self.generator, self.context, self.object_made)  # fmt: skip
        leaving = (self.leave, self.refuse)
        if depth <= 0 or self.left <= 0:
            return self.chance.choice(simple + leaving[:1] if self.chance.random() < 0.2 else simple)()
        return self.chance.choice((*simple, *compound, *compound, *leaving))()

    def assign(self) -> str:
        value, name = self.number(), self.name("v")
        self.numbers.append(name)
        return f"{name} = {value}"

    def fresh_list(self) -> str:
        value, name = self.sequence(), self.name("l")
        self.lists.append(name)
        return f"{name} = {self.pick(value, f'list({value})')}"

    def fresh_dict(self) -> str:
        value, name = self.dictionary(), self.name("d")
        self.dicts.append(name)
        return f"{name} = {value}"

    def augment(self) -> str:
        if not self.numbers:
            return self.assign()
        return f"{self.chance.choice(self.numbers)} {self.chance.choice('+-*')}= {self.number()}"

    def change(self) -> str:
        own = [name for name in self.lists if name != "bids"]
        if self.dicts and self.chance.random() < 0.4:
            d = self.chance.choice(self.dicts)
            return self.pick(
                lambda: f"{d}[{self.place()}] = {self.number()}",
                lambda: f"{d}[{self.number(0)}] = {self.number(0)}",
                lambda: f"del {d}[{self.place()}]",
                lambda: f"{d}.pop({self.place()}, None)",
                lambda: f"{d}.setdefault({self.place()}, {self.number()})",
                lambda: f"{d}.update({self.dictionary()})",
            )
        if not own:
            return self.fresh_list()
        xs = self.chance.choice(own)
        return self.pick(
            lambda: f"{xs}.append({self.number()})",
            lambda: f"{xs}[{self.place()}] = {self.number()}",
            lambda: f"{xs}[{self.place()}] {self.chance.choice('+-*')}= {self.number()}",
            lambda: f"{xs}.pop()",
            lambda: f"{xs}.pop({self.place()})",
            lambda: f"{xs}.insert({self.place()}, {self.number()})",
            lambda: f"{xs}.remove({self.number()})",
            lambda: f"{xs}.sort()",
            lambda: f"{xs}.sort(key=lambda q: {self.key('q')}, reverse=True)",
            lambda: f"{xs}.reverse()",
            lambda: f"{xs}.extend({self.sequence()})",
            lambda: f"{xs} += {self.sequence()}[:3]",
            lambda: f"del {xs}[{self.place()}]",
            lambda: f"{xs}[1:] = {self.sequence()}",
            lambda: f"heapq.heappush({xs}, {self.number()})",
            lambda: f"bisect.insort({xs}, {self.number()})",
        )

    def unpack(self) -> str:
        a, b, c = self.name("v"), self.name("v"), self.name("l")
        made = self.pick(
            lambda: f"{a}, *{c} = {self.sequence()}",
            lambda: f"{a}, {b} = {self.number()}, {self.number()}",
            lambda: f"*{c}, {a} = {self.sequence()}",
            lambda: f"({a}, {b}), {c} = ({self.number()}, {self.number()}), {self.sequence()}",
            lambda: f"{a}, {b} = divmod({self.number()}, {self.pick('2', self.constant())})",
        )
        self.numbers.append(a)
        if f" {b}" in made or f"({b}" in made:
            self.numbers.append(b)
        if c in made:
            self.lists.append(c)
        return made

    def branch(self) -> str:
        made = self.block(f"if {self.condition()}:", 1)
        if self.chance.random() < 0.3:
            made += "\n" + self.block(f"elif {self.condition()}:", 0)
        return made + ("\n" + self.block("else:", 1) if self.chance.random() < 0.6 else "")

    def loop(self) -> str:
        x, k = self.name("v"), self.name("k")
        head = self.pick(
            lambda: f"for {x} in itertools.islice({self.sequence()}, 6):",  # a list that grows under it would not end
            lambda: f"for {k}, {x} in enumerate({self.sequence()}[:6]):",
            lambda: f"for {x}, {k} in zip({self.sequence()}, bids):",
            lambda: f"for {x} in range({self.chance.randrange(4)}):",
            lambda: f"for {k}, {x} in {self.dictionary()}.items():",
            lambda: f"for {x} in {self.dictionary()}:",
            lambda: f"for {x} in (it{k} := iter({self.sequence()}[:5])):",
        )
        return self._looped(head, x, k if f"{k}," in head else x)

    def _looped(self, head: str, *bound: str) -> str:
        if self.loops:
            return self.assign()
        self.loops += 1
        before = list(self.numbers)
        self.numbers += bound
        made = self.block(head, 1)
        if self.chance.random() < 0.5:
            made += "\n" + indent(f"if {self.condition(1)}:\n    {self.pick('break', 'continue')}", "    ")
            made += "\n" + indent(self.body(0), "    ")
        self.loops -= 1
        self.numbers = before
        if self.chance.random() < 0.25:
            made += "\n" + self.block("else:", 0)
        return made

    def counted(self) -> str:
        name = self.name("n")
        head = f"while {name} < {self.chance.randrange(1, 4)} and {self.condition(1)}:\n    {name} += 1"
        made = self._looped(head)  # nobody else changes the count: the loop ends
        return f"{name} = 0\n{made}"

    def attempt(self) -> str:
        made = self.block("try:", 1)
        kind = self.chance.choice(("IndexError", "ValueError", "(KeyError, TypeError)", "Stop", "Exception",
                                   "ZeroDivisionError", "LookupError"))  # fmt: skip
        has_handler = self.chance.random() < 0.8
        if has_handler:
            made += "\n" + self.block(f"except {kind}{self.pick('', ' as error')}:", 0)
            if self.chance.random() < 0.3:
                made += "\n" + self.block("else:", 0)
        if not has_handler or self.chance.random() < 0.3:
            made += "\n" + self.block("finally:", 0)
        return made

    def matched(self) -> str:
        x, rest = self.name("v"), self.name("l")
        cases = [
            f"case {self.chance.randrange(3)}:",
            f"case [{x}, *{rest}] if {self.compared(x)}:",
            f"case [{x}]:",
            "case int() | float():",
            f"case {{0: {x}}}:",
            "case Box(top=1):",
            "case (1, 2) | None:",
        ]
        drawn = self.chance.sample(cases, 2)
        parts = "\n".join(self.block(case, 0) for case in drawn) + "\n" + self.block("case _:", 0)
        subject = self.pick(self.number, self.sequence, self.dictionary)
        return f"match {subject}:\n{indent(parts, '    ')}"

    def closure(self) -> str:
        f, x = self.name("f"), self.name("v")
        kept = self.chance.choice(self.numbers) if self.numbers else None
        before = list(self.numbers)
        self.numbers.append(x)
        inner = "\n".join(self.statement(0) for _ in range(self.chance.randrange(1, 3)))
        inner += f"\nreturn {self.number(1)}"
        self.numbers = before
        made = f"def {f}({x}, q={self.number(0)}):\n{indent(inner, '    ')}"
        name = self.name("v")
        if kept is not None and self.chance.random() < 0.4:
            made = f"def {f}({x}):\n    nonlocal {kept}\n    {kept} = {kept} + {x}\n    return {kept}"
        self.numbers.append(name)
        return f"{made}\n{name} = {f}({self.number()}) + {self.pick('0', f'{f}({self.number(0)})')}"

    def generator(self) -> str:
        g, name = self.name("g"), self.name("v")
        made = (
            f"def {g}():\n"
            f"    for q in {self.sequence(1)}:\n"
            f"        if {self.compared('q')}:\n"
            f"            {self.pick('return', 'continue', 'yield -q', 'raise Stop')}\n"
            f"        yield q\n"
            f"    yield from {self.sequence(0)}[:1]\n"
        )
        taken = self.pick(
            lambda: f"sum({g}())",
            lambda: f"next({g}(), 0)",
            lambda: f"max({g}(), default=0)",
            lambda: f"next(it{g} := {g}()) + sum(it{g})",
            lambda: f"any(q > {self.number(0)} for q in (it{g} := {g}())) + len(list(it{g}))",
        )
        self.numbers.append(name)
        return f"{made}{name} = {taken}"

    def context(self) -> str:
        name = self.name("b")
        value = self.name("v")
        made = self.block(f"with Box({self.number()}) as {name}:", 0)
        self.numbers.append(value)
        return f"{made}\n{value} = {name}.total()"

    def object_made(self) -> str:
        name, value = self.name("b"), self.name("v")
        kind = self.pick("Box", "Double")
        lines = [f"{name} = {kind}({self.number()})", f"{name}.top {self.pick('', '+', '*')}= {self.number(1)}"]
        if self.chance.random() < 0.5:
            lines.append(f"{name}.put({self.number(1)})")
        lines.append(f"{value} = {name}.total() + len({name})")
        self.numbers.append(value)
        return "\n".join(lines)

    def leave(self) -> str:
        return f"return {self.number(1)}"

    def refuse(self) -> str:
        return self.pick(
            lambda: f"assert {self.condition(1)}",
            lambda: f"if {self.condition(1)}:\n    raise {self.pick('Stop', 'ValueError', 'KeyError(1)')}",
        )

    def function(self) -> str:
        lines = [self.statement(2) for _ in range(self.chance.randrange(3, 7))]
        results = [*self.numbers[-3:], *self.lists[-2:], *self.dicts[-1:]]
        return f"def auction(bids):\n{indent(chr(10).join(lines), '    ')}\n    return {', '.join(results)},\n"


def program(seed: int) -> tuple[str, bool]:
    """Return the source of a program, and whether its arithmetic on rationals is exact."""
    floats = seed % 3 == 0
    for attempt in itertools.count():
        source = f"{HEADER}\n\n{Maker(1000 * seed + attempt, floats=floats).function()}"
        try:
            compile(source, "program", "exec")
        except SyntaxError:  # `:=` in a comprehension's iterable, for example
            continue
        return source, not floats
    raise AssertionError
