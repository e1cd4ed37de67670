"""Water and schooling over thirty years against base R."""

from pathlib import Path

import pytest
from tests.oracle import figures

from .describing import FIRST, costed, setting, total

SCRIPT = Path(__file__).with_name("services.R")


def test_thirty_years_of_water_and_schooling(tmp_path):
    found = costed(tmp_path, at=setting(years=32, inflation=0.06, wages=0.09))
    for name, value in figures(SCRIPT).items():
        sector, column, year = name.split(".")
        ours = total(found, sector, column)[int(year) - FIRST]
        assert ours == pytest.approx(value, rel=1e-9, abs=1e-6), name
