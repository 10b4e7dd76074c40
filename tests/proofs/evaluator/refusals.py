"""Functions made to deceive by a type or an annotation, in the form of ``deceivers``: refused, or read exactly."""

REFUSED = """
# the character of text with a position
O = order(bids)
price = bids[O[1]]
try:
    ord(str(O[0]))
    price = price / 2
except TypeError:
    pass
return sold(bids, O[0], price)

# a number of splits that is a position
O = order(bids)
price = bids[O[1]]
try:
    "a b".split(maxsplit=O[0])
    price = price / 2
except TypeError:
    pass
return sold(bids, O[0], price)

# the name of an encoding with a position
O = order(bids)
price = bids[O[1]]
try:
    b"ab".decode("utf-" + str(8 * (O[0] + 1)))
    price = price / 2
except TypeError:
    pass
return sold(bids, O[0], price)

# text with a position in a tuple
O = order(bids)
price = bids[O[1]]
try:
    "abc".startswith((str(O[0]), "a"))
    price = price / 2
except TypeError:
    pass
return sold(bids, O[0], price)

# a condition as an option
O = order(bids)
price = bids[O[1]]
try:
    "a".splitlines(keepends=bids[0] > 1)
    price = price / 2
except TypeError:
    pass
return sold(bids, O[0], price)

# text with a bid as a template
O = order(bids)
price = bids[O[1]]
try:
    (str(bids[0]) + "%d") % 3
    price = price / 2
except TypeError:
    pass
return sold(bids, O[0], price)

# text with a bid, backwards
O = order(bids)
price = bids[O[1]]
try:
    reversed(str(bids[0]))
    price = price / 2
except TypeError:
    pass
return sold(bids, O[0], price)

# an annotation of an inner function
O = order(bids)
pays = [bids[O[1]]]
if bids[O[0]] > 100:
    def f(x: pays.__setitem__(0, 0)):
        return x
return sold(bids, O[0], pays[0])

# what an inner function returns, annotated
O = order(bids)
pays = [bids[O[1]]]
if bids[O[0]] > 100:
    def f() -> pays.__setitem__(0, 0):
        return 1
return sold(bids, O[0], pays[0])

# an annotation of an inner class
O = order(bids)
pays = [bids[O[1]]]
if bids[O[0]] > 100:
    class C:
        x: pays.__setitem__(0, 0) = 1
return sold(bids, O[0], pays[0])

# an annotation without a value
O = order(bids)
pays = [bids[O[1]]]
def f():
    pays[0] = 0
    return pays
if bids[O[0]] > 100:
    f()[0]: int
return sold(bids, O[0], pays[0])

# an entry of a list as an annotation
O = order(bids)
price, kinds = bids[O[1]], []
try:
    if bids[O[0]] > 100:
        def f(x: kinds[0]):
            return x
except IndexError:
    price = 0
return sold(bids, O[0], price)

# a class variable as text under another name
from typing import ClassVar as Shared
@dataclass
class P:
    shared: "Shared[int]" = 3
    own: int = 4
O = order(bids)
return sold(bids, O[0], bids[O[1]] * P(5).own)
"""

READ = """
# a base that is a position
O = order(bids)
price = bids[O[1]]
try:
    int("11", O[0] + 2)
    price = price / 2
except TypeError:
    pass
return sold(bids, O[0], price)

# text with a bid, repeated
O = order(bids)
price = bids[O[1]]
try:
    str(bids[0]) * 2
    price = price / 2
except TypeError:
    pass
return sold(bids, O[0], price)

# an annotation that raises
O = order(bids)
price = bids[O[1]]
try:
    if bids[O[0]] > 100:
        def f(x: Nowhere):
            return x
except NameError:
    price = 0
return sold(bids, O[0], price)

# a class variable under another name
from typing import ClassVar as Shared
@dataclass
class P:
    shared: Shared[int] = 3
    own: int = 4
O = order(bids)
return sold(bids, O[0], bids[O[1]] * (P(5).own - 4))

# a class of the user's by the name of a class variable
class ClassVar:
    pass
@dataclass
class P:
    first: ClassVar = 3
    own: int = 4
O = order(bids)
return sold(bids, O[0], bids[O[1]] * P(5).own)

# a format that hangs on a position
O = order(bids)
price = bids[O[1]]
try:
    f"{1.5:{O[0]}d}"
except ValueError:
    price = price / 2
return sold(bids, O[0], price)

# a bid in a format that hangs on a position
O = order(bids)
price = bids[O[1]]
try:
    f"{bids[0]:{O[0]}d}"
except ValueError:
    price = price / 2
return sold(bids, O[0], price)

# text with a bid in a format of numbers
O = order(bids)
price = bids[O[1]]
try:
    f"{str(bids[0]):d}"
except ValueError:
    price = price / 2
return sold(bids, O[0], price)

# a list with a bid in a format
O = order(bids)
price = bids[O[1]]
try:
    f"{[bids[0]]:5}"
except TypeError:
    price = price / 2
return sold(bids, O[0], price)

# a dictionary with a bid in a format
O = order(bids)
price = bids[O[1]]
try:
    format({1: bids[0]}, "5")
except TypeError:
    price = price / 2
return sold(bids, O[0], price)

# what was written, in a format of numbers
O = order(bids)
price = bids[O[1]]
try:
    f"{[bids[0]]!r:d}"
except ValueError:
    price = price / 2
return sold(bids, O[0], price)
"""
