"""Nobody and no money is lost between rules, costs and the plan, whatever the rules, the persons and the rates."""

from __future__ import annotations

import math
import shutil
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import groundfloor as gf
from groundfloor.impact import impact
from groundfloor.pipeline import results_of
from groundfloor.prices import Prices
from groundfloor.report.results import Results
from groundfloor.rules import floor_of
from groundfloor.rules.programme import Floor
from groundfloor.simulate import Money, Year, years_of
from groundfloor.survey.frame import Survey, Text

YEARS = range(2025, 2029)
HOUSEHOLDS, PERSONS = 12, 40
INDICES = ("inflation", "wages", "gdp_per_capita")

share = st.sampled_from([0.0, 0.3, 1.0])


@st.composite
def programmes(draw: Any, name: str) -> str:
    """A programme by age, of a person or of a household with somebody of that age."""
    low = draw(st.integers(0, 80))
    high = draw(st.integers(low, 100))
    unit = draw(st.sampled_from(["person", "household"]))
    age = f"age >= {low} and age <= {high}"
    rule: dict[str, Any] = {
        "programme": name,
        "label": {"en": name},
        "guarantee": "children",
        "function": "family_child",
        "status": "proposed",
        "unit": unit,
        "parameters": {
            "benefit": {
                "unit": "LCU/month",
                "values": {"2025-01-01": draw(st.integers(0, 50)), "2027-01-01": draw(st.integers(0, 50))},
                "indexed_to": draw(st.sampled_from(INDICES)),
            }
        },
        "eligible": age if unit == "person" else f"household.any({age})",
        "amount": "benefit",
        "take_up": draw(share),
        "phase_in": {2025: draw(share), 2027: 1.0},
        "administration": draw(st.sampled_from([0.0, 0.1])),
    }
    if unit == "person" and draw(st.booleans()):
        rule["limit"] = {"first": 1, "per": "household", "by": "age"}
    return yaml.safe_dump(rule)


floors = st.integers(1, 4).flatmap(lambda count: st.tuples(*(programmes(f"p{k}") for k in range(count))))
seeds = st.integers(0, 10**6)


def persons(seed: int) -> Survey:
    """Households nobody has met, in three regions."""
    random = np.random.default_rng(seed)
    starts = np.sort(random.choice(np.arange(1, PERSONS), HOUSEHOLDS - 1, replace=False))
    starts = np.concatenate(([0], starts))
    sizes = np.diff(np.append(starts, PERSONS))
    home = np.repeat(np.arange(HOUSEHOLDS), sizes)
    return Survey(
        name="s",
        country="NOW",
        year=2025,
        columns={
            "age": random.integers(0, 100, PERSONS).astype(float),
            "region": Text(random.integers(0, 3, HOUSEHOLDS).astype(np.int32)[home], ("A", "B", "C")),
            "_key": random.integers(0, 2**32, PERSONS).astype(float),
            "_household_key": random.integers(0, 2**32, HOUSEHOLDS).astype(float)[home],
        },
        starts=starts,
        weight=random.uniform(1, 1000, HOUSEHOLDS)[home],
        welfare=random.lognormal(5, 1, HOUSEHOLDS)[home],
        lines={"national": 150.0},
    )


def prices(seed: int) -> Prices:
    """Any rates, falling prices and incomes among them."""
    random = np.random.default_rng(seed + 1)
    return Prices(2025, {one: {year: random.uniform(-0.3, 2.0) for year in YEARS} for one in INDICES})


def simulated(floor: Floor, survey: Survey, seed: int) -> dict[int, Year]:
    weights = {year: survey.weight * (1 + (year - 2025) / 10) for year in YEARS}
    money = Money(dict.fromkeys(YEARS, 1e6), dict.fromkeys(YEARS, 2e5))
    return {one.year: one for one in years_of(floor, survey, weights, prices(seed), money, scenario="s", seed=seed)}


def costs(found: Mapping[int, Year], column: str = "total_lcu") -> dict[tuple[str, int], float]:
    return {(row["programme"], year): row[column] for year, one in found.items() for row in one.costs}


def only(survey: Survey, region: int) -> Survey:
    """The households of one region with their own weights."""
    region_of = survey.columns["region"]
    assert isinstance(region_of, Text)
    kept = region_of.codes == region
    columns: dict[str, Any] = {
        name: Text(one.codes[kept], one.levels) if isinstance(one, Text) else one[kept]
        for name, one in survey.columns.items()
    }
    sizes = survey.sizes[kept[survey.starts]]
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int64)
    assert survey.welfare is not None
    return replace(survey, columns=columns, starts=starts, weight=survey.weight[kept], welfare=survey.welfare[kept])


