"""Calibrated weights against R: survey 4.1-1 on the data set api."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests import oracle

from groundfloor.measures import measure
from groundfloor.measures.design import groupings, partitions
from groundfloor.measures.estimate import base, share
from groundfloor.survey.weighting.calibration import reweight

figures = cache(oracle.figures)
SCRIPT = Path(__file__).with_name("calibrated.R")
TYPES = [{"type": "E", "total": 4421}, {"type": "H", "total": 755}, {"type": "M", "total": 1018}]
WIDE = [{"wide": "no", "total": 1072}, {"wide": "yes", "total": 5122}]
ENROLLED = [{"of": "enroll", "total": 3811472}]
CROSSED = [
    {"type": kind, "wide": wide, "total": total}
    for kind, wide, total in (
        ("E", "no", 472),
        ("H", "no", 334),
        ("M", "no", 266),
        ("E", "yes", 3949),
        ("H", "yes", 421),
        ("M", "yes", 752),
    )
]
CASES: dict[str, tuple[Any, dict[str, Any]]] = {
    "raking": (TYPES + WIDE, {"by": "person"}),
    "raking_bounded": (TYPES + WIDE, {"scale": False, "by": "person", "bounds": (0.75, 1.8)}),
    "linear": (TYPES + ENROLLED, {"by": "person", "method": "linear"}),
    "linear_bounded": (TYPES + ENROLLED, {"scale": False, "by": "person", "method": "linear", "bounds": (0.7, 1.6)}),
    "logit": (TYPES + ENROLLED, {"scale": False, "by": "person", "method": "logit", "bounds": (0.5, 1.8)}),
    "poststratified": (CROSSED, {"by": "person"}),
    "raked": (TYPES + WIDE, {"by": "person"}),
    "members": (TYPES + WIDE, {"by": "members"}),
    "members_linear": (TYPES, {"by": "members", "method": "linear"}),
    "members_logit": (TYPES, {"scale": False, "by": "members", "method": "logit", "bounds": (0.2, 3)}),
    "household": (TYPES, {"scale": False}),
    "household_linear": (TYPES, {"scale": False, "method": "linear"}),
    "household_logit": (TYPES, {"scale": False, "method": "logit", "bounds": (0.2, 3)}),
}


def of(name: str, found: dict[str, float]) -> np.ndarray:
    return np.array([value for key, value in found.items() if key.rpartition("/")[0] == name])


@pytest.mark.parametrize("name", CASES)
def test_weights_are_those_of_r(name, schools):
    margins, settings = CASES[name]
    done = reweight(schools, margins, **settings)
    expected = of(name, figures(SCRIPT))
    found = done.survey.weight if len(expected) == schools.persons else done.calibration.weight
    np.testing.assert_allclose(found, expected, rtol=1e-8)
    assert done.calibration.residual < 1e-10


@pytest.mark.parametrize("name", CASES)
def test_errors_are_those_of_r(name, schools):
    margins, settings = CASES[name]
    if settings.get("by") == "person":
        # each school is drawn on its own there
        schools = replace(schools, starts=np.arange(schools.persons))
    survey = reweight(schools, margins, **settings).survey
    rows = {(row["measure"], row["group"]): row for row in measure(survey, groups=("wide",))}
    value, se = of(f"{name}:mean", figures(SCRIPT))
    assert rows["mean_welfare", "all"]["value"] == pytest.approx(value, rel=1e-9)
    assert rows["mean_welfare", "all"]["se"] == pytest.approx(se, rel=1e-8)
    by = of(f"{name}:by", figures(SCRIPT))
    for at, group in enumerate(("wide=no", "wide=yes")):
        if len(by):
            assert rows["mean_welfare", group]["value"] == pytest.approx(by[at], rel=1e-9)
            assert rows["mean_welfare", group]["se"] == pytest.approx(by[2 + at], rel=1e-8)


REGIONS = [{"region": str(at), "total": total} for at, total in enumerate((20000, 22000, 19500))]
MADE = [*REGIONS, {"female": "yes", "total": 24600}, {"female": "no", "total": "free"}, {"of": "works", "total": 21000}]
GENERATED: dict[str, dict[str, Any]] = {
    "made_person": {"by": "person"},
    "made_person_linear": {"by": "person", "method": "linear"},
    "made_person_logit": {"by": "person", "method": "logit", "bounds": (0.5, 2)},
    "made_members_raking": {"by": "members"},
    "made_members_linear": {"by": "members", "method": "linear"},
    "made_members_logit": {"by": "members", "method": "logit", "bounds": (0.4, 2.5)},
    "made_household_raking": {},
    "made_household_linear": {"method": "linear"},
    "made_household_logit": {"method": "logit", "bounds": (0.4, 2.5)},
}


@pytest.mark.parametrize("name", GENERATED)
def test_households_of_a_stratified_sample(name, homes):
    done = reweight(homes, MADE, scale=False, **GENERATED[name])
    expected = of(name, figures(SCRIPT))
    found = done.survey.weight if len(expected) == homes.persons else done.calibration.weight
    np.testing.assert_allclose(found, expected, rtol=1e-8)
    rows = {(row["measure"], row["group"]): row for row in measure(done.survey, groups=("works",))}
    value, se = of(f"{name}:mean", figures(SCRIPT))
    assert rows["mean_welfare", "all"]["value"] == pytest.approx(value, rel=1e-9)
    assert rows["mean_welfare", "all"]["se"] == pytest.approx(se, rel=1e-8)
    by = of(f"{name}:by", figures(SCRIPT))
    for at in range(len(by) // 2):
        assert rows["mean_welfare", f"works={at}"]["value"] == pytest.approx(by[at], rel=1e-9)
        assert rows["mean_welfare", f"works={at}"]["se"] == pytest.approx(by[2 + at], rel=1e-8)


@pytest.mark.parametrize("name", [name for name in GENERATED if "person" in name])
def test_the_share_of_a_group_in_a_total(name, homes):
    """Incidence: the part of all income that women have."""
    survey = reweight(homes, MADE, scale=False, **GENERATED[name]).survey
    part = partitions(survey, groupings(survey, ("female",)))[1]
    sums = part.atoms.sum
    found = share(base(part, sums(np.ones(survey.persons)), sums(survey.weight * survey.welfare)))
    value, se = of(f"{name}:share", figures(SCRIPT))
    women = part.names.index("female=1")
    assert found.value[women] == pytest.approx(value, rel=1e-9)
    assert found.se[women] == pytest.approx(se, rel=1e-8)
