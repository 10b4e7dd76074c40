"""``report.md``: the report as plain text that renders anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from strategyproof.reports import information, kernel_text, matrix, numbers, rho_text
from strategyproof.reports.document import Market, Report
from strategyproof.reports.rho_document import Rho
from strategyproof.reports.story import tell


def render(report: Report) -> str:
    """Write the report as Markdown."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    asked = report.settings
    yield from ("# strategyproof report", "", f"**{report.conclusion.sentence}**", "")
    yield from (f"- {failure}" for failure in report.conclusion.failures)
    yield (
        f"strategyproof {report.version}, scenario `{asked.scenario}`, seed {asked.seed}, "
        f"{asked.examples} examples per law, {asked.rounds:,} rounds; exit code {report.conclusion.exit_code}."
    )
    for card in report.mechanisms:
        if card.role in ("flagship", "kin"):
            yield from ("", f"## {card.title} (`{card.id}`)", "", card.summary, "", *_verdicts(report, card.id))
    if report.kernel is not None:
        yield from ("", "## Proofs checked by Coq", "", kernel_text.evidence(report.kernel))
        yield from (f"- {gap}" for gap in kernel_text.gaps(report.kernel))
    if report.theorems:
        yield from ("", "## Theorems about all rules", "")
    for theorem in report.theorems:
        evidence = f"{theorem.source}; {len(theorem.lemmas)} lemmas, {theorem.by}"
        yield f"- **{theorem.verdict}**: {theorem.statement} ({evidence})"
    if report.information:
        yield from ("", f"## {information.TITLE}", "", information.HEAD, "", *_information(report))
    yield from ("", "## Expected refutations", "", "Bidders are counted from 0.", "")
    yield from _refutations(report)
    if report.market is not None:
        yield from _market(report.market)
    if report.rho is not None:
        yield from _rho(report.rho)
    if report.paper:
        claims = ((claim.statement, claim.measured, f"**{claim.finding}**") for claim in report.paper)
        yield from ("", "## The paper's claims, tested on this market", "")
        yield from _table(("Claim", "Measured", "Finding"), claims)


def _verdicts(report: Report, mechanism: str) -> Iterator[str]:
    lines = matrix.rows(report, mechanism)
    methods = [method for method in matrix.METHODS if any(method in line.cells for line in lines)]
    titles = {"proof": "Proof, reals", "rational": "Fuzzed, rationals", "float64": "Fuzzed, float64"}
    head, kernel = ["Law", *(titles[method] for method in methods)], report.kernel
    body = [[f"`{line.law.id}`", *(matrix.cell(line.cells.get(method)) for method in methods)] for line in lines]
    if kernel is not None:
        head.append(kernel_text.TITLE)
        body = [[*row, kernel_text.cell(kernel, mechanism, line.law.id)] for row, line in zip(body, lines, strict=True)]
    yield from _table(head, body)


def _information(report: Report) -> Iterator[str]:
    body = ([row.knows, *(information.text(cell, report.kernel) for cell in row.cells)] for row in report.information)
    yield from _table(("What rho depends on", *information.COLUMNS), body)


def _refutations(report: Report) -> Iterator[str]:
    for item in matrix.refutations(report):
        story = tell(item.told) if item.told else "No counterexample was found, though the law is known to fail."
        yield f"- `{item.mechanism.id}` / `{item.law.id}`: {story}"


def _market(market: Market) -> Iterator[str]:
    share = market.totals[0] / market.rounds
    yield from ("", f"## The auctions of scenario `{market.scenario}`", "")
    yield (
        f"{market.rounds:,} rounds, {market.base_stations} base stations and one UAV. Under MSB with rho = "
        f"{numbers.number(market.rho)} the UAV wins {numbers.percent(share)} of the rounds."
    )
    yield ""
    rules = (
        (
            rule.title + ("" if rule.is_mechanism else " (bound)"),
            rule.knows,
            numbers.number(rule.rho) if rule.rho is not None else "–",
            numbers.estimate(rule.surplus),
            numbers.percent(rule.uav_share),
            f"{numbers.number(rule.latency.mean, 3)} s",
        )
        for rule in market.rules
    )
    yield from _table(("Rule", "Sees", "rho", "Surplus per round", "UAV wins", "Latency"), rules, numeric=4)
    contract = market.contract
    yield from (
        "",
        f"Contract price b₀ = {numbers.number(contract.price)}; E[v₀] = {numbers.number(contract.mean_brand_value)}.",
    )
    if contract.warning:
        yield f"**Warning:** {contract.warning}"
    yield ""
    rounds = (
        (
            str(r.round),
            ", ".join(numbers.number(bid, 3) for bid in r.bids),
            numbers.number(r.critical_payment, 3),
            numbers.provider(r.winner),
            numbers.number(r.paid, 3),
            numbers.number(r.surplus, 3),
            f"{numbers.number(r.latency, 3)} s",
        )
        for r in market.sample
    )
    yield from _table(("Round", "Bids", "Critical payment", "Winner", "Pays", "Surplus", "Latency"), rounds)


def _rho(rho: Rho) -> Iterator[str]:
    yield from ("", f"## {rho_text.TITLE}", "", f"**{rho_text.counts(rho)}**", "")
    yield from (f"- {problem}" for problem in rho.problems)
    yield from (line for line in (rho_text.evidence(rho), rho_text.regret(rho)) if line)
    if rho.earned:
        body = (
            (
                row.title + ("" if row.is_mechanism else " (bound)"),
                numbers.estimate(row.surplus),
                "–" if row.id == "optimal" else numbers.signed(row.over_optimal),
            )
            for row in rho.earned
        )
        yield ""
        yield from _table(("Selector", "Surplus per round", "Against Optimal"), body, numeric=2)
    if rho.sees_bids is not None:
        yield from ("", f"### {rho_text.SEES_BIDS}", "")
        yield from (f"- {line}" for line in rho_text.broken(rho.sees_bids))


def _table(head: Sequence[str], body: Iterable[Sequence[str]], *, numeric: int = 0) -> Iterator[str]:
    """Write a table; the last ``numeric`` columns are aligned right."""
    yield _row(head)
    yield _row(["---:" if place >= len(head) - numeric else "---" for place in range(len(head))])
    yield from (_row(line) for line in body)


def _row(cells: Iterable[str]) -> str:
    escaped = (cell.replace("|", r"\|").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(escaped)} |"
