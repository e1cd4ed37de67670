"""The five sentences: five, in plain words, with the run's own numbers, and honest about what is not known."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from groundfloor.report.language import Language, languages
from groundfloor.report.page import Page
from groundfloor.report.results import Results
from groundfloor.report.sections.summary import content


def sentences(results: Results, lang: str = "en") -> list[str]:
    plain = [re.sub("<[^>]+>", "", str(one)) for one in content(Page(results, Language(lang)))["sentences"]]
    return [one.replace("\xa0", " ").replace("\u202f", " ") for one in plain]


@pytest.mark.parametrize("lang", languages())
def test_there_are_five_sentences_whatever_is_missing(variants: list[Results], lang: str) -> None:
    for results in variants:
        found = sentences(results, lang)
        assert len(found) == 5
        for sentence in found:
            assert sentence.endswith(".")
            assert not re.search(r"\.\s", sentence), sentence
            assert not re.search(r"\b(nan|None)\b", sentence)
            assert "–" not in sentence, sentence


def test_they_hold_the_numbers_of_the_tables(results: Results) -> None:
    reach, cost, poverty, financing, left_out = sentences(results)
    costs = [row for row in results.tables["costs"] if row["scenario"] == "national_floor"]
    now = [row for row in costs if row["year"] == 2030]
    largest = max(row["beneficiaries"] for row in now)
    assert f"{largest / 1e6:.1f} million recipients through “Essential health care for all”" in reach
    assert "the largest of its 6 programmes" in reach
    assert f"GHS {sum(row['total_lcu'] for row in now) / 1e9:.1f} billion in 2030" in cost
    assert f"{sum(row['pct_gdp'] for row in now):.1f} % of GDP" in cost
    assert f"{sum(row['pct_government_expenditure'] for row in now):.1f} % of government expenditure" in cost
    assert f"{sum(row['pct_gdp'] for row in costs if row['year'] == 2050):.1f} % of GDP in 2050" in cost
    # 23.4 % less 19 % of it, with a standard error of 0.34 points
    assert "19.0 % of the people" in poverty
    assert "23.4 % without it, a change of −4.4 percentage points (95 % interval: −5.1 to −3.8)" in poverty
    assert "1.1 % of GDP in 2030" in financing
    assert "a gap of 0.1 % of GDP" in financing
    assert "38.7 % of GDP with the floor and 47.2 % of GDP without it" in financing
    assert "“Essential health care for all”, where 10.4 million of those the floor would entitle (100 %)" in left_out
    assert "for 1 programme it is not known who is covered today" in left_out
    assert "2.9 % of the survey for “Disability grant”" in left_out
    assert left_out.endswith("none of this was observed in real households.")


def test_the_same_numbers_in_french(results: Results) -> None:
    reach, cost, poverty, _, left_out = sentences(results, "fr")
    assert "9,9 millions de bénéficiaires par « Soins de santé essentiels pour tous »" in reach
    assert "32,0 milliards de GHS en 2030, soit 1,2 % du PIB et 6,5 % des dépenses publiques" in cost
    assert "(intervalle à 95 % : −5,1 à −3,8)" in poverty
    assert "10,4 millions d’ayants droit selon le socle (100 %) n’ont rien de ce genre" in left_out


def test_without_welfare_poverty_is_not_known(without: Callable[..., Results]) -> None:
    assert "is not known" in sentences(without("impact", "measures"))[2]


def test_a_surplus_is_not_called_a_gap(make: Callable[..., Results]) -> None:
    tables = dict(make().tables)
    tables["plan"] = [
        row | {"financing_pct_gdp": 3.0, "gap_pct_gdp": row["cost_pct_gdp"] - 3.0} for row in tables["plan"]
    ]
    financing = sentences(make(tables=tables))[3]
    assert "covers the cost and leaves 1.8 % of GDP over" in financing
    assert "a gap of" not in financing


def test_an_empty_run_claims_nothing(make: Callable[..., Results]) -> None:
    found = sentences(make(tables={}, synthetic=False))
    assert all("not known" in sentence for sentence in found)
    assert not any(character.isdigit() for sentence in found for character in sentence)