@settings(max_examples=60)
@given(texts=floors, seed=seeds)
def test_together_programmes_cost_what_each_costs_alone(texts: tuple[str, ...], seed: int) -> None:
    survey = persons(seed)
    together = simulated(floor_of(list(texts)), survey, seed)
    alone = [simulated(floor_of([text]), survey, seed) for text in texts]
    assert costs(together) == {key: value for one in alone for key, value in costs(one).items()}
    for year in YEARS:
        cash = sum(one[year].cash_per_head for one in alone)
        np.testing.assert_allclose(together[year].cash_per_head, cash, rtol=1e-12, atol=1e-9)


@settings(max_examples=60)
@given(texts=floors, seed=seeds)
def test_regions_cost_together_what_the_country_costs(texts: tuple[str, ...], seed: int) -> None:
    survey, floor = persons(seed), floor_of(list(texts))
    columns = ("target_population", "beneficiaries", "transfers_lcu", "administration_lcu", "total_lcu")
    for column in columns:
        parts: dict[tuple[str, int], float] = defaultdict(float)
        for region in range(3):
            if (survey.columns["region"].codes == region).any():  # type: ignore[union-attr]
                for key, value in costs(simulated(floor, only(survey, region), seed), column).items():
                    parts[key] += value
        assert parts == pytest.approx(costs(simulated(floor, survey, seed), column), rel=1e-9, abs=1e-9)


@settings(max_examples=60)
@given(texts=floors, seed=seeds)
def test_what_is_paid_is_what_households_receive(texts: tuple[str, ...], seed: int) -> None:
    survey, at = persons(seed), prices(seed)
    for year, one in simulated(floor_of(list(texts)), survey, seed).items():
        received = float(one.weight @ one.cash_per_head) * at.level("inflation", 2025, year)
        assert sum(row["transfers_lcu"] for row in one.costs) == pytest.approx(received, rel=1e-9, abs=1e-9)
        for row in one.costs:
            assert row["total_lcu"] == row["transfers_lcu"] + row["administration_lcu"]
            assert 0 <= row["beneficiaries"] <= row["target_population"] * (1 + 1e-12)
            if row["beneficiaries"]:
                assert row["benefit_lcu"] * row["beneficiaries"] == pytest.approx(row["transfers_lcu"])


@settings(max_examples=40)
@given(texts=floors, seed=seeds, what=st.sampled_from(["no programmes", "no take-up", "amounts of 0"]))
def test_a_floor_of_nothing_costs_nothing_and_changes_nothing(texts: tuple[str, ...], seed: int, what: str) -> None:
    rules = [yaml.safe_load(text) for text in texts]
    for rule in rules:
        if what == "no take-up":
            rule["take_up"] = 0
        else:
            rule["parameters"]["benefit"]["values"] = {"2025-01-01": 0}
    floor = floor_of([yaml.safe_dump(rule) for rule in rules])
    if what == "no programmes":
        floor = replace(floor, programmes={}, parameters={})
    survey = persons(seed)
    for one in simulated(floor, survey, seed).values():
        assert all(row["total_lcu"] == 0 == row["transfers_lcu"] for row in one.costs)
        assert len(one.costs) == len(floor.programmes)
        assert not one.cash_per_head.any()
        changed = impact(survey, "s", one)
        assert {row["measure"] for row in changed} >= {"fgt0", "fgt1", "gini"}
        assert all(row["change"] == 0 == row["se"] for row in changed)


@settings(max_examples=40)
@given(texts=floors, seed=seeds, times=st.floats(0.1, 10))
def test_costs_are_in_proportion_to_persons_and_to_amounts(texts: tuple[str, ...], seed: int, times: float) -> None:
    survey = persons(seed)
    once = costs(simulated(floor_of(list(texts)), survey, seed))
    more = costs(simulated(floor_of(list(texts)), survey.with_weight(times * survey.weight), seed))
    assert more == pytest.approx({key: times * value for key, value in once.items()}, rel=1e-9)
    rules = [yaml.safe_load(text) for text in texts]
    for rule in rules:
        values = rule["parameters"]["benefit"]["values"]
        rule["parameters"]["benefit"]["values"] = {date: times * value for date, value in values.items()}
    dearer = costs(simulated(floor_of([yaml.safe_dump(rule) for rule in rules]), survey, seed))
    assert dearer == pytest.approx({key: times * value for key, value in once.items()}, rel=1e-9)


