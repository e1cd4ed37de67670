"""One scenario: people and benefits as simulated, and the money, the plan and the debt that follow from them by formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundfloor.financing.option import CASES
from groundfloor.report.columns import HEADINGS
from groundfloor.report.live.assumptions import BESIDE, OF_SERVICES, Assumptions
from groundfloor.report.live.grid import Grid, Series, added, named
from groundfloor.report.tables import columns_of
from groundfloor.report.view import CONTRIBUTORY, SERVICES, present

if TYPE_CHECKING:
    from groundfloor.report.language import Language
    from groundfloor.report.results import Row
    from groundfloor.report.workbook import Book

LONGEST = 31


def sheet_name(say: Language, number: int) -> str:
    """What the sheet of a scenario is called."""
    return say.text("live.sheet", number=str(number))[:LONGEST]


def scenario_sheet(book: Book, given: Assumptions, scenario: str, number: int) -> None:
    """Write the sheet of a scenario; `number` keeps the names of sheets apart."""
    say, results = book.language, book.results
    grid = Grid(book, sheet_name(say, number), given.years)
    grid.title(book.page.names.scenario(scenario), say.text("live.simulated"))
    costs = [row for row in results.tables["costs"] if row["scenario"] == scenario]
    levels, totals = given.levels(), []
    for programme in dict.fromkeys(row["programme"] for row in costs):
        mine = {row["year"]: row for row in costs if row["programme"] == programme}
        apart = {SERVICES: _services, CONTRIBUTORY: _contributions}
        block = apart.get(f"{programme.partition('.')[0]}.", _programme)
        totals.append(block(book, grid, given, programme, mine, levels))
        grid.space()
    _sums(book, grid, given, scenario, number, totals)


def _of(rows: dict[int, Row], column: str) -> Series:
    return {year: row[column] for year, row in rows.items()}


def _programme(book: Book, grid: Grid, given: Assumptions, name: str, rows: dict[int, Row], levels: Series) -> int:
    """The block of a programme; returns the row of its total."""
    say = book.language
    grid.heading(book.page.names.programme(name))
    people = grid.inputs(say.text("live.people"), "beneficiaries", _of(rows, "beneficiaries"), "people")
    real = {year: _over(row["benefit_lcu"], levels.get(year)) for year, row in rows.items()}
    each = grid.inputs(say.text("live.each", year=say.year(book.results.year)), "benefit", real, "money")
    paid = grid.formulas(
        say.text("live.transfers"), "transfers_lcu",
        lambda year: f"{grid.at(people, year)}*{given.reach[name]}*{grid.at(each, year)}*{given.benefit[name]}"
        f"*{given.grid.at(given.index, year, elsewhere=True)}",
        _of(rows, "transfers_lcu"), "money",
    )  # fmt: skip
    beside = _beside(book, grid, rows, levels)

    def delivered(year: int) -> str:
        own = f"{grid.at(paid, year)}*{given.rate[name]}"
        index = given.grid.at(given.index, year, elsewhere=True)
        for part, row in beside.items():
            times = f"*{grid.at(people, year)}*{given.reach[name]}" if part == BESIDE[0] else ""
            own += f"+{grid.at(row, year)}{times}*{index}"
        return own

    run = grid.formulas(
        say.text("live.administration"), "administration_lcu", delivered, _of(rows, "administration_lcu"), "money"
    )
    return grid.formulas(
        say.text("live.total"), "total_lcu",
        lambda year: f"{grid.at(paid, year)}+{grid.at(run, year)}", _of(rows, "total_lcu"), "money", bold=True,
    )  # fmt: skip


def _beside(book: Book, grid: Grid, rows: dict[int, Row], levels: Series) -> dict[str, int]:
    """Inputs of what administration costs beside a share of benefits, in prices of the base year, where there is any."""
    say, found = book.language, {}
    for part in BESIDE:
        if not any(present(row.get(part)) for row in rows.values()):
            continue
        real = {year: _over(row.get(part), levels.get(year)) for year, row in rows.items()}
        if part == BESIDE[0]:
            real = {year: _over(value, present(rows[year]["beneficiaries"]) or None) for year, value in real.items()}
        label = say.text(f"live.{part.removesuffix('_lcu')}", year=say.year(book.results.year))
        found[part] = grid.inputs(label, part.removesuffix("_lcu"), real, "money")
    return found


def _services(book: Book, grid: Grid, given: Assumptions, name: str, rows: dict[int, Row], levels: Series) -> int:
    """The block of essential services: what they add in each case, in prices of the base year, and the total of the case chosen."""
    say = book.language
    grid.heading(book.page.names.programme(name))
    _, sector, *service = name.split(".")
    found = {
        (row["variant"], row["year"]): row["additional_government_lcu"]
        for row in book.results.tables.get("services", [])
        if (row["sector"], row["service"]) == (sector, service[0] if service else "all")
    }
    cases = []
    for case in CASES:
        # a pack without low or high numbers has the base in their place
        real = {year: _over(found.get((case, year), row["total_lcu"]), levels.get(year)) for year, row in rows.items()}
        label = say.text(f"services.live.{case}", year=say.year(book.results.year))
        cases.append(grid.inputs(label, f"additional_{case}", real, "money"))
    return grid.formulas(
        say.text("services.live.total"), "total_lcu",
        lambda year: f"CHOOSE({OF_SERVICES},{','.join(grid.at(row, year) for row in cases)})"
        f"*{given.grid.at(given.index, year, elsewhere=True)}",
        _of(rows, "total_lcu"), "money", bold=True,
    )  # fmt: skip


def _contributions(book: Book, grid: Grid, given: Assumptions, name: str, rows: dict[int, Row], levels: Series) -> int:
    """The block of a contributory scheme: what government pays of contributions, in prices of the base year, and that in money of the year."""
    say = book.language
    grid.heading(book.page.names.programme(name))
    real = {year: _over(row["total_lcu"], levels.get(year)) for year, row in rows.items()}
    label = say.text("contributory.live.paid", year=say.year(book.results.year))
    paid = grid.inputs(label, "government", real, "money")
    return grid.formulas(
        say.text("contributory.live.total"), "total_lcu",
        lambda year: f"{grid.at(paid, year)}*{given.grid.at(given.index, year, elsewhere=True)}",
        _of(rows, "total_lcu"), "money", bold=True,
    )  # fmt: skip


def _sums(book: Book, grid: Grid, given: Assumptions, scenario: str, number: int, totals: list[int]) -> None:
    say, tables, first = book.language, book.results.tables, given.years[0]
    costs = [row for row in tables["costs"] if row["scenario"] == scenario]
    plan = {row["year"]: row for row in tables.get("plan", []) if row["scenario"] == scenario}

    def of_all(column: str) -> Series:
        return {year: added(row[column] for row in costs if row["year"] == year) for year in given.years}

    def there(row: int, year: int) -> str:
        return given.grid.at(row, year, elsewhere=True)

    grid.heading(say.text("live.all"))
    everything = grid.formulas(
        say.text("live.total"), "total_lcu", lambda year: "+".join(grid.at(row, year) for row in totals),
        of_all("total_lcu"), "money", bold=True,
    )  # fmt: skip
    _check(book, grid, costs, scenario, everything)
    share = grid.formulas(
        say.text("live.of_gdp"), "cost_pct_gdp",
        lambda year: f"100*{grid.at(everything, year)}/{there(given.gdp, year)}", of_all("pct_gdp"), "percent",
    )  # fmt: skip
    grid.formulas(
        say.text("live.of_spending"), "pct_government_expenditure",
        lambda year: f"IF(ISNUMBER({there(given.spending, year)}),100*{grid.at(everything, year)}/{there(given.spending, year)},\"\")",
        of_all("pct_government_expenditure"), "percent",
    )  # fmt: skip
    grid.name_row(named("cost_pct_gdp", str(number)), share)
    if not plan:
        return
    gap = grid.formulas(
        say.text("live.gap"), "gap_pct_gdp",
        lambda year: f"{grid.at(share, year)}-MIN({there(given.pledged, year)},MAX(0,{grid.at(share, year)}))-{there(given.raised, year)}",
        _of(plan, "gap_pct_gdp"), "percent",
    )  # fmt: skip

    def carried(year: int) -> str:
        if year == first:
            return "0"
        # the row below, in the year before
        before, factor = grid.at(grid.row + 1, year - 1), there(given.factor, year)
        return f'IF({before}=0,0,IF(AND(ISNUMBER({before}),ISNUMBER({factor})),{before}*{factor},""))'

    extra = {year: _less(row["debt_pct_gdp_after"], row["debt_pct_gdp_before"]) for year, row in plan.items()}
    new = {year: added((row["gap_pct_gdp"], row.get("borrowed_pct_gdp", 0.0))) for year, row in plan.items()}
    old = {year: _less(extra[year], new[year]) for year in plan}
    earlier = grid.formulas(say.text("live.carried"), "carried_debt_pct_gdp", carried, old, "percent")
    more = grid.formulas(
        say.text("live.borrowed"), "extra_debt_pct_gdp",
        lambda year: f'IF(ISNUMBER({grid.at(earlier, year)}),{grid.at(earlier, year)}+{grid.at(gap, year)}+{there(given.owed, year)},"")',
        extra, "percent",
    )  # fmt: skip
    grid.formulas(
        say.text("live.debt"), "debt_pct_gdp_after",
        lambda year: f'IF(AND(ISNUMBER({there(given.debt, year)}),ISNUMBER({grid.at(more, year)})),{there(given.debt, year)}+{grid.at(more, year)},"")',
        _of(plan, "debt_pct_gdp_after"), "percent", bold=True,
    )  # fmt: skip


def _check(book: Book, grid: Grid, costs: list[Row], scenario: str, everything: int) -> None:
    """The total less that of the table of costs, to the cent: 0 until an input is changed."""
    from xlsxwriter.utility import xl_col_to_name

    rows = book.results.tables["costs"]
    columns, last = columns_of("costs", rows), len(rows) + HEADINGS
    if not book.results.synthetic and "synthetic" in columns:
        columns.remove("synthetic")
    sheet = book.language.text("tables.costs.sheet")

    def column(name: str) -> str:
        letter = xl_col_to_name(columns.index(name))
        return f"'{sheet}'!${letter}${HEADINGS + 1}:${letter}${last}"

    def check(year: int) -> str:
        total = grid.at(everything, year)
        return (
            f'ROUND({total}-SUMIFS({column("total_lcu")},{column("scenario")},"{scenario}",{column("year")},{year}),2)'
        )

    known = {year: added(row["total_lcu"] for row in costs if row["year"] == year) for year in grid.years}
    grid.formulas(
        book.language.text("live.check"), "check_lcu", check,
        {year: None if one is None else 0.0 for year, one in known.items()}, "money",
    )  # fmt: skip


def _less(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other


def _over(amount: float | None, level: float | None) -> float | None:
    known = present(amount)
    return None if known is None or level is None else known / level
