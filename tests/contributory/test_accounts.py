"""Lifetime accounts: the return of a scheme that pays as it goes, and what must hold for every account."""

from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import groundfloor as gf
from groundfloor.contributory.accounts import lifetimes
from groundfloor.contributory.finance import internal_rate, present
from groundfloor.contributory.projection import project_scheme

from .conftest import FIRST, number, stable, steady_money, survival_of

OLD = "branches.old_age."
ALIKE = np.tile(survival_of()[0], (2, 1))  # women and men die alike, so that nobody pays for the other
LONG = 100
SPOUSE = {"share": number(0.5), "married": number(0.6), "age_difference": number(0, "years")}
OTHERS = {
    "branches.invalidity": {"incidence": number(0.004), "minimum_service": number(0, "years"), "mortality": number(2.0, "ratio")},
    "branches.survivors": {"minimum_service": number(0, "years"), "spouse": SPOUSE},
    "branches.sickness": {"incidence": number(0.3, "ratio"), "days": number(14, "days"), "replacement": number(0.6)},
    "branches.work_injury": {
        "permanent": {
            "incidence": number(0.002), "degree": number(0.3), "replacement": number(0.6), "stops": number(0.5), "indexation": "wages",
        },
        "fatal": {"incidence": number(0.0002), "spouse": SPOUSE, "indexation": "wages"},
    },
}  # fmt: skip


@pytest.mark.parametrize("others", [{}, OTHERS])
@pytest.mark.parametrize(("growth", "wages"), [(0.0, 0.0), (0.02, 0.0), (0.01, 0.05), (-0.01, 0.03)])
def test_pay_as_you_go_returns_the_growth_of_people_and_wages(described, tmp_path, growth, wages, others):
    """Samuelson and Aaron: at a contribution rate that is the cost rate, every cohort has (1 + n)(1 + g) - 1.

    Those who become invalid or injured for good are not replaced, so that everybody has entered at 20.
    """
    if others:
        left = {age: ((1 - 0.004) * (1 - 0.002 * 0.5)) ** (age - 20) for age in range(20, 60)}
        rows = "".join(f"{age},{share:.17g}\n" for age, share in left.items())
        (tmp_path / "left.csv").write_text(f"age,value\n{rows}", encoding="utf-8")
        others = others | {"groups.all.insured.coverage": number("left.csv")}
    demography, money = stable(LONG, growth, ALIKE), steady_money(wages)
    whole = project_scheme(described(others), demography, money)
    rate = whole.expenditure[-1] / whole.wage_bill[-1]
    scheme = described(others | {"groups.all.contributions.worker": number(float(rate))})
    for one in islice(lifetimes(scheme, demography, money), 3):
        assert one.internal_rate == pytest.approx((1 + growth) * (1 + wages) - 1, abs=2e-7)


def test_the_real_rate_is_what_is_left_of_it_above_prices(described):
    found = next(lifetimes(described(), stable(3), steady_money(0.05, 0.03)))
    assert 1 + found.real_rate == pytest.approx((1 + found.internal_rate) / 1.03)


def test_the_interest_of_the_account_is_money_s_worth_of_one(described):
    """Where the reserve earns what the account returns, benefits are worth what was paid."""
    found = next(lifetimes(described(), stable(3), steady_money(0.05)))
    scheme = described({"reserve.interest": number(found.internal_rate)})
    assert next(lifetimes(scheme, stable(3), steady_money(0.05))).moneys_worth == pytest.approx(1)


def test_without_mortality_before_it_a_pension_of_one_year_is_worked_by_hand(described):
    """Insured at 58 and 59, a pension of 10 % of the last wage of 1000 for each, at 60 for a year, when everybody dies."""
    survival = np.ones((2, 101))
    survival[:, 60:] = 0
    formula = {"accrual": {0: 0.1}, "years": 1, "source": "test"}
    changes = {OLD + "formula": formula, "groups.all.ages": [58, 59], "groups.all.past_service": "new"}
    one = next(lifetimes(described(changes), stable(2, 0.0, survival), steady_money()))
    assert one.contributions[:4].tolist() == [100, 100, 0, 0]
    assert one.benefits[:4].tolist() == [0, 0, 200, 0]
    assert one.insured[:4].tolist() == [1, 1, 0, 0]
    assert one.internal_rate == pytest.approx(0, abs=1e-9)
    assert one.moneys_worth == pytest.approx(200 / 1.03**2 / (100 + 100 / 1.03))


def test_nobody_pays_and_there_is_no_return(described):
    found = next(lifetimes(described({"groups.all.contributions.worker": number(0.0)}), stable(2), steady_money()))
    assert np.isnan(found.internal_rate)
    assert np.isnan(found.moneys_worth)


def test_a_scheme_without_pensions_has_no_accounts(described):
    changes = {"branches.old_age": None, "branches.sickness": OTHERS["branches.sickness"]}
    assert list(lifetimes(described(changes), stable(2), steady_money())) == []


@settings(max_examples=60)
@given(
    rate=st.floats(-0.2, 0.5),
    paid=st.lists(st.floats(1, 100), min_size=1, max_size=40),
    received=st.lists(st.floats(0, 100), min_size=1, max_size=30),
)
def test_an_internal_rate_is_found_again(rate, paid, received):
    flows = np.concatenate([-np.array(paid), received])
    years = np.arange(len(flows))
    received_worth = (flows * (1 + rate) ** -years)[len(paid) :].sum()
    if received_worth < 1e-6:
        return
    scaled = flows.copy()
    scaled[: len(paid)] *= received_worth / (-(flows * (1 + rate) ** -years)[: len(paid)].sum())
    assert internal_rate(scaled) == pytest.approx(rate, abs=1e-6)


def test_flows_of_one_sign_or_with_two_roots_have_no_internal_rate():
    for flows in ([1.0, 2.0], [-1.0, -2.0], [0.0, 0.0], [-100.0, 230.0, -132.0]):
        assert np.isnan(internal_rate(np.array(flows)))


def test_present_values_leave_the_first_year_as_it_is():
    assert present(np.array([1.0, 1.1]), np.array([9.0, 0.1])) == pytest.approx(2.0)


@pytest.fixture(scope="module")
def ghana():
    return gf.project_contributory("gha", to=2036, accounts=True)


def test_ghana_s_accounts_are_the_sums_of_their_years(ghana):
    accounts, years = ghana.tables["contributory_accounts"], ghana.tables["contributory_lifetimes"]
    assert {(row["scheme"], row["entry_year"]) for row in accounts} == {
        (scheme, year) for scheme in ("ssnit", "ssnit_informal") for year in (2025, 2035)
    }
    for row in accounts:
        own = [
            one
            for one in years
            if all(one[key] == row[key] for key in ("scheme", "variant", "group", "sex", "entry_year", "entry_age"))
        ]
        assert own[0]["year"] == row["entry_year"]
        assert own[0]["insured"] == 1
        flows = np.array([one["benefits_lcu"] - one["contributions_lcu"] for one in own])
        assert internal_rate(flows) == pytest.approx(row["internal_rate"])
        assert row["moneys_worth"] == pytest.approx(row["benefits_lcu"] / row["contributions_lcu"])
        assert 0 <= row["share_after"] <= 1


def test_without_being_asked_for_there_are_no_accounts():
    assert gf.project_contributory("gha", to=2026).tables["contributory_accounts"] == []


def test_first_entry_is_in_the_first_year(described):
    assert next(lifetimes(described(), stable(2), steady_money())).years[0] == FIRST
