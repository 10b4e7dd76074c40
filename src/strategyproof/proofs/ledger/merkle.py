"""Merkle trees as RFC 9162 (section 2.1) hashes them: roots, inclusion and consistency, and how a stranger checks both.

The head of a tree over n leaves is MTH({}) = SHA-256(), MTH({d}) = SHA-256(0x00 || d), and else
SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n])) with k the largest power of two below n. So the whole subtrees of a tree of
n leaves are those of every larger tree: a head of m leaves and one of n >= m leaves share nodes, and that is what a
proof of consistency shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

__all__ = [
    "EMPTY",
    "Frontier",
    "consistency_proof",
    "inclusion_proof",
    "is_consistent",
    "leaf_hash",
    "node_hash",
    "root",
    "root_above",
]

EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf_hash(data: bytes) -> bytes:
    """Return SHA-256(0x00 || data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return MTH of leaves that are hashed already; level by level, an odd last node goes up as it is."""
    level = list(leaves)
    while len(level) > 1:
        level = _level_above(level)
    return level[0] if level else EMPTY


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes that lead from a leaf to the root, at most ceil(log2 n) of them (section 2.1.3.1).

    Raises
    ------
    IndexError
        If there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"expected a leaf between 0 and {len(leaves) - 1}, got {index}")
    level, path = list(leaves), []
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            path.append(level[beside])
        level, index = _level_above(level), index >> 1
    return path


def root_above(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root of the tree of ``size`` leaves of which a hashed leaf is number ``index`` (section 2.1.3.2).

    None if the path is of another length than the leaf's in such a tree.
    """
    if not 0 <= index < size:
        return None
    place, last, found = index, size - 1, leaf
    for beside in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            found = node_hash(beside, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        place, last = place >> 1, last >> 1
    return found if last == 0 else None


def consistency_proof(leaves: Sequence[bytes], before: int) -> list[bytes]:
    """Return the hashes that show that the tree of the first ``before`` leaves is the beginning of this one.

    Section 2.1.4.1: PROOF(m, D[n]) = SUBPROOF(m, D[n], true).

    Raises
    ------
    IndexError
        If the tree never had so many leaves; a tree without leaves needs no proof and has none.
    """
    if not 0 < before <= len(leaves):
        raise IndexError(f"expected between 1 and {len(leaves)} leaves before, got {before}")
    path: list[bytes] = []
    low, high, whole = 0, len(leaves), True
    size, sides = before, []
    while size < high - low:
        middle = _split(high - low)
        if size <= middle:
            sides.append((low + middle, high))
            high = low + middle
        else:
            sides.append((low, low + middle))
            low, size, whole = low + middle, size - middle, False
    if not whole:
        path.append(root(leaves[low:high]))
    path += [root(leaves[first:last]) for first, last in reversed(sides)]
    return path


def is_consistent(before: int, size: int, root_before: bytes, root_now: bytes, path: Sequence[bytes]) -> bool:
    """Check that the tree of ``before`` leaves is the beginning of that of ``size`` leaves (section 2.1.4.2)."""
    if before == size:
        return not path and root_before == root_now
    if before == 0:
        return not path and root_before == EMPTY
    if not 0 < before < size or not path:
        return False
    hashes = list(path) if before & (before - 1) else [root_before, *path]
    place, last = before - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = hashes[0]
    for beside in hashes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(beside, old), node_hash(beside, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and old == root_before and new == root_now


class Frontier:
    """The roots of the whole subtrees of a growing tree: what it takes to add a leaf and to tell the root.

    Parameters
    ----------
    leaves
        Hashed leaves that are there already.

    Examples
    --------
    >>> growing = Frontier([leaf_hash(b"a")])
    >>> growing.add(leaf_hash(b"b"))
    >>> growing.size, growing.root() == node_hash(leaf_hash(b"a"), leaf_hash(b"b"))
    (2, True)
    """

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.size = 0
        self._whole: list[bytes] = []
        for leaf in leaves:
            self.add(leaf)

    def add(self, leaf: bytes) -> None:
        """Add a hashed leaf: as many subtrees become whole as the number of leaves ends in binary ones."""
        carried, ones = leaf, self.size
        while ones & 1:
            carried = node_hash(self._whole.pop(), carried)
            ones >>= 1
        self._whole.append(carried)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._whole:
            return EMPTY
        found = self._whole[-1]
        for left in reversed(self._whole[:-1]):
            found = node_hash(left, found)
        return found


def _split(size: int) -> int:
    """Return the largest power of two below the size, which is at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


def _level_above(level: list[bytes]) -> list[bytes]:
    above = [sha256(b"\x01" + level[n] + level[n + 1]).digest() for n in range(0, len(level) - 1, 2)]
    return [*above, level[-1]] if len(level) % 2 else above
