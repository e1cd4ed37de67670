"""Every figure against comparison.R, in which errors come from numerical derivatives by the weights of each primary unit."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from tests.oracle import figures

from groundfloor.comparison import compare_groups, compare_persons, compare_surveys
from groundfloor.comparison.poverty import INDICES
from groundfloor.survey.weighting.replicates import replicate

SCRIPT = Path(__file__).parent / "comparison.R"
KINK = 1e-6  # how near a numerical derivative comes
# the derivative of a headcount by the scale of welfare is the density at the line, which no small step shows
OF_DENSITY = ("growth", "redistribution", "residual", "line", "kakwani_pernia", "pegr")


@cache
def of_r():
    return figures(SCRIPT)


def named(found):
    """Value and error of a comparison's rows by the names of the script."""
    out = {}
    for row in found.tables["decomposition"]:
        group = row["group"].partition("=")[2]
        if row["group"] == "region" or (row["component"] == "total" and row["method"] != "shapley"):
            continue
        method = "" if row["component"] == "total" else row["method"] + " "
        out[f"{row['index']} {method}{row['component']}{' ' * bool(group)}{group}"] = row
    for row in found.tables["growth"]:
        out[f"{row['index']} {row['measure']}" if row["index"] else row["measure"]] = row
    for row in found.tables["winners"]:
        out[row["measure"] if row["group"] == "all" else f"{row['measure']} {row['group']}"] = row
    for row in found.tables["curves"]:
        if row["curve"].endswith("lorenz_difference"):
            out[f"{row['curve'].removesuffix('_difference')} {row['x']:g}"] = row | {"value": row["y"]}
        if row["curve"].startswith("fgt"):
            out[f"difference {row['curve'][:4]} {row['x']:g}"] = row | {"value": row["y"]}
    for row in found.tables["differences"]:
        if row["measure"] == "gini" and row["group"] == "all":
            out["gini"] = row | {"value": row["change"]}
    return out


def agrees(case: str, ours) -> int:
    """How many of the figures that the script has of a case are ours, which are rows by its names."""
    counted = 0
    for name, value in of_r().items():
        if not name.startswith(f"{case} "):
            continue
        key = name.removeprefix(f"{case} ")
        error = key.endswith(" se")
        row = ours[key.removesuffix(" se")]
        if not error:
            assert row["value"] == pytest.approx(value, rel=1e-7, abs=1e-9), key
        elif key.startswith("fgt0") and any(word in key.split()[-2] for word in OF_DENSITY):
            continue
        elif value < 1e-9:
            assert math.isnan(row["se"]) or row["se"] < 1e-9, key
        else:
            assert row["se"] == pytest.approx(value, rel=KINK), key
        counted += 1
    return counted


@pytest.fixture
def between():
    """A grid of fifty lines with 300 and 500 among them."""
    return (300.0, 300.0 + 49 * 50.0)


def test_two_samples(surveys, between):
    first, second, _ = surveys
    assert agrees("two", named(compare_surveys(first, second, between=between))) > 200


def test_the_same_persons(surveys, between):
    _, second, got = surveys
    found = compare_persons(second, second.welfare, second.welfare + got, between=between)
    assert agrees("same", named(found)) > 250


def test_differences_of_two_samples(surveys):
    rows = compare_surveys(*surveys[:2]).tables["differences"]
    expected = of_r()
    for name, measure in (("y", "mean_welfare"), ("f0", "fgt0")):
        (row,) = (one for one in rows if one["measure"] == measure and one["group"] == "all")
        assert row["change"] == pytest.approx(expected[f"difference {name}"], rel=1e-9)
        assert row["se"] == pytest.approx(expected[f"difference {name} se"], rel=1e-9)
        assert row["p_value"] == pytest.approx(expected[f"difference {name} p"], rel=1e-9)


def test_two_groups_that_share_primary_units(surveys):
    rows = compare_groups(surveys[1], ("even=0", "even=1")).tables["differences"]
    (row,) = (one for one in rows if one["measure"] == "mean_welfare")
    assert row["change"] == pytest.approx(of_r()["groups y"], rel=1e-9)
    assert row["se"] == pytest.approx(of_r()["groups y se"], rel=1e-9)


def test_growth_of_a_quantile_has_the_errors_of_woodruffs_intervals(surveys):
    curve = {
        row["x"]: row for row in compare_surveys(*surveys[:2]).tables["curves"] if row["curve"] == "growth_incidence"
    }
    for p in (0.25, 0.5):
        assert curve[p]["y"] == pytest.approx(of_r()[f"growth_incidence {p}"], rel=1e-9)
        assert curve[p]["se"] == pytest.approx(of_r()[f"growth_incidence {p} se"], rel=1e-9)


