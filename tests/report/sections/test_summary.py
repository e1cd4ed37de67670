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
    assert f"{largest / 1e6:.1f} million recipients (Essential health care for all)" in reach
    assert "the largest of its 6 programmes" in reach
    assert f"GHS {sum(row['total_lcu'] for row in now) / 1e9:.1f} billion in 2030" in cost
    assert f"{sum(row['pct_gdp'] for row in now):.1f} % of GDP" in cost
    assert f"{sum(row['pct_government_expenditure'] for row in now):.1f} % of government expenditure" in cost
    assert f"{sum(row['pct_gdp'] for row in costs if row['year'] == 2050):.1f} % of GDP in 2050" in cost
    # 23.4 % less 19 % of it, with a standard error of 0.34 points
    assert "19.0 % of the people" in poverty
    # of 33.5 million people growing by 1.8 % a year for five years
    assert (
        "23.4 % without it: 1.6 million people fewer, or 4.4 percentage points (95 % interval: 3.8 to 5.1)" in poverty
    )
    assert "1.1 % of GDP (0.5 % in the low case, 2.1 % in the high case) in 2030" in financing
    assert "falls short of the cost by 0.1 % of GDP" in financing
    assert "38.7 % of GDP in 2050, against 47.2 % of GDP with neither the floor nor these options" in financing
    assert (
        "10.4 million of those the floor would entitle (Essential health care for all, 100 %), 4.0 million" in left_out
    )
    assert "for 1 programme it is not known who is covered today" in left_out
    assert "do not tell whether 2.9 % of the people would be entitled (Disability grant)" in left_out
    assert left_out.endswith("none of this was observed in real households.")


def test_the_same_numbers_in_french(results: Results) -> None:
    reach, cost, poverty, _, left_out = sentences(results, "fr")
    assert "9,9 millions de bénéficiaires (Soins de santé essentiels pour tous), 4,1 millions" in reach
    assert "32,0 milliards de GHS en 2030, soit 1,2 % du PIB et 6,5 % des dépenses publiques" in cost
    assert (
        "1,6 million de personnes de moins, soit 4,4 points de pourcentage (intervalle à 95 % : 3,8 à 5,1)" in poverty
    )
    assert "10,4 millions d’ayants droit selon le socle (Soins de santé essentiels pour tous, 100 %)" in left_out


def test_without_welfare_poverty_is_not_known(without: Callable[..., Results]) -> None:
    assert "is not known" in sentences(without("impact", "measures"))[2]


def test_a_surplus_is_not_called_a_gap(make: Callable[..., Results]) -> None:
    tables = dict(make().tables)
    tables["plan"] = [
        row | {"financing_pct_gdp": 3.0, "gap_pct_gdp": row["cost_pct_gdp"] - 3.0} for row in tables["plan"]
    ]
    financing = sentences(make(tables=tables))[3]
    assert "1.8 % of GDP more than the cost" in financing
    assert "short" not in financing.partition(";")[0]
    # cases that do not hold the plan's middle are those of something else
    assert "low case" not in financing


def test_next_to_nothing_is_not_called_a_gap(make: Callable[..., Results]) -> None:
    tables = dict(make().tables)
    tables["plan"] = [row | {"gap_pct_gdp": 0.004} for row in tables["plan"]]
    assert "which matches the cost" in sentences(make(tables=tables))[3]
    assert "ce qui couvre le coût" in sentences(make(tables=tables), "fr")[3]


def test_poverty_that_rises_and_an_interval_that_holds_nothing_keep_their_signs(make: Callable[..., Results]) -> None:
    tables = dict(make().tables)
    tables["impact"] = [row | {"change": 0.002, "se": 0.002} for row in tables["impact"]]
    assert "more, or 0.2 percentage points (95 % interval: −0.2 to +0.6)" in sentences(make(tables=tables))[2]
    tables["population"] = []
    assert "a rise of 0.2 percentage points" in sentences(make(tables=tables))[2]


def test_a_line_with_a_phrase_is_named_without_quotes(make: Callable[..., Results]) -> None:
    assert "below the line “National poverty line, per person”" in sentences(make())[2]
    phrases = {"national": {"en": "the national poverty line", "fr": "le seuil national de pauvreté"}}
    assert "below the national poverty line with the floor" in sentences(make(line_phrases=phrases))[2]
    assert "sous le seuil national de pauvreté avec" in sentences(make(line_phrases=phrases), "fr")[2]


def test_an_empty_run_claims_nothing(make: Callable[..., Results]) -> None:
    found = sentences(make(tables={}, synthetic=False))
    assert all("not known" in sentence for sentence in found)
    assert not any(character.isdigit() for sentence in found for character in sentence)


def test_poverty_says_of_how_many_nothing_is_known(make: Callable[..., Results]) -> None:
    tables = dict(make().tables)
    row = {"scenario": "today", "measure": "share_welfare_known", "group": "all"}
    tables["measures"] = [*tables["measures"], row | {"value": 0.707}]
    said = sentences(make(tables=tables))[2]
    assert said.endswith("; what 29 % of the people live on is not known, and they are in none of these figures.")
    assert "a fall of" in said
    assert "fewer" not in said
    tables["measures"][-1] = row | {"value": 0.999}
    assert "not known" not in sentences(make(tables=tables))[2]
