"""What a user can get wrong is said with its name, and what to do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml
from tests.presets.examples import SERIES, country

import groundfloor as gf
from groundfloor.cli import main
from groundfloor.errors import GroundfloorError
from groundfloor.presets import Inputs, calculate, five_year, presets
from groundfloor.presets.pack import inputs_of

SHEET = {
    "pension": {
        "of": "population",
        "tied_to": "poverty_line",
        "indexed_to": "inflation",
        "low": {"first": 70, "level": 0.5},
        "high": {"first": 65, "level": 1},
    }
}


def without(*names: str) -> dict[str, dict[int, float]]:
    return {name: values for name, values in SERIES.items() if name not in names}


def sheets(folder: Path, change: object) -> str:
    file = folder / "sheets.yaml"
    file.write_text(yaml.safe_dump(change), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("preset", "series", "said"),
    [
        ("helpage_pension", "gdp_nominal", "The series gdp_nominal has no value for 2025"),
        ("ilo_2008", "inflation", "The series inflation has no value for 2025"),
        ("ilo_2008", "ppp_conversion", "The series ppp_conversion has no value for 2025 or before"),
        ("financing_gap_2020", "exchange_rate", "The series exchange_rate has no value for 2025 or before"),
        ("financing_gap_2020", "health_expenditure_pct_gdp", "The series health_expenditure_pct_gdp has no value"),
        ("financing_gap_2024", "unemployment_rate", "The series unemployment_rate has no value for 2025 or before"),
        ("rap", "participation_rate", "The series participation_rate has no value for 2025 or before"),
    ],
)
def test_a_series_that_is_missing_is_named(preset: str, series: str, said: str):
    with pytest.raises(GroundfloorError) as error:
        calculate(preset, country(without(series)))
    assert str(error.value).startswith(f"economy.csv: {said}")
    assert "Add it with its source" in str(error.value)


def test_a_year_that_is_missing_is_named():
    gdp = {year: value for year, value in SERIES["gdp_nominal"].items() if year != 2027}
    with pytest.raises(GroundfloorError, match=r"gdp_nominal has no value for 2027.*before 2027 \(--to\)"):
        calculate("helpage_pension", country({**SERIES, "gdp_nominal": gdp}))
    prices = {year: value for year, value in SERIES["inflation"].items() if year != 2026}
    with pytest.raises(GroundfloorError, match="inflation has no value for 2026"):
        calculate("spf_calculator", country({**SERIES, "inflation": prices}))


@pytest.mark.parametrize(
    ("change", "overrides", "said"),
    [
        ({"lines": {}}, {}, "There is no poverty line 'national'"),
        ({}, {"line": "natoinal"}, "Did you mean 'national'"),
        ({"births": None}, {}, "The births of 2025 are not known"),
        ({"births": np.array([1.0, 2.0, np.nan])}, {}, "The births of 2027 are not known"),
        ({"coverage": {}}, {}, "the branch family_child is not known.*--set coverage_children"),
        ({}, {"pension_ages": 60}, "no parameter 'pension_ages'.*Did you mean 'pension_age'"),
        (
            {},
            {"coverage_children": 1.2},
            r"--set coverage_children: coverage_children is 1.2. Expected 0 to 1 \(share\)",
        ),
        ({}, {"administration": -0.1}, "administration is -0.1"),
        ({}, {"pension_age": "old"}, "--set pension_age"),
        ({}, {"pension_age": 64.5}, r"pension_age is 64.5. Expected a whole number \(years\)"),
        ({}, {"pension_age": "nan"}, "--set pension_age"),
    ],
)
def test_what_is_missing_or_wrong_is_said(change: dict, overrides: dict, said: str):
    with pytest.raises(GroundfloorError, match=said):
        calculate("financing_gap_2019", country(**change), overrides)


def test_a_preset_that_is_not_there():
    with pytest.raises(GroundfloorError, match=r"no preset 'ilo2008'.*Did you mean 'ilo_2008'"):
        calculate("ilo2008", country())


def test_households_are_asked_for_or_the_gap():
    with pytest.raises(GroundfloorError, match=r"survey.yaml: What households live on.*--set poverty_gap"):
        calculate("spf_index", country(households=None))


def test_public_expenditure_may_be_missing_and_its_shares_are_then_empty():
    done = calculate("ilo_2008", country(without("expenditure_pct_gdp")))
    assert all(np.isnan(row["pct_government_expenditure"]) for row in done.rows)
    assert np.isnan(done.value("total_lcu", "one_fifth", 2025, "financing"))
    assert done.value("pct_gdp", "pension", 2025) > 0


@pytest.mark.parametrize(
    "population",
    [np.ones((2, 101)), np.ones((3, 100)), -np.ones((3, 101)), np.full((3, 101), np.nan), np.zeros((3, 101))],
)
def test_a_population_that_cannot_be(population: np.ndarray):
    with pytest.raises(GroundfloorError, match="The population"):
        country(population=population)


def test_gdp_of_nothing_and_age_groups_below_it():
    with pytest.raises(GroundfloorError, match="GDP is 0 or below"):
        calculate("helpage_pension", Inputs((2010,), np.ones((1, 101)), {"gdp_nominal": {2010: 0.0}}))
    with pytest.raises(GroundfloorError, match="age group is absent or negative"):
        five_year({0: 1.0, 5: -1.0, 10: 2.0})


def test_nobody_of_an_age_costs_nothing_and_no_births_none():
    people = country().population.copy()
    people[:, 65:] = 0
    done = calculate("spf_calculator", country(population=people, births=np.zeros(3)))
    assert done.value("total_lcu", "old_age", 2025) == done.value("total_lcu", "maternity", 2025) == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"of": "people"}, "of of pension is 'people'.*one of population"),
        ({"tied_to": None}, "tied_to of pension is None"),
        ({"level": 1}, "Unknown key 'level'"),
        ({"low": None}, "pension has no low variant"),
        ({"low": {"first": 70}}, "pension has no level"),
        ({"low": {"first": 70, "level": 1, "elegible": 1}}, "Did you mean 'eligible'"),
        ({"low": {"first": 70, "level": 1, "eligible": 2}}, "eligible of pension is 2"),
        ({"not_with": ["grant"]}, "pension names 'grant' in not_with"),
        ({"not_with": ["pension"]}, "pension names 'pension' in not_with"),
    ],
)
def test_a_wrong_sheet_is_refused_with_its_line(change: dict, said: str, tmp_path: Path):
    file = sheets(tmp_path, {"pension": {**SHEET["pension"], **change}})
    with pytest.raises(GroundfloorError, match=said) as error:
        calculate("rap", country(), {"sheets": file})
    assert error.value.place is not None
    assert error.value.place.line is not None


def test_sheets_of_ones_own(tmp_path: Path):
    own = {
        "cash": {"of": "births", "tied_to": "amount", "indexed_to": "wages", "low": {"level": 100}, "high": {"level": 200, "months": 6}},
        "works": {"of": "labour_force", "tied_to": "amount", "indexed_to": "nothing", "not_with": ["cash"], "low": {"first": 15, "last": 64, "level": 10}, "high": {"first": 15, "last": 64, "level": 20, "start": 2026}},
        **SHEET,
    }  # fmt: skip
    at = country()
    done = calculate("rap", at, {"sheets": sheets(tmp_path, own), "pension_high_level": 2})
    assert done.value("total_lcu", "cash", 2026, "low") == pytest.approx(100 * 1.12 * 4.2e4)
    assert done.value("total_lcu", "cash", 2025, "high") == pytest.approx(200 * 0.5 * 4.1e4)
    assert done.value("total_lcu", "works", 2027, "low") == pytest.approx(10 * 0.7 * at.people(15, 64)[2])
    assert done.value("total_lcu", "works", 2025, "high") == 0
    assert done.value("benefit_lcu", "pension", 2025, "high") == pytest.approx(2 * 1500 * 1.1)
    assert set(done.given.overridden) == {"sheets", "pension_high_level"}


def test_a_file_of_sheets_that_is_not_there():
    with pytest.raises(GroundfloorError, match="The file is missing"):
        calculate("rap", country(), {"sheets": "no.yaml"})


def test_a_pack_to_the_end_of_its_rates_lacks_the_births_of_the_last_year(tmp_path: Path):
    pack = gf.new(tmp_path / "nowhere")
    country_read, people = gf.read_country(pack), gf.project(pack, 2027)
    at = inputs_of(country_read, people, 2027)
    assert np.isnan(at.births[-1])
    with pytest.raises(GroundfloorError, match="births of 2027"):
        at.born()
    assert np.isfinite(inputs_of(country_read, people, 2026).births).all()


@pytest.mark.parametrize(
    "arguments", [["preset"], ["preset", "gha"], ["preset", "gha", "ilo"], ["preset", "xyz", "ilo_2008"]]
)
def test_the_command_says_what_is_missing(arguments: list[str], capsys):
    assert main(arguments) == 1
    assert "Expected" in capsys.readouterr().err


@pytest.mark.parametrize("preset", sorted(presets()))
def test_a_new_pack_runs_or_says_what_it_lacks(preset: str, tmp_path: Path):
    pack = gf.new(tmp_path / "nowhere")
    try:
        done = gf.preset(pack, preset, to=2027)
    except GroundfloorError as error:
        lacking = error
    else:
        assert done.rows
        return
    assert lacking.place is not None
    assert lacking.hint
