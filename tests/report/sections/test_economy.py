"""The economy and the budget: charts of what the pack has, parts that add up, and the rules with their sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from groundfloor.country.parts import EXPENDITURE, REVENUE
from groundfloor.report.charts.canvas import FILLS
from groundfloor.report.charts.series import Series
from groundfloor.report.language import Language
from groundfloor.report.page import Page
from groundfloor.report.results import Results
from groundfloor.report.sections import economy

Make = Callable[..., Results]
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})


def content(results: Results, lang: str = "en") -> Any:
    return economy.content(Page(results, Language(lang)))


def row(series: str, year: int, value: float, status: str = "rule", unit: str = "% of GDP") -> dict[str, Any]:
    source = "Rule hold: held" if status == "rule" else "Ministry"
    return {"year": year, "series": series, "value": value, "unit": unit, "status": status, "source": source}


def parts(division: Any, years: range) -> list[dict[str, Any]]:
    return [
        row(part, year, 1.0 + i, "projection" if year <= 2026 else "rule")
        for i, part in enumerate(division.every)
        for year in years
    ]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Real growth of GDP: 4.8 % in 2025, 4.8 % in 2050. Inflation: 8.0 % in 2025, 8.0 % in 2050."),
        ("fr", "Croissance réelle du PIB : 4,8 % en 2025, 4,8 % en 2050. Inflation : 8,0 % en 2025, 8,0 % en 2050."),
    ],
)
def test_growth_and_prices_in_a_sentence(results: Results, lang: str, said: str) -> None:
    assert content(results, lang)["growth"].sentence.translate(SPACES) == said


def test_official_years_end_where_the_pack_goes_on_by_itself(results: Results) -> None:
    found = content(results)
    assert found["growth"].note == "Figures to 2030 are official; later ones are the country pack’s own."
    # assumptions written by hand are no rules
    assert [cells[0].text for cells in found["rules"].rows] == ["Labour force participation"]


def test_without_an_economy_there_is_no_section(without: Make) -> None:
    assert content(without("economy")) is None


def test_many_parts_are_the_largest_and_all_others(make: Make) -> None:
    results = make(tables={"economy": [*parts(REVENUE, range(2025, 2051)), *parts(EXPENDITURE, range(2025, 2051))]})
    found = content(results)
    assert found["growth"] is None
    assert found["revenue"].sentence.translate(SPACES) == (
        "In 2050 the largest part of public revenue is this: Other taxes, 9.0 % of GDP."
    )
    assert len(found["revenue"].table.rows) == 9
    assert len(found["expenditure"].table.rows) == 10
    assert "url(#" in found["expenditure"].wide


def test_what_is_drawn_together_adds_up() -> None:
    series = [Series(f"{i}", (1.0 * i, 2.0 * i)) for i in range(10)]
    few = economy._few(series, "others")
    assert len(few) == FILLS
    assert [sum(one.values[k] or 0.0 for one in few) for k in (0, 1)] == [45.0, 90.0]
    assert few[-1] == Series("others", (10.0, 20.0))
    missing = [*series[:9], Series("9", (9.0, None))]
    assert economy._few(missing, "others")[-1].values == (pytest.approx(1 + 2 + 3 + 9), None)


def test_rules_stand_with_the_last_official_year(make: Make) -> None:
    rows = [row("debt_pct_gdp", 2030, 47.6, "projection"), *(row("debt_pct_gdp", year, 47.6) for year in (2031, 2032))]
    table = content(make(tables={"economy": rows}), "fr")["rules"]
    [[name, given, rule]] = table.rows
    assert (name.text, given.text, rule.text, rule.lang) == ("Dette publique", "2030", "Rule hold: held", "en")
