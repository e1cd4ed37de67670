"""Calibration to margins: what always holds, what is refused and how, and what is told of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Survey, Text
from groundfloor.survey.table import taken
from groundfloor.survey.weighting.calibration import kish, reweight
from groundfloor.survey.weighting.margins import read_margins
from groundfloor.survey.weighting.replicates import replicate

WAYS = (("raking", None), ("raking", (0.2, 6)), ("linear", None), ("linear", (0.2, 6)), ("logit", (0.2, 6)))
METHODS = pytest.mark.parametrize(("method", "bounds"), WAYS)


def made(households: int = 300, seed: int = 0) -> Survey:
    """Households of one to five in two regions, with sex, age, work and an amount."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 6, households)
    n = int(sizes.sum())
    return Survey(
        "made",
        "XXX",
        2020,
        {
            "household_id": Text(
                np.repeat(np.arange(households), sizes).astype(np.int32), tuple(f"h{i}" for i in range(households))
            ),
            "region": Text(np.repeat(rng.integers(0, 2, households), sizes).astype(np.int32), ("North", "South")),
            "sex": Text(rng.integers(0, 2, n).astype(np.int32), ("male", "female")),
            "age": np.floor(rng.random(n) * 90),
            "employed": (rng.random(n) < 0.4).astype(float),
            "_key": np.zeros(n),
        },
        np.append(0, np.cumsum(sizes)[:-1]),
        np.repeat(rng.uniform(50, 150, households), sizes),
    )


def total(survey: Survey, which: np.ndarray) -> float:
    return float(survey.weight[which].sum())


def margins(survey: Survey, shift: float = 0.15) -> list[dict[str, object]]:
    """Totals near those of the survey: three margins of persons that agree, households, and those who work."""
    region, sex, age = survey.columns["region"], survey.columns["sex"], survey.columns["age"]
    rows: list[dict[str, object]] = []
    people = survey.weight.sum()
    north = total(survey, region.codes == 0) * (1 + shift)
    rows += [{"region": "North", "total": north}, {"region": "South", "total": people - north}]
    women = total(survey, sex.codes == 1) * (1 - shift / 3)
    rows += [{"sex": "female", "total": women}, {"sex": "male", "total": people - women}]
    young = total(survey, age < 15) * (1 + shift / 2)
    old = total(survey, age >= 65)
    rows += [
        {"age": "0-14", "total": young},
        {"age": "15-64", "total": people - young - old},
        {"age": "65+", "total": old},
    ]
    rows.append({"of": "households", "total": survey.weight[survey.starts].sum() * (1 - shift / 5)})
    rows.append({"of": "employed", "total": (survey.weight * survey.columns["employed"]).sum() * (1 + shift / 4)})
    return rows


def shuffled(survey: Survey, order: np.ndarray) -> Survey:
    """The same households in another order."""
    rows = np.concatenate(
        [np.arange(start, start + size) for start, size in zip(survey.starts[order], survey.sizes[order], strict=True)]
    )
    columns = {name: taken(one, rows) if isinstance(one, Text) else one[rows] for name, one in survey.columns.items()}
    sizes = survey.sizes[order]
    return replace(survey, columns=columns, weight=survey.weight[rows], starts=np.append(0, np.cumsum(sizes)[:-1]))


