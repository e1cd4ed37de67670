"""What doing nothing costs, against a village counted by hand and against the impact of a run."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from groundfloor import new
from groundfloor.doing_nothing import COLUMNS, doing_nothing
from groundfloor.report import doing_nothing as sections
from groundfloor.report.language import languages
from groundfloor.report.render import fragments
from groundfloor.report.results import Results
from groundfloor.session import Session
from groundfloor.survey.frame import Survey


def village() -> Survey:
    """A mother with a child, both poor, a poor man and a couple that is not, and a man of whom nothing is known."""
    return Survey(
        "s",
        "X",
        2025,
        {"age": np.array([30.0, 3, 70, 40, 45, 50])},
        np.array([0, 2, 3, 5]),
        np.ones(6),
        np.array([5.0, 5, 8, 20, 20, np.nan]),
        {"ten": 10.0},
    )


def years() -> list[Any]:
    """A year before, one with the mother's household at the line, and one with twice as many people and half as much cash."""
    cash = np.array([5.0, 5, 1, 0, 0, 0])
    weights = np.array([10.0, 10, 20, 30, 30, 40])
    return [
        SimpleNamespace(year=2025, weight=weights, cash_per_head=cash),
        SimpleNamespace(year=2026, weight=weights, cash_per_head=cash),
        SimpleNamespace(year=2027, weight=2 * weights, cash_per_head=cash / 2),
    ]


def found(rate: float | None) -> dict[tuple[int | None, str], dict[str, Any]]:
    rows = doing_nothing(village(), "floor", years(), "ten", base_year=2025, rate=rate)
    assert all(set(row) == set(COLUMNS) for row in rows)
    return {(row["year"], row["measure"]): row for row in rows}


def figures(row: dict[str, Any]) -> tuple[float, float, float]:
    return row["nothing"], row["floor"], row["difference"]


def test_a_village_counted_by_hand() -> None:
    rows = found(0.25)
    assert figures(rows[2026, "poor"]) == (40, 20, 20)  # the old man stays below the line
    assert figures(rows[2026, "poor_children"]) == (10, 0, 10)
    assert figures(rows[2026, "gap"]) == (20 * 5 + 20 * 2, 20 * 1, 120)
    assert figures(rows[2027, "poor"]) == (80, 80, 0)
    assert figures(rows[2027, "gap"]) == (280, 40 * 2.5 + 40 * 1.5, 120)
    assert figures(rows[None, "gap_all"]) == (420, 180, 240)
    assert rows[None, "gap_discounted"]["difference"] == pytest.approx(120 / 1.25 + 120 / 1.25**2)
    assert rows[None, "gap_discounted"]["rate"] == 0.25
    assert rows[2027, "poor"]["se"] == 0
    assert (2025, "poor") not in rows


def test_without_a_rate_nothing_is_discounted() -> None:
    assert (None, "gap_discounted") not in found(None)


def test_figures_and_errors_are_those_of_the_impact_of_a_run(tmp_path: Any) -> None:
    session = Session(new(tmp_path / "nowhere"), to=2028)
    survey, line = session.at.survey, next(iter(session.at.survey.lines))
    rows = doing_nothing(
        survey, "floor", session.at.years(session.floor, "floor", session.at.weights), line, base_year=2025, rate=None
    )
    persons = float(session.at.weights[2028].sum())
    impact = {
        row["measure"]: row
        for row in session.results().tables["impact"]
        if row["year"] == 2028 and row["line"] == line and row["scenario"] == session.floor.name
    }
    mine = {row["measure"]: row for row in rows if row["year"] == 2028}
    for measure, other, unit in (("poor", "fgt0", persons), ("gap", "fgt1", persons * survey.lines[line])):
        row, known = mine[measure], impact[other]
        assert row["nothing"] == pytest.approx(known["before"] * unit, rel=1e-9)
        assert row["floor"] == pytest.approx(known["after"] * unit, rel=1e-9)
        assert row["se"] == pytest.approx(known["se"] * unit, rel=1e-9)
    every = next(row for row in rows if row["measure"] == "gap_all")
    assert every["difference"] == pytest.approx(sum(row["difference"] for row in rows if row["measure"] == "gap"))
    assert every["se"] > 0


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("rate", [0.05, None])
def test_the_section_is_said_in_every_language(lang: str, rate: float | None) -> None:
    rows = doing_nothing(village(), "floor", years(), "ten", base_year=2025, rate=rate)
    results = Results(
        {"en": "X"}, "LCU", 2025, 2027, True, "s", {"en": "f"}, {"floor": {"en": "f"}}, {}, {"doing_nothing": rows},
        price_year=2025,
    )  # fmt: skip
    (section,) = fragments(results, lang, ("doing_nothing",), sections)
    assert "doing_nothing." not in section.body
    assert "nan" not in section.body
    assert section.body.count("<svg") == 2
    without = fragments(
        Results({"en": "X"}, "L", 2025, 2027, False, "s", {}, {}, {}, {}), lang, ("doing_nothing",), sections
    )
    assert without == []
