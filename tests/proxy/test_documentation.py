"""The page for users names every table, column and choice, and the definitions every measure."""

from __future__ import annotations

import re
from pathlib import Path

from tests.proxy.conftest import PREDICTORS

import groundfloor as gf
from groundfloor.proxy import METHODS
from groundfloor.proxy.assess import COLUMNS

DOCS = Path(__file__).parents[2] / "docs"
HOW_TO = (DOCS / "proxy-means.md").read_text(encoding="utf-8")
METHOD = (DOCS / "methods" / "proxy-means.md").read_text(encoding="utf-8")


def test_every_table_and_column_is_named_on_the_page():
    rows = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", HOW_TO, re.MULTILINE))
    assert set(rows) == set(COLUMNS)
    for name, columns in COLUMNS.items():
        assert tuple(re.findall(r"`(\w+)`", rows[name])) == columns, name


def test_every_measure_and_way_is_defined(people):
    test = gf.proxy_means(people, predict=PREDICTORS, points=100)
    defined = set(re.findall(r"`(\w+)`", METHOD))
    measures = {row["measure"] for table in ("fit", "errors", "costs", "comparison") for row in test.tables[table]}
    plain = {name.removesuffix("_change") for name in measures}
    assert plain - defined == set()
    assert {"pseudo_r2", "adjusted_r2"} <= defined
    assert set(test.ways) - {"aged_65_plus", "female_headed", "disability"} <= defined


def test_every_method_is_named():
    said = {word for word in METHODS if word in METHOD.casefold()}
    assert said == set(METHODS)
    assert {method for method in METHODS if f"--method {method}" in HOW_TO} >= set(METHODS) - {"ols"}
