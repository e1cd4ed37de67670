"""Water, school, food, housing and the basket of services against R's survey, on the survey of `served.py`."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from tests.measures.served import asked, written
from tests.oracle import figures

from groundfloor.measures import measure

SCRIPT = Path(__file__).with_name("served.R")


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    return figures(SCRIPT, written(asked(), tmp_path_factory.mktemp("served") / "persons.csv"))


@pytest.fixture(scope="module")
def found():
    rows = measure(asked(), sets=("services",))
    return {f"{row['measure']}|{row['group']}": (row["value"], row["se"]) for row in rows}


def test_figures_and_errors(found, expected):
    names = [name for name in expected if not name.endswith("|se")]
    assert len(names) == 113
    for name in names:
        value, se = found[name]
        assert value == pytest.approx(expected[name], rel=1e-9, abs=1e-12), name
        error = expected[f"{name}|se"]
        if math.isnan(se):
            assert error < 1e-9, name
        else:
            assert se == pytest.approx(error, rel=1e-7), name


def test_nothing_is_measured_that_r_was_not_asked(found, expected):
    of_r = {name.partition("|")[0] for name in expected}
    others = {name.partition("|")[0] for name in found} - of_r
    single = (
        "information_radio",
        "lacks_",
        "basic_service_",
        "food_poor_",
        "food_borderline_",
        "severely_stunted",
        "fies_",
    )
    assert {one for one in others if not one.startswith(single)} == {
        "food_insecure",
        "severely_food_insecure",
        "sanitation_improved",
    }
