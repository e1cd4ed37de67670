"""Standard errors from replicate weights: against R's survey, against what is known of their mean, and on hard input."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from tests import oracle as of_r

from groundfloor.measures import measure
from groundfloor.survey.frame import Replicates, Survey
from groundfloor.survey.table import coded
from groundfloor.survey.weighting.calibration import reweight
from groundfloor.survey.weighting.replicates import degrees, replicate

SCRIPT = Path(__file__).with_name("replicates.R")
REGIONS = [{"region": str(at), "total": total} for at, total in enumerate((20000, 22000, 19000))]
figures = cache(of_r.figures)


def paired(survey: Survey) -> Survey:
    return replace(survey, strata=coded([str(int(word) // 2) for word in words(survey.psu)]))


def words(text) -> list[str]:
    return [text.levels[code] for code in text.codes]


def drawn_by_r(survey: Survey) -> Survey:
    """The replicates that R drew, by primary unit and replicate."""
    factors = np.zeros((32, 40))
    for name, value in figures(SCRIPT).items():
        if name.startswith("draw:"):
            _, unit, at = name.split(":")
            factors[int(unit), int(at)] = value
    unit = np.array([int(word) for word in words(survey.psu)])
    return replace(survey, replicates=Replicates("bootstrap", factors, unit, 1 / 39, np.ones(40)))


MADE = {
    "jkn": lambda s: replicate(s, "jackknife"),
    "jkn_mse": lambda s: replace(s, replicates=replace(replicate(s, "jackknife").replicates, mse=True)),
    "jk1": lambda s: replicate(replace(s, strata=None), "jackknife"),
    "brr": lambda s: replicate(paired(s), "brr"),
    "fay": lambda s: replicate(paired(s), "fay", fay=0.3),
    "bootstrap": drawn_by_r,
    "recalibrated": lambda s: reweight(replicate(s, "jackknife"), REGIONS, by="person").survey,
}


@pytest.mark.parametrize("name", MADE)
def test_errors_are_those_of_r(name, oracle, by):
    survey, entitlements = oracle
    made = MADE[name](survey)
    rows = measure(made, entitlements)
    value, se = by(rows), by(rows, "se")
    expected = {key.partition(":")[2]: one for key, one in figures(SCRIPT).items() if key.startswith(f"{name}:")}
    assert degrees(made.replicates) == expected.pop("df")
    for key, one in expected.items():
        measured, group, error = (*key.split(":"), "")[:3]
        line = "z" if measured in ("fgt0", "leakage") else ""
        programme = "p" if measured in ("coverage", "leakage") else ""
        found = (se if error else value)[measured, line, programme, group]
        assert found == pytest.approx(one, rel=1e-8), key
