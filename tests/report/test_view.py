"""Questions to the tables."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from groundfloor.report.results import Results
from groundfloor.report.view import View, present


def test_what_is_absent_is_none_and_what_is_false_is_no_number() -> None:
    assert [present(value) for value in (None, math.nan, math.inf, "3", True)] == [None] * 5
    assert present(np.float64(0.0)) == 0.0


def test_the_year_in_full_is_that_of_the_undecided_else_the_horizon(
    results: Results, without: Callable[..., Results]
) -> None:
    assert View(results).full("national_floor") == 2030
    assert View(without("undecided")).full("national_floor") == 2050


def test_lines_of_the_pack_come_first(make: Callable[..., Results]) -> None:
    assert View(make(line_labels={"usd_3_65": {"en": "x"}})).lines == ["usd_3_65", "national", "extreme"]
    assert View(make(tables={})).line is None


def test_a_total_is_not_known_when_a_part_is_not(make: Callable[..., Results]) -> None:
    rows = [{"scenario": "s", "programme": p, "year": 2025, "total_lcu": v} for p, v in (("a", 1.0), ("b", math.nan))]
    view = View(make(tables={"costs": rows}))
    assert view.total("total_lcu", "s", 2025) is None
    assert view.total("total_lcu", "s", 2026) is None
    assert view.value("costs", "total_lcu", programme="a") == 1.0
    assert view.rows("nothing", scenario="s") == []
