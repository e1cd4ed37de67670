"""Every table of social protection against R's survey, on the survey of `social.py`."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from tests.measures.social import protected, written
from tests.oracle import figures

from groundfloor.measures import measure

SCRIPT = Path(__file__).with_name("social.R")
JACKKNIFE = "jackknife|"
ROUNDING = 1e-6


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    return figures(SCRIPT, written(protected(), tmp_path_factory.mktemp("social") / "persons.csv"))


@pytest.fixture(scope="module")
def found():
    rows = measure(protected(), sets=("adept", "aspire"))
    return {
        "|".join((row["measure"], row["line"] or "", row["programme"] or "", row["group"])): (row["value"], row["se"])
        for row in rows
    }


def test_figures_and_errors(found, expected):
    names = [name for name in expected if not name.endswith("|se") and not name.startswith(JACKKNIFE)]
    assert len(names) > 550
    for name in names:
        value, se = found[name]
        # money per point of poverty where poverty does not fall is no number
        wanted = math.nan if math.isinf(expected[name]) else expected[name]
        assert value == pytest.approx(wanted, rel=1e-9, abs=1e-10, nan_ok=True), name
        error = expected[f"{name}|se"]
        if math.isnan(se):
            # where nothing varies R says 0, to rounding, and the table says nothing
            assert math.isnan(error) or error < ROUNDING * max(abs(value), 1), name
        else:
            assert se == pytest.approx(error, rel=1e-7), name


def test_what_needs_an_order_is_near_the_jackknife(found, expected):
    names = [name for name in expected if name.startswith(JACKKNIFE) and not name.endswith("|se")]
    assert len(names) == 54
    for name in names:
        value, se = found[name.removeprefix(JACKKNIFE)]
        assert value == pytest.approx(expected[name], rel=1e-9, abs=1e-12), name
        assert se == pytest.approx(expected[f"{name}|se"], rel=0.12 if name.endswith("|all") else 0.3), name
