"""What services cost people: hardship from health spending by group, poverty it makes, and what else people pay or do without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.estimates import between, estimates, known
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure
from groundfloor.report.pivot import named, pivot
from groundfloor.report.results import Row
from groundfloor.survey.derived import AGE_GROUPS

ORDER = 27
# the indicator of the SDG as it is now and, where the survey cannot give it, as it was: never one beside the other as a series
NEW, OLD = "financial_hardship_40_2025", "oop_over_10"
OF_2025 = (NEW, "oop_impoverishing_2025", "oop_large_2025")
UNTIL_2024 = (OLD, "oop_over_25")
OF_WHO = ("households_over_40_capacity_europe", "households_over_40_capacity_2005")
AT_LINES = ("oop_pushed_below", "oop_pushed_further", "oop_gap_increase")
OTHERS = (
    "ill_foregone",
    "ill_foregone_for_cost",
    "share_foregone_for_cost",
    "out_of_school_for_cost_6_17",
    "for_cost_of_out_of_school_6_17",
    "school_cost_over_5",
    "school_cost_over_10",
    *(
        f"{cost}_over_{limit}_{of}"
        for of in ("income", "consumption")
        for cost, limits in (("housing", (30, 40)), ("water", (3, 5)), ("energy", (10,)))
        for limit in limits
    ),
)
AMOUNTS = (
    "oop_any",
    "oop_share",
    "societal_line",
    "ill_consulted",
    "school_cost_mean",
    "school_cost_share",
    *(f"{cost}_share_{of}" for of in ("income", "consumption") for cost in ("housing", "water", "energy")),
)


def content(page: Page) -> Mapping[str, Any] | None:
    """Figures of hardship and of what else services cost, with their tables; None where the survey says nothing of either."""
    say = page.language
    shown = [row for row in (NEW, OLD) if _rows(page, (row,))]
    hardship = _hardship(page, shown[0]) if shown else None
    others = _others(page)
    found = {
        "new": _table(page, OF_2025, say.text("profile.affording.new_caption")),
        "old": _table(page, UNTIL_2024, say.text("profile.affording.old_caption")),
        "who": _table(page, OF_WHO, say.text("profile.affording.who_caption")),
        "lines": pivot(page, _of_all(page, AT_LINES), "line", "measure", say.text("profile.affording.lines_caption")),
        "by_group": _table(page, OTHERS, say.text("profile.affording.by_group")),
        "amounts": _table(page, AMOUNTS, say.text("profile.affording.amounts_caption")),
    }
    if hardship is None and others is None and not any(found.values()):
        return None
    return {"hardship": hardship, "others": others, **found}


def _rows(page: Page, measures: tuple[str, ...]) -> list[Row]:
    found = (known(page.view.rows("measures", measure=name, scenario="today")) for name in measures)
    return [row for rows in found for row in _by_age(rows)]


def _by_age(rows: list[Row]) -> list[Row]:
    """The rows of a measure with those of ages from the youngest to the oldest, where they stand among the others."""
    place = {f"age_group={name}": k for k, (name, _) in enumerate(AGE_GROUPS)}
    ages = iter(sorted((row for row in rows if row["group"] in place), key=lambda row: place[row["group"]]))
    return [next(ages) if row["group"] in place else row for row in rows]


def _of_all(page: Page, measures: tuple[str, ...]) -> list[Row]:
    return [row for row in _rows(page, measures) if row["group"] == "all"]


def _table(page: Page, measures: tuple[str, ...], caption: str) -> Any:
    return pivot(page, _rows(page, measures), "group", "measure", caption)


def _hardship(page: Page, measure: str) -> Figure | None:
    say, rows = page.language, _rows(page, (measure,))
    which = "new" if measure == NEW else "old"
    everybody = rows[0]
    sentence = say.text(
        f"profile.affording.{which}",
        share=say.percent(everybody["value"]),
        interval=between(page, everybody, say.percent),
    )
    label = page.names.known("measure", measure)
    return estimates(
        page, "affording", rows, lambda row: named(page, "group", row["group"]),
        heading=(say.text("heading.group"), label),
        sentence=sentence,
        description=say.text("profile.affording.description"),
        caption=label,
        write=say.percent,
        tick=lambda value, _digits: say.percent(value, 0),
        unit=say.text("axis.people"),
        note=say.text("profile.affording.fifths"),
    )  # fmt: skip


def _others(page: Page) -> Figure | None:
    say, rows = page.language, _of_all(page, OTHERS)
    if not rows:
        return None

    def label(row: Row) -> str:
        return page.names.known("measure", row["measure"])

    most = max(rows, key=lambda row: float(row["value"]))
    return estimates(
        page, "costs", rows, label,
        heading=(say.text("profile.affording.heading"), say.text("profile.affording.share")),
        sentence=say.text(
            "profile.affording.others", count=len(rows), most=label(most), high=say.percent(most["value"])
        ),
        description=say.text("profile.affording.others_description"),
        caption=say.text("profile.affording.others_caption"),
        write=say.percent,
        tick=lambda value, _digits: say.percent(value, 0),
        unit=say.text("profile.living.unit"),
        note=say.text("profile.affording.limits"),
    )  # fmt: skip