# ------------------------------------------------------------------------------------------------ a run from end to end


@cache
def nowhere() -> Path:
    return gf.new(Path(mkdtemp()) / "nowhere")


def of_rates(growth: float, inflation: float, interest: float) -> Results:
    """A run of the starting pack with other rates, GDP that follows them, and a pledge."""
    own = shutil.copytree(nowhere(), Path(mkdtemp()) / "nowhere")
    file = own / "economy.csv"
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    rows, level = [], math.nan
    for year, series, value, *rest in (line.split(",", 5) for line in lines):
        if int(year) > 2025:
            value = {"gdp_real_growth": growth, "inflation": inflation, "interest_rate": interest}.get(series, value)
        if series == "gdp_nominal":
            level = float(value) if int(year) <= 2025 else level * (1 + growth) * (1 + inflation)
            value = level
        rows.append(",".join([year, series, str(value), *rest]))
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    means = own / "financing.yaml"
    words = means.read_text(encoding="utf-8")
    words += "pledges:\n  grant: {donor: A, purpose: {en: floor}, status: committed, currency: LCU, amounts: {2026: 3000000000, 2027: 2e8}}\n"
    means.write_text(words, encoding="utf-8")
    return results_of(own, to=2032)


@settings(max_examples=12)
@given(growth=st.floats(-0.06, 0.08), inflation=st.floats(-0.05, 1.0), interest=st.floats(-0.02, 1.0))
def test_every_year_of_every_scenario_balances(growth: float, inflation: float, interest: float) -> None:
    balances(of_rates(growth, inflation, interest))


def test_ghana_balances() -> None:
    balances(results_of("gha", to=2032))


def balances(found: Results) -> None:
    """The plan, who pays, and debt, each from the figures beside it."""
    tables = found.tables
    gdp = {row["year"]: row["value"] for row in tables["economy"] if row["series"] == "gdp_nominal"}
    spent: dict[tuple[str, int], list[float]] = defaultdict(list)
    for row in tables["costs"]:
        if row["transfers_lcu"] is not None:  # services pay no transfers
            assert row["total_lcu"] == pytest.approx(row["transfers_lcu"] + row["administration_lcu"], rel=1e-12)
        spent[row["scenario"], row["year"]].append(row["total_lcu"])
    paid: dict[tuple[str, int], list[float]] = defaultdict(list)
    for row in tables["payers"]:
        paid[row["scenario"], row["year"]].append(row["amount_lcu"])
    brought: dict[int, float] = defaultdict(float)
    for row in tables["financing"]:
        brought[row["year"]] += row["base"]
    rows = {(row["scenario"], row["year"]): row for row in tables["plan"]}
    assert {scenario for scenario, _ in rows} == set(found.scenario_labels)
    for (scenario, year), row in rows.items():
        cost = math.fsum(spent[scenario, year])
        assert row["cost_pct_gdp"] == pytest.approx(100 * cost / gdp[year], rel=1e-9, abs=1e-12)
        assert row["financing_pct_gdp"] == pytest.approx(brought[year], rel=1e-9, abs=1e-12)
        gap = row["cost_pct_gdp"] - row["pledges_pct_gdp"] - row["financing_pct_gdp"]
        assert row["gap_pct_gdp"] == pytest.approx(gap, rel=1e-9, abs=1e-12)
        assert math.fsum(paid[scenario, year]) == pytest.approx(cost, rel=1e-9, abs=1e-3)
        before = rows.get((scenario, year - 1))
        if before is not None:
            held, now = (one["debt_pct_gdp_after"] - one["debt_pct_gdp_before"] for one in (before, row))
            factor = factor_of(tables, year)
            assert now == pytest.approx(
                held * factor + row["gap_pct_gdp"] + row["borrowed_pct_gdp"], rel=1e-6, abs=1e-9
            )


def factor_of(tables: Mapping[str, Any], year: int) -> float:
    """What debt of 1 % of GDP becomes in a year, where none of it is foreign: (1 + i) over nominal growth."""
    series = {(row["series"], row["year"]): row["value"] for row in tables["economy"]}
    assert ("foreign_debt_share", year) not in series
    nominal = series["gdp_nominal", year] / series["gdp_nominal", year - 1]
    return float((1 + series["interest_rate", year]) / nominal)
