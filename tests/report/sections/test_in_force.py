"""Schemes in force beside their counts: every figure with its share and interval, and no section without counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from groundfloor.report.language import Language
from groundfloor.report.page import Page
from groundfloor.report.results import Results
from groundfloor.report.sections import in_force


def rows(results: Results, lang: str, table: str) -> list[list[str]]:
    found = in_force.content(Page(results, Language(lang)))
    assert found is not None
    spaces = str.maketrans({"\u00a0": " ", "\u202f": " "})
    return [[f"{cell.text} | {cell.below}".translate(spaces) for cell in row] for row in found[table].rows]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", ["90,000 (90 %) | ± 15,700", "95,000 (95 %) | ± 13,700"]),
        ("fr", ["90 000 (90 %) | ± 15 700", "95 000 (95 %) | ± 13 700"]),
    ],
)
def test_survey_and_rule_stand_beside_the_count(results: Results, lang: str, expected: list[str]) -> None:
    first, second = rows(results, lang, "beside")
    assert first[3:5] == expected
    assert first[1] == "2016 | "
    # what is not known is a dash, never 0
    assert second[0].endswith("| Oti")
    assert second[3:8] == ["– | "] * 5


def test_a_caseload_of_another_year_says_so(results: Results) -> None:
    found = {(row[0].partition(" | ")[2], row[1]): row for row in rows(results, "en", "take_up")}
    assert found["Volta", "2025 | "][3] == "50,000 (2023) | "
    assert found["Oti", "2025 | "][3] == "50,000 | "
    assert found["Oti", "2025 | "][4:6] == ["125 % | ", "10,000 | "]
    assert found["Oti", "2026 | "][7] == "an earlier count, its take-up held | "


def test_without_counts_there_is_no_section(without: Callable[..., Results]) -> None:
    page = Page(without("administrative", "take_up"), Language("en"))
    assert in_force.content(page) is None
    found = in_force.content(Page(without("take_up"), Language("en")))
    assert found is not None
    assert found["take_up"] is None
