"""Life tables are those the United Nations publish, keep the identities of their columns, and refuse what nobody can die of."""

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
from groundfloor.population import life_table
from groundfloor.population.life_tables import constant_a
from groundfloor.population.mortality import abridged_ages, five_year_survival, life_expectancy
from groundfloor.population.relational import WAYS, changed, expectancy, levels

ABRIDGED = abridged_ages(22)


@pytest.mark.parametrize("sex", ["F", "M"])
def test_life_expectancy_is_that_of_wpp_2024_in_every_country(sex: str) -> None:
    """Rates of five years from 1 July; the life expectancy of calendar years lies on both sides of their middle, 1 January."""
    rates = asked(
        reference("data/wpp/wpp2024_mx_abridged_5yr.parquet"),
        f"select mx{sex} from read_parquet(?) where iso3 <> '' and mid_year > 2025 order by iso3, mid_year, age_lo",  # noqa: S608
    )
    annual = asked(
        reference("data/wpp/wpp2024_annual.parquet"),
        f"select e0{sex} from read_parquet(?) where iso3 <> '' and year > 2025 order by iso3, year",  # noqa: S608
    )
    ours = life_table(ABRIDGED, np.array(rates).reshape(236, 15, 22), sex == "M").e[..., 0]
    by_year = np.array(annual).reshape(236, 75)
    middle = np.arange(1, 75, 5)  # 2027 and 2028, and every fifth after
    off = np.abs(ours - (by_year[:, middle] + by_year[:, middle + 1]) / 2)
    assert np.median(off) < 0.004  # measured: 0.0025 years
    assert np.quantile(off, 0.99) < 0.02
    assert off[:, 1:].max() < 0.05  # from 2030: before, a war or a crisis ends within the five years


rates = st.lists(st.floats(0.0, 3.0), min_size=21, max_size=21).map(np.array)


@given(rates, st.floats(0.01, 3.0), st.booleans())
def test_the_columns_are_those_of_a_life_table(closed: np.ndarray, last: float, male: bool) -> None:
    table = life_table(ABRIDGED, np.append(closed, last), male, radix=1000.0)
    assert ((table.q >= 0) & (table.q <= 1)).all()
    assert (table.L >= 0).all()
    assert (np.diff(table.l) <= 1e-9).all()
    np.testing.assert_allclose(table.d.sum(), 1000.0)
    np.testing.assert_allclose(table.m * table.L, table.d, atol=1e-9)
    np.testing.assert_allclose(table.T[0], table.L.sum())
    np.testing.assert_allclose(table.e[0] * 1000.0, table.T[0])
    assert ((five_year_survival(table.m, male) >= 0) & (five_year_survival(table.m, male) <= 1 + 1e-12)).all()


@given(st.lists(st.floats(1e-6, 2.0), min_size=101, max_size=101).map(np.array), st.booleans())
def test_single_ages_have_the_life_expectancy_of_the_projection(single: np.ndarray, male: bool) -> None:
    assert life_table(np.arange(101), single, male).e[0] == pytest.approx(
        float(life_expectancy(single, male)), rel=1e-9
    )


def test_a_constant_rate_gives_its_own_life_expectancy() -> None:
    assert life_table(np.arange(101), np.full(101, 0.05), male=False).e[30] == pytest.approx(20.0, rel=1e-6)
    small = np.array([1e-12, 1e-7, 1e-5, 1.0001e-5, 0.1])
    np.testing.assert_allclose(constant_a(small), [0.5, 0.5, 0.5, 0.5, 0.4917], atol=1e-4)


@pytest.mark.parametrize(
    ("ages", "given_rates", "message"),
    [
        ([0, 1, 5], [0.1, -0.1, 0.2], "death rate at age 1 is -0.1"),
        ([0, 1, 5], [0.1, np.nan, 0.2], "death rate at age 1 is nan"),
        ([0, 1, 5], [0.1, 0.1, 0.0], "Nobody dies at 5 and over"),
        ([0, 1], [0.1, 0.1, 0.1], "3 death rates stand beside 2 ages"),
        ([0, 5, 1], [0.1, 0.1, 0.1], "3 death rates"),
        ([0], [0.1], "1 death rates"),
    ],
)
def test_what_cannot_be_a_life_table_is_refused(ages: list[int], given_rates: list[float], message: str) -> None:
    with pytest.raises(GroundfloorError, match=message):
        life_table(np.array(ages), np.array(given_rates), male=True)


def test_everybody_may_die_before_the_last_age() -> None:
    table = life_table(np.array([0, 1, 5, 10]), np.array([0.1, 3.0, 3.0, 1.0]), male=True)
    assert table.l[2] == 0
    assert np.isnan(table.e[2])
    assert table.T[0] > 0


@pytest.mark.parametrize("width", [1, 5])
@pytest.mark.parametrize("through", WAYS)
@settings(max_examples=15, deadline=None)
@given(target=st.floats(40.0, 84.0), male=st.booleans())
def test_mortality_is_moved_to_a_life_expectancy(through: str, width: int, target: float, male: bool) -> None:
    ages = np.arange(101) if width == 1 else ABRIDGED
    mx = np.where(ages == 0, 0.05, 0.0002 * np.exp(0.085 * ages) + 0.002)
    level = levels(mx[None], ("m",) if male else ("f",), np.array(target), through, width)
    moved = changed(mx, level, through, width)
    assert float(expectancy(moved, male, width)) == pytest.approx(target, abs=0.003)
    np.testing.assert_allclose(changed(mx, np.array(0.0), through, width), mx, rtol=1e-9)
    higher = float(expectancy(mx, male, width)) < target
    assert (moved <= mx * (1 + 1e-9)).all() if higher else (moved >= mx * (1 - 1e-9)).all()


def test_a_life_expectancy_out_of_reach_is_refused() -> None:
    mx = 0.0002 * np.exp(0.085 * np.arange(101)) + 0.002
    with pytest.raises(GroundfloorError, match=r"200\.0 years cannot be reached"):
        levels(mx[None], ("f",), np.array([70.0, 200.0]), "relational")


def test_the_command_prints_the_tables_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("sex,age,mx\nf,0,0.02\nf,1-4,0.003\nf,5-9,0.001\nf,10+,0.02\n", encoding="utf-8")
    assert main(["lifetable", str(file), "--format", "csv"]) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert [row["age"] for row in rows] == ["0", "1", "5", "10"]
    assert float(rows[0]["l"]) == 100_000
    assert main(["lifetable", "gha", "--format", "csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1 + 7 * 2 * 22
    file.write_text("sex,age,mx\nf,1,0.02\nf,5,0.2\n", encoding="utf-8")
    assert main(["lifetable", str(file)]) == 1
    assert "begin at age 1" in capsys.readouterr().err
