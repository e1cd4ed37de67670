"""Whom a scenario reaches, against a village counted by hand and against the measures of a run."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from groundfloor import new
from groundfloor.reach import reach
from groundfloor.report import reach as sections
from groundfloor.report.language import languages
from groundfloor.report.render import fragments
from groundfloor.report.results import Results
from groundfloor.scenarios import phased_in
from groundfloor.session import Session
from groundfloor.survey.frame import Survey

NAN = float("nan")


def village() -> Survey:
    """Four households: a mother with a child (poor), an old man (poor), a couple (not poor), a disabled man (poor, unknown)."""
    ages = np.array([30.0, 3.0, 70.0, 40.0, 45.0, 50.0])
    return Survey(
        "s",
        "X",
        2020,
        {"age": ages, "disability": np.array([0.0, 0, 0, 0, 0, 1])},
        np.array([0, 2, 3, 5]),
        np.array([10.0, 10, 20, 30, 30, 40]),
        np.array([5.0, 5, 5, 20, 20, 5]),
        {"ten": 10.0},
    )


def year(**receives: list[float]) -> Any:
    cash = np.array([2.0, 2, 0, 0, 0, NAN])
    found = {name: np.array(values) for name, values in receives.items()}
    return SimpleNamespace(year=2026, weight=village().weight, receives=found, cash_per_head=cash)


def figures(rows: list[dict[str, Any]]) -> dict[tuple[str, str], float]:
    return {(row["group"], row["measure"]): row["value"] for row in rows}


def test_a_village_counted_by_hand() -> None:
    given = year(grant=[0, 1, 0, 0, 0, NAN], care=[0, 0, 1, 0, 0, 0])
    found = figures(reach(village(), "floor", given, ["grant", "care"], ["care"], 10.0))
    assert found["all", "persons"] == 140
    assert found["all", "reached"] == pytest.approx(40 / 100)  # of the last man it is not known
    assert found["all", "gain"] == pytest.approx(2 * 20 / 100)
    assert found["all", "poor"] == 80
    assert found["all", "poor_reached"] == pytest.approx(40 / 40)
    assert found["all", "poor_without"] == 0
    assert found["all", "poor_without_cash"] == 20  # the old man has care alone
    assert found["with_children", "persons"] == 20
    assert found["with_children", "reached"] == 1
    assert found["with_older", "poor_without_cash"] == 20
    assert math.isnan(found["with_disabled", "reached"])


def test_without_a_line_or_welfare_nothing_is_said_of_the_poor() -> None:
    rows = reach(village(), "floor", year(grant=[0, 1, 0, 0, 0, 0]), ["grant"], [], None)
    assert {row["measure"] for row in rows} == {"persons", "reached", "gain"}


def test_tenths_and_groups_add_up_and_coverage_is_that_of_the_measures(tmp_path: Any) -> None:
    session = Session(new(tmp_path / "nowhere"), to=2030)
    full = phased_in(session.floor, session.at.base)
    (one,) = session.at.years(session.floor, "floor", {full: session.at.weights[full]})
    survey = session.at.survey
    name, line = next(iter(survey.lines.items()))
    rows = reach(survey, "floor", one, session.floor.programmes, [], line)
    found = figures(rows)
    for measure in ("persons", "poor", "poor_without", "poor_without_cash"):
        for start in ("decile=", "region=", "sex="):
            parts = [value for (group, own), value in found.items() if group.startswith(start) and own == measure]
            assert sum(parts) == pytest.approx(found["all", measure], rel=1e-9), (measure, start)
    answer = session.results(details=True)
    poverty = next(
        row
        for row in answer.tables["impact"]
        if row["year"] == full and row["measure"] == "fgt0" and row["line"] == name
    )
    assert found["all", "poor"] / found["all", "persons"] == pytest.approx(poverty["before"], rel=1e-9)
    alone = figures(reach(survey, "floor", one, ["child_grant"], [], line))
    coverage = next(
        row["value"]
        for row in answer.tables["measures"]
        if row["measure"] == "coverage" and row["programme"] == "child_grant" and row["group"] == "all"
    )
    assert alone["all", "reached"] == pytest.approx(coverage, rel=1e-9)


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("line", [10.0, None])
def test_the_section_is_said_in_every_language(lang: str, line: float | None) -> None:
    given = year(grant=[0, 1, 0, 0, 0, NAN], care=[0, 0, 1, 0, 0, 0])
    rows = reach(village(), "floor", given, ["grant", "care"], ["care"], line)
    results = Results(
        {"en": "X"},
        "LCU",
        2026,
        2026,
        True,
        "s",
        {"en": "f"},
        {"floor": {"en": "f"}},
        {},
        {"reach": rows},
        price_year=2025,
    )
    (section,) = fragments(results, lang, ("reach",), sections)
    assert "reach." not in section.body
    assert "<table" in section.body
    assert "nan" not in section.body
