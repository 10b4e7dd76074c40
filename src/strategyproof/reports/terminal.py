"""What a person sees in the terminal: the answer, the tables and the stories."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from strategyproof.mechanism.verdict import Verdict
from strategyproof.reports import information, kernel_text, matrix, numbers, rho_text
from strategyproof.reports.document import Finding, Kernel, Market, Method, PaperClaim, Report
from strategyproof.reports.marks import STYLES
from strategyproof.reports.mathematics import prose_text
from strategyproof.reports.rho_document import Earned, Rho
from strategyproof.reports.story import tell

FINDINGS: dict[Finding, tuple[str, str]] = {
    "holds": ("✓", "green"),
    "does not hold": ("✗", "red"),
    "not testable here": ("?", "yellow"),
    "not about this market": ("–", "dim"),
}
WIDE = 100
"""From this many columns on, tables show everything."""


def show(report: Report, console: Console) -> None:
    """Print a report: the laws, the refutations, the auctions, the paper's claims, and last the answer."""
    for card in report.mechanisms:
        if card.role == "flagship":
            console.print(_verdicts(report, card.id, f"{card.title}: every law"))
    kin = [card for card in report.mechanisms if card.role == "kin"]
    for card in kin:
        console.print(_kin(report, card.id, card.title))
    for theorem in report.theorems:
        mark, style = ("✓", "green") if theorem.verdict == "proved" else ("?", "yellow")
        count = f" ({len(theorem.lemmas)} lemmas, {theorem.source})"
        console.print(
            Text.assemble((f"{mark} theorem {theorem.id}: ", style), prose_text(theorem.statement), (count, "dim"))
        )
    if report.kernel is not None:
        _kernel(report.kernel, console)
    if report.information:
        _information(report, console)
    console.print()
    _refutations(report, console)
    if report.market is not None:
        _market(report.market, console)
    if report.rho is not None:
        _rho(report.rho, console)
    if report.paper:
        _claims(report.paper, console)
    _answer(report, console)


def _kernel(kernel: Kernel, console: Console) -> None:
    complete = not kernel.refused
    console.print(
        Text.assemble(("✓ " if complete else "? ", "green" if complete else "yellow"), kernel_text.evidence(kernel))
    )
    for gap in kernel_text.gaps(kernel):
        console.print(Padding(Text(gap, style="dim"), (0, 0, 0, 2)))


def _verdicts(report: Report, mechanism: str, title: str) -> Table:
    titles: dict[Method, str] = {"proof": "Proof, reals", "rational": "Rationals", "float64": "Float64"}
    table = _table(title)
    table.add_column("Law", no_wrap=True)
    for method in matrix.METHODS:
        table.add_column(titles[method], no_wrap=True)
    if report.kernel is not None:
        table.add_column(kernel_text.TITLE, no_wrap=True)
    table.add_column("CPU", justify="right", no_wrap=True)
    for line in matrix.rows(report, mechanism):
        cells = [_cell(line.cells.get(method)) for method in matrix.METHODS]
        if report.kernel is not None:
            cells.append(Text(kernel_text.cell(report.kernel, mechanism, line.law.id)))
        table.add_row(line.law.id, *cells, matrix.duration(line.seconds))
    return table


def _cell(verdict: Verdict | None) -> Text:
    return Text(matrix.cell(verdict), style=STYLES[verdict.verdict] if verdict else "dim")


def _kin(report: Report, mechanism: str, title: str) -> Text:
    lines = matrix.rows(report, mechanism)
    proved = [line for line in lines if (found := line.cells.get("proof")) and found.verdict == "proved"]
    style = "green" if len(proved) == len(lines) else "red"
    return Text.assemble(
        f"{title} ", (f"({mechanism})", "dim"), ": ", (f"{len(proved)} of {len(lines)} laws proved", style)
    )


def _information(report: Report, console: Console) -> None:
    console.print(Text(f"{information.TITLE}: the information table of the specification", style="bold"))
    for row in report.information:
        console.print(row.knows)
        for column, cell in zip(information.COLUMNS, row.cells, strict=True):
            mark, style = ("✓", "green") if cell.is_met else ("?", "yellow")
            console.print(Padding(Text.assemble((f"{mark} ", style), f"{column}: {cell.says}"), (0, 0, 0, 2)))


def _refutations(report: Report, console: Console) -> None:
    items = matrix.refutations(report)
    if not items:
        return
    console.print(Text("Expected refutations", style="bold"))
    console.print(
        Text("Known failures: each counterexample was found, then replayed on the rule's own code.", style="dim")
    )
    for mechanism, group in matrix.in_groups(items):
        console.print(Text.assemble((mechanism.title, "bold"), " ", (mechanism.id, "dim")))
        shown = group if mechanism.role == "broken" else group[:1]
        for item in shown:
            mark, style = ("✗", "red") if item.told else ("?", "yellow")
            story = tell(item.told) if item.told else "no counterexample found, though the law is known to fail"
            console.print(Padding(Text.assemble((f"{mark} {item.law.id}  ", style), story), (0, 0, 0, 2)))
        rest = ", ".join(("✗ " if item.told else "? ") + item.law.id for item in group[len(shown) :])
        if rest:
            console.print(Padding(Text(f"also {rest}", style="dim"), (0, 0, 0, 2)))
    console.print()


