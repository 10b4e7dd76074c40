"""``hashlib``: digests of text that holds no bid, by Python's own library."""

from __future__ import annotations

import hashlib
from typing import Any

from strategyproof.proofs.evaluator import natives
from strategyproof.proofs.evaluator.core import Evaluator
from strategyproof.proofs.evaluator.table import word

NAMES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "sha3_512", "blake2b", "blake2s")


def _register(name: str) -> None:
    function = getattr(hashlib, name)
    natives.reading(type(function()), ("hexdigest", "digest"))
    natives.changing(type(function()), ("update",))

    @word(f"hashlib.{name}")
    def row(ev: Evaluator, data: Any = b"", **options: Any) -> Any:
        return natives.run(ev, function, data, changes=True, **options)


for _name in NAMES:
    _register(_name)


@word("hashlib.new")
def _new(ev: Evaluator, name: Any, data: Any = b"", **options: Any) -> Any:
    return natives.run(ev, hashlib.new, name, data, changes=True, **options)
