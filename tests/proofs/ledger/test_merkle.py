"""The tree against the definitions of RFC 9162, read word by word, and against its published vectors."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategyproof.proofs.ledger.merkle import (
    EMPTY,
    Frontier,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    root,
    root_above,
)

VECTORS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
"""The leaves of the vectors that Certificate Transparency's implementations share."""

ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def split(size: int) -> int:
    """The largest power of two smaller than n."""
    power = 1
    while 2 * power < size:
        power *= 2
    return power


def mth(data: list[bytes]) -> bytes:
    """Section 2.1.1."""
    if not data:
        return sha256(b"")
    if len(data) == 1:
        return sha256(b"\x00" + data[0])
    k = split(len(data))
    return sha256(b"\x01" + mth(data[:k]) + mth(data[k:]))


def path(m: int, data: list[bytes]) -> list[bytes]:
    """Section 2.1.3.1."""
    if len(data) == 1:
        return []
    k = split(len(data))
    return [*path(m, data[:k]), mth(data[k:])] if m < k else [*path(m - k, data[k:]), mth(data[:k])]


def proof(m: int, data: list[bytes], whole: bool = True) -> list[bytes]:
    """Section 2.1.4.1: SUBPROOF."""
    if m == len(data):
        return [] if whole else [mth(data)]
    k = split(len(data))
    if m <= k:
        return [*proof(m, data[:k], whole), mth(data[k:])]
    return [*proof(m - k, data[k:], False), mth(data[:k])]


def hashed(data: list[bytes]) -> list[bytes]:
    return [leaf_hash(each) for each in data]


def entries(size: int) -> list[bytes]:
    return [f"entry {n}".encode() for n in range(size)]


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots(size: int) -> None:
    leaves = hashed([bytes.fromhex(text) for text in VECTORS[:size]])
    assert root(leaves).hex() == ROOTS[size]
    assert Frontier(leaves).root().hex() == ROOTS[size]


def test_the_published_paths() -> None:
    leaves = hashed([bytes.fromhex(text) for text in VECTORS])
    assert [part.hex() for part in inclusion_proof(leaves, 0)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [part.hex() for part in consistency_proof(leaves, 6)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@pytest.mark.parametrize("size", range(1, 36))
def test_every_leaf_is_included_as_the_definition_says(size: int) -> None:
    data = entries(size)
    leaves = hashed(data)
    assert root(leaves) == Frontier(leaves).root() == mth(data)
    for index in range(size):
        found = inclusion_proof(leaves, index)
        assert found == path(index, data)
        assert len(found) <= (size - 1).bit_length()
        assert root_above(leaves[index], index, size, found) == mth(data)


@pytest.mark.parametrize("size", range(1, 36))
def test_every_beginning_is_consistent_as_the_definition_says(size: int) -> None:
    data = entries(size)
    leaves = hashed(data)
    for before in range(1, size + 1):
        found = consistency_proof(leaves, before)
        assert found == proof(before, data)
        assert is_consistent(before, size, mth(data[:before]), mth(data), found)


@given(st.integers(2, 60), st.data())
def test_no_other_leaf_place_size_or_path_leads_to_the_root(size: int, data: st.DataObject) -> None:
    leaves = hashed(entries(size))
    index = data.draw(st.integers(0, size - 1))
    found, whole = inclusion_proof(leaves, index), root(leaves)
    other = data.draw(st.integers(0, size - 1).filter(lambda n: n != index))
    assert root_above(leaves[other], index, size, found) != whole
    assert root_above(leaves[index], other, size, found) != whole
    assert root_above(leaves[index], index, size, [*found, EMPTY]) is None
    assert root_above(leaves[index], index, size, found[:-1]) != whole
    place = data.draw(st.integers(0, len(found) - 1))
    changed = [EMPTY if n == place else part for n, part in enumerate(found)]
    assert root_above(leaves[index], index, size, changed) != whole
    assert root_above(leaves[index], size, size, found) is None
    assert root_above(leaves[index], -1, size, found) is None


@given(st.integers(2, 60), st.data())
def test_no_rewritten_beginning_is_consistent(size: int, data: st.DataObject) -> None:
    leaves = hashed(entries(size))
    before = data.draw(st.integers(1, size - 1))
    changed = data.draw(st.integers(0, before - 1))
    rewritten = [leaf_hash(b"another") if n == changed else leaf for n, leaf in enumerate(leaves)]
    held, now = root(leaves[:before]), root(rewritten)
    for path_told in (consistency_proof(leaves, before), consistency_proof(rewritten, before), []):
        assert not is_consistent(before, size, held, now, path_told)
    found = consistency_proof(leaves, before)
    assert not is_consistent(before, size, held, root(leaves), [*found, EMPTY])
    assert not is_consistent(before, size, held, root(leaves), found[:-1])
    assert not is_consistent(size, before, root(leaves), held, found)


def test_the_ends() -> None:
    leaves = hashed(entries(3))
    assert is_consistent(3, 3, root(leaves), root(leaves), [])
    assert not is_consistent(3, 3, root(leaves), EMPTY, [])
    assert is_consistent(0, 3, EMPTY, root(leaves), [])
    assert not is_consistent(0, 3, root(leaves), root(leaves), [])
    for wrong in (0, 4):
        with pytest.raises(IndexError, match="expected between 1 and 3 leaves before"):
            consistency_proof(leaves, wrong)
    with pytest.raises(IndexError, match="expected a leaf between 0 and 2, got 3"):
        inclusion_proof(leaves, 3)
