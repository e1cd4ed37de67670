"""Scenarios of a pack, the command, and how long it takes."""

from __future__ import annotations

import csv
import io
import time
from dataclasses import replace

import numpy as np
import pytest

import groundfloor as gf
from groundfloor.cli.main import main
from groundfloor.comparison import TABLES, compare_surveys
from groundfloor.report.comparison import told
from groundfloor.report.results import COLUMNS
from groundfloor.survey.frame import Replicates

from .conftest import plain

FIRST = ("fgt0", "national", "all")
LAST = ("shapley", "fgt0", "national", "total")


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    return gf.new(tmp_path_factory.mktemp("packs") / "nowhere")


@pytest.fixture(scope="module")
def found(pack):
    return gf.compare(pack)


def test_the_change_is_that_of_the_table_impact(pack, found):
    impact = gf.results_of(pack, to=2030).tables["impact"]
    year = max(row["year"] for row in impact if row["scenario"] == "floor")
    ours = gf.compare(pack, year=year).tables["differences"]
    theirs = {(row["measure"], row["line"]): row for row in impact if (row["scenario"], row["year"]) == ("floor", year)}
    mine = {(row["measure"], row["line"]): row for row in ours if row["group"] == "all" and not row["programme"]}
    assert len(theirs) >= 4
    for key, row in theirs.items():
        for column in ("before", "after", "change", "se"):
            assert mine[key][column] == pytest.approx(row[column], rel=1e-9, nan_ok=True)


def test_tables_have_their_columns(found):
    assert set(found.tables) == set(TABLES)
    for name, rows in found.tables.items():
        assert rows
        assert set(rows[0]) == set(COLUMNS[name])


def test_the_command_knows_the_tables():
    from groundfloor.cli.commands.compare import TABLES as TYPED

    assert TYPED == TABLES


def test_calibrated_weights_have_one_error_in_every_table(pack):
    survey = gf.read_survey(pack)
    weighted = gf.reweight(survey, [{"sex": "female", "total": 5e6}, {"sex": "male", "total": 4.4e6}]).survey
    for pair in ((survey, weighted), (weighted, weighted), (survey, survey)):
        found = compare_surveys(*pair, by=("sex",), lines={"national": float(np.median(survey.welfare))}).tables
        (one,) = (row for row in found["differences"] if (row["measure"], row["line"], row["group"]) == FIRST)
        (total,) = (
            row
            for row in found["decomposition"]
            if (row["method"], row["index"], row["line"], row["component"]) == LAST
        )
        assert one["se"] > 0
        assert total["se"] == pytest.approx(one["se"], rel=1e-9)


def test_replicate_weights_are_told_of(pack):
    survey = gf.read_survey(pack)
    weighted = replace(
        survey, replicates=Replicates("jk1", np.ones((survey.households, 2)), survey.household_of, 0.5, np.ones(2))
    )
    for pair, errors, expected in (
        ((weighted, weighted), None, ()),
        ((weighted, survey), None, ("replicates_in_one",)),
        ((weighted, survey), "linearised", ("linearised",)),
    ):
        found = compare_surveys(*pair, errors=errors, lines={"z": float(np.median(survey.welfare))})
        assert found.notes == expected
        for lang, words in (("en", "replicate weights"), ("fr", "poids répliqués")):
            assert any(words in line for line in told(found, lang=lang)) == bool(expected)


def test_two_scenarios(pack):
    found = gf.compare(pack, "floor", reference="start_small")
    assert found.names == ("start_small", "floor")
    assert {row["programme"] for row in found.tables["differences"]} > {None}


def test_it_speaks_every_language(found):
    english, french = ("\n".join(told(found, lang=lang)) for lang in ("en", "fr"))
    assert "Winners and losers" in english
    assert "Gagnants et perdants" in french
    assert "{" not in english + french
    assert len(english.splitlines()) == len(french.splitlines())


def test_the_command(pack, capsys, tmp_path):
    assert main(["compare", str(pack), "--lang", "fr"]) == 0
    assert "Dominance" in capsys.readouterr().out
    assert main(["compare", str(pack), "--table", "winners", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert tuple(rows[0]) == COLUMNS["winners"]
    assert main(["compare", str(pack), "--out", str(tmp_path / "d.csv")]) == 0
    assert (tmp_path / "d.csv").read_text().startswith(",".join(COLUMNS["differences"]))
    survey = str(pack / "survey.yaml")
    options = ["--groups", "sex=female", "sex=male", "--line", "low=3000", "--between", "2000", "9000"]
    assert main(["compare", survey, *options]) == 0
    assert "two groups of one survey" in capsys.readouterr().out
    assert main(["compare", survey, survey, "--deflator", "0"]) == 1
    assert "The deflator is 0" in capsys.readouterr().err


def test_a_hundred_thousand_persons_take_seconds():
    random = np.random.default_rng(1)
    one, other = (plain(np.exp(random.normal(6, 0.7, 50_000)), lines={"z": 300.0}, year=year) for year in (2015, 2020))
    start = time.perf_counter()
    found = compare_surveys(one, other)
    assert time.perf_counter() - start < 15
    assert {"growth_mean_yearly"} <= {row["measure"] for row in found.tables["growth"]}


def test_shares_of_persons_keep_their_intervals_between_0_and_1(found):
    for row in [*found.tables["transitions"], *found.tables["winners"]]:
        if row["measure"].startswith(("share", "poor", "exit", "entry")) and row["ci_low"] == row["ci_low"]:
            assert 0 <= row["ci_low"] <= row["value"] <= row["ci_high"] <= 1
