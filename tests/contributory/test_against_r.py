"""A scheme over thirty years against R, where it is written from its formulas by birth cohort."""

from pathlib import Path

import pytest
from tests.oracle import figures

from groundfloor.contributory.accounts import lifetimes
from groundfloor.contributory.projection import project_scheme

from .conftest import FIRST, number, stable, steady_money

SCRIPT = Path(__file__).with_name("pensions.R")
LIFETIMES = Path(__file__).with_name("lifetimes.R")


@pytest.fixture(scope="module")
def r():
    return figures(SCRIPT)


def thirty_years(described, tmp_path):
    rows = "\n".join(f"{age},{1 + 0.02 * (age - 20)}" for age in range(20, 60))
    (tmp_path / "profile.csv").write_text(f"age,value\n{rows}\n", encoding="utf-8")
    group, old = "groups.all.", "branches.old_age."
    return described(
        {
            group + "insured.coverage": number(0.5),
            group + "past_service": "new",
            group + "density": number(0.85),
            group + "wage.profile": number("profile.csv", "ratio"),
            group + "wage.dispersion": number(0.6, "ratio"),
            group + "contributions.worker": number(0.12),
            old + "formula": {
                "accrual": {0: 0.02, 10: 0.01}, "years": "career", "valorisation": "prices", "source": "test"
            },
            old + "minimum_service": number(5, "years"),
            old + "minimum": number(250, "LCU/year", year=FIRST, indexed_to="prices"),
            old + "indexation": "prices",
            "administration": number(0.08, "share of contributions"),
            "reserve": {"start": number(500, "LCU"), "interest": number(0.06)},
            "scaled_premium": {"years": 10, "ratio": 2},
        }
    )  # fmt: skip


def test_thirty_years_of_a_new_scheme(described, tmp_path, r):
    scheme = thirty_years(described, tmp_path)
    found = project_scheme(scheme, stable(30, 0.01), steady_money(0.05, 0.03))
    for t in (0, 9, 19, 29):
        ours = {
            "wages": found.wage_bill[t],
            "pensioners": found.pensioners[t],
            "pensions": found.pensions[t],
            "cost": found.expenditure[t] / found.wage_bill[t],
            "reserve": found.reserve[t],
        }
        for name, value in ours.items():
            assert value == pytest.approx(r[f"{name}_{t}"], rel=1e-9, abs=1e-9), (name, t)
    assert found.scaled[0] == pytest.approx(r["scaled_0"], rel=1e-9)
    assert found.scaled[5] == pytest.approx(r["scaled_5"], rel=1e-9)
    assert found.average_premium == pytest.approx(r["average"], rel=1e-9)
    assert found.rights[10] == pytest.approx(r["rights"], rel=1e-9)
    assert found.in_payment[10] == pytest.approx(r["in_payment"], rel=1e-9)


def test_lifetime_accounts_of_the_same_scheme(described, tmp_path):
    r = figures(LIFETIMES)
    scheme = thirty_years(described, tmp_path)
    found = {(one.sex, int(one.years[0])): one for one in lifetimes(scheme, stable(30, 0.01), steady_money(0.05, 0.03))}
    assert len(found) == 6
    for sex in "fm":
        for entry in (0, 10):
            one = found[sex, FIRST + entry]
            ours = {
                "irr": one.internal_rate,
                "real": one.real_rate,
                "paid": one.paid,
                "worth": one.moneys_worth,
                "after": one.received_after,
            }
            for name, value in ours.items():
                assert value == pytest.approx(r[f"{name}_{sex}_{entry}"], rel=1e-9), (name, sex, entry)
