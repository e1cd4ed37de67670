"""What the other sections show: the run's own numbers, and words where there are none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from groundfloor.report.language import Language
from groundfloor.report.page import Page
from groundfloor.report.parts import Table
from groundfloor.report.results import Results
from groundfloor.report.sections import basis, cost, gains, left_out, options, paid


def page(results: Results, lang: str = "en") -> Page:
    return Page(results, Language(lang))


def rows(table: Table) -> list[list[str]]:
    return [[cell.text.replace("\xa0", " ") + cell.note for cell in row] for row in table.rows]


def row(table: Table, name: str) -> list[str]:
    (found,) = [one for one in rows(table) if one[0] == name]
    return found


def test_gaps_stand_in_the_order_of_the_guarantees_with_unknown_coverage_as_a_dash(results: Results) -> None:
    figure = left_out.content(page(results))["gaps"]
    assert [one[1] for one in rows(figure.table)] == ["Health", "Children", *["Working age"] * 3, "Old age"]
    assert row(figure.table, "Child grant")[2:] == [
        "4.3 million",
        "358,000",
        "4.0 million",
        "8 % ± 4",
        "GHS 5.3 billion",
    ]
    assert row(figure.table, "Disability grant")[3:] == ["–"] * 4
    assert "not known" in str(figure.wide)
    assert 'class="hollow"' in str(figure.wide)


def test_coverage_comes_with_half_of_its_interval_where_that_is_known(results: Results) -> None:
    content = left_out.content(page(results))
    assert row(content["gaps"].table, "Child grant")[5] == "8 % ± 4"  # 1.96 x 2 points
    assert "±" not in str(rows(content["spread"].table))


def test_published_coverage_has_the_last_year_of_everybody_and_of_anybody(make: Callable[..., Results]) -> None:
    table = left_out.content(page(make()))["published"]
    assert row(table, "At least one benefit") == [
        "At least one benefit",
        "2020",
        "25.3 %",
        "–",
        "–",
        "0.0 %",
        "SDG database",
    ]
    ages = [one[1:5] for one in rows(table) if one[0] == "Old age"]
    assert ages == [["2020", "25.3 %", "–", "–"], ["2021", "–", "7.2 %", "–"]]
    assert left_out.content(page(make(tables=dict(make().tables) | {"coverage": []})))["published"] is None


def test_the_spread_names_the_ends(results: Results) -> None:
    figure = left_out.content(page(results))["spread"]
    assert "from 4\xa0% (Greater Accra) to 18\xa0% (Upper West) of those entitled (Child grant)" in figure.sentence
    drawing = str(figure.wide).replace("\xa0", " ")
    assert "Greater Accra 7 %, Upper West 30 %" in drawing
    assert "0 % everywhere" in drawing
    assert len(figure.table.rows) == 16


def test_a_small_programme_with_chance_extremes_is_not_the_headline(make: Callable[..., Results]) -> None:
    tables = dict(make().tables)
    chance = ("public_works", "region=Bono")
    tables["gaps"] = [
        one | ({"coverage_rate": 1.0} if (one["programme"], one["group"]) == chance else {}) for one in tables["gaps"]
    ]
    figure = left_out.content(page(make(tables=tables)))["spread"]
    assert "Child grant" in figure.sentence
    assert "a handful of persons" in figure.note


def test_where_no_group_differs_no_difference_is_claimed(make: Callable[..., Results]) -> None:
    tables = dict(make().tables)
    tables["gaps"] = [one | {"coverage_rate": 0.0} for one in tables["gaps"]]
    content = left_out.content(page(make(tables=tables)))
    assert content["spread"] is None
    assert len(content["by_group"].rows) == 16


def test_a_cost_that_only_rises_is_said_to(make: Callable[..., Results]) -> None:
    tables = dict(make().tables)
    tables["costs"] = [one | {"pct_gdp": 0.1 * (one["year"] - 2024)} for one in tables["costs"]]
    content = cost.content(page(make(tables=tables)))
    assert content["programmes"].sentence == "The floor costs most at the end of these years: 15.6\xa0% of GDP in 2050."


def test_the_cheapest_and_the_dearest_option_are_named(results: Results) -> None:
    sentence = cost.content(page(results))["options"].sentence
    assert (
        sentence
        == "In 2050 the options cost from 0.3\xa0% of GDP (Start small) to 1.0\xa0% of GDP (Child grant to 18)."
    )


def test_poverty_that_rises_is_not_said_to_fall(make: Callable[..., Results]) -> None:
    tables = dict(make().tables)
    tables["measures"] = [
        one | ({"value": 0.99} if one["scenario"] == "national_floor" else {}) for one in tables["measures"]
    ]
    sentence = gains.content(page(make(tables=tables)))["by_group"].sentence
    assert "rises there: Greater Accra, from 4.7\xa0% in 2025 to 99.0\xa0% in 2030" in sentence


def test_series_without_a_year_to_show_are_left_away(make: Callable[..., Results]) -> None:
    early = {"year": 1999, "series": "inflation", "value": 0.1, "unit": "share", "status": "actual", "source": "s"}
    odd = {"year": 2025, "series": "herds", "value": 3.0, "unit": "cattle", "status": "actual", "source": "s"}
    table = basis.content(page(make(tables={"economy": [early, odd]})))["economy"]
    assert [one[:3] for one in rows(table)] == [["Herds", "cattle", "3.00"]]


def test_options_are_compared_in_the_year_each_is_in_place(results: Results) -> None:
    content = options.content(page(results))
    assert row(content["side_by_side"], "Start small")[1:6] == ["2030", "13.5", "0.52", "0.26", "−2.0"]
    assert content["side_by_side"].headings[2] == "Cost that year, GHS\xa0billion"
    longest = max(content["side_by_side"].rows, key=lambda one: one[3].bar)
    assert longest[0].text == "Child grant to 18"
    assert longest[3].bar == 1.0
    assert "Child grant to 18" in content["poverty"].sentence
    assert row(content["recipients"], "Guaranteed public works")[2] == "not included"


def test_a_surplus_has_no_bar_of_a_gap(results: Results) -> None:
    small = next(one for one in options.content(page(results))["side_by_side"].rows if one[0].text == "Start small")
    assert small[-1].text.startswith("−")
    assert small[-1].bar == 0.0


def test_small_money_is_compared_in_millions(make: Callable[..., Results]) -> None:
    tables = dict(make().tables)
    tables["costs"] = [one | {"total_lcu": one["total_lcu"] / 1e4} for one in tables["costs"]]
    side = options.content(page(make(tables=tables)))["side_by_side"]
    assert side.headings[2] == "Cost that year, GHS\xa0million"
    assert row(side, "Start small")[2] == "1.35"


def test_cost_adds_up_and_shows_every_fifth_year(results: Results) -> None:
    content = cost.content(page(results))
    assert list(content["money"].headings[1:]) == ["2025", "2030", "2035", "2040", "2045", "2050"]
    table = rows(content["money"])
    total = sum(int(one[2].replace(",", "")) for one in table[:-1])
    assert abs(total - int(table[-1][2].replace(",", ""))) <= 3
    assert "most in 2030, 1.2\xa0% of GDP; in 2050 it costs 0.6\xa0% of GDP" in content["programmes"].sentence


def test_a_sum_with_an_unknown_part_is_unknown(make: Callable[..., Results]) -> None:
    tables = dict(make().tables)
    unknown = {"programme": "child_grant", "year": 2035, "scenario": "national_floor"}
    tables["costs"] = [
        one | {"total_lcu": float("nan"), "pct_gdp": None}
        if all(one[key] == value for key, value in unknown.items())
        else one
        for one in tables["costs"]
    ]
    content = cost.content(page(make(tables=tables)))
    assert rows(content["money"])[-1][3] == "–"
    assert rows(content["programmes"].table)[-1][3] == "–"
    assert rows(content["programmes"].table)[-1][2] == "1.23"


def test_incidence_weights_each_programme_by_what_it_pays(results: Results) -> None:
    figure = gains.content(page(results))["incidence"]
    tenths = rows(figure.table)
    assert len(tenths) == 10
    assert sum(float(one[-1].split()[0]) for one in tenths) == pytest.approx(100, abs=0.5)
    paid_out = {
        one["programme"]: one["transfers_lcu"]
        for one in results.tables["costs"]
        if one["scenario"] == "national_floor" and one["year"] == 2030
    }
    first = {
        one["programme"]: one["value"]
        for one in results.tables["measures"]
        if one["measure"] == "benefit_incidence" and one["group"] == "decile=1" and one["scenario"] == "national_floor"
    }
    expected = sum(first[name] * paid_out[name] for name in paid_out) / sum(paid_out.values())
    assert float(tenths[0][-1].split()[0]) == pytest.approx(100 * expected, abs=0.06)


def test_poverty_by_line_and_group(results: Results) -> None:
    content = gains.content(page(results))
    assert rows(content["poverty"].table)[0][2:] == ["23.4 %", "19.0 %", "−4.45", "−5.11 to −3.78"]
    assert rows(content["poverty"].table)[-1][:2] == ["All people", "Gini coefficient"]
    assert "Upper West" in content["by_group"].sentence
    assert row(content["by_group"].table, "Women and girls")[0] == "Women and girls"
    assert str(content["by_group"].wide).count('class="dot open"') == 17  # 16 regions and the key


def test_options_of_financing_at_full_effect(results: Results) -> None:
    content = paid.content(page(results))
    table = content["options"].table
    assert row(table, "Wider coverage by social insurance")[1:5] == ["2035", "0.05", "0.15", "0.30"]
    assert row(table, "One payment from the stabilisation fund (once)")[1] == "2026"
    # the recurrent ones only: 0.8 + 0.4 + 0.15 + 0.05
    assert "bring 1.4\xa0% of GDP a year" in content["options"].sentence
    assert not content["options"].households
    assert table.rows[0][-1].lang is None
    assert paid.content(page(results, "fr"))["options"].table.rows[0][-1].lang == "en"
    assert "a shortfall of 0.1\xa0% of GDP in 2030 and a surplus of 0.8\xa0% of GDP in 2050" in content["plan"].sentence


def test_a_note_in_the_language_of_the_page_needs_no_mark(make: Callable[..., Results]) -> None:
    tables = dict(make().tables)
    tables["financing"] = [one | {"note": {"en": "Why", "fr": "Pourquoi"}} for one in tables["financing"]]
    cell = paid.content(page(make(tables=tables), "fr"))["options"].table.rows[0][-1]
    assert (cell.text, cell.lang) == ("Pourquoi", None)


def test_what_it_rests_on(results: Results) -> None:
    content = basis.content(page(results))
    assert [len(content[name].rows) for name in ("schemes", "findings", "fit", "undecided")] == [2, 2, 1, 3]
    assert rows(content["findings"])[0][0] == "Warning"
    # the cell that misses most: Upper West, 2.9 times 0.002 times 3
    assert rows(content["fit"])[0][1:] == ["64", "Upper West, f, 15-19", "1,111", "1,130", "+1.7 %"]
    assert row(content["economy"], "GDP in current prices")[1:5] == ["billion GHS", "1,409", "2,597", "4,785*"]
    assert row(content["economy"], "Exchange rate")[-1] == "–"
    assert rows(content["schemes"])[1][-2] == "–"
    assert row(content["population"], "Total")[1] == "33.5"


def test_a_target_of_nothing_is_compared_by_size(make: Callable[..., Results]) -> None:
    cells = [
        {"margin": "m", "cell": "none", "target": 0.0, "achieved": 3.0, "difference": 3.0},
        {"margin": "m", "cell": "absent", "target": None, "achieved": 3.0, "difference": None},
    ]
    table = basis.content(page(make(tables={"fit": cells})))["fit"]
    assert rows(table) == [["M", "1", "none", "0", "3.00", "–"]]


def test_the_year_of_the_households_living_is_said(make: Callable[..., Results]) -> None:
    said = basis.content(page(make(survey_year=2009, price_year=2011)))["living"]
    assert said.startswith("What households live on is that of 2009, carried from prices of 2011 to prices of 2025")
    assert basis.content(page(make(survey_year=2009)))["living"].startswith(
        "The households’ answers are those of 2009."
    )
    assert basis.content(page(make()))["living"] is None


def test_where_nobodys_coverage_is_known_those_entitled_are_shown(make: Callable[..., Results]) -> None:
    unknown = dict.fromkeys(("covered", "gap", "coverage_rate", "gap_lcu"))
    tables = dict(make().tables)
    tables["gaps"] = [one | unknown for one in tables["gaps"]]
    found = left_out.content(page(make(tables=tables)))
    assert found["by_group"].caption == "Entitled under the floor by group"
    assert len(found["by_group"].headings) == 1 + 6
    assert "Left out today" not in str(found["gaps"].wide)
    assert "coverage not known" in str(found["gaps"].wide)
