"""The eight options of fiscal space by hand, what does not count twice, and who pays."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.financing.accounts import BASE, YEARS, accounts

from groundfloor.errors import GroundfloorError
from groundfloor.financing import count, payers, read_financing
from groundfloor.financing.debt import rolled
from groundfloor.financing.findings import findings_of
from groundfloor.financing.flows import factor
from groundfloor.financing.option import CASES
from groundfloor.financing.options import kinds
from groundfloor.financing.table import by_payer
from groundfloor.financing.ways import PAYERS

START = BASE + 1
EIGHT = {
    "contributions", "taxes", "illicit_flows", "reallocation", "reserves", "borrowing", "macro_framework", "aid",
}  # fmt: skip


@pytest.fixture
def read(tmp_path):
    def means(text: str):
        file = tmp_path / "financing.yaml"
        file.write_text(text, encoding="utf-8")
        return read_financing(file)

    return means


@pytest.fixture
def brings(read):
    """What one option brings by year in the base case, from its own keys."""

    def of(keys: str, at=None, case: str = "base") -> dict[int, float]:
        found = read(f"options:\n  one: {{start: {START}, {keys}}}\n")
        return {y: one[case] for y, one in count(found.options, (), at or accounts(), YEARS).brings["one"].items()}

    return of


def test_the_kinds_are_the_eight_of_the_handbook_and_each_says_how_it_is_computed():
    assert set(kinds()) == EIGHT
    for module in kinds().values():
        assert "full" in module.__doc__
        assert module.PAYER in PAYERS
        assert len({way.tells for way in module.WAYS}) == len(module.WAYS)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        # 30 % of GDP of pay; 10 points more of it insured, 0.9 of that below the ceiling, at 12 + 1 %; 1 point more on the 40 % insured
        (
            "kind: contributions, wages_pct_gdp: 30, coverage_added: 0.1, insurable: 0.9, rate: 0.12, rate_added: 0.01, covered: 0.4, pension_share: 0.75",
            30 * (0.1 * 0.9 * 0.13 + 0.4 * 0.01) * 0.25,
        ),
        ("kind: taxes, closed: 0.3, ratio_pct_gdp: 14, frontier_pct_gdp: 19", 1.5),
        ("kind: taxes, closed: 0.3, ratio_pct_gdp: 20, frontier_pct_gdp: 19", 0.0),
        # type 7 of R: quantile(c(12, 13, 15, 18, 22), 0.75) is 18
        ("kind: taxes, closed: 0.5, ratio_pct_gdp: 14, frontier_pct_gdp: {peers: [22, 12, 15, 13, 18], percentile: 0.75}", 2.0),
        ("kind: taxes, base_pct_gdp: 60, rate: 0.15, rate_added: 0.01, complied: 0.5, complied_added: 0.1", 60 * (0.16 * 0.6 - 0.075)),
        ("kind: taxes, base_pct_gdp: 60, rate: 0.15, complied: 0.95, complied_added: 0.1", 60 * 0.15 * 0.05),
        ("kind: illicit_flows, flows_pct_gdp: 4, recovered: 0.25, tax_rate: 0.2", 0.2),
        ("kind: reallocation, spending_pct_gdp: 3, kept_pct_gdp: 1, lost: 0.5, shifted: 0.4", 0.4),
        ("kind: reallocation, spending_pct_gdp: 1, kept_pct_gdp: 3, shifted: 0.4", 0.0),
        ("kind: macro_framework, deficit_allowed_pct_gdp: 3, deficit_pct_gdp: 2.5", 0.5),
        ("kind: macro_framework, deficit_allowed_pct_gdp: 3, deficit_pct_gdp: 4", 0.0),
    ],
)  # fmt: skip
def test_an_option_is_what_its_formula_says(brings, keys, expected):
    found = brings(keys)
    assert found[BASE] == 0
    assert found[START] == pytest.approx(expected)
    assert found[START + 5] == pytest.approx(expected)


def test_a_computed_option_grows_over_years(brings):
    found = brings("ramp_years: 4, kind: illicit_flows, flows_pct_gdp: 4, recovered: 0.25, tax_rate: 0.2")
    assert [round(found[START + k], 6) for k in range(5)] == [0.05, 0.1, 0.15, 0.2, 0.2]


def test_each_case_has_its_own_assumptions(brings):
    keys = "kind: taxes, closed: {low: 0.1, base: 0.2, high: 0.4}, ratio_pct_gdp: 14, frontier_pct_gdp: 19"
    assert [brings(keys, case=case)[START] for case in CASES] == pytest.approx([0.5, 1.0, 2.0])


def test_a_share_of_all_expenditure_follows_the_budget(brings):
    at = accounts(expenditure_pct_gdp=[20.0 + k for k in range(len(YEARS))])
    assert brings("kind: reallocation, of_expenditure: 0.02", at)[BASE + 3] == pytest.approx(0.46)


def test_reserves_above_three_months_of_imports_are_spent_once(brings):
    keys = "kind: reserves, reserves_pct_gdp: 12, imports_pct_gdp: 36, short_term_debt_pct_gdp: 10, years: 2"
    found = brings(keys)
    # 12 - max(3 / 12 x 36, 10) = 2, half a year, which real growth of 5 % makes smaller
    assert [found[START + k] for k in range(3)] == pytest.approx([1 / 1.05, 1 / 1.05**2, 0.0])


def test_a_fund_is_used_up_by_an_annuity_or_pays_its_return_for_ever(brings):
    annuity = 10 * 0.03 / (1 - 1.03**-5)
    used = brings("kind: reserves, fund_pct_gdp: 10, years: 5, real_return: 0.03")
    assert used[START + 4] == pytest.approx(annuity / 1.05**5)
    assert used[START + 5] == 0
    left = 10.0
    for _ in range(5):
        left = left * 1.03 - annuity
    assert left == pytest.approx(0, abs=1e-9)
    kept = brings("kind: reserves, endowment_pct_gdp: 10, real_return: 0.03")
    assert kept[START + 5] == pytest.approx(0.3 / 1.05**6)


def test_borrowing_ends_at_the_ceiling_in_the_year_named(brings):
    at = accounts(interest_rate=0.10, debt_pct_gdp=50.0)
    found = brings(f"kind: borrowing, ceiling_pct_gdp: 60, until: {START + 4}", at)
    factors = [factor(at, year) for year in range(START, START + 5)]
    extra = rolled(0.0, factors, [-found[START + k] for k in range(5)])[-1]
    assert extra == pytest.approx(10.0)
    assert found[START + 5] == 0
    assert brings(f"kind: borrowing, ceiling_pct_gdp: 40, until: {START + 4}", at)[START] == 0


def test_borrowing_that_ends_before_it_starts_is_refused(brings):
    with pytest.raises(GroundfloorError, match="from 2026 until 2025"):
        brings("kind: borrowing, ceiling_pct_gdp: 60, until: 2025", accounts(interest_rate=0.1, debt_pct_gdp=50.0))


def test_restructuring_counts_interest_no_longer_due(brings):
    at = accounts(interest_rate=0.10, debt_pct_gdp=50.0)
    found = brings("kind: borrowing, restructured: 0.4, rate_now: 0.10, rate_new: 0.04, forgiven: 0.25", at)
    assert found[START] == pytest.approx(0.4 * 50 / (1.05 * 1.04) * (0.10 - 0.75 * 0.04))


def test_more_inflation_issues_more_money(brings):
    found = brings("kind: macro_framework, inflation_allowed: 0.08, base_money_pct_gdp: 12", accounts())
    now, then = (1.05 * p - 1 for p in (1.04, 1.08))
    assert found[START] == pytest.approx(12 * (then / (1 + then) - now / (1 + now)))
    assert brings("kind: macro_framework, inflation_allowed: 0.02, base_money_pct_gdp: 12")[START] == 0


def test_aid_is_bounded_by_what_can_be_absorbed(brings):
    at = accounts(exchange_rate=10.0)
    gdp = at.get("gdp_nominal", START)
    keys = "kind: aid, donor_gap_usd: 150e9, allocation: 0.002, social_protection: 0.2, absorbed_pct_gdp: "
    assert brings(keys + "5", at)[START] == pytest.approx(100 * 150e9 * 0.002 * 10 / gdp * 0.2)
    assert brings(keys + "0.1", at)[START] == pytest.approx(0.02)


# what counts once

STATED = "low: 0.2, base: 0.5, high: 0.9"


def counted(found, at=None):
    at = at or accounts(exchange_rate=10.0, interest_rate=0.1, debt_pct_gdp=50.0)
    return count(found.options, found.pledges.values(), at, YEARS), at


def test_borrowing_and_a_wider_deficit_are_one_room(read):
    found = read(
        f"options:\n"
        f"  loans: {{kind: borrowing, start: {START}, ceiling_pct_gdp: 60, until: {BASE + 10}}}\n"
        f"  deficit: {{kind: macro_framework, start: {START}, deficit_allowed_pct_gdp: 3, deficit_pct_gdp: 2.9}}\n"
        f"  cheaper: {{kind: borrowing, start: {START}, restructured: 0.1, rate_now: 0.1, rate_new: 0.05}}\n"
    )
    only, at = counted(found)
    assert only.brings["loans"][START]["base"] > 0.1
    assert only.brings["deficit"][START] == dict.fromkeys(CASES, 0.0)
    assert only.brings["cheaper"][START]["base"] > 0
    assert only.left_out["deficit", "debt"][START] == pytest.approx(0.1)
    assert "deficit draws on the same room" in next(findings_of(found, only, at, YEARS)).message
    assert by_payer(found.options, only)["borrowing"][START] == only.brings["loans"][START]["base"]


def test_taxes_stay_together_within_the_frontier(read):
    found = read(
        f"options:\n"
        f"  all: {{kind: taxes, start: {START}, closed: {{low: 0.2, base: 0.5, high: 0.9}}, ratio_pct_gdp: 15, frontier_pct_gdp: 17}}\n"
        f"  vat: {{kind: taxes, start: {START}, low: 0.5, base: 1.5, high: 2.5}}\n"
        f"  gold: {{kind: illicit_flows, start: {START}, low: 0, base: 0.2, high: 0.4}}\n"
    )
    only, at = counted(found)
    for case, most in zip(CASES, (0.9, 2.0, 2.0), strict=True):
        assert sum(only.brings[name][START][case] for name in found.options) == pytest.approx(most)
    for one in only.brings.values():
        assert one[START]["low"] <= one[START]["base"] <= one[START]["high"]
    lost = sum(values[START] for (_, reason), values in only.left_out.items() if reason == "taxes")
    assert lost == pytest.approx(1.0 + 1.5 + 0.2 - 2.0)
    assert any("frontier" in one.message for one in findings_of(found, only, at, YEARS))


def test_contributions_that_pay_pensions_are_left_out_and_said(read):
    found = read(
        f"options:\n  more: {{kind: contributions, start: {START}, wages_pct_gdp: 30, coverage_added: 0.1, rate: 0.2, pension_share: 0.75}}\n"
    )
    only, at = counted(found)
    assert only.brings["more"][START]["base"] == pytest.approx(0.15)
    assert only.left_out["more", "pensions"][START] == pytest.approx(0.45)
    [said] = findings_of(found, only, at, YEARS)
    assert "0.5%" in said.message
    assert "pays pensions" in said.message


PLEDGE = "donor: Bank, purpose: {en: Grant}, status: committed, currency: USD"


def test_aid_counts_beyond_pledges(read):
    found = read(
        f"options:\n  grants: {{kind: aid, start: {BASE}, {STATED}}}\npledges:\n  bank: {{{PLEDGE}, amounts: {{{BASE}: 300000000}}}}\n"
    )
    only, at = counted(found)
    # 300 million USD at 10 are 0.3 % of a GDP of 1,000,000 million
    assert only.brings["grants"][BASE] == pytest.approx({"low": 0.0, "base": 0.2, "high": 0.6})
    assert only.brings["grants"][START]["base"] == 0.5
    assert only.left_out["grants", "aid"] == pytest.approx({BASE: 0.3})
    rows = payers("s", {BASE: 6e9}, by_payer(found.options, only), list(found.pledges.values()), at)
    external = [row for row in rows if row["payer"] == "external"]
    assert [(row["donor"], row["amount_lcu"]) for row in external] == [
        ({"en": "Bank"}, 3e9),
        (None, pytest.approx(2e9)),
    ]


def test_a_pledge_that_is_withdrawn_pays_nothing_and_one_only_pledged_is_said(read):
    words = f"pledges:\n  a: {{{PLEDGE.replace('committed', 'withdrawn')}, amounts: {{{BASE}: 1000000}}}}\n"
    words += f"  b: {{{PLEDGE.replace('committed', 'pledged')}, exchange_rate: 20, amounts: {{{BASE}: 1000000}}}}\n"
    found = read(words)
    only, at = counted(found)
    assert [one.counted(BASE, at) for one in found.pledges.values()] == [0.0, 20e6]
    assert [one.says for one in findings_of(found, only, at, YEARS)] == ["financing.withdrawn", "financing.pledged"]


@settings(max_examples=60)
@given(
    cost=st.floats(-1e10, 1e11),
    shares=st.lists(st.floats(0, 4), min_size=5, max_size=5),
    pledged=st.lists(st.floats(0, 5e9), min_size=0, max_size=3),
)
def test_what_payers_pay_adds_up_to_the_cost_and_nobody_pays_more_than_is_there(
    cost, shares, pledged, tmp_path_factory
):
    file = tmp_path_factory.mktemp("p") / "financing.yaml"
    text = "".join(
        f"  d{i}: {{donor: D{i}, purpose: {{en: x}}, status: committed, currency: LCU, amounts: {{{BASE}: {amount}}}}}\n"
        for i, amount in enumerate(pledged)
    )
    file.write_text(f"pledges:\n{text}" if text else "options: {}\n", encoding="utf-8")
    given = list(read_financing(file).pledges.values())
    at = accounts()
    brings = {payer: {BASE: share} for payer, share in zip(PAYERS, shares, strict=True)}
    rows = payers("s", {BASE: cost}, brings, given, at)
    assert math.fsum(row["amount_lcu"] for row in rows) == pytest.approx(cost, rel=1e-12, abs=1e-3)
    gdp = at.get("gdp_nominal", BASE)
    for row in rows:
        assert row["pct_gdp"] == pytest.approx(100 * row["amount_lcu"] / gdp)
        if cost >= 0:
            assert row["amount_lcu"] >= -1e-3
            if row["payer"] != "borrowing" and row["donor"] is None:
                assert row["amount_lcu"] <= brings[row["payer"]][BASE] / 100 * gdp + 1e-3


def test_a_cost_that_is_not_known_has_no_payers():
    rows = payers("s", {BASE: math.nan}, {}, (), accounts())
    assert all(math.isnan(row["amount_lcu"]) for row in rows)


# what is refused

TAX = f"kind: taxes, start: {START}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{{kind: taxs, {STATED}, start: 2027}}", [":2:15", "kind is 'taxs'", "Did you mean 'taxes'?"]),
        (f"{{{TAX}}}", ["does not say what it brings", "closed or base_pct_gdp or low, base and high"]),
        (f"{{{TAX}, closd: 0.1}}", ["Unknown key 'closd'", "Did you mean 'closed'?"]),
        (f"{{{TAX}, closed: 0.1, frontier_pct_gdp: 3}}", ["has no ratio_pct_gdp"]),
        (f"{{{TAX}, closed: 10, ratio_pct_gdp: 3, frontier_pct_gdp: 4}}", ["closed is 10", "from 0 to 1", "Write 0.1"]),
        (f"{{{TAX}, closed: 0.1, {STATED}}}", ["given twice, by closed and by low, base and high"]),
        (f"{{{TAX}, base_pct_gdp: 9, rate: 0.1, complied: 0.5, ratio_pct_gdp: 3}}", ["ratio_pct_gdp alone", "frontier_pct_gdp"]),
        (f"{{{TAX}, closed: {{low: 0.1, base: 0.2}}, ratio_pct_gdp: 3, frontier_pct_gdp: 4}}", ["closed has no high"]),
        (f"{{{TAX}, closed: 0.1, ratio_pct_gdp: 3, frontier_pct_gdp: {{peers: [1, x], percentile: 0.5}}}}", ["'x' is not a number"]),
        (f"{{{TAX}, closed: 0.1, ratio_pct_gdp: 3, frontier_pct_gdp: {{peers: [1], percentile: 75}}}}", ["percentile is 75", "Write 0.75"]),
        (f"{{{TAX}, closed: 0.1, ratio_pct_gdp: -3, frontier_pct_gdp: 4}}", ["ratio_pct_gdp is -3", "at least 0"]),
        ("{kind: reserves, start: 2027, fund_pct_gdp: 3, years: 1.5}", ["years is 1.5", "whole number"]),
        ("{kind: reserves, start: 2027, fund_pct_gdp: 3, years: 2, ramp_years: 3}", ["ramp_years and fund_pct_gdp"]),
        ("{kind: borrowing, start: 2027, ceiling_pct_gdp: 60, until: 2030, paid_by: external}", ["paid by external", "borrowing"]),
        (f"{{start: 2027, paid_by: nobody, {STATED}}}", ["paid_by is 'nobody'", "households"]),
    ],
)  # fmt: skip
def test_a_wrong_option_is_refused_at_its_place(read, text, expected):
    with pytest.raises(GroundfloorError) as caught:
        read(f"options:\n  tax: {text}\n")
    for part in ("financing.yaml:2", *expected):
        assert part in str(caught.value)


def test_cases_the_wrong_way_round_are_refused(read):
    found = read(f"options:\n  r: {{kind: illicit_flows, start: {START}, flows_pct_gdp: 4, tax_rate: 0.2, recovered: {{low: 0.5, base: 0.2, high: 0.1}}}}\n")  # fmt: skip
    with pytest.raises(GroundfloorError, match=r"financing.yaml:2.*low 0.4, base 0.16, high 0.08"):
        counted(found)


@pytest.mark.parametrize(
    ("keys", "series", "lacks"),
    [
        ("kind: reallocation, of_expenditure: 0.1", {}, "expenditure_pct_gdp has no value for 2026"),
        ("kind: borrowing, ceiling_pct_gdp: 60, until: 2030", {"debt_pct_gdp": 50.0}, "from 2026 to 2030"),
        ("kind: borrowing, ceiling_pct_gdp: 60, until: 2030", {"interest_rate": 0.1}, "debt_pct_gdp has no value for 2030"),
        ("kind: aid, donor_gap_usd: 1, allocation: 1, absorbed_pct_gdp: 1, social_protection: 1", {"exchange_rate": {2026: 3.0}}, "exchange_rate has no value for 2027"),
    ],
)  # fmt: skip
def test_a_year_that_an_option_needs_and_lacks_is_named(brings, keys, series, lacks):
    with pytest.raises(GroundfloorError, match=lacks):
        brings(keys, accounts(**series))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pledges:\n  a: {donor: B, purpose: {en: x}, status: sure, currency: USD, amounts: {2026: 1}}\n", ["status is 'sure'", "committed"]),
        ("pledges:\n  a: {donor: B, purpose: {en: x}, status: committed, currency: EUR, amounts: {2026: 1}}\n", ["currency is 'EUR'"]),
        ("pledges:\n  a: {donor: B, purpose: {en: x}, status: committed, currency: USD}\n", ["has no amounts"]),
        ("pledges:\n  a: {donor: B, purpose: {en: x}, status: committed, currency: USD, amounts: {2026: -1}}\n", ["2026 is -1"]),
        ("pledges:\n  a: {donor: B, purpose: {en: x}, status: committed, currency: USD, amounts: {soon: 1}}\n", ["'soon' is not a year"]),
        ("pledges:\n  a: {donor: B, purpose: {en: x}, status: committed, currency: USD, exchange_rate: 0, amounts: {2026: 1}}\n", ["exchange_rate is 0"]),
        ("debt: {ceiling_pct_gdp: 60, carrying_capacity: weak}\n", ["two ceilings"]),
        ("debt: {carrying_capacity: middle}\n", ["carrying_capacity is 'middle'", "medium"]),
        ("debt: {stress: {growth: 2}}\n", ["growth is 2", "0.02 for 2 points"]),
        ("debt: {target_years: 0.5}\n", ["target_years is 0.5"]),
    ],
)  # fmt: skip
def test_wrong_pledges_and_debt_are_refused(read, text, expected):
    with pytest.raises(GroundfloorError) as caught:
        read(text)
    for part in ("financing.yaml:", *expected):
        assert part in str(caught.value)


def test_a_capacity_is_the_threshold_of_the_framework(read):
    assert read("debt: {carrying_capacity: medium, target_pct_gdp: 50, target_years: 5}\n").debt.ceiling == 55.0
