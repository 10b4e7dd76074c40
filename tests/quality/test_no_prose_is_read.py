"""What a program must know is a field: nothing is decided by the words of a message."""

import ast
from pathlib import Path

import pytest

import strategyproof
from strategyproof.mechanism.verdict import Scope, Verdict

SOURCES = sorted(Path(strategyproof.__file__).parent.rglob("*.py"))
ALLOWED = {
    ("scenarios/load.py", "why"): "msgspec tells in words alone what is wrong with a value",
    ("proofs/smt/cvc5_worker.py", "str(error)"): "cvc5's own words, with their spaces made even, for people",
}
SEARCHES = {"startswith", "endswith", "find", "index", "search", "match", "split", "partition"}

RAISES = """
def first_price(bids):
    if bids[0] == bids[1]:
        raise RecursionError("{words}")
    best = bids.index(max(bids))
    wins, payments = [0] * len(bids), [0] * len(bids)
    wins[best], payments[best] = 1, bids[best]
    return wins, payments
"""


def reads(node: ast.AST) -> str | None:
    """Return the name of the prose that an expression searches, if it does."""
    searched: ast.AST | None = None
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
        literal = isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)
        searched = node.comparators[0] if literal or isinstance(node.left, ast.Name) else None
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SEARCHES:
        searched = node.func.value
    if isinstance(searched, ast.BoolOp):
        searched = searched.values[0]
    if isinstance(searched, ast.Attribute) and searched.attr in {"reason", "detail"}:
        return searched.attr
    if isinstance(searched, ast.Name) and searched.id in {"reason", "why", "cause"}:
        return searched.id
    if isinstance(searched, ast.Call) and ast.unparse(searched).startswith("str(error"):
        return "str(error)"
    return None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('"x" in (proof.reason or "")', "reason"),
        ("any(text in reason for text in WORDS)", "reason"),
        ('"already" in str(error)', "str(error)"),
        ('why.startswith("Invalid")', "why"),
    ],
)
def test_what_reads_prose_is_found(line: str, name: str) -> None:
    assert name in [reads(node) for node in ast.walk(ast.parse(line))]


def test_no_code_reads_prose() -> None:
    found = {
        (file.relative_to(SOURCES[0].parent).as_posix(), name)
        for file in SOURCES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if (name := reads(node)) is not None
    }
    assert found - ALLOWED.keys() == set()


def test_what_a_function_says_when_it_raises_changes_no_verdict(tmp_path: Path) -> None:
    from strategyproof.gate.judging import open_judge
    from strategyproof.gate.request import Request

    found: dict[str, list[tuple[str, str | None]]] = {}
    for words in ("the search does not end", "the search gave up", "bidders are sellers", "function of its input"):
        file = tmp_path / f"f{len(found)}.py"
        file.write_text(RAISES.format(words=words))
        with open_judge(Request(f"{file}:first_price", bidders=[2], laws=["strategy-proof", "total"])) as judge:
            found[words] = [(verdict.verdict, verdict.cause) for verdict in judge.verdicts()]
    assert len(set(map(tuple, found.values()))) == 1, found


def test_an_unknown_verdict_says_why() -> None:
    with pytest.raises(ValueError, match="an unknown verdict needs a cause as its first ground, got None"):
        Verdict("f", "monotone", "unknown", Scope("any", "real"), "z3")
