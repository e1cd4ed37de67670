"""Estimates kept beside their rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from groundfloor.comparison import compare_groups, compare_persons, compare_surveys
from groundfloor.comparison.differences import about, keeping, key, linear
from groundfloor.comparison.pair import of_same_persons
from groundfloor.measures import depth_of, families_of
from groundfloor.measures.context import context_of
from groundfloor.measures.families import coverage
from groundfloor.survey.frame import Survey, Text, Transfer


def test_a_row_finds_its_estimate_where_a_line_tells_the_groups_apart():
    received = Transfer("in_kind", "person", np.array([1.0, 0, 0, 1]), np.array([2.0, 0, 0, 2]))
    survey = Survey(
        "s",
        "NOW",
        2020,
        {},
        np.arange(4),
        np.ones(4),
        np.array([1.0, 2, 3, 4]),
        {"z": 2.5},
        transfers={"food": received},
    )
    asked = {"scenario": "today", "groups": None, "lines": None, "welfare_after": None, "detailed": True}
    context = keeping(context_of(survey, None, **asked))
    rows = list(coverage.rows(context))
    assert any(row["line"] == "z" for row in rows)
    assert {key(row) for row in rows} <= context.kept.keys()


@pytest.fixture(scope="module")
def receiving() -> Survey:
    """A survey in which persons receive two programmes, one of them a household's."""
    random = np.random.default_rng(7)
    sizes = random.integers(1, 6, 240)
    house = np.repeat(np.arange(240), sizes)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    n = len(house)
    first = np.isin(np.arange(n), starts)
    pension = (random.random(n) < 0.15) * random.uniform(20, 60, n)
    relief = first * (random.random(n) < 0.4) * random.uniform(10, 90, n)
    return Survey(
        "s",
        "NOW",
        2020,
        {"age": random.integers(0, 90, n).astype(float), "urban": (house % 3 == 0).astype(float)},
        starts,
        random.uniform(50, 150, n),
        random.lognormal(6, 0.6, 240)[house],
        {"z": 350.0},
        groups=("urban",),
        strata=Text((house // 60).astype(np.int32), tuple("abcd")),
        psu=Text((house // 6).astype(np.int32), tuple(map(str, range(40)))),
        transfers={
            "pension": Transfer("social_pension", "person", (pension > 0) * 1.0, pension),
            "relief": Transfer("unconditional_cash", "household", (relief > 0) * 1.0, relief),
        },
    )


def test_what_is_kept_of_the_tables_of_social_protection_has_the_error_of_its_row(receiving):
    asked = {"scenario": "", "groups": None, "lines": None, "welfare_after": None, **depth_of(["adept"])}
    context = keeping(context_of(receiving, None, **asked))
    rows = [row for module in families_of(["adept"]) for row in module.rows(context)]
    pair = of_same_persons(receiving, receiving.welfare, receiving.welfare * 1.1)
    seen = set()
    for row in rows:
        found = linear(context.kept[key(row)])
        if found is not None and not np.isnan(row["se"]):
            assert pair.error(found, about(key(row))) == pytest.approx(row["se"], rel=1e-8), row
            seen.add((row["programme"], row["group"].partition("=")[0]))
    assert {("all_social_protection", "quintile"), ("relief", "quintile_before"), ("pension", "age_group")} <= seen


@pytest.mark.parametrize("sets", [["adept"], ["received"]])
def test_the_same_persons_are_compared_in_every_group_that_both_have(receiving, sets):
    found = compare_persons(receiving, receiving.welfare, receiving.welfare * 1.1, sets=sets).tables["differences"]
    assert {row["programme"] for row in found} >= {"pension", "relief", "all_social_protection"}
    groups = {row["group"] for row in found if row["measure"] == "adequacy" and row["programme"] == "relief"}
    assert {"quintile=1", "quintile_before=5", "urban=1", "age_group=60+"} <= groups
    keys = [tuple(row[name] for name in ("measure", "line", "programme", "group")) for row in found]
    assert len(set(keys)) == len(keys)
    # who receives does not change, so that it cannot differ; what it means to them does
    reached = [row for row in found if row["measure"] == "coverage" and row["group"] == "quintile=1"]
    assert all(row["change"] == 0 and not row["se"] > 1e-9 for row in reached)
    adequate = next(
        row for row in found if (row["measure"], row["programme"], row["group"]) == ("adequacy", "relief", "all")
    )
    assert adequate["change"] == pytest.approx(adequate["before"] * (1 / 1.1 - 1))
    assert adequate["se"] > 0


def test_two_groups_and_two_samples_have_programmes_taken_together(receiving):
    for found in (
        compare_groups(receiving, ("urban=0", "urban=1"), sets=["adept"]),
        compare_surveys(receiving, replace(receiving, name="later", year=2022), sets=["adept"]),
    ):
        rows = {row["programme"] for row in found.tables["differences"] if row["measure"] == "coverage"}
        assert {"all_social_protection", "all_social_assistance", "pension", "relief"} <= rows
