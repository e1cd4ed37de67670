"""Variants and scenarios say what they are named for, and people balance in every one of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundfloor import project as verb
from groundfloor.errors import GroundfloorError
from groundfloor.population import Population, PopulationInputs, Scenario, of_variant, project, read_population
from groundfloor.population.assumptions import assume, read_assumptions
from groundfloor.population.cohorts import Rates, carry
from groundfloor.population.fertility import gamma_schedule, net_reproduction, schedule, total
from groundfloor.population.relational import expectancy
from groundfloor.population.variants import VARIANTS

WIDTHS = (1, 5)


def gha(width: int = 1) -> PopulationInputs:
    return read_population("gha", width=width)


def balances(found: Population) -> None:
    stock = found.values.sum(axis=-1)
    change = found.births - found.deaths + found.migration
    np.testing.assert_allclose(stock[..., 1:, :], stock[..., :-1, :] + change, rtol=1e-9, atol=1e-6)
    assert (found.values >= 0).all()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", VARIANTS)
def test_people_balance_in_every_variant(name: str, width: int) -> None:
    balances(project(of_variant(gha(width), name), 2060))


def test_people_balance_in_any_scenario() -> None:
    value = st.floats(0.2, 7.0)

    @settings(max_examples=25, deadline=None)
    @given(
        tfr=st.tuples(value, value),
        e0=st.tuples(st.floats(45, 85), st.floats(45, 85)),
        moved=st.tuples(st.floats(-3e6, 3e6), st.floats(-3e6, 3e6)),
        width=st.sampled_from(WIDTHS),
        variant=st.sampled_from(sorted(VARIANTS)),
        migrants=st.sampled_from(["halves", "end"]),
    )
    def check(tfr, e0, moved, width, variant, migrants) -> None:
        paths = {("tfr", ""): tfr, ("e0", ""): e0, ("mig", ""): moved}
        made = {key: dict(zip((2025, 2045), ends, strict=True)) for key, ends in paths.items()}
        balances(project(assume(gha(width), Scenario("any", variant, made)), 2060, migrants))

    check()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_variant_is_what_it_is_named(width: int) -> None:
    medium = gha(width)
    np.testing.assert_allclose(net_reproduction(of_variant(medium, "instant_replacement")), 1.0)
    np.testing.assert_allclose(net_reproduction(of_variant(medium, "momentum")), 1.0)
    assert (of_variant(medium, "zero_migration").migration == 0).all()
    constant = of_variant(medium, "no_change")
    np.testing.assert_array_equal(constant.mx[-1], medium.mx[0])
    np.testing.assert_array_equal(constant.fertility[-1], medium.fertility[0])
    np.testing.assert_allclose(total(of_variant(medium, "high", 2024))[-1] - total(medium)[-1], 0.5)
    np.testing.assert_allclose(
        total(medium) - total(of_variant(medium, "low")), total(of_variant(medium, "high")) - total(medium)
    )
    with pytest.raises(GroundfloorError, match="Did you mean 'momentum'"):
        of_variant(medium, "momentun")


def test_momentum_ends_where_reproductive_value_says() -> None:
    """Under constant replacement rates the population tends to the stationary one of its total reproductive value (Goodman 1968)."""
    medium = of_variant(gha(5), "momentum")
    rates = Rates(medium.survival()[:1], 5 * medium.fertility[:1], medium.srb[:1], medium.migration[:1])
    unit = np.eye(42).reshape(42, 2, 21)
    matrix = carry(unit, rates).values[:, 1].reshape(42, 42).T
    roots, right = np.linalg.eig(matrix)
    at = int(np.argmax(roots.real))
    assert roots[at].real == pytest.approx(1.0, abs=0.002)  # replacement in years lived, counted in steps of five
    values, vectors = np.linalg.eig(matrix.T)
    left, stable = vectors[:, int(np.argmax(values.real))].real, right[:, at].real
    left /= left @ stable
    limit = (left @ medium.base.reshape(42)) * stable * roots[at].real ** 200
    longer = Rates(*(np.repeat(x, 200, axis=0) for x in (rates.survival, rates.fertility, rates.srb, rates.migration)))
    np.testing.assert_allclose(carry(medium.base, longer).values[-1].reshape(42), limit, rtol=1e-5)


def test_schedules_have_their_total_and_their_mean() -> None:
    grouped = schedule(3.1, [5, 20, 30, 25, 14, 5, 1], range(15, 50, 5))
    np.testing.assert_allclose(
        grouped.reshape(-1)[15:50].reshape(7, 5).sum(axis=1) / 3.1, np.array([5, 20, 30, 25, 14, 5, 1]) / 100
    )
    curve = gamma_schedule(3.1, 28.0, 6.0)
    ages = np.arange(101) + 0.5
    assert curve.sum() == pytest.approx(3.1)
    assert curve @ ages / 3.1 == pytest.approx(28.0, abs=0.05)
    assert np.sqrt(curve @ (ages - 28) ** 2 / 3.1) == pytest.approx(6.0, abs=0.05)
    for wrong in ((-1, [1], [15]), (2, [0, 0], [15, 20]), (2, [1, -1], [15, 20])):
        with pytest.raises(GroundfloorError, match="No fertility schedule"):
            schedule(*wrong)
    with pytest.raises(GroundfloorError, match="No fertility schedule"):
        gamma_schedule(2.0, 60.0, 5.0)


HEADER = "scenario,var,sex,year,value\n"


def written(tmp_path: Path, *rows: str) -> Path:
    file = tmp_path / "scenarios.csv"
    file.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return file


def test_a_scenario_of_ones_own_is_followed(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "better,tfr,,2025,3.3",
        "better,tfr,,2045,2.1",
        "better,e0,f,2030,70",
        "better,e0,f,2050,80",
        "better,mig,,2040,-50000",
        "worse,variant,,,high",
        "worse,mx_factor,m,2026,1.2",
    )
    better, worse = read_assumptions(file).values()
    medium = gha()
    made = assume(medium, better)
    assert total(made)[[0, 10, 30]].tolist() == pytest.approx([3.27, 2.67, 2.1])
    women = expectancy(made.mx[:, 0], male=False)
    assert women[[5, 20, 34]] == pytest.approx([70.25, 77.75, 80.0], abs=0.003)
    np.testing.assert_allclose(made.mx[:5, 0], medium.mx[:5, 0], rtol=1e-12)  # before 2030 nothing is said
    np.testing.assert_array_equal(made.mx[:, 1], medium.mx[:, 1])
    assert made.migration[20].sum() == pytest.approx(-50000)
    np.testing.assert_array_equal(made.migration[14], medium.migration[14])
    made = assume(medium, worse)
    np.testing.assert_allclose(made.mx[1:, 1], 1.2 * medium.mx[1:, 1])
    np.testing.assert_allclose(total(made)[-1], total(medium)[-1] + 0.5)
    with pytest.raises(GroundfloorError, match="several scenarios"):
        verb("gha", assumptions=file)
    assert verb("gha", 2030, assumptions=file, scenario="better").total()[2030] != verb("gha", 2030).total()[2030]


def test_migrants_to_where_nobody_moves_are_of_the_ages_that_move() -> None:
    still = replace(gha(), migration=np.zeros_like(gha().migration))
    made = assume(still, Scenario("open", "medium", {("mig", ""): {2025: 10_000.0}}))
    np.testing.assert_allclose(made.migration.sum(axis=(1, 2)), 10_000)
    by_age = made.migration[0].sum(axis=0)
    assert 18 <= int(np.argmax(by_age)) <= 24
    assert (by_age >= 0).all()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,tfrr,,2030,2", "Did you mean 'tfr'"),
        ("a,tfr,f,2030,2", "tfr cannot have the sex 'f'"),
        ("a,tfr,,2030,-2", "tfr cannot be -2"),
        ("a,tfr,,2030,high", "is not a number"),
        ("a,tfr,,30,2", "is not a year"),
        ("a,variant,,,hihg", "Did you mean 'high'"),
        ("a,e0,,2030,130", "e0 cannot be 130"),
        ("a,tfr,,2025,2", "given twice"),
        ("a,tfr_change,,2025,0.1", "tfr and tfr_change"),
    ],
)
def test_mistakes_in_a_scenario_are_named(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(GroundfloorError, match=message):
        read_assumptions(written(tmp_path, "a,tfr,,2025,2", row))


def broken(**parts: np.ndarray) -> PopulationInputs:
    return replace(gha(), **parts)


@pytest.mark.parametrize(
    ("name", "at", "value", "message"),
    [
        ("base", (0, 30), -1.0, "base of GHA, sex f, age 30 is -1"),
        ("mx", (3, 1, 40), -0.1, "mx of GHA, in the step from 2028, sex m, age 40 is -0.1"),
        ("mx", (0, 0, 100), 0.0, "Nobody dies in the open age group"),
        ("fertility", (2, 20), np.nan, "fertility of GHA, in the step from 2027, sex f, age 20 is nan"),
        ("srb", (4,), -1.0, "srb of GHA, in the step from 2029 is -1"),
        ("migration", (1, 0, 5), np.inf, "migration of GHA, in the step from 2026, sex f, age 5 is inf"),
    ],
)
def test_inputs_that_no_people_have_are_refused(name: str, at: tuple[int, ...], value: float, message: str) -> None:
    values = getattr(gha(), name).copy()
    values[at] = value
    with pytest.raises(GroundfloorError, match=message):
        project(broken(**{name: values}), 2060)


def test_people_there_are_none_of_are_no_trouble() -> None:
    base = gha().base.copy()
    base[:, 60:] = 0.0  # no old people
    base[1, 20:30] = 0.0  # a war
    found = project(broken(base=base), 2060)
    balances(found)
    empty = project(broken(base=np.zeros((2, 101)), migration=np.zeros_like(gha().migration)), 2060)
    assert empty.values.sum() == 0
    with pytest.raises(GroundfloorError, match="without births"):
        of_variant(broken(fertility=np.zeros_like(gha().fertility)), "instant_replacement")
    with pytest.raises(GroundfloorError, match=r"base of GHA is \[2, 90\]"):
        project(broken(base=base[:, :90]), 2060)
