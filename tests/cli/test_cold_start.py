"""A survey is measured without importing what only packs, reports and other commands need: nobody waits for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

DESCRIPTION = """survey: Example
country: XXX
year: 2024
files: {persons: persons.parquet}
variables:
  household_id: home
  person_id: person
  age: age
  sex: {from: sex, codes: {1: male, 2: female}}
  weight: weight
  region: region
  consumption: {from: spending, unit: LCU/household/month}
welfare: {from: consumption, per: capita}
lines: {half: {share: 0.5, of: median}}
groups: [region, sex]
"""
MEASURED = """
import sys
from groundfloor.cli import main
assert main(["measure", sys.argv[1], "--out", sys.argv[2]]) == 0
print(*sys.modules)
"""
SLOW = {"babel", "jinja2", "markupsafe", "numba", "openpyxl", "rasterio", "scipy", "sqlglot", "xlsxwriter"}
NOT_FOR_A_SURVEY = {"benching", "contributory", "country", "engine", "pipeline", "report.render", "session", "shocks"}


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    rows = (
        "select h // 3 as home, h % 3 as person, h % 80 as age, 1 + h % 2 as sex, 1.5 + h % 4 as weight, "
        "'R' || h % 5 as region, 100.0 + h // 3 as spending from range(600) as t(h)"
    )
    with duckdb.connect() as connection:
        connection.execute(f"copy ({rows}) to '{tmp_path / 'persons.parquet'}' (format parquet)")
    file = tmp_path / "survey.yaml"
    file.write_text(DESCRIPTION, encoding="utf-8")
    return file


def test_measuring_a_survey_imports_only_what_measures(survey: Path, tmp_path: Path) -> None:
    table = tmp_path / "measures.csv"
    command = [sys.executable, "-c", MEASURED, str(survey), str(table)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    modules = set(done.stdout.split())
    assert "gini" in table.read_text(encoding="utf-8")
    assert "groundfloor.measures" in modules
    assert not SLOW & {name.partition(".")[0] for name in modules}
    assert not modules & {f"groundfloor.{name}" for name in NOT_FOR_A_SURVEY}