def test_a_deflator_brings_before_to_the_prices_of_after(surveys):
    first, second, _ = surveys
    cheap = replace(first, welfare=first.welfare / 2, lines={"z": 190.0})
    deflated, real = compare_surveys(cheap, second, deflator=2.0), compare_surveys(first, second)
    assert str(deflated.tables) == str(real.tables)  # as text NaN equals itself


def test_a_line_that_stands_still_adds_nothing_for_certain(surveys):
    first, second, _ = surveys
    rows = compare_surveys(first, second, lines={"z": 400.0}).tables["decomposition"]
    line = [row for row in rows if row["component"] == "line"]
    assert {(row["value"], row["se"]) for row in line} == {(0.0, 0.0)}
    by = {(row["method"], row["index"], row["component"]): row for row in rows if row["group"] == "all"}
    for index in INDICES:
        for component in ("growth", "redistribution"):
            one, other = (by[method, index, component] for method in ("kolenikov_shorrocks", "shapley"))
            assert one["value"] == pytest.approx(other["value"], abs=1e-12)
            assert one["se"] == pytest.approx(other["se"])


def by_replicates(case: str, found, linear) -> int:
    """How many errors agree with the jackknife of R; those of a density too, as nothing of it is left out here."""
    ours, plain, counted = named(found), named(linear), 0
    for name, value in of_r().items():
        if not name.startswith(f"replicates {case} "):
            continue
        key = name.removeprefix(f"replicates {case} ")
        row = ours[key]
        assert row["value"] == pytest.approx(plain[key]["value"], nan_ok=True)
        if value < 1e-9:
            assert math.isnan(row["se"]) or row["se"] < 1e-9, key
        else:
            assert row["se"] == pytest.approx(value, rel=1e-6), key
        counted += 1
    return counted


def test_replicates_of_two_samples(surveys, between):
    first, second = (replicate(survey, "jackknife") for survey in surveys[:2])
    linear = compare_surveys(*surveys[:2], between=between)
    assert by_replicates("two", compare_surveys(first, second, between=between), linear) > 100


def test_replicates_of_the_same_persons(surveys, between):
    _, second, got = surveys
    after = second.welfare + got
    found = compare_persons(replicate(second, "jackknife"), second.welfare, after, between=between)
    linear = compare_persons(second, second.welfare, after, between=between)
    assert by_replicates("same", found, linear) > 130
    gini = {row["group"]: row for row in found.tables["differences"] if row["measure"] == "gini"}
    (moved,) = (row for row in found.tables["winners"] if row["measure"] == "redistributive_effect")
    assert gini["all"]["se"] == pytest.approx(moved["se"])  # the same figure in two tables
    for table in ("differences", "decomposition", "growth", "curves"):  # tenths are drawn anew, and those vary more
        pairs = list(zip(found.tables[table], linear.tables[table], strict=True))
        apart = [one["se"] / other["se"] for one, other in pairs if one["se"] > 0 and other["se"] > 0]
        assert len(apart) > 0.8 * sum(other["se"] > 0 for _, other in pairs)
        assert 0.9 < np.median(apart) < 1.35, table


def test_replicates_of_two_groups(surveys):
    survey = replicate(surveys[1], "jackknife")
    found, linear = (compare_groups(one, ("even=0", "even=1")).tables for one in (survey, surveys[1]))
    for row, other in zip(found["differences"], linear["differences"], strict=True):
        assert row["change"] == pytest.approx(other["change"], nan_ok=True)
        if row["measure"] in ("mean_welfare", "fgt1", "gini"):
            # a jackknife of primary units of which both groups have persons knows what they share
            assert row["se"] == pytest.approx(other["se"], rel=0.15), row["measure"]
            assert row["se"] != other["se"]


def test_dominance_rests_on_the_errors_of_its_curves(surveys, between):
    first, second = (replicate(survey, "jackknife") for survey in surveys[:2])
    found = compare_surveys(first, second, between=between).tables
    (whole,) = (row for row in found["dominance"] if row["criterion"] == "fgt2" and row["scope"] == "range")
    curve = [row for row in found["curves"] if row["curve"] == "fgt2_difference" and row["se"] > 0]
    assert abs(whole["t"]) == pytest.approx(min(abs(row["y"] / row["se"]) for row in curve))


def test_every_index_is_held_against_r():
    assert {name.split()[1] for name in of_r() if name.startswith("two ")} >= set(INDICES)
