"""The back-test of people and costs: made-up pasts whose errors are known, real revisions, and files that are wrong."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.population.published import asked, reference, wpp_2012
from tests.uncertainty.earlier import bounds_of, earlier_of, economy_of

import groundfloor as gf
from groundfloor.cli import main
from groundfloor.country.pack import find_pack
from groundfloor.population import project, read_population
from groundfloor.uncertainty import TABLES
from groundfloor.uncertainty.past import Past, past_of, population_rows

INPUTS = "published/ccm_wpp2012_inputs.csv"
KNOWN = "data/wpp/wpp2024_pop_age5_july1.parquet"
ISO3 = {"Burkina Faso": "BFA", "Indonesia": "IDN", "Senegal": "SEN", "Thailand": "THA"}


@pytest.fixture
def pack(tmp_path):
    shutil.copytree(find_pack("gha"), tmp_path / "gha")
    return tmp_path / "gha"


def test_the_people_of_a_projection_are_held_against_those_known(pack):
    earlier_of(pack)
    country = gf.read_country(pack)
    past, known = past_of(country), read_population(pack)
    assert past is not None
    assert past.inputs.base_year == 2015
    rows = list(population_rows(past, known, 2, 0))
    expected = project(past.inputs, 2025).at(2025)
    by = {(row["sex"], row["age"]): row for row in rows}
    assert len(rows) == len(by) == 3 * 18
    for (sex, age), low, high in ((("", ""), 0, 101), (("", "0-4"), 0, 5), (("", "80+"), 80, 101)):
        row = by[sex, age]
        assert row["forecast"] == pytest.approx(expected[:, low:high].sum())
        assert row["actual"] == pytest.approx(known.base[:, low:high].sum())
        assert row["error"] == pytest.approx(row["actual"] - row["forecast"])
        assert row["error_pct"] == pytest.approx(100 * row["error"] / row["actual"])
        assert row["in_90"] is None
    assert by["f", "5-9"]["forecast"] == pytest.approx(expected[0, 5:10].sum())
    for age in ("", "15-19"):
        assert by["f", age]["actual"] + by["m", age]["actual"] == pytest.approx(by["", age]["actual"])


def test_a_projection_that_came_true_has_no_errors():
    known = read_population("gha")
    later = replace(known, base=project(known, 2035).at(2035), base_year=2035)
    rows = list(population_rows(Past(known, (), None, ()), later, 2, 0))
    assert max(abs(row["error"]) for row in rows) < 1e-6


@cache
def of_2012(country):
    inputs = read_population(reference(INPUTS), country)
    file, base = reference(KNOWN), np.zeros((2, 101))
    wanted = "select age_lo, male_k, female_k from read_parquet(?) where iso3 = ? and year = 2025"
    for low, men, women in asked(file, wanted, ISO3[country]):
        base[0, int(low)], base[1, int(low)] = 1000 * women, 1000 * men  # a group stands at its first age
    known = replace(inputs, base_year=2025, base=base)
    return {(row["sex"], row["age"]): row for row in population_rows(Past(inputs, (), None, ()), known, 2, 0)}


# in docs/validation.md: per cent by which what is known now is above what the 2012 revision projected
MEASURED = {
    "Burkina Faso": (2.75, -8.49, 7.65),
    "Indonesia": (1.27, 1.15, -0.68),
    "Senegal": (-2.51, -12.08, 16.23),
    "Thailand": (5.17, -3.79, 4.22),
}
GROUPS = ((0, 200), (0, 5), (65, 200))


@pytest.mark.parametrize("country", ISO3)
def test_the_revision_of_2012_against_that_of_2024(country):
    rows = of_2012(country)
    published = wpp_2012()[country]
    for (low, high), measured, near in zip(GROUPS, MEASURED[country], (0.1, 0.5, 0.5), strict=True):
        own = [
            row
            for (sex, age), row in rows.items()
            if not sex and age and low <= int(age.rstrip("+").split("-")[0]) < high
        ]
        actual = sum(row["actual"] for row in own)
        assert 100 * sum(row["error"] for row in own) / actual == pytest.approx(measured, abs=0.01)
        # nearly all of it is the error of what was published in 2012, not of projecting it anew
        then = sum(value for (year, _, age), value in published.items() if year == 2025 and low <= age < high)
        assert 100 * (actual - then) / actual == pytest.approx(measured, abs=near)


def test_costs_are_those_of_the_floor_in_full_for_both_peoples(pack):
    """Where children of today were projected to be half as many, a grant for them was too, and pensions were not."""
    earlier_of(pack, lambda var, sex, age, value: value / 2 if var == "tfr" else value)
    found = gf.cost_uncertainty(pack, to=2030, paths=20)
    rows = {(row["scenario"], row["programme"]): row for row in found.tables["backtest_costs"]}
    people = {(row["sex"], row["age"]): row for row in found.tables["backtest_population"]}
    child = rows[found.floor.name, "child_grant"]
    assert child["forecast_lcu"] / child["actual_lcu"] == pytest.approx(
        people["", "0-4"]["forecast"] / people["", "0-4"]["actual"], rel=0.02
    )
    whole = rows[found.floor.name, "all"]
    own = [row for (scenario, name), row in rows.items() if scenario == found.floor.name and name != "all"]
    for column in ("forecast_lcu", "actual_lcu"):
        assert whole[column] == pytest.approx(sum(row[column] for row in own))
    assert whole["error_pct"] == pytest.approx(
        100 * (whole["actual_lcu"] - whole["forecast_lcu"]) / whole["actual_lcu"]
    )
    assert {scenario for scenario, _ in rows} == {found.floor.name, *found.floor.scenarios}
    assert not found.notes
    assert found.tables["backtest_costs"][0]["synthetic"] is True
    assert all(tuple(row) == TABLES["backtest_population"] for row in found.tables["backtest_population"])


def test_bounds_published_then_say_whether_what_came_lay_in_them(pack):
    folder = earlier_of(pack)
    bounds_of(pack, folder)
    past = past_of(gf.read_country(pack))
    assert past is not None
    assert past.bounds
    found = {(row["sex"], row["age"]): row for row in population_rows(past, read_population(pack), 200, 0)}
    young, old = found["", "0-4"], found["", "45-49"]
    assert young["p5"] < young["p25"] < young["forecast"] * 1.05
    assert young["p95"] - young["p5"] > 10 * (old["p95"] - old["p5"])
    assert young["in_90"] is (young["p5"] <= young["actual"] <= young["p95"])


def test_forecasts_published_then_are_held_against_what_came(pack):
    folder = earlier_of(pack)
    economy_of(folder)
    found = gf.cost_uncertainty(pack, to=2026, paths=4)
    rows = [row for row in found.tables["backtest"] if row["method"] == "published"]
    actual = gf.read_country(pack).economy.series("inflation")
    assert [(row["origin"], row["horizon"], row["year"], row["forecast"]) for row in rows] == [
        (2019, 1, 2020, pytest.approx(0.08)),
        (2019, 2, 2021, pytest.approx(0.07)),
        (2019, 3, 2022, pytest.approx(0.06)),
    ]
    assert rows[2]["actual"] == actual[2022]
    assert rows[0]["p95"] == pytest.approx(1.08 * np.exp(1.6448536 * 0.06) - 1)
    assert rows[2]["p95"] == pytest.approx(1.06 * np.exp(1.6448536 * 0.06 * np.sqrt(1 + 0.25 + 0.0625)) - 1)
    assert rows[2]["in_90"] is False


MISTAKES = {
    "nowhere": "No such file or folder",
    "empty": "No CSV file in this folder",
    "late": "starts in 2025",
    "short": "cannot be projected to 2025",
    "other": "is not about Ghana",
    "torn": "Column 'var' is missing",
}


@pytest.mark.parametrize("wrong", MISTAKES)
def test_a_wrong_folder_is_refused_with_its_place(pack, wrong):
    folder = pack.parent / wrong
    if wrong != "nowhere":
        folder.mkdir()
    if wrong == "late":
        shutil.copytree(pack / "population", folder / "population")
    elif wrong == "torn":
        (folder / "base.csv").write_text("country,age\nGhana,3\n", encoding="utf-8")
    elif wrong in ("short", "other"):
        shutil.copytree(earlier_of(pack) / "population", folder / "population")
        shutil.rmtree(pack / "backtest")
        for file in (folder / "population").glob("*.csv"):
            text = file.read_text(encoding="utf-8")
            rows = list(csv.DictReader(text.splitlines()))
            if wrong == "short":
                rows = [row for row in rows if int(row["period"][:4]) < 2020]
            else:
                rows = [row | {"country": "Senegal"} for row in rows]
            with file.open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, rows[0].keys())
                writer.writeheader()
                writer.writerows(rows)
    with pytest.raises(gf.GroundfloorError, match=MISTAKES[wrong]):
        past_of(gf.read_country(pack), folder)
    assert main(["uncertainty", str(pack), "--to", "2026", "--paths", "2", "--backtest", str(folder)]) != 0


def test_a_check_of_the_pack_reads_the_folder(pack):
    folder = earlier_of(pack)
    (folder / "economy.csv").write_text("year,series\n", encoding="utf-8")
    with pytest.raises(gf.GroundfloorError, match="economy"):
        gf.check(pack)
