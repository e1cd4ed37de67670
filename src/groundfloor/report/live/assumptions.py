"""What is assumed of prices, the economy, the budget and its financing, with the switches that a reader may turn."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from groundfloor.costing import price_index
from groundfloor.financing.option import CASES
from groundfloor.report.live.grid import Grid, Series, added, named
from groundfloor.report.view import CONTRIBUTORY, SERVICES, present

if TYPE_CHECKING:
    from groundfloor.report.results import Row
    from groundfloor.report.workbook import Book

CHOSEN, OF_SERVICES = "financing_case", "services_case"
BESIDE = ("administration_per_beneficiary_lcu", "administration_fixed_lcu", "start_up_lcu")


class Assumptions:
    """The sheet of assumptions, and where on it each one stands."""

    def __init__(self, book: Book) -> None:
        self.results, self.say, names = book.results, book.language, book.page.names
        self.years = range(self.results.year, self.results.horizon + 1)
        self.grid = grid = Grid(book, self.say.text("live.assumptions"), self.years)
        grid.title(self.say.text("live.assumptions_title"), self.say.text("live.colours"), self.say.text("live.limits"))
        grid.heading(self.say.text("live.switches"), of_years=False)
        grid.single(self.say.text("live.case"), CHOSEN, float(CASES.index("base") + 1), "count", (1, 2, 3))
        if any(row["programme"].startswith(SERVICES) for row in self.results.tables["costs"]):
            middle = float(CASES.index("base") + 1)
            grid.single(self.say.text("services.live.case"), OF_SERVICES, middle, "count", (1, 2, 3))
        self.reach, self.benefit, self.rate = {}, {}, {}
        rates = dict(self._administration())
        for name in rates:
            label = names.programme(name)
            self.reach[name] = grid.single(
                self.say.text("live.reach", programme=label), named("reach", name), 1.0, "factor"
            )
            self.benefit[name] = grid.single(
                self.say.text("live.benefit", programme=label), named("benefit", name), 1.0, "factor"
            )
            self.rate[name] = grid.single(
                self.say.text("live.rate", programme=label), named("administration", name), rates[name], "share"
            )
        grid.space()
        self._economy()
        grid.space()
        self._financing(book)

    def _administration(self) -> Iterator[tuple[str, float]]:
        """The share of its transfers that each programme's administration takes, 0 where nothing is ever paid."""
        rows = [
            row for row in self.results.tables["costs"] if not row["programme"].startswith((SERVICES, CONTRIBUTORY))
        ]
        for name in dict.fromkeys(row["programme"] for row in rows):
            paid = (row for row in rows if row["programme"] == name and present(row["transfers_lcu"]))
            yield name, next((_of_transfers(row) / row["transfers_lcu"] for row in paid), 0.0)

    def series(self, name: str) -> Series:
        """A series of the economy by year."""
        return {row["year"]: row["value"] for row in self.results.tables["economy"] if row["series"] == name}

    def _economy(self) -> None:
        grid, say = self.grid, self.say
        grid.heading(say.text("live.economy"))

        def given(name: str, kind: str) -> int:
            label = say.text(f"series.{name}")
            label = say.text("live.share_of_gdp", what=label) if kind == "percent" else label
            return grid.inputs(label, name, self.series(name), kind)

        self.inflation = given("inflation", "share")
        first = self.years[0]

        def index(year: int) -> str:
            if year == first:
                return "1"
            rate = grid.at(self.inflation, year)
            return f"IF(ISNUMBER({rate}),{grid.at(grid.row, year - 1)}*(1+{rate}),NA())"

        self.index = grid.formulas(say.text("live.index"), "price_index", index, self.levels(), "index")
        self.gdp = given("gdp_nominal", "money")
        self.interest = given("interest_rate", "share")
        self.share = given("expenditure_pct_gdp", "percent")
        self.debt = given("debt_pct_gdp", "percent")
        spending = {year: self._spending(year) for year in self.years}
        self.spending = grid.formulas(
            say.text("live.spending"), "expenditure",
            lambda year: f"IF(ISNUMBER({grid.at(self.share, year)}),{grid.at(self.gdp, year)}*{grid.at(self.share, year)}/100,\"\")",
            spending, "money",
        )  # fmt: skip
        self._factors()

    def _factors(self) -> None:
        """What debt becomes in a year: by interest and GDP, or, where a part of it is in foreign currency, as the run found it."""
        grid, say = self.grid, self.say
        baseline = [row for row in self.results.tables.get("debt", []) if row["path"] == "baseline"]
        found = {row["year"]: row["debt_factor"] for row in baseline}
        if self.series("foreign_debt_share"):
            self.factor = grid.inputs(say.text("live.factor"), "debt_factor", found, "index")
            return

        def factor(year: int) -> str:
            if year == self.years[0]:
                return '""'
            rate, growth = grid.at(self.interest, year), f"{grid.at(self.gdp, year)}/{grid.at(self.gdp, year - 1)}"
            return f'IF(ISNUMBER({rate}),(1+{rate})/({growth}),"")'

        self.factor = grid.formulas(say.text("live.factor"), "debt_factor", factor, found, "index")

    def _pledges(self) -> Series:
        """What donors have pledged and not withdrawn, % of GDP by year."""
        rows = [row for row in self.results.tables.get("pledges", []) if row["status"] != "withdrawn"]
        return {year: sum(row["pct_gdp"] for row in rows if row["year"] == year) for year in self.years}

    def _spending(self, year: int) -> float | None:
        gdp, share = (present(self.series(name).get(year)) for name in ("gdp_nominal", "expenditure_pct_gdp"))
        return None if gdp is None or share is None else gdp * share / 100

    def levels(self) -> Series:
        """The price index by year, 1 in the base year; unknown from the first year without a rate."""
        rates = {year: rate for year, rate in self.series("inflation").items() if rate is not None}
        return {year: present(price_index(rates, self.years[0], year)) for year in self.years}

    def _financing(self, book: Book) -> None:
        grid, say = self.grid, self.say
        rows = self.results.tables.get("financing", [])
        grid.heading(say.text("live.financing"))
        chosen, owed = [], []
        for option in dict.fromkeys(row["option"] for row in rows):
            label = book.page.names.option(option)
            mine = {row["year"]: row for row in rows if row["option"] == option}
            at = [
                grid.inputs(
                    say.text(f"live.{case}", option=label),
                    f"{option}.{case}",
                    {year: row[case] for year, row in mine.items()},
                    "percent",
                )
                for case in CASES
            ]
            chosen.append(at)
            if any(row.get("payer") == "borrowing" for row in mine.values()):
                owed.append(at)

        def sum_of(options: list[list[int]], year: int) -> str:
            picked = [f"CHOOSE({CHOSEN},{','.join(grid.at(row, year) for row in three)})" for three in options]
            return "+".join(picked) or "0"

        def total(payer: str | None = None) -> Series:
            counted = [row for row in rows if payer is None or row.get("payer") == payer]
            return {year: added(row["base"] for row in counted if row["year"] == year) for year in self.years}

        self.raised = grid.formulas(
            say.text("live.raised"), "financing_pct_gdp", partial(sum_of, chosen), total(), "percent", bold=True
        )
        self.owed = grid.formulas(
            say.text("live.owed"), "borrowed_options", partial(sum_of, owed), total("borrowing"), "percent"
        )
        self.pledged = grid.inputs(say.text("live.pledged"), "pledges_pct_gdp", self._pledges(), "percent")
        for code, row in {"price_index": self.index, "gdp": self.gdp, "financing_pct_gdp": self.raised}.items():
            grid.name_row(code, row)


def _of_transfers(row: Row) -> float:
    """The part of administration that is a share of transfers."""
    return float(row["administration_lcu"] - sum(present(row.get(part)) or 0.0 for part in BESIDE))
