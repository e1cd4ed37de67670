"""What the reading says of the cost of services, the dollar of a survey, and health spending that consumption leaves out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from groundfloor.errors import GroundfloorError
from groundfloor.measures import measure
from groundfloor.survey.affording import spent
from groundfloor.survey.frame import Survey
from groundfloor.survey.read import data_files

NO = np.nan
CARE = "  health_spending: {from: care, unit: LCU/household/week}\n"


def survey(lived=(100.0, 100.0), paid=(5.0, 0.0), **more) -> Survey:
    """Single persons."""
    lived = np.array(lived)
    columns = {"consumption": lived, "health_spending": np.array(paid), **more.pop("columns", {})}
    known = {"dollar": 0.01, "vintage": 2017} | more
    return Survey("s", "NOW", 2024, columns, np.arange(len(lived)), np.ones(len(lived)), lived, **known)


def said(of: Survey) -> dict[str, int]:
    return {one.says: one.rows for one in spent(of)}


def test_a_sound_survey_is_not_accused():
    assert said(survey()) == {}
    assert said(Survey("s", "NOW", 2024, {}, np.arange(2), np.ones(2), np.ones(2))) == {}


@pytest.mark.parametrize(
    ("of", "found"),
    [
        (survey(paid=(120.0, 3.0)), {"affording.above": 1}),
        (survey(paid=(-1.0, 3.0)), {"affording.negative": 1}),
        (survey(lived=(-9.0, 100.0), without=("health_spending",)), {"affording.above_all": 1}),
        (survey(paid=(120.0, 3.0), without=("health_spending",)), {}),
        (survey(paid=(NO, 3.0), columns={"ill": np.array([1.0, 0.0])}), {"affording.of_the_ill": 1}),
        (survey(paid=(NO, 3.0), columns={"ill": np.array([1.0, 1.0])}), {}),
        (survey(amounts={"health_spending": 2020, "consumption": 2024}), {"affording.prices": 2}),
        (survey(dollar=None), {"affording.no_dollars": 2}),
        (survey(prices=2020, amounts={"consumption": 2024, "health_spending": 2024}), {"affording.beside_lines": 2}),
        (survey(vintage=2005), {"affording.no_dollars": 2}),
        (survey(dollar=1.0), {"affording.median_below": 2}),
        (survey(paid=(NO, NO), dollar=None), {}),
    ],
    ids=lambda one: "" if isinstance(one, Survey) else "+".join(one) or "nothing",
)
def test_what_is_found(of, found):
    assert said(of) == found


def with_care(folder):
    text = (folder.path / "persons.csv").read_text()
    head, *rows = text.splitlines()
    care = {"A": 3.5, "B": 0.7}
    folder.put("persons.csv", "\n".join([f"{head},care", *(f"{row},{care[row[0]]}" for row in rows)]) + "\n")
    return folder.describe("welfare:", CARE + "welfare:")


def test_the_households_spending_is_held_against_the_households_consumption(folder):
    rows = measure(with_care(folder).read(), sets=("services",))
    found = {row["measure"]: row["value"] for row in rows if row["group"] == "all"}
    # both households spend 5 % of what they consume
    assert found["oop_share"] == pytest.approx(0.05)
    assert found["oop_any"] == 1.0
    assert found["oop_over_10"] == 0.0


def test_consumption_without_health_spending(folder):
    with_care(folder).describe("per: capita}", "per: capita, without: health_spending}")
    survey = folder.read()
    assert survey.without == ("health_spending",)
    rows = measure(survey, sets=("services",))
    found = {row["measure"]: row["value"] for row in rows if row["group"] == "all"}
    assert found["oop_share"] == pytest.approx(0.05 / 1.05)


@pytest.mark.parametrize("name", ["food_consumption", "health_spending"])
def test_only_what_is_known_is_left_out(folder, name):
    folder.describe("per: capita}", f"per: capita, without: {name}}}")
    with pytest.raises(GroundfloorError, match="consumption without"):
        folder.read()


def test_the_dollar_stands_apart_from_lines(folder):
    folder.describe("groups:", "dollar: {vintage: 2017, ppp: 2, cpi: 1.5, source: a test}\ngroups:")
    survey = folder.read()
    assert (survey.dollar, survey.vintage) == (3.0, 2017)
    # welfare per adult equivalent takes no line in dollars, and needs none
    folder.describe("per: capita}", "per: adult_equivalent(oecd)}")
    folder.describe("{value: 2, unit: LCU/person/day}", "{share: 0.5, of: median}")
    assert folder.read().dollar == 3.0


def test_the_dollar_of_a_file_and_of_a_line(folder):
    folder.put("ppp.csv", "country,vintage,year,ppp,cpi\nNOW,2021,2024,4,1.25\n")
    folder.describe("groups:", "dollar: {vintage: 2021, factors: ppp.csv}\ngroups:")
    survey = folder.read()
    assert (survey.dollar, survey.vintage) == (5.0, 2021)
    assert "ppp.csv" in {file.name for file in data_files(folder.path / "survey.yaml")}
    folder.describe("dollar: {vintage: 2021, factors: ppp.csv}\n", "")
    folder.describe("{value: 2, unit: LCU/person/day}", "{value: low, unit: PPP2017/person/day, ppp: 2, cpi: 1.5}")
    survey = folder.read()
    assert (survey.dollar, survey.vintage) == (pytest.approx(3.0), 2017)


@pytest.mark.parametrize("dollar", ["{vintage: 2017, ppp: 2}", "{vintage: 1999, ppp: 2, cpi: 1}", "{vintage: 2017, ppp: 0, cpi: 1}"])  # fmt: skip
def test_half_a_dollar_is_refused(folder, dollar):
    folder.describe("groups:", f"dollar: {dollar}\ngroups:")
    with pytest.raises(GroundfloorError):
        folder.read()


def test_deflated_on_one_side_only(folder):
    with_care(folder).put("index.csv", "area,index\nNorth,1\nSouth,2\n")
    deflated = "deflate: {by: area, path: index.csv}}"
    folder.describe("{from: food, unit: LCU/household/week}", "{from: food, unit: LCU/household/week, " + deflated)
    assert "affording.deflated" in {one.says for one in folder.read().findings}
    folder.describe("{from: care, unit: LCU/household/week}", "{from: care, unit: LCU/household/week, " + deflated)
    assert "affording.deflated" not in {one.says for one in folder.read().findings}


def test_other_prices_are_said_and_no_share_is_given(folder):
    with_care(folder).describe(
        "from: care, unit: LCU/household/week", "from: care, unit: LCU/household/week, prices: 2022"
    )
    survey = folder.read()
    assert "affording.prices" in {one.says for one in survey.findings}
    assert measure(survey, sets=("services",)) == []
    assert measure(replace(survey, amounts={}), sets=("services",))
