"""Tables of measures for people: one key down, one across, each figure with its interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from groundfloor.report.estimates import between, known
from groundfloor.report.language import ABSENT
from groundfloor.report.page import Page
from groundfloor.report.parts import Cell, Table, table
from groundfloor.report.results import Row
from groundfloor.report.view import present

# those of the set of services; the means and ratios among them begin otherwise
SERVICES = (
    "water_",
    "sanitation_",
    "hygiene_",
    "completed_",
    "out_of_school_",
    "attendance_",
    "organised_",
    "food_",
    "severely_",
    "stunted",
    "wasted",
    "underweight",
    "overweight",
    "minimum_diet_",
    "information_",
    "lacks_",
    "slum_",
    "inadequate_",
    "basic_service_",
    "basic_services_all_",
)
# measures that are shares of one; all others are written as numbers
SHARES = [
    "share_",
    "fgt",
    "coverage",
    "undercoverage",
    "leakage",
    "incidence",
    "adequacy",
    "generosity",
    "bottom",
    "quintile_share",
    "decile_share",
    "top",
    "reduction",
    "overlap",
    "combination",
    "arpr",
    "cdf",
    "targeting_differential",
    "average_rate",
    "relative_change",
    "net_",
    "impact_effectiveness",
    "spending_effectiveness",
    "_headcount",
    "_among_poor",
    "to_the_poor_gap",
    "impoverishment_gap",
    *SERVICES,
    "oop_",
    "financial_hardship",
    "households_over",
    "ill_",
    "school_cost_over",
    "school_cost_share",
    "out_of_school",
    "for_cost_of",
    "housing_",
    "water_over",
    "water_share",
    "energy_",
]
POINTS = "marginal_contribution_fgt"  # changes of indices of poverty


def named(page: Page, key: str, value: str) -> str:
    """The name of a code of the tables in the language of the page."""
    if key in ("programme", "item"):
        return page.names.programme(value)
    if key == "group":
        return page.language.text("variable.all") if value == "all" else page.names.group(value)
    return page.names.line(value) if key == "line" else page.names.known(key, value)


def figure(page: Page, row: Row, write: Callable[[float | None], str] | None = None) -> Cell:
    """A figure with its 95 % interval below, written as its measure is unless told how; a dash where it is not known."""
    write = write or writer(page, str(row["measure"]))
    sure = present(row.get("ci_low")) is not None and present(row.get("ci_high")) is not None
    return Cell(write(present(row.get("value"))), below=between(page, row, write) if sure else "")


def writer(page: Page, measure: str) -> Callable[[float | None], str]:
    """How the figures of a measure are written."""
    say = page.language
    if measure.startswith(POINTS):
        return say.points
    if any(measure.startswith(share) or measure.endswith(share) for share in SHARES):
        return say.percent
    return lambda value: ABSENT if value is None else say.significant(value)


def pivot(
    page: Page,
    rows: Sequence[Row],
    down: str,
    across: str,
    caption: str,
    *,
    note: str = "",
    write: Callable[[float | None], str] | None = None,
) -> Table | None:
    """A table of these rows; None where no figure is known. A pair of keys without a row is a dash."""
    shown = known(rows)
    if not shown:
        return None
    heads, sides = (list(dict.fromkeys(row[key] for row in shown)) for key in (across, down))
    at = {(row[down], row[across]): row for row in shown}
    body = [
        [
            named(page, down, side),
            *(figure(page, at[side, head], write) if (side, head) in at else ABSENT for head in heads),
        ]
        for side in sides
    ]
    return table(caption, [page.language.text(f"heading.{down}"), *(named(page, across, head) for head in heads)], body, note=note)  # fmt: skip
