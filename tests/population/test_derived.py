"""Rates apply to the people they are of; orphans are what a plain count of parents gives."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from groundfloor.cli.main import main
from groundfloor.errors import GroundfloorError
from groundfloor.population import project, read_population
from groundfloor.population.derived import births, derive, read_rates
from groundfloor.population.orphans import orphans

HEADER = "series,of,sex,age,year,value,source\n"
RATES = """labour_force,,f,15-24,2025,0.4,a survey
labour_force,,f,15-24,2035,0.5,a survey
labour_force,,f,25-64,2025,0.7,
labour_force,,m,15-64,2025,0.8,
informal,labour_force,,15-64,2025,0.75,
households,,,20+,2025,0.4,a census
"""


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "rates.csv"
    file.write_text(HEADER + text, encoding="utf-8")
    return file


def test_rates_apply_to_the_people_they_are_of(tmp_path: Path) -> None:
    people = project(read_population("gha"), 2040)
    rows = list(derive(people, read_rates(written(tmp_path, RATES))))
    found = {(row["series"], row["sex"], row["age"], row["year"]): row for row in rows}
    women, men = people.at(2030)
    young = found["labour_force", "f", "15-24", 2030]
    assert (young["rate"], young["people"]) == (pytest.approx(0.45), pytest.approx(0.45 * women[15:25].sum()))
    force = 0.45 * women[15:25].sum() + 0.7 * women[25:65].sum() + 0.8 * men[15:65].sum()
    assert found["labour_force", "", "", 2030]["people"] == pytest.approx(force)
    assert found["informal", "", "", 2030]["people"] == pytest.approx(0.75 * force)
    assert found["households", "", "20+", 2040]["people"] == pytest.approx(0.4 * people.at(2040)[:, 20:].sum())
    assert found["labour_force", "f", "15-24", 2040]["rate"] == 0.5  # after the last year its rate stays


def test_births_are_those_of_the_projection() -> None:
    people = project(read_population("gha"), 2030)
    both = [row["people"] for row in births(people) if row["sex"] == ""]
    np.testing.assert_allclose(both, people.births.sum(axis=1))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,,f,15-24,2025,-0.1,\n", "rate is -0.1"),
        ("a,,f,15-24,2025,45,\n", "Divide per cent by 100"),
        ("a,,f,15-24,2025,0.1,\na,,f,20-30,2025,0.1,\n", "counts those of 20 twice"),
        ("a,,f,15-24,2025,0.1,\na,,,15-24,2025,0.1,\n", "counts those of 15 twice"),
        ("a,,f,15-24,2025,0.1,\na,,f,30-40,2025,0.1,\n", "no rate from age 25 to 29"),
        ("a,,f,15-24,2025,0.1,\na,,f,15-24,2025,0.1,\n", "given twice"),
        ("a,b,f,15-24,2025,0.1,\n", "of 'b', which does not stand above it"),
        ("a,,x,15-24,2025,0.1,\n", "The sex is 'x'"),
        ("a,,f,young,2025,0.1,\n", "'young' is not an age group"),
        ("a,,f,24-15,2025,0.1,\n", "'24-15' is not an age group"),
        ("births,,f,15-24,2025,0.1,\n", "births is not a series of one's own"),
    ],
)
def test_mistakes_in_rates_are_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(GroundfloorError, match=message):
        read_rates(written(tmp_path, text))


def test_orphans_are_those_of_a_plain_count() -> None:
    """One child at a time: the mothers of a birth by age, each carried to the child's age year by year."""
    inputs = read_population("gha")
    people = project(inputs, 2045)
    s = inputs.survival()[:, 0]
    year, expected = 2043 - 2025, 0.0
    for child in range(18):
        born = year - child - 1
        bearing = inputs.fertility[max(born, 0)] * (people.values[max(born, 0), 0] + people.values[max(born, 0) + 1, 0])
        alive = 0.0
        for age in range(10, 55):
            for birthdays in (0, 1):  # half of the mothers have one between the birth and the 1 July after it
                chance, now = s[max(born, 0), age + 1] ** 0.5, age + birthdays
                for later in range(born + 1, year):
                    chance *= s[max(later, 0), min(now + 1, 100)]
                    now += 1
                alive += bearing[age] / bearing.sum() * chance / 2
        expected += people.values[year, :, child].sum() * (1 - alive)
    rows = {(row["year"], row["series"]): row["people"] for row in orphans(people, inputs)}
    assert rows[2043, "orphans_maternal"] == pytest.approx(expected, rel=1e-9)


def test_orphans_are_few_where_few_die_and_double_ones_the_fewest() -> None:
    inputs = read_population("gha")
    safe = replace(inputs, mx=np.full_like(inputs.mx, 1e-12) + np.where(np.arange(101) == 100, 0.5, 0.0))
    assert all(row["people"] < 100 for row in orphans(project(safe, 2060), safe))
    by_series = {row["series"]: row["people"] for row in orphans(project(inputs, 2060), inputs) if row["year"] == 2060}
    either = by_series["orphans_maternal"] + by_series["orphans_paternal"] - by_series["orphans_double"]
    assert by_series["orphans"] == pytest.approx(either)
    assert by_series["orphans_double"] < by_series["orphans_maternal"] < by_series["orphans_paternal"]
    barren = replace(inputs, fertility=np.zeros_like(inputs.fertility))
    assert all(np.isnan(row["people"]) for row in orphans(project(barren, 2026), barren))


def test_the_command_prints_what_follows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, RATES)
    assert main(["population", "gha", "--to", "2030", "--rates", str(file), "--format", "csv"]) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert {row["series"] for row in rows} >= {"labour_force", "informal", "households", "births", "orphans_double"}
    assert main(["population", "gha", "--to", "2030", "--rates", str(file), "--step", "5"]) == 1
    assert "single years of age" in capsys.readouterr().err
    assert main(["population", "gha", "--rates"]) == 1
    assert "rates.csv" in capsys.readouterr().err