@METHODS
@pytest.mark.parametrize("by", ["household", "members", "person"])
def test_every_total_is_met_and_households_keep_one_weight(method, bounds, by):
    survey = made()
    done = reweight(survey, margins(survey), method=method, bounds=bounds, by=by)
    after, columns = done.survey, survey.columns
    for row in margins(survey):
        which = np.ones(survey.persons)
        for name in ("region", "sex"):
            if name in row:
                which *= columns[name].is_(row[name])
        if "age" in row:
            low, high = {"0-14": (0, 14), "15-64": (15, 64), "65+": (65, 200)}[row["age"]]
            which *= (columns["age"] >= low) & (columns["age"] <= high)
        if row.get("of") == "households":
            which = np.zeros(survey.persons)
            which[survey.starts] = 1
        if row.get("of") == "employed":
            which = columns["employed"]
        assert after.weight @ which == pytest.approx(row["total"], rel=1e-9)
    if by != "person":
        np.testing.assert_array_equal(after.weight, after.weight[after.starts][after.household_of])
    ratio = after.weight / survey.weight
    assert done.calibration.ratios[0] == pytest.approx(ratio.min())
    assert done.calibration.ratios[-1] == pytest.approx(ratio.max())
    if bounds is not None:
        assert bounds[0] - 1e-9 <= ratio.min() <= ratio.max() <= bounds[1] + 1e-9
    if method == "raking":
        assert after.weight.min() > 0


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), shift=st.floats(-0.2, 0.25), way=st.sampled_from(WAYS))
def test_what_always_holds(seed, shift, way):
    survey = made(150, seed)
    method, bounds = way
    done = reweight(survey, margins(survey, shift), method=method, bounds=bounds)
    assert done.calibration.residual < 1e-9
    if method != "linear":
        assert done.survey.weight.min() >= 0
    # the order of households does not matter
    order = np.random.default_rng(seed).permutation(survey.households)
    other = reweight(shuffled(survey, order), margins(survey, shift), method=method, bounds=bounds)
    np.testing.assert_allclose(other.calibration.weight, done.calibration.weight[order], rtol=1e-7, atol=1e-9)
    # nor whether a household stands once with its weight or twice with half of it
    twice = shuffled(survey, np.repeat(np.arange(survey.households), 2))
    half = reweight(replace(twice, weight=twice.weight / 2), margins(survey, shift), method=method, bounds=bounds)
    np.testing.assert_allclose(half.calibration.weight[::2] * 2, done.calibration.weight, rtol=1e-7, atol=1e-9)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1000), factor=st.floats(1e-4, 1e4), way=st.sampled_from(WAYS))
