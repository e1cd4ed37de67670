"""Poverty and inequality from market to final income, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.estimates import estimates, known
from groundfloor.report.incidence import PATH, start
from groundfloor.report.language import ABSENT
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure
from groundfloor.report.pivot import pivot
from groundfloor.report.results import Row

ORDER = 10
TABLE = "fiscal_concepts"
MEASURES = ("mean_welfare", "gini", "palma", "s80_s20", "bottom40_share")
INDICES = ("fgt0", "fgt1", "fgt2")


def content(page: Page) -> Mapping[str, Any]:
    """What each concept is, figures of inequality and poverty along the way, and tables of every concept and group."""
    say, view = page.language, page.view
    shown = view.distinct(TABLE, "concept")
    line = next(iter(view.distinct(TABLE, "line", measure="fgt0")), None)
    everybody = [row for name in MEASURES for row in view.rows(TABLE, measure=name, group="all")]
    poverty = [row for name in INDICES for row in view.rows(TABLE, measure=name, group="all", line=line)]
    by_group = {name: view.rows(TABLE, measure=name, line=at) for name, at in (("gini", None), ("fgt0", line))}
    at = "" if line is None else page.names.below(line)
    return {
        "described": [(page.names.known("concept", one), say.text(f"fiscal.concept.{one}")) for one in shown],
        "inequality": _inequality(page),
        "poverty": None if line is None else _poverty(page, line),
        "measures": pivot(page, everybody, "concept", "measure", say.text("fiscal.concepts.measures")),
        "indices": pivot(page, poverty, "concept", "measure", say.text("fiscal.concepts.indices", line=at)),
        "gini_by_group": pivot(page, by_group["gini"], "group", "concept", say.text("fiscal.concepts.by_group.gini")),
        "poverty_by_group": None
        if line is None
        else pivot(page, by_group["fgt0"], "group", "concept", say.text("fiscal.concepts.by_group.poverty", line=at)),
    }


def _along(page: Page, measure: str, line: str | None) -> list[Row]:
    """The figures over everybody in the order in which taxes and benefits are counted."""
    rows = {row["concept"]: row for row in known(page.view.rows(TABLE, measure=measure, line=line, group="all"))}
    return [rows[concept] for concept in PATH if concept in rows]


def _label(page: Page, row: Row) -> str:
    return page.names.known("concept", row["concept"])


def _inequality(page: Page) -> Figure | None:
    say, rows = page.language, _along(page, "gini", None)
    if not rows:
        return None
    values = {row["concept"]: float(row["value"]) for row in rows}
    before, after = values.get(start(page), float(rows[0]["value"])), float(rows[-1]["value"])
    way = "lower" if after < before else "higher" if after > before else "same"
    ends = {"before": say.number(before, 3), "after": say.number(after, 3)}
    return estimates(
        page, "inequality", rows, lambda row: _label(page, row),
        heading=(say.text("heading.concept"), say.text("measure.gini")),
        sentence=say.text(f"fiscal.concepts.gini.{way}", **ends),
        description=say.text("fiscal.concepts.gini.description"),
        caption=say.text("fiscal.concepts.gini.caption"),
        write=lambda value: say.number(value, 3),
        tick=say.number,
        unit=say.text("measure.gini"),
    )  # fmt: skip


def _poverty(page: Page, line: str) -> Figure | None:
    say, rows = page.language, _along(page, "fgt0", line)
    if not rows:
        return None
    shares = {row["concept"]: say.percent(row["value"]) for row in rows}
    first = {"line": page.names.below(line), "before": shares.get(start(page), ABSENT)}
    later = {name: shares[name] for name in ("disposable", "consumable") if name in shares}
    key = "consumable" if "consumable" in later else "disposable"
    return estimates(
        page, "poverty", rows, lambda row: _label(page, row),
        heading=(say.text("heading.concept"), say.text("measure.fgt0")),
        sentence=say.text(f"fiscal.concepts.poverty.{key}", **first, **later),
        description=say.text("fiscal.concepts.poverty.description"),
        caption=say.text("fiscal.concepts.poverty.caption", line=first["line"]),
        write=say.percent,
        tick=lambda value, _digits: say.percent(value, 0),
        unit=say.text("axis.people"),
        note=say.text("fiscal.concepts.poverty.note") if "final" in shares else "",
    )  # fmt: skip
