"""The floor of Ghana's pack and each of its scenarios on its own survey: no engine changes a figure."""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np
import pytest
from tests.engine.conformance import in_sqlite, same

from groundfloor.country import read_country
from groundfloor.country.pack import find_pack
from groundfloor.engine import apply
from groundfloor.pipeline import floor_of_pack, results_of, survey_of
from groundfloor.rules import scenario
from groundfloor.survey.frame import Survey, Text

DAY = datetime.date(2026, 7, 1)
SCENARIOS = ("", "start_small", "child_grant_to_18", "higher_benefits", "with_services")
SAMPLE = 2_000


@pytest.fixture(scope="module")
def pack():
    country = read_country(find_pack("gha"))
    return floor_of_pack(country), survey_of(country)[0]


@pytest.fixture(scope="module")
def sample(pack):
    return some(pack[1], SAMPLE)


def some(survey: Survey, households: int) -> Survey:
    """Whole households, evenly from the survey."""
    kept = np.isin(survey.household_of, np.linspace(0, survey.households - 1, households).astype(int))

    def cut(column):
        return Text(column.codes[kept], column.levels) if isinstance(column, Text) else column[kept]

    home = survey.household_of[kept]
    return replace(
        survey,
        columns={name: cut(column) for name, column in survey.columns.items()},
        starts=np.flatnonzero(np.append(True, home[1:] != home[:-1])),
        weight=survey.weight[kept],
        welfare=None,
        strata=None,
        psu=None,
        sharing=None,
    )


def of_scenario(floor, name):
    return scenario(floor, name) if name else floor


def test_these_are_all_the_scenarios(pack):
    assert set(SCENARIOS) == {"", *pack[0].scenarios}


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_whole_survey_in_memory_and_in_a_database(pack, name):
    floor, survey = of_scenario(pack[0], name), pack[1]
    arrays, sql = (apply(floor, survey, DAY, engine=engine, seed=3).programmes for engine in ("arrays", "sql"))
    assert all((one.eligible == 1.0).any() for one in arrays.values())
    for programme, found in sql.items():
        same(found, arrays[programme], f"{name or floor.name}: {programme}")


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_sample_of_households_one_person_at_a_time(pack, sample, name):
    floor = of_scenario(pack[0], name)
    plain = apply(floor, sample, DAY, engine="plain", seed=3).programmes
    others = {engine: apply(floor, sample, DAY, engine=engine, seed=3).programmes for engine in ("arrays", "sql")}
    others["sqlite"] = in_sqlite(floor, sample, DAY, 3)
    for engine, programmes in others.items():
        for programme, found in programmes.items():
            same(found, plain[programme], f"{engine}: {programme}")


def test_a_run_by_sql_fills_the_same_tables():
    arrays, sql = (results_of("gha", to=2030, engine=engine).tables for engine in ("arrays", "sql"))
    assert list(sql) == list(arrays)
    for name, rows in arrays.items():
        assert len(sql[name]) == len(rows), name
        for found, expected in zip(sql[name], rows, strict=True):
            assert found.keys() == expected.keys()
            for key, value in expected.items():
                if isinstance(value, float):
                    assert found[key] == pytest.approx(value, rel=1e-9, abs=0, nan_ok=True), (name, key)
                else:
                    assert found[key] == value, (name, key)
