"""The cohorts against the same people followed one by one."""

import numpy as np
import pytest

from groundfloor.contributory.projection import project_scheme

from .conftest import FIRST, number, stable, steady_money
from .plain import Plain

YEARS = 7
RULES = {
    "ages": (54, 59), "share": 0.4, "profile": lambda sex, age: 900 + 10 * (age - 54) + 50 * sex, "wage_growth": 0.06,
    "inflation": 0.03, "ceiling": 1e9, "reference_years": 3, "minimum": 0.0, "accrual": (0.025, 0.01125), "indexation": 0.045,
    "density": 0.8, "invalidity": 0.02, "invalid_service": 1, "credited": 4, "invalid_mortality": 2.0, "turnover": 0.05,
    "returning": 0.5, "deferred": 0.03, "retire": 60, "old_age_service": 3, "grant": 0.11, "survivors_service": 1,
    "lump_years": 2, "lump_until": 75, "gap": 4, "spouse_share": 0.5, "married": 0.7, "orphan_share": 0.1, "children": 1.5,
    "orphan_age": 12, "orphan_until": 15, "fatal": 0.0, "disabled": 0.0, "degree": 0.4, "injury_share": 0.6, "stops": 0.25,
    "injury_indexation": 0.03, "injury_mortality": 1.5,
}  # fmt: skip


def changes_of(rules, folder):
    rows = "\n".join(f"{s},{a},{rules['profile'](i, a)}" for i, s in enumerate("fm") for a in range(54, 60))
    (folder / "profile.csv").write_text(f"sex,age,value\n{rows}\n", encoding="utf-8")
    group = "groups.all."
    old = "branches.old_age."
    return {
        group + "ages": list(rules["ages"]),
        group + "insured.coverage": number(rules["share"]),
        group + "past_service": "new",
        group + "density": number(rules["density"]),
        group + "turnover": number(rules["turnover"]),
        group + "returning": number(rules["returning"]),
        group + "wage.profile": number("profile.csv", "ratio"),
        old + "formula": {
            "accrual": {0: 0.025, 15: 0.01125}, "years": rules["reference_years"], "valorisation": "prices", "source": "test"
        },
        old + "minimum_service": number(rules["old_age_service"], "years"),
        old + "indexation": {"prices": 0.5, "wages": 0.5},
        old + "deferred": "prices",
        old + "grant": number(rules["grant"]),
        old + "minimum": number(rules["minimum"], "LCU/year", year=FIRST, indexed_to="none"),
        "branches.invalidity": {
            "incidence": number(rules["invalidity"]), "minimum_service": number(1, "years"),
            "credited_service": number(rules["credited"], "years"), "mortality": number(2.0, "ratio"),
        },
        "branches.survivors": {
            "minimum_service": number(1, "years"),
            "spouse": {"share": number(0.5), "married": number(0.7), "age_difference": number(4, "years")},
            "orphans": {"share": number(0.1), "children": number(1.5, "ratio"), "age": 12, "until": 15},
            "lump_sum": {"years": number(2, "years"), "until_age": number(75, "years")},
        },
    }  # fmt: skip


def injuries_of(rules):
    return {
        "branches.work_injury": {
            "permanent": {
                "incidence": number(rules["disabled"]), "degree": number(rules["degree"]), "replacement": number(rules["injury_share"]),
                "stops": number(rules["stops"]), "mortality": number(1.5, "ratio"), "indexation": "prices",
            },
            "fatal": {
                "incidence": number(rules["fatal"]), "indexation": "prices",
                "spouse": {"share": number(0.5), "married": number(0.7), "age_difference": number(4, "years")},
                "orphans": {"share": number(0.1), "children": number(1.5, "ratio"), "age": 12, "until": 15},
            },
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    "own",
    [
        {},
        {
            "minimum": 200.0,
            "turnover": 0.0,
            "share": 0.4,
        },  # a minimum is met person by person, so nobody has left before
        {"density": 1.0, "returning": 0.0, "reference_years": 1},
        {"disabled": 0.03, "fatal": 0.004},
        {"disabled": 0.05, "stops": 1.0, "fatal": 0.001, "density": 1.0},
    ],
)
def test_cohorts_are_the_sum_of_persons(described, tmp_path, own):
    rules = RULES | own
    demography = stable(YEARS, growth=0.01)
    injuries = injuries_of(rules) if rules["disabled"] else {}
    scheme = described(changes_of(rules, tmp_path) | injuries)
    found = project_scheme(scheme, demography, steady_money(0.06, 0.03))
    # the average wage is that of the first year's insured, so the profile is put to that scale
    share = demography.people[0][:, 54:60]
    mean = sum(share[s, a] * rules["profile"](s, 54 + a) for s in (0, 1) for a in range(6)) / share.sum()
    scaled = rules | {"profile": lambda sex, age: 1000 * RULES["profile"](sex, age) / mean}
    books = Plain(scaled, demography.people, demography.survival[0], FIRST).run(YEARS)
    for name, values in (
        ("insured", found.insured["all"]),
        ("former", found.former["all"]),
        ("wages", found.wages["all"]),
        ("pensioners", found.pensioners),
        ("old_age", found.benefits["old_age"]),
        ("invalidity", found.benefits["invalidity"]),
        ("survivors", found.benefits["survivors"]),
        ("injury", found.benefits.get("work_injury_pensions", np.zeros(YEARS))),
    ):
        np.testing.assert_allclose([book[name] for book in books], values, rtol=1e-9, err_msg=name)
    for flow in ("killed", "disabled"):  # those of the last year happen after it and are not known
        told = [book[flow] for book in books][:-1]
        np.testing.assert_allclose(told, found.flows["all", flow][:-1], rtol=1e-9, atol=1e-12, err_msg=flow)
