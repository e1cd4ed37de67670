"""Projections that others published, from the folder of reference data."""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path

import duckdb
import pytest

COUNTRIES = ("Burkina Faso", "Indonesia", "Senegal", "Thailand")
Cells = dict[tuple[int, str, int], float]
"""Persons by year, sex and lower bound of the age group."""


def reference(name: str) -> Path:
    """A file of the reference data; the test is skipped where there are none."""
    root = os.environ.get("GROUNDFLOOR_REFERENCE")
    if not root:
        pytest.skip("GROUNDFLOOR_REFERENCE does not name the folder of reference data")
    path = Path(root) / name
    if not path.exists():
        pytest.skip(f"the reference data have no {name}")
    return path


def lines(name: str) -> list[dict[str, str]]:
    """The rows of a published table, without its comments."""
    text = reference(name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def asked(file: Path, query: str, *parameters: object) -> list[tuple[float, ...]]:
    """What a query says of a file, its first parameter."""
    with duckdb.connect() as db:
        return db.execute(query, [str(file), *parameters]).fetchall()


@cache
def wpp_2012() -> dict[str, Cells]:
    """The published medium variant of the World Population Prospects 2012 by country, in persons."""
    found: dict[str, Cells] = {}
    for row in lines("published/ccm_wpp2012_published_medium.csv"):
        key = (int(row["year"]), row["sex"].lower(), int(row["age"].rstrip("+").split("-")[0]))
        found.setdefault(row["country"], {})[key] = 1000 * float(row["pop_thousand"])
    return found
