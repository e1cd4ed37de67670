"""A stable population with steady wages has a cost rate that can be written down."""

import numpy as np
import pytest

from groundfloor.contributory.pensions import annuity
from groundfloor.contributory.projection import project_scheme
from groundfloor.contributory.tables import scheme_rows

from .conftest import living, number, stable, steady_money, survival_of

SICKNESS = {"incidence": number(0.3, "ratio"), "days": number(14, "days"), "replacement": number(0.6)}
LONG = 90  # years until the last pensioner has been insured all his life under the scheme


def last(described, changes=None, growth=0.0, wages=0.0, prices=0.0):
    projection = project_scheme(described(changes), stable(LONG, growth), steady_money(wages, prices))
    return list(scheme_rows(projection))[-1]


def test_a_stationary_population_costs_rights_times_pensioners_over_insured(described):
    alive = living(survival_of())
    row = last(described)
    expected = 0.01 * 40 * alive[:, 60:].sum() / alive[:, 20:60].sum()
    assert row["payg_cost_rate"] == pytest.approx(expected, rel=1e-9)
    assert row["dependency_ratio"] == pytest.approx(alive[:, 60:].sum() / alive[:, 20:60].sum(), rel=1e-9)
    assert row["replacement_ratio"] == pytest.approx(0.4, rel=1e-9)


@pytest.mark.parametrize("growth", [-0.01, 0.0, 0.02])
@pytest.mark.parametrize(
    ("wages", "prices", "index"), [(0.05, 0.05, "wages"), (0.05, 0.02, "prices"), (0.05, 0.02, "none")]
)
def test_growth_of_people_and_wages_and_indexation_enter_as_powers(described, growth, wages, prices, index):
    # a pension at age x was awarded x - 60 years ago on the wage of the year before that
    row = last(described, {"branches.old_age.indexation": index}, growth, wages, prices)
    raised = {"wages": wages, "prices": prices, "none": 0.0}[index]
    age = np.arange(60, 400)
    survival = survival_of()
    alive = np.concatenate([living(survival)[:, :100], np.zeros((2, 300))], axis=1)
    for x in range(100, 400):
        alive[:, x] = alive[:, x - 1] * survival[:, min(x - 1, 100)]
    alive = alive * (1 + growth) ** -np.arange(400.0)
    level = ((1 + raised) / (1 + wages)) ** (age - 60) / (1 + wages)
    expected = 0.4 * (alive[:, 60:] * level).sum() / alive[:, 20:60].sum()
    assert row["pension_cost_rate"] == pytest.approx(expected, rel=1e-9)


def test_a_constant_hazard_has_the_closed_form_annuity():
    survival = np.full((2, 101), np.exp(-0.05))
    v = np.exp(-0.05) / 1.03
    np.testing.assert_allclose(annuity(survival, 0.03), 0.5 + v / (1 - v), rtol=1e-12)


def test_rights_of_a_stationary_scheme(described):
    """Each year of service is worth 1 % of the wage from 60 on, discounted from there with survival."""
    row = last(described)
    survival, alive = survival_of(), living(survival_of())
    worth = annuity(survival, 0.02)
    rights = 0.0
    for age in range(20, 60):
        pension = 0.01 * (age - 20) * 1000
        rights += (alive[:, age] * pension * alive[:, 60] / alive[:, age] * 1.02 ** (age - 60) * worth[:, 60]).sum()
    payment = (alive[:, 60:] * worth[:, 60:]).sum() * 400
    assert row["rights_lcu"] == pytest.approx(rights, rel=1e-9)
    assert row["in_payment_lcu"] == pytest.approx(payment, rel=1e-9)


def test_a_career_average_valorised_by_wages_is_the_present_wage(described):
    formula = {"accrual": {0: 0.01}, "years": "career", "valorisation": "wages", "source": "test"}
    row = last(described, {"branches.old_age.formula": formula}, wages=0.04)
    assert row["replacement_ratio"] == pytest.approx(0.4 / 1.04, rel=1e-9)


def test_a_career_average_without_valorisation_is_a_sum_of_powers(described):
    formula = {"accrual": {0: 0.01}, "years": "career", "source": "test"}
    row = last(described, {"branches.old_age.formula": formula}, wages=0.04)
    average = sum(1.04**-k for k in range(40)) / 40
    assert row["replacement_ratio"] == pytest.approx(0.4 * average / 1.04, rel=1e-9)