def test_the_sum_of_the_old_weights_does_not_matter(seed, factor, way):
    survey, rows = made(120, seed), margins(made(120, seed))
    method, bounds = way
    one = reweight(survey, rows, method=method, bounds=bounds)
    other = reweight(survey.with_weight(survey.weight * factor), rows, method=method, bounds=bounds)
    np.testing.assert_allclose(other.survey.weight, one.survey.weight, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(other.calibration.ratios, one.calibration.ratios, rtol=1e-6, atol=1e-6)


def test_without_scaling_large_households_would_carry_the_growth():
    survey = made()
    rows = [
        {"region": region, "total": 2 * total(survey, survey.columns["region"].is_(region) == 1)}
        for region in ("North", "South")
    ]
    np.testing.assert_allclose(reweight(survey, rows).survey.weight, 2 * survey.weight, rtol=1e-9)
    unscaled = reweight(survey, rows, scale=False).calibration.weight / survey.weight[survey.starts]
    assert unscaled[survey.sizes == 5].min() > 2 > unscaled[survey.sizes == 1].max()
    # by members and by person a constant is among what margins span
    for by in ("members", "person"):
        np.testing.assert_allclose(
            reweight(survey, rows, by=by, scale=False).survey.weight, 2 * survey.weight, rtol=1e-9
        )


def test_weights_that_meet_the_totals_stay():
    survey = made()
    np.testing.assert_allclose(reweight(survey, margins(survey, 0.0)).survey.weight, survey.weight, rtol=1e-9)


def test_crossed_cells_are_post_stratification():
    """Cells that partition persons, by person: each weight is scaled by what its cell lacks."""
    survey = made()
    region, sex = survey.columns["region"], survey.columns["sex"]
    cell = region.codes * 2 + sex.codes
    goal = np.bincount(cell, survey.weight) * [1.1, 0.8, 1.3, 1.0]
    rows = [
        {"region": region.levels[at // 2], "sex": sex.levels[at % 2], "total": total} for at, total in enumerate(goal)
    ]
    expected = survey.weight * (goal / np.bincount(cell, survey.weight))[cell]
    for method, bounds in WAYS:
        found = reweight(survey, rows, method=method, bounds=bounds, by="person").survey.weight
        np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_who_has_no_class_keeps_a_share():
    survey = made()
    region = survey.columns["region"]
    codes = region.codes.copy()
    codes[survey.household_of < 20] = -1
    hidden = replace(survey, columns=survey.columns | {"region": Text(codes, region.levels)})
    share = total(survey, codes < 0) / survey.weight.sum()
    done = reweight(hidden, margins(survey))
    assert done.survey.weight.sum() == pytest.approx(survey.weight.sum(), rel=1e-10)
    assert total(done.survey, codes < 0) == pytest.approx(share * survey.weight.sum(), rel=1e-10)
    assert done.calibration.unknown == {"region": int((codes < 0).sum())}


def test_households_without_weight_stay_without():
    survey = made()
    weight = np.where(survey.household_of % 7 == 0, 0.0, survey.weight)
    none = survey.with_weight(weight)
    done = reweight(none, margins(none))
    assert (done.survey.weight[weight == 0] == 0).all()
    assert done.calibration.residual < 1e-9
    assert done.calibration.effective[0] <= (weight[survey.starts] > 0).sum()


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


def test_one_household():
    survey = made(1)
    done = reweight(survey, [{"of": "persons", "total": 1000}])
    assert done.survey.weight.sum() == pytest.approx(1000)
    assert done.calibration.design_effects == (1.0, 1.0)


def test_a_free_cell_and_a_cell_of_nobody():
    survey = made()
    rows = [{"region": "North", "total": 5000}, {"region": "South", "total": "free"}, {"region": "East", "total": 0}]
    done = reweight(survey, rows)
    assert total(done.survey, survey.columns["region"].codes == 0) == pytest.approx(5000)
    assert len(done.calibration.cells) == 1


def test_unknown_numbers_add_nothing_and_are_counted():
    survey = made()
    survey.columns["employed"][:10] = np.nan
    done = reweight(survey, [{"of": "employed", "total": 9000}])
    assert np.nansum(done.survey.weight * survey.columns["employed"]) == pytest.approx(9000)
    assert done.calibration.unknown == {"employed": 10}


@pytest.mark.parametrize("weight", [np.nan, -1.0])
def test_a_weight_that_is_none_is_refused(weight):
    survey = made()
    wrong = survey.with_weight(np.where(survey.household_of == 3, weight, survey.weight))
    with pytest.raises(GroundfloorError, match="weights that are unknown or negative"):
        reweight(wrong, margins(survey))


def test_a_sum_of_gains_and_losses_may_be_nought():
    survey = made()
    survey.columns["gain"] = np.sin(survey.columns["age"])
    done = reweight(survey, [{"of": "gain", "total": 0}])
    assert done.survey.weight @ survey.columns["gain"] == pytest.approx(0, abs=1e-6)
    survey.columns["gain"] = np.zeros(survey.persons)
    with pytest.raises(GroundfloorError, match="has only 0 as gain in the cell gain, which should reach 5"):
        reweight(survey, [{"of": "gain", "total": 5}])


def test_the_order_of_columns_does_not_make_another_margin():
    rows = [{"region": "North", "sex": "male", "total": 1}, {"sex": "female", "region": "North", "total": 2}]
    assert [margin.name for margin in read_margins(rows, ["region", "sex"])] == ["region x sex"]


def test_amounts_and_counts_together():
    """A sum of money a million times the persons does not drown them."""
    survey = made()
    survey.columns["income"] = 1e6 * (1 + survey.columns["age"])
    rows = [*margins(survey), {"of": "income", "total": 1.05 * float(survey.weight @ survey.columns["income"])}]
    done = reweight(survey, rows)
    assert done.calibration.residual < 1e-9
    assert done.survey.weight @ survey.columns["income"] == pytest.approx(rows[-1]["total"], rel=1e-9)


def test_replicates_meet_the_totals_too():
    survey = replicate(made(), "bootstrap", number=20)
    done = reweight(survey, margins(survey)).survey
    north = margins(survey)[0]["total"]
    for at in range(20):
        weight = done.weight * done.replicates.factors[done.replicates.unit, at]
        assert weight[survey.columns["region"].codes == 0].sum() == pytest.approx(north, rel=1e-9)


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


def test_kish():
    weight = np.array([1.0, 2.0, 3.0, 4.0])
    assert kish(weight) == pytest.approx(1 + weight.var() / weight.mean() ** 2)