def _market(market: Market, console: Console) -> None:
    share = numbers.percent(market.totals[0] / market.rounds)
    console.print(Text(f"Auctions of scenario {market.scenario}", style="bold"))
    console.print(
        f"{market.rounds:,} rounds, {market.base_stations} base stations and one UAV. Under MSB with ρ = "
        f"{numbers.number(market.rho)} (Optimal MSB's) the UAV wins {share}."
    )
    for table in (_rounds(market, console), _rules(market, console)):
        console.print()
        console.print(table)
    console.print()
    contract = market.contract
    price, mean = numbers.number(contract.price), numbers.number(contract.mean_brand_value)
    console.print(f"Contract price b₀ = {price} (eq. 13); E[v₀] = {mean}.")
    if contract.warning:
        console.print(Text(f"! {contract.warning}", style="yellow"))
    console.print()


def _rounds(market: Market, console: Console) -> Table:
    table = _table("Some of the rounds")
    wide = console.width >= WIDE
    table.add_column("Round", justify="right", no_wrap=True)
    table.add_column("Bids", overflow="ellipsis", no_wrap=True)
    for title in ("Critical", "Winner", "Pays", "Surplus", "Latency"):
        table.add_column(title, justify="left" if title == "Winner" else "right", no_wrap=True)
    for r in market.sample[: 12 if wide else 8]:
        numerals = [numbers.number(value, 3) for value in (r.critical_payment, r.paid, r.surplus)]
        bids = Text(" ").join(
            Text(numbers.number(bid, 3 if wide else 2), style="bold green" if place == r.winner else "")
            for place, bid in enumerate(r.bids, start=1)
        )
        latency = f"{numbers.number(r.latency, 3)} s"
        table.add_row(str(r.round), bids, numerals[0], numbers.provider(r.winner), *numerals[1:], latency)
    return table


def _rules(market: Market, console: Console) -> Table:
    table, wide = _table("Rules that need no learning"), console.width >= WIDE
    table.add_column("Rule")
    if wide:
        table.add_column("Sees")
    for title in ("ρ", "Surplus", "Against SPA", "UAV wins", "Latency"):
        table.add_column(title, justify="right", no_wrap=True)
    for rule in market.rules:
        cells = [
            numbers.number(rule.rho, 3) if rule.rho is not None else "–",
            numbers.estimate(rule.surplus),
            "–" if rule.id == "spa" else numbers.signed(rule.advantage),
            numbers.percent(rule.uav_share),
            f"{numbers.number(rule.latency.mean, 3)} s",
        ]
        title = rule.title if rule.is_mechanism else f"{rule.title} (bound)"
        table.add_row(title, *([rule.knows] if wide else []), *cells, style="" if rule.is_mechanism else "dim")
    return table


def _rho(rho: Rho, console: Console) -> None:
    console.print(Text(rho_text.TITLE, style="bold"))
    style = "yellow" if rho.skipped is not None else "red" if rho.problems else "green"
    mark = {"yellow": "?", "red": "✗", "green": "✓"}[style]
    console.print(Text.assemble((f"{mark} ", style), (rho_text.counts(rho), style)))
    for problem in rho.problems:
        console.print(Padding(Text(problem, style="red"), (0, 0, 0, 2)))
    for line in (rho_text.evidence(rho), rho_text.regret(rho)):
        if line:
            console.print(Padding(Text(line), (0, 0, 0, 2)))
    if rho.earned:
        console.print(Padding(earned_table(rho.earned), (1, 0, 1, 2)))
    if rho.sees_bids is not None:
        refuted = rho.sees_bids.refutation.verdict == "refuted"
        head = ("✗ ", "red") if refuted else ("? ", "yellow")
        console.print(Text.assemble(head, (rho_text.SEES_BIDS, head[1])))
        for line in rho_text.broken(rho.sees_bids):
            console.print(Padding(Text(line), (0, 0, 0, 2)))
    console.print()


def earned_table(rows: Sequence[Earned]) -> Table:
    """Return what selectors of rho earn per round, each beside Optimal MSB on the same rounds."""
    table = _table("")
    for column, justify in (("Selector", "left"), ("Surplus", "right"), ("Against Optimal", "right")):
        table.add_column(column, justify="right" if justify == "right" else "left", no_wrap=True)
    for row in rows:
        title = row.title if row.is_mechanism else f"{row.title} (bound)"
        over = "–" if row.id == "optimal" else numbers.signed(row.over_optimal)
        table.add_row(title, numbers.estimate(row.surplus), over, style="" if row.is_mechanism else "dim")
    return table


def _claims(claims: list[PaperClaim], console: Console) -> None:
    console.print(Text("The paper's claims, tested on this market", style="bold"))
    for claim in claims:
        mark, style = FINDINGS[claim.finding]
        console.print(Text.assemble((f"{mark} {claim.finding}: ", style), claim.statement))
        console.print(Padding(Text(claim.measured, style="dim"), (0, 0, 0, 2)))


def _answer(report: Report, console: Console) -> None:
    found = report.conclusion
    style = {0: "bold green", 1: "bold red", 4: "bold red"}.get(found.exit_code, "bold yellow")
    console.print()
    console.print(Text(found.sentence, style=style))
    for failure in found.failures[1:]:
        console.print(Padding(Text(f"· {failure}", style=style), (0, 0, 0, 2)))


def _table(title: str) -> Table:
    return Table(
        title=Text(title, style="bold") if title else None,
        title_justify="left",
        box=None,
        header_style="dim",
        padding=(0, 2, 0, 0),
        pad_edge=False,
        expand=False,
    )