def test_sickness_costs_incidence_times_days_times_replacement(described):
    projection = project_scheme(described({"branches.sickness": SICKNESS}), stable(2), steady_money())
    rate = projection.benefits["sickness"] / projection.wage_bill
    np.testing.assert_allclose(rate, 0.3 * 14 / 365 * 0.6, rtol=1e-12)


def test_maternity_follows_the_births_of_insured_women(described):
    maternity = {"incidence": "fertility", "days": number(90, "days"), "replacement": number(1.0)}
    projection = project_scheme(described({"branches.maternity": maternity}), stable(1), steady_money())
    women = living(survival_of())[0, 20:60].sum()
    assert projection.recipients["maternity"][0] == pytest.approx(0.05 * women)
    assert projection.benefits["maternity"][0] == pytest.approx(0.05 * women * 90 / 365 * 1000)


def test_health_costs_persons_times_what_one_costs(described):
    health = {
        "per_insured": number(2.5, "ratio"),
        "per_pensioner": number(1.0, "ratio"),
        "cost": number(10.0, "LCU/month", year=2025, indexed_to="prices"),
    }
    projection = project_scheme(described({"branches.health": health}), stable(3), steady_money(prices=0.1))
    covered = 2.5 * projection.insured["all"] + projection.pensioners
    np.testing.assert_allclose(projection.recipients["health"], covered, rtol=1e-12)
    np.testing.assert_allclose(projection.benefits["health"], covered * 120 * 1.1 ** np.arange(3), rtol=1e-12)


def test_a_steady_past_leaves_the_pensioners_of_a_stationary_population(described):
    found = project_scheme(described(), stable(1), steady_money())
    assert found.steady_pensioners == pytest.approx(living(survival_of())[:, 60:].sum(), rel=1e-9)
    assert np.isnan(
        project_scheme(described({"groups.all.past_service": "new"}), stable(1), steady_money()).steady_pensioners
    )


def injury(**more):
    permanent = {"incidence": number(0.002), "degree": number(0.3), "replacement": number(0.6), "indexation": "wages"}
    return {"permanent": permanent | more}


@pytest.mark.parametrize("alone", [True, False])
def test_injury_pensions_of_a_stationary_population_are_incidence_times_years_at_risk(described, alone):
    """At age a there have been min(a - 20, 40) years at risk, in each of which so many of those alive were disabled."""
    changes = {"branches.work_injury": injury()}
    if alone:
        changes["branches.old_age"] = None
    found = project_scheme(described(changes), stable(LONG), steady_money(0.03))
    alive, ages = living(survival_of()), np.arange(101)
    expected = 0.002 * (alive * np.clip(ages - 20, 0, 40)).sum()
    assert found.recipients["work_injury_pensions"][-1] == pytest.approx(expected, rel=1e-9)
    rate = found.benefits["work_injury_pensions"][-1] / found.wage_bill[-1]
    assert rate == pytest.approx(0.3 * 0.6 * expected / 1.03 / alive[:, 20:60].sum(), rel=1e-9)
    insured = alive[:, 20:60].sum()
    assert found.insured["all"][-1] == pytest.approx(insured)
    assert found.flows["all", "injured"][:-1].sum() == 0


def test_injury_pensions_in_payment_are_owed(described):
    changes = {"branches.old_age": None, "branches.work_injury": injury()}
    found = project_scheme(described(changes), stable(LONG), steady_money())
    alive, ages = living(survival_of()), np.arange(101)
    worth = annuity(survival_of(), 0.02)
    expected = 0.002 * 180 * (alive * np.clip(ages - 20, 0, 40) * worth).sum()
    assert found.in_payment[-1] == pytest.approx(expected, rel=1e-9)
    assert found.rights[-1] == 0


def test_who_stops_working_is_replaced_to_meet_the_number_insured(described):
    changes = {"branches.work_injury": injury(stops=number(1.0)), "branches.old_age": None}
    found = project_scheme(described(changes), stable(3), steady_money())
    plain = project_scheme(
        described({"branches.old_age": None, "branches.sickness": SICKNESS}), stable(3), steady_money()
    )
    injured = found.flows["all", "injured"][:-1]
    np.testing.assert_allclose(injured, found.flows["all", "disabled"][:-1])
    np.testing.assert_allclose(found.insured["all"], plain.insured["all"])
    last = 0.002 * living(survival_of())[:, 60].sum()  # the last insured age is not filled again
    more = found.flows["all", "entered"][:-1] - plain.flows["all", "entered"][:-1]
    np.testing.assert_allclose(more, injured - last)
