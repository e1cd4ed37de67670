"""What delivering the floor costs, and its low and high variants, in the section on costs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from groundfloor.report.language import Language
from groundfloor.report.page import Page
from groundfloor.report.results import Results
from groundfloor.report.sections import cost

from ..made_up import FULL, delivered, tables


@pytest.fixture(scope="module")
def page(make: Callable[..., Results]) -> Page:
    return Page(make(tables=tables() | delivered()), Language("en"))


def test_what_is_not_there_is_not_shown(make: Callable[..., Results]) -> None:
    content = cost.content(Page(make(), Language("en")))
    assert content["delivery"] is None
    assert content["range"] is None


def test_delivery_adds_up(page: Page) -> None:
    rows = cost.content(page)["delivery"].rows
    assert [row[0].text for row in rows] == ["Share of benefits", "For each recipient", "Fixed", "Start-up"]
    # six programmes with 1, 2 and 3 million each
    assert [row[1].text for row in rows[1:]] == ["6.0", "12", "18"]


def test_the_range_is_a_sentence_and_three_rows_an_option(page: Page) -> None:
    sentence, shown = cost.content(page)["range"]
    assert sentence.startswith(f"In {FULL} the floor costs ")
    assert len(shown.rows) == 3 * len(page.view.scenarios)
    low, base, high = (float(row[-1].text) for row in shown.rows[:3])
    assert low < base < high
