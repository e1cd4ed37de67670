"""Paths have the quantiles they are drawn from, balance, and spread as the published ones do."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.population.published import asked, reference

from groundfloor.cli.main import main
from groundfloor.errors import GroundfloorError
from groundfloor.population import project, project_paths, read_population
from groundfloor.population.inputs import together
from groundfloor.population.paths import QUANTILES, Bounds, draw, errors_in_time, from_errors, quantiles, read_bounds
from groundfloor.population.relational import expectancy

YEARS = tuple(range(2025, 2061))
WIDER = np.array([-2.0, -1.3, 0.0, 1.3, 2.0])


def fertility() -> Bounds:
    """Bounds that open with time, lower ones nearer."""
    spread = 0.2 + 0.04 * np.arange(36)
    middle = np.linspace(3.3, 2.4, 36)
    return Bounds("tfr", "", YEARS, middle[:, None] * (1 + 0.15 * spread[:, None] * (WIDER + 0.1 * WIDER**2)))


def longevity(sex: str) -> Bounds:
    base = np.linspace(68, 74, 36) - (4 if sex == "m" else 0)
    return Bounds("e0", sex, YEARS, base[:, None] + np.linspace(0.3, 3.0, 36)[:, None] * WIDER)


def moved() -> Bounds:
    return Bounds("mig", "", YEARS, -30_000 + 15_000 * np.tile(WIDER, (36, 1)))


@pytest.mark.parametrize("width", [1, 5])
def test_the_paths_have_the_bounds_as_quantiles(width: int) -> None:
    inputs = read_population("gha", width=width)
    drawn = draw(inputs, [fertility(), longevity("f"), longevity("m"), moved()], 1000, seed=3)
    middle = 2025 + width * (np.arange(inputs.steps) + 0.5)
    for bounds in (fertility(), longevity("f"), longevity("m"), moved()):
        own = drawn[bounds.var, bounds.sex]
        found = np.quantile(own, QUANTILES, axis=0).T
        for i in range(5):
            asked_for = np.interp(middle, YEARS, bounds.values[:, i])
            np.testing.assert_allclose(found[:, i], asked_for, atol=0.01 * np.ptp(bounds.values, axis=1).max())


def test_women_and_men_move_together_and_fertility_apart() -> None:
    drawn = draw(read_population("gha"), [fertility(), longevity("f"), longevity("m")], 2000)
    assert np.corrcoef(drawn["e0", "f"][:, 20], drawn["e0", "m"][:, 20])[0, 1] > 0.999
    assert abs(np.corrcoef(drawn["e0", "f"][:, 20], drawn["tfr", ""][:, 20])[0, 1]) < 0.08


@settings(max_examples=40, deadline=None)
@given(
    spread=st.lists(st.floats(0.0, 10.0), min_size=2, max_size=30).map(np.array),
    persistence=st.floats(0.0, 1.0),
    paths=st.integers(1, 400),
)
def test_errors_are_standard_normal_in_each_step(spread: np.ndarray, persistence: float, paths: int) -> None:
    z = errors_in_time(spread, paths, persistence, np.random.default_rng(1))
    assert z.shape == (paths, len(spread))
    np.testing.assert_allclose(z.mean(axis=0), 0.0, atol=1e-9)
    again = errors_in_time(spread, paths, persistence, np.random.default_rng(1))
    np.testing.assert_array_equal(z, again)


def test_neighbouring_steps_go_together_as_the_spread_says() -> None:
    z = errors_in_time(np.array([1.0, 2.0, 2.0]), 40_000, 0.9, np.random.default_rng(0))
    assert np.corrcoef(z[:, 0], z[:, 1])[0, 1] == pytest.approx(0.45, abs=0.01)
    assert np.corrcoef(z[:, 1], z[:, 2])[0, 1] == pytest.approx(0.9, abs=0.01)


@given(
    five=st.lists(st.floats(0.01, 9.0), min_size=5, max_size=5).map(sorted),
    z=st.lists(st.floats(-6, 6), min_size=2, max_size=9),
)
def test_values_rise_with_the_error_and_stay_positive(five: list[float], z: list[float]) -> None:
    values = from_errors(np.array([five]), np.array(sorted(z))[:, None], positive=True)
    assert (values > 0).all()
    assert (np.diff(values[:, 0]) >= -1e-12).all()


def test_projected_paths_balance_and_centre_on_the_one_projection() -> None:
    inputs = read_population("gha")
    middle = np.arange(35) + 2025.5
    tfr = inputs.fertility.sum(axis=1)
    fert = Bounds("tfr", "", tuple(range(2025, 2061)), np.interp(YEARS, middle, tfr)[:, None] * (1 + 0.1 * WIDER))
    e0 = [
        Bounds("e0", sex, YEARS, np.interp(YEARS, middle, expectancy(inputs.mx[:, i], i == 1))[:, None] + WIDER)
        for i, sex in enumerate("fm")
    ]
    found = project_paths(inputs, [fert, *e0], 2060, paths=600)
    stock = found.values.sum(axis=-1)
    change = found.births - found.deaths + found.migration
    np.testing.assert_allclose(stock[:, 1:], stock[:, :-1] + change, rtol=1e-9)
    assert (found.values >= 0).all()
    one = project(inputs, 2060)
    for group, values in quantiles(found, [0, 15, 65]).items():
        np.testing.assert_allclose(values[2], one.by_age_group([0, 15, 65])[group], rtol=0.005)
        assert (np.diff(values, axis=0) >= 0).all()
    alone = project_paths(inputs, [fert], 2060, paths=600)
    assert np.ptp(alone.values[:, :, :, 60:], axis=0).max() == 0.0  # those of 60 are born already


def test_the_spread_of_ghana_is_near_that_of_wpp_2024() -> None:
    """Only fertility varies here; the United Nations vary mortality and migration too, so theirs is a little wider."""
    rows = asked(
        reference("data/wpp/wpp2024_annual.parquet"),
        "select year, tfr_95l, tfr_80l, tfr, tfr_80u, tfr_95u, pop_80l, pop_80u from read_parquet(?) "
        "where iso3 = 'GHA' and year between 2025 and 2060 order by year",
    )
    bounds = Bounds("tfr", "", tuple(int(row[0]) for row in rows), np.array([row[1:6] for row in rows]))
    found = project_paths(read_population("gha"), [bounds], 2060, paths=1000)
    low, high = quantiles(found, [0], (0.1, 0.9))["0+"][:, -1]
    december = {int(row[0]): row[6:] for row in rows}
    ours, theirs = high - low, 1000 * np.mean([np.diff(december[year]) for year in (2059, 2060)])
    assert 0.75 < ours / theirs < 1.0  # measured: 0.85


HEADER = "var,sex,year,low95,low80,median,high80,high95\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tfr,,2025,3,2,4,5,6\n", "bounds of tfr fall"),
        ("tfr,,2025,0,2,4,5,6\n", "tfr cannot be 0"),
        ("tfr,f,2025,1,2,4,5,6\n", "tfr cannot have the sex 'f'"),
        ("tfrs,,2025,1,2,4,5,6\n", "Did you mean 'tfr'"),
        ("tfr,,2025,1,2,4,5,6\ntfr,,2025,1,2,4,5,6\n", "given twice"),
        ("e0,,2025,60,61,62,63,64\ne0,f,2025,60,61,62,63,64\n", "both sexes and of one"),
        ("tfr,,2025,1,2,x,5,6\n", "not a number"),
    ],
)
def test_mistakes_in_bounds_are_named(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "bounds.csv"
    file.write_text(HEADER + text, encoding="utf-8")
    with pytest.raises(GroundfloorError, match=message):
        read_bounds(file)


def test_bounds_must_reach_and_paths_be_some() -> None:
    inputs = read_population("gha")
    short = Bounds("tfr", "", (2025, 2030), np.array([[1, 2, 3, 4, 5], [1, 2, 3, 4, 5.0]]))
    with pytest.raises(GroundfloorError, match="2025 to 2030"):
        project_paths(inputs, [short], 2060)
    with pytest.raises(GroundfloorError, match="no bounds"):
        project_paths(inputs, [], 2060)
    for wrong, to in ((together([inputs, inputs]), 2060), (inputs, 2025)):
        with pytest.raises(GroundfloorError, match="one country, and a year after its base"):
            project_paths(wrong, [fertility()], to)
    with pytest.raises(GroundfloorError, match="0 paths"):
        project_paths(inputs, [fertility()], 2060, paths=0)


def test_the_command_prints_quantiles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bounds.csv"
    file.write_text(HEADER + "tfr,,2025,3.1,3.2,3.3,3.4,3.5\ntfr,,2060,1.6,1.9,2.4,2.9,3.2\n", encoding="utf-8")
    command = ["population", "gha", "--bounds", str(file), "--paths", "100", "--to", "2030", "--format", "csv"]
    assert main(command) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert len(rows) == 3 * 4 * 6 * 5
    assert {row["quantile"] for row in rows} == {str(one) for one in QUANTILES}
