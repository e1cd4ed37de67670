"""A floor paid for by taxes: who pays by tenth, and what is left of the fall in poverty."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundfloor.errors import GroundfloorError
from groundfloor.financing import read_financing
from groundfloor.financing.incidence import paid, read_incidence
from groundfloor.fiscal import incidence, read_fiscal
from groundfloor.net_incidence import net_incidence
from groundfloor.pipeline import results_of
from groundfloor.rules.entitlements import Entitlements
from groundfloor.simulate import Year
from groundfloor.starter import new
from groundfloor.survey.frame import Survey

PEOPLE = Survey(
    "s",
    "X",
    2025,
    {"consumption": np.array([100.0, 100.0, 400.0]), "wage": np.array([0.0, 300.0, 900.0]), "income": np.array([0.0, 300.0, np.nan])},
    np.array([0, 2]),
    np.array([10.0, 10.0, 10.0]),
    np.array([100.0, 100.0, 400.0]),
    amounts={"consumption": 2025, "wage": 2025, "income": 2025},
)  # fmt: skip
TAX = "low: 0.1, base: 0.2, high: 0.3, start: 2025"
VAT = "{kind: indirect_tax, unit: household, spending: household_consumption, rate: 0.15, inclusive: true}"
BRACKETS = "{kind: direct_tax, unit: person, base: wage, brackets: [{from: 0, rate: 0}, {from: 200, rate: 0.1}, {from: 500, rate: 0.3}]}"


def means(folder: Path, incidence: str, options: str = "") -> Any:
    file = folder / "financing.yaml"
    file.write_text(f"options:\n  tax: {{{TAX}, incidence: {incidence}}}\n{options}", encoding="utf-8")
    return read_financing(file)


def taken(folder: Path, incidence: str, brings: float = 1200.0) -> list[float]:
    described = read_incidence(means(folder, incidence), PEOPLE)
    assert described is not None
    return paid(described, PEOPLE, {"tax": brings}).tolist()  # type: ignore[no-any-return]


def test_a_tax_on_consumption_is_paid_in_proportion_and_comes_to_what_the_option_brings(tmp_path):
    # 1,200 LCU on 10 x (100 + 100 + 400) of consumption are a fifth of it
    assert taken(tmp_path, "consumption") == pytest.approx([20.0, 20.0, 80.0])
    assert taken(tmp_path, VAT) == pytest.approx([20.0, 20.0, 80.0])


def test_brackets_are_those_of_fiscal_incidence_scaled(tmp_path):
    # by the brackets 10 on the second wage and 150 on the third; shared in the household
    assert taken(tmp_path, BRACKETS, 1600.0) == pytest.approx([5.0, 5.0, 150.0])
    file = tmp_path / "fiscal.yaml"
    file.write_text(f"fiscal: x\nwelfare_is: disposable\npensions: PDI\nitems:\n  tax: {BRACKETS}\n", encoding="utf-8")
    found = incidence(PEOPLE, read_fiscal(file, PEOPLE))
    assert found.amounts["tax"].each.tolist() == pytest.approx([5.0, 5.0, 150.0])


def test_an_unknown_base_leaves_the_household_unknown(tmp_path):
    assert taken(tmp_path, "income")[:2] == pytest.approx([60.0, 60.0])
    assert math.isnan(taken(tmp_path, "income")[2])


@pytest.mark.parametrize(
    ("incidence", "expected"),
    [
        ("sales", ["incidence is 'sales'", "consumption, income"]),
        ("[consumption]", ["says no tax"]),
        ("{kind: direct_transfer, unit: person, amount: wage}", ["is a direct_transfer", "a tax"]),
        ("{kind: direct_tax, unit: person, base: wag, brackets: [{from: 0, rate: 0.1}]}", ["wag"]),
        ("{kind: direct_tax, unit: person, amount: wage, total: 5}", ["has a total"]),
        ("{kind: direct_tax, unit: person}", ["tax has no amount"]),
    ],
)
def test_a_wrong_incidence_is_refused_at_its_place(tmp_path, incidence, expected):
    with pytest.raises(GroundfloorError) as caught:
        read_incidence(means(tmp_path, incidence), PEOPLE)
    for part in ("financing.yaml:2", *expected):
        assert part in str(caught.value)


def test_a_survey_without_the_base_is_refused(tmp_path):
    poor = Survey("s", "X", 2025, {}, np.array([0]), np.ones(1), np.ones(1))
    with pytest.raises(GroundfloorError, match="no consumption, to which 'tax' would be in proportion"):
        read_incidence(means(tmp_path, "consumption"), poor)


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    pack = new(tmp_path_factory.mktemp("packs") / "nowhere")
    file = pack / "financing.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("    low: 0.2\n", "    incidence: consumption\n    low: 0.2\n", 1), encoding="utf-8")
    return results_of(pack, to=2031).tables


def one(tables: Any, **where: Any) -> dict[str, Any]:
    base = {"scenario": "floor", "stage": None, "line": None, "group": "all"} | where
    [found] = [row for row in tables["net_incidence"] if all(row[key] == value for key, value in base.items())]
    return found


def test_taxes_come_to_what_the_option_brings_in_the_year(tables):
    taxes = one(tables, measure="taxes")
    year = taxes["year"]
    [row] = [row for row in tables["financing"] if (row["option"], row["year"]) == ("tax_administration", year)]
    series = {(row["series"], row["year"]): row["value"] for row in tables["economy"]}
    prices = math.prod(1 + series["inflation", step] for step in range(2026, year + 1))
    people = sum(row["population"] for row in tables["population"] if row["year"] == year)
    assert taxes["value"] * people * prices == pytest.approx(row["base"] / 100 * series["gdp_nominal", year], rel=1e-6)


def test_transfers_come_to_what_the_programmes_pay_in_cash(tables):
    transfers = one(tables, measure="transfers")
    year = transfers["year"]
    series = {(row["series"], row["year"]): row["value"] for row in tables["economy"]}
    prices = math.prod(1 + series["inflation", step] for step in range(2026, year + 1))
    people = sum(row["population"] for row in tables["population"] if row["year"] == year)
    costs = [row for row in tables["costs"] if row["scenario"] == "floor" and row["year"] == year]
    assert transfers["value"] * people * prices == pytest.approx(sum(row["transfers_lcu"] for row in costs), rel=1e-6)


def test_net_is_transfers_less_taxes_in_every_tenth(tables):
    for group in ("all", *(f"decile={k}" for k in range(1, 11))):
        cash, taxes, net = (one(tables, measure=name, group=group) for name in ("transfers", "taxes", "net"))
        assert net["value"] == pytest.approx(cash["value"] - taxes["value"], abs=1e-9)
        assert net["n"] > 0
    means = [one(tables, measure="taxes", group=f"decile={k}")["value"] for k in range(1, 11)]
    assert means == sorted(means)


def test_poverty_before_and_with_the_floor_is_that_of_the_impact_table(tables):
    year = one(tables, measure="taxes")["year"]
    for row in tables["impact"]:
        if row["scenario"] != "floor" or row["year"] != year or row["line"] is None:
            continue
        found = {
            stage: one(tables, measure=row["measure"], line=row["line"], stage=stage)["value"]
            for stage in ("before", "floor", "floor_and_taxes", "change")
        }
        assert found["before"] == pytest.approx(row["before"], rel=1e-12)
        assert found["floor"] == pytest.approx(row["after"], rel=1e-12)
        assert found["floor_and_taxes"] >= found["floor"]
        assert found["change"] == pytest.approx(found["floor_and_taxes"] - found["before"], abs=1e-12)


def test_debt_and_payers_of_a_run_agree_with_its_plan(tables):
    for row in tables["plan"]:
        who = [one for one in tables["payers"] if (one["scenario"], one["year"]) == (row["scenario"], row["year"])]
        costs = [one for one in tables["costs"] if (one["scenario"], one["year"]) == (row["scenario"], row["year"])]
        spent = math.fsum(one["total_lcu"] for one in costs)
        assert math.fsum(one["amount_lcu"] for one in who) == pytest.approx(spent, rel=1e-12)
        assert row["gap_pct_gdp"] == pytest.approx(
            row["cost_pct_gdp"] - row["pledges_pct_gdp"] - row["financing_pct_gdp"], abs=1e-12
        )


@pytest.mark.parametrize("welfare", [[100.0], [math.nan], [0.0], [-5.0]])
@pytest.mark.parametrize("weight", [10.0, 0.0])
def test_one_person_gives_figures_or_none(welfare, weight):
    survey = Survey("s", "X", 2025, {}, np.array([0]), np.array([weight]), np.array(welfare), lines={"l": 120.0})
    nothing = Entitlements({})
    year = Year(2025, survey.weight, nothing, {}, {}, np.array([30.0]), [])
    rows = net_incidence(survey, "s", year, np.array([10.0]))
    found = {(row["measure"], row["stage"]): row["value"] for row in rows if row["group"] == "all"}
    known = weight > 0 and not math.isnan(welfare[0])
    assert found["net", None] == 20.0 if known else math.isnan(found["net", None])
    assert len(rows) == 3 * 11 + 4 * 3
    assert all(math.isnan(row["se"]) for row in rows)


def test_a_survey_without_welfare_or_persons_has_no_rows():
    empty = Survey("s", "X", 2025, {}, np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0))
    year = Year(2025, empty.weight, Entitlements({}), {}, {}, np.zeros(0), [])
    assert net_incidence(empty, "s", year, np.zeros(0)) == []
    assert net_incidence(dataclasses.replace(empty, welfare=None), "s", year, np.zeros(0)) == []


def test_poverty_after_taxes_by_a_plain_loop():
    """Many persons of unequal weights against sums written out."""
    draw = np.random.default_rng(5)
    n = 60
    starts = np.arange(0, n, 3)
    welfare, cash, taxes = draw.uniform(20, 200, n), draw.uniform(0, 40, n), draw.uniform(0, 30, n)
    welfare[7] = math.nan
    weight = np.repeat(draw.uniform(1, 5, len(starts)), 3)
    survey = Survey("s", "X", 2025, {}, starts, weight, welfare, lines={"l": 90.0})
    rows = net_incidence(survey, "s", Year(2025, weight, Entitlements({}), {}, {}, cash, []), taxes)
    known = [i for i in range(n) if i != 7]
    for stage, after in (("before", welfare), ("floor", welfare + cash), ("floor_and_taxes", welfare + cash - taxes)):
        gap = sum(weight[i] * max(0.0, 90 - after[i]) / 90 for i in known) / sum(weight[i] for i in known)
        [row] = [row for row in rows if (row["measure"], row["stage"]) == ("fgt1", stage)]
        assert row["value"] == pytest.approx(gap)
        assert row["se"] > 0
    ordered = sorted(known, key=lambda i: welfare[i])
    total, running, poorest = sum(weight[i] for i in known), 0.0, []
    for i in ordered:
        if running < total / 10 - 1e-9:
            poorest.append(i)
        running += weight[i]
    mean = sum(weight[i] * (cash[i] - taxes[i]) for i in poorest) / sum(weight[i] for i in poorest)
    [row] = [row for row in rows if (row["measure"], row["group"]) == ("net", "decile=1")]
    assert (row["value"], row["n"]) == (pytest.approx(mean), len(poorest))
