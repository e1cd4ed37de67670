"""Amounts in the prices of one place and time, poverty lines in dollars, and scales with parameters."""

from __future__ import annotations

import numpy as np
import pytest

from groundfloor.errors import GroundfloorError
from groundfloor.survey.lines import INTERNATIONAL


def test_amounts_are_deflated_by_a_column_or_by_place_and_month(folder, found):
    expected = folder.read().columns["consumption"]
    folder.describe("from: food,", "from: food, deflate: {from: weight, base: 10},")
    np.testing.assert_allclose(folder.read().columns["consumption"], expected / [1, 1, 1, 2])
    folder.put("prices.csv", "area,cluster,index,source\nNorth,c1,120,made up\nSouth,c2,80,\n")
    # an index of the place and one of the month multiply
    folder.describe("deflate: {from: weight, base: 10},", "deflate: [weight, years],")
    np.testing.assert_allclose(folder.read().columns["consumption"], expected / [400, 380, 40, 1400])
    by = "deflate: {by: [area, cluster], path: prices.csv, base: 100},"
    folder.describe("deflate: [weight, years],", by)
    np.testing.assert_allclose(folder.read().columns["consumption"], expected / [1.2, 1.2, 1.2, 0.8])
    folder.put("prices.csv", "area,cluster,index\nNorth,c1,120\n")
    survey = folder.read()
    assert np.isnan(survey.welfare).tolist() == [False, False, False, True]
    assert found(survey, "deflate") == [("error", 1)]


def test_a_poverty_line_that_differs_is_one_line_for_welfare_divided_by_it(folder):
    from groundfloor.survey import read_survey

    before = folder.read()
    base, line = 4.0, before.columns["age"]
    folder.describe("from: food,", f"from: food, deflate: {{from: years, base: {base:g}}},")
    folder.describe("welfare: {from: consumption, per: capita}", "welfare: {from: consumption, per: person}")
    folder.describe("LCU/household/week", "LCU/person/year")
    folder.describe("{value: 2, unit: LCU/person/day}", f"{{value: {base:g}, unit: LCU/person/year}}")
    after = read_survey(folder.path / "survey.yaml")
    spent = np.array([70.0, 70, 70, 14])
    assert (after.welfare < after.lines["national"]).tolist() == (spent < line).tolist() == [False, False, False, True]


@pytest.mark.parametrize(
    ("deflate", "says"),
    [
        ("{by: [area]}", "deflate is incomplete"),
        ("[]", "deflate names no column"),
        ("{from: weight, by: [area], path: prices.csv}", "deflate is incomplete"),
        ("{from: weight, base: 0}", "The base is 0"),
        ("{by: [area], path: prices.csv}", "prices.csv, line 2|prices.csv:2"),
    ],
)
def test_deflators_that_cannot_be(folder, deflate, says):
    folder.put("prices.csv", "area,index\nNorth,-1\n")
    folder.describe("from: food,", f"from: food, deflate: {deflate},")
    with pytest.raises(GroundfloorError, match=says):
        folder.read()


@pytest.mark.parametrize(
    "line",
    [
        "{value: low, unit: PPP2021/person/day, ppp: 2, cpi: 1.5}",
        "{value: 3, unit: PPP2021/person/day, factors: ppp.csv}",
    ],
)
def test_a_line_in_international_dollars(folder, line):
    folder.put("ppp.csv", "country,vintage,year,ppp,cpi,source\nNOW,2017,2024,9,9,x\nNOW,2021,2024,2,1.5,made up\n")
    survey = folder.describe("{value: 2, unit: LCU/person/day}", line).read()
    assert survey.lines["national"] == pytest.approx(3 * 2 * 1.5 * 365)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{value: 3, unit: PPP2021/person/day}", "does not say what an international dollar is"),
        ("{value: 3, unit: LCU/person/day, ppp: 2, cpi: 1}", "in LCU already"),
        ("{value: 3, unit: PPP2021/person/day, ppp: 2, cpi: 0}", "The cpi is 0"),
        ("{value: lowest, unit: PPP2021/person/day, ppp: 2, cpi: 1}", "'lowest' is not a number"),
        ("{value: 3, unit: PPP2017/person/day, factors: ppp.csv}", "No factors are given for NOW, vintage 2017"),
    ],
)
def test_lines_in_dollars_that_cannot_be(folder, line, says):
    folder.put("ppp.csv", "country,vintage,year,ppp,cpi\nNOW,2021,2024,2,1.5\n")
    with pytest.raises(GroundfloorError, match=says):
        folder.describe("{value: 2, unit: LCU/person/day}", line).read()


def test_the_lines_of_each_vintage_rise():
    for lines in INTERNATIONAL.values():
        assert list(lines) == ["low", "lower_middle", "upper_middle"]
        assert sorted(lines.values()) == list(lines.values())


def test_scales_with_parameters(folder):
    consumption = np.array([70.0, 70, 70, 14]) * 365 / 7
    zaidi = (
        "per: adult_equivalent(deaton_zaidi), alpha: 0.3, theta: 0.9}\nlines: {half: {share: 0.5, of: median}}\ndesign"
    )
    folder.describe("lines:\n  national: {value: 2, unit: LCU/person/day}\n", "")
    survey = folder.describe("per: capita}\ndesign", zaidi).read()
    np.testing.assert_allclose(survey.welfare, consumption / np.array([2.3, 2.3, 2.3, 1]) ** 0.9)
    survey = folder.describe(
        "adult_equivalent(deaton_zaidi), alpha: 0.3, theta: 0.9", "adult_equivalent(square_root)"
    ).read()
    np.testing.assert_allclose(survey.welfare, consumption / np.sqrt([3, 3, 3, 1]))
    folder.describe("square_root", "deaton_zaidi")
    with pytest.raises(GroundfloorError, match="welfare has no alpha"):
        folder.read()
    with pytest.raises(GroundfloorError, match="theta is 2"):
        folder.describe("(deaton_zaidi)", "(deaton_zaidi), alpha: 0, theta: 2").read()
