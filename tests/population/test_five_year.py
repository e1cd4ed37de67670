"""Five-year groups in five-year steps are those of the United Nations and of the Leslie matrix of Preston and Wheldon."""

from __future__ import annotations

import csv
from functools import cache

import numpy as np
import pytest
from tests.population.published import COUNTRIES, lines, reference, wpp_2012

from groundfloor.cli.main import main
from groundfloor.errors import GroundfloorError
from groundfloor.population import project, read_population
from groundfloor.population.cohorts import Rates, carry
from groundfloor.population.inputs import together

INPUTS = "published/ccm_wpp2012_inputs.csv"
WHEN = {"Indonesia": "end"}
"""When its migrants come: the others' come in halves. The United Nations say so country by country (MigCode 9 and 0)."""


@cache
def recomputed() -> dict[tuple[str, int], float]:
    """How far another computation of the same projection is from the published totals, in per cent."""
    rows = lines("published/ccm_wpp2012_reproduction_errors.csv")
    return {(row["country"], int(row["year"])): abs(float(row["rel_err_total_pct"])) for row in rows}


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_countries_of_wpp_2012_are_reproduced(country: str) -> None:
    inputs = read_population(reference(INPUTS), country, width=5)
    ours, published = project(inputs, 2050, WHEN.get(country, "halves")), wpp_2012()[country]
    for year in range(2015, 2051, 5):
        groups = ours.five_year(year)
        total = sum(value for (when, _, _), value in published.items() if when == year)
        off = abs(sum(groups.values()) / total - 1)
        assert off < 0.0001  # asked: 0.2 %; measured: 0.003 % at most
        assert 100 * off <= recomputed()[country, year] + 0.003, year
        for (sex, age), persons in groups.items():
            if age < 80:
                assert persons == pytest.approx(published[year, sex, age], rel=0.001), (
                    year,
                    sex,
                    age,
                )  # measured: 0.055 %


def test_all_migrants_at_the_end_are_nearer_for_indonesia_alone() -> None:
    inputs = read_population(reference(INPUTS), "Indonesia", width=5)
    total = sum(value for (when, _, _), value in wpp_2012()["Indonesia"].items() if when == 2050)
    off = [abs(project(inputs, 2050, when).total()[2050] / total - 1) for when in ("halves", "end")]
    assert off == [pytest.approx(0.0011, abs=2e-4), pytest.approx(0.00002, abs=2e-5)]


def test_all_countries_of_a_file_go_together() -> None:
    every = read_population(reference(INPUTS), "all", width=5)
    found = project(every, 2050)
    assert set(found.names) == set(COUNTRIES)
    for country in COUNTRIES:
        alone = project(read_population(reference(INPUTS), country, width=5), 2050)
        np.testing.assert_allclose(found.of(country).values, alone.values, rtol=1e-12)


def test_only_what_starts_alike_goes_together() -> None:
    with pytest.raises(GroundfloorError, match="one base year and one width"):
        together([read_population("gha"), read_population("gha", width=5)])
    with pytest.raises(GroundfloorError, match="Did you mean 'Senegal'"):
        project(read_population(reference(INPUTS), "all"), 2012).of("Senegl")


def test_the_females_of_burkina_faso_are_those_of_wheldon() -> None:
    cells: dict[str, dict[tuple[int, int], float]] = {}
    for row in lines("published/ccm_burkina_faso_females_wheldon.csv"):
        cells.setdefault(row["var"], {})[int(row["row"]) - 1, int(row["col"]) - 1] = float(row["value"])
    tables = {}
    for name, values in cells.items():
        tables[name] = np.empty([1 + max(at[axis] for at in values) for axis in (0, 1)])
        for at, value in values.items():
            tables[name][at] = value
    rates = Rates(
        survival=tables["surv"].T[:, None],
        fertility=5 * tables["fert"].T,
        srb=np.full(9, 1.05),
        migration=tables["mig"].T[:, None],
        per_person=True,
    )
    found = carry(tables["pop0"].T, rates)
    np.testing.assert_allclose(found.values[:, 0].T, tables["projected"], rtol=1e-9)
    published = [2304.0, 2533.7, 2817.5, 3151.1, 3561.0, 4063.3, 4661.5, 5351.0, 6134.3, 7405.6]
    np.testing.assert_allclose(found.values.sum(axis=(1, 2)) / 1000, published, atol=0.06)


def test_the_years_and_groups_are_every_fifth() -> None:
    found = project(read_population("gha", width=5), 2060)
    assert found.years.tolist() == list(range(2025, 2061, 5))
    assert found.ages.tolist() == list(range(0, 101, 5))
    assert list(found.by_age_group([0, 15, 65])) == ["0-14", "15-64", "65+"]
    assert sum(float(row["population"]) for row in found.rows() if row["year"] == 2060) == pytest.approx(
        found.total()[2060]
    )
    with pytest.raises(GroundfloorError, match="multiples of 5"):
        found.by_age_group([0, 18])
    with pytest.raises(GroundfloorError, match="every 5"):
        found.at(2031)


def test_both_ways_of_projecting_agree() -> None:
    single, grouped = project(read_population("gha"), 2060), project(read_population("gha", width=5), 2060)
    assert grouped.total()[2060] == pytest.approx(
        single.total()[2060], rel=0.002
    )  # the steps of five years are coarser
    for year in (2030, 2045, 2060):
        ours, other = (one.five_year(year) for one in (single, grouped))
        for key, persons in ours.items():
            if key[1] < 80:
                assert other[key] == pytest.approx(persons, rel=0.02), (year, key)


def test_the_command_takes_steps_of_five_years(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["population", "gha", "--to", "2030", "--step", "5", "--format", "csv"]) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert {row["year"] for row in rows} == {"2025", "2030"}
    assert len(rows) == 2 * 2 * 21
