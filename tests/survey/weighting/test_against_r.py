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
    "raking_bounded": (TYPES + WIDE, {"by": "person", "bounds": (0.75, 1.8)}),
    "linear": (TYPES + ENROLLED, {"by": "person", "method": "linear"}),
    "linear_bounded": (TYPES + ENROLLED, {"by": "person", "method": "linear", "bounds": (0.7, 1.6)}),
    "logit": (TYPES + ENROLLED, {"by": "person", "method": "logit", "bounds": (0.5, 1.8)}),
    "poststratified": (CROSSED, {"by": "person"}),
    "raked": (TYPES + WIDE, {"by": "person"}),
    "members": (TYPES + WIDE, {"by": "members"}),
    "members_linear": (TYPES, {"by": "members", "method": "linear"}),
    "members_logit": (TYPES, {"by": "members", "method": "logit", "bounds": (0.2, 3)}),
    "household": (TYPES, {}),
    "household_linear": (TYPES, {"method": "linear"}),
    "household_logit": (TYPES, {"method": "logit", "bounds": (0.2, 3)}),
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
