"""The names that the package offers are the names that it lists, and each of them is there."""

from __future__ import annotations

import pytest

import strategyproof


@pytest.mark.parametrize("name", strategyproof.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(strategyproof, name)
    assert name == "__version__" or value.__doc__


def test_the_list_is_sorted_and_complete() -> None:
    listed = strategyproof.__all__
    assert len(set(listed)) == len(listed)
    assert set(listed) <= set(dir(strategyproof))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'strategyproof' has no attribute 'prooove'"):
        _ = strategyproof.prooove  # type: ignore[attr-defined, unused-ignore]
