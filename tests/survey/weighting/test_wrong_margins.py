"""Margins that cannot be met, or say something else than was meant: what is joined, scaled or refused, and how it is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.survey.weighting.making import made, margins, total

from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Text
from groundfloor.survey.weighting.calibration import reweight
from groundfloor.survey.weighting.margins import read_margins
from groundfloor.survey.weighting.replicates import replicate


def test_an_empty_cell_is_refused_or_joined():
    survey = made()
    survey.columns["age"][survey.columns["age"] >= 65] = 64
    rows = margins(made())
    with pytest.raises(GroundfloorError, match=r"nobody with a weight in the cell age=65\+, which should reach"):
        reweight(survey, rows)
    done = reweight(survey, rows, join=True)
    assert done.calibration.joined == ("age=65+",)
    assert [one.cell for one in done.calibration.cells if "65" in one.cell] == ["age=15-64 + age=65+"]
    young = total(done.survey, survey.columns["age"] < 15)
    assert done.survey.weight.sum() - young == pytest.approx(
        sum(row["total"] for row in rows if row.get("age") in ("15-64", "65+"))
    )


def test_the_first_cell_is_joined_to_the_next():
    survey = made()
    survey.columns["age"][survey.columns["age"] < 15] += 15
    done = reweight(survey, margins(made()), join=True)
    assert done.calibration.joined == ("age=0-14",)


def test_margins_that_disagree_are_refused_or_scaled():
    survey = made()
    rows = margins(survey)
    for row in rows:
        if "sex" in row:
            row["total"] *= 1.02
    with pytest.raises(GroundfloorError, match="The margins 'region' and 'sex' do not agree"):
        reweight(survey, rows)
    done = reweight(survey, rows, adjust=True)
    assert done.survey.weight.sum() == pytest.approx(rows[0]["total"] + rows[1]["total"], rel=1e-9)
    assert done.calibration.adjusted == (("sex", pytest.approx(1 - 1 / 1.02)),)


def test_margins_that_share_a_variable_agree_on_each_of_its_classes():
    survey = made()
    crossed = [
        {
            "region": region,
            "sex": sex,
            "total": total(survey, (survey.columns["region"].is_(region) * survey.columns["sex"].is_(sex)) == 1),
        }
        for region in ("North", "South")
        for sex in ("male", "female")
    ]
    moved = [dict(row) for row in crossed]
    moved[0]["total"] += 1000
    moved[2]["total"] -= 1000
    by_region = margins(survey, 0.0)[:2]
    assert reweight(survey, by_region + crossed).calibration.residual < 1e-9
    with pytest.raises(GroundfloorError, match="'region' and 'region x sex' do not agree on region=North"):
        reweight(survey, by_region + moved)
    assert reweight(survey, by_region + moved, adjust=True).calibration.residual < 1e-9


def test_rounded_totals_are_no_disagreement():
    survey = made(2000)
    rows = [row | {"total": round(row["total"])} for row in margins(survey)]
    rows[3]["total"] += 1
    done = reweight(survey, rows)
    assert done.calibration.residual < 1e-9
    assert [name for name, _ in done.calibration.adjusted] in (["sex"], ["sex", "age"], ["age"])


SOUTH = {"region": "South", "total": 5}


WRONG = {
    "no rows": ([], {}, "no totals"),
    "an unknown column": (
        [{"regoin": "North", "total": 5}],
        {},
        "'regoin', which is no variable .* Did you mean 'region'",
    ),
    "a hidden column": ([{"_key": "0", "total": 5}], {}, "'_key', which is no variable"),
    "no number": ([{"region": "North", "total": "many"}, SOUTH], {}, "'many' is not a number"),
    "no total": ([{"region": "North"}, SOUTH], {}, "The total is empty"),
    "a cell twice": ([SOUTH, SOUTH], {}, "region=South stands twice"),
    "a level of another survey": (
        [SOUTH, {"region": "Noth", "total": 5}, {"region": "North", "total": 5}],
        {},
        "cell region=Noth.*Did you mean 'North'",
    ),
    "a level left out": (
        [SOUTH],
        {},
        r"persons of the survey 'made' are in no cell of the margin 'region', the first with region=North.*free",
    ),
    "margins of another survey": ([{"region": "Tyrol", "total": 9}], {}, "in no cell|nobody with a weight"),
    "classes that overlap": ([{"age": "0-20", "total": 5}, {"age": "20+", "total": 5}], {}, "both 0-20 and 20"),
    "no class": ([{"age": "young", "total": 5}], {}, "'young' is no class of age"),
    "a negative total": ([SOUTH, {"region": "North", "total": -5}], {}, "The total of region=North is -5"),
    "a total of 0": (
        [SOUTH, {"region": "North", "total": 0}],
        {},
        "The total of region=North is 0, but .* has somebody there",
    ),
    "a sum of words": ([{"of": "region", "total": 5}], {}, "'region' is a text and cannot be summed"),
    "a sum of nothing known": ([{"of": "emploied", "total": 5}], {}, "of is 'emploied'.*Did you mean 'employed'"),
    "an unknown method": ([SOUTH], {"method": "raken"}, "no method 'raken'"),
    "logit without bounds": ([SOUTH], {"method": "logit"}, "logit has no bounds"),
    "bounds without 1": ([SOUTH], {"bounds": (1.2, 3)}, "do not hold 1"),
    "one bound": ([SOUTH], {"bounds": (0.3,)}, "There are 1 bounds"),
    "by what": ([SOUTH], {"by": "familly"}, "by is 'familly'"),
    "no cell to join": ([{"of": "households", "total": 0}], {"join": True}, "could be joined to"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_margins_are_said(name):
    rows, more, message = WRONG[name]
    with pytest.raises(GroundfloorError, match=message):
        reweight(made(), rows, **more)


@pytest.mark.parametrize(
    ("method", "bounds"), [("raking", (0.95, 1.05)), ("linear", (0.95, 1.05)), ("logit", (0.95, 1.05))]
)
def test_bounds_that_cannot_be_met_name_the_cell(method, bounds):
    survey = made()
    with pytest.raises(
        GroundfloorError, match=r"the cell '(region|sex|age).*' reaches .* of .*bounds that leave them room.*widen"
    ):
        reweight(survey, margins(survey, 0.4), method=method, bounds=bounds)


def test_totals_that_contradict_each_other_name_a_cell():
    """Everybody in a household of one region is of that region: two regions cannot both gain all the women."""
    survey = made()
    alone = replace(survey, columns=survey.columns | {"twin": survey.columns["region"]})
    rows = [
        {"region": "North", "total": 9000},
        {"region": "South", "total": 1000},
        {"twin": "North", "total": 1000},
        {"twin": "South", "total": 9000},
    ]
    with pytest.raises(GroundfloorError, match="cannot be weighted to these totals: the cell"):
        reweight(alone, rows)


@pytest.mark.parametrize("weight", [np.nan, -1.0])
def test_a_weight_that_is_none_is_refused(weight):
    survey = made()
    wrong = survey.with_weight(np.where(survey.household_of == 3, weight, survey.weight))
    with pytest.raises(GroundfloorError, match="weights that are unknown or negative"):
        reweight(wrong, margins(survey))


def test_the_order_of_columns_does_not_make_another_margin():
    rows = [{"region": "North", "sex": "male", "total": 1}, {"sex": "female", "region": "North", "total": 2}]
    assert [margin.name for margin in read_margins(rows, ["region", "sex"])] == ["region x sex"]


def test_a_replicate_that_cannot_meet_them_is_named():
    survey = made(40)
    survey.columns["region"] = Text(np.where(survey.household_of == 3, 0, 1).astype(np.int32), ("North", "South"))
    rows = [{"region": "North", "total": 300}, {"region": "South", "total": 9000}]
    with pytest.raises(GroundfloorError, match=r"Replicate \d+: .*'region=North' reaches 0 of 300"):
        reweight(replicate(survey, "jackknife"), rows)


def test_a_file_is_read_with_its_lines(tmp_path):
    file = tmp_path / "margins.csv"
    file.write_text("# census\nregion,of,total\nNorth,,5\nSouth,,many\n", encoding="utf-8")
    with pytest.raises(GroundfloorError, match=r"margins.csv:4, column 'total': 'many' is not a number"):
        read_margins(file, ["region"])
    file.write_text("regio,total\nNorth,5\n", encoding="utf-8")
    with pytest.raises(GroundfloorError, match=r"Unknown column 'regio'.*Did you mean 'region'"):
        read_margins(file, ["region"])
