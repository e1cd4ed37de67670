"""A survey and schemes whose caseloads are counted by place and year."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from groundfloor.caseloads import calibrate
from groundfloor.prices import Prices
from groundfloor.rules import floor_of
from groundfloor.rules.counts import Count, Counts
from groundfloor.simulate import Money
from groundfloor.survey.frame import Survey, Text

YEARS = range(2025, 2031)
PRICES = Prices(2025, {"inflation": dict.fromkeys(range(2021, 2031), 0.25)})
MONEY = Money({}, {})
PENSION = (
    "programme: elders\nlabel: {en: Elders}\nguarantee: old_age\nfunction: old_age\nstatus: existing\nunit: person\n"
    "parameters: {sum: {unit: LCU/month, values: {2020-01-01: 10}}}\neligible: age >= 60\namount: sum\nadministration: 0.1\n"
)
LEVELS = ("North", "South", "West")


def people(n=900, seed=1, **more):
    generator = np.random.default_rng(seed)
    sizes = generator.integers(1, 5, n)
    homes = np.repeat(np.arange(n), sizes)[:n]
    starts = np.flatnonzero(np.diff(homes, prepend=-1))
    region = (
        generator.integers(-1, 3, len(starts)) if more.pop("unknown", False) else generator.integers(0, 3, len(starts))
    )
    home_of = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, n)))
    columns = {
        "age": generator.integers(0, 90, n).astype(float),
        "region": Text(region[home_of].astype(np.int32), LEVELS),
        "_key": np.arange(float(n)),
        "_household_key": home_of.astype(float),
    }
    return Survey(
        "s",
        "NOW",
        2025,
        columns | more.pop("columns", {}),
        starts,
        generator.uniform(5, 15, len(starts))[home_of],
        **more,
    )


def weights_of(survey):
    return {year: survey.weight * 1.02 ** (year - 2025) for year in YEARS}


def scheme(counts, text=PENSION):
    floor = floor_of([text])
    (programme,) = floor.programmes.values()
    rows = tuple(
        Count(year, level, caseload, cost, "Report", programme.place)
        for (year, level), (caseload, cost) in (
            (key, one if isinstance(one, tuple) else (one, None)) for key, one in counts.items()
        )
    )
    by = "region" if any(level for _, level in counts) else None
    return replace(programme, counts=Counts(by, rows, meet=True))


def met(counts, survey=None, text=PENSION, **more):
    survey = people() if survey is None else survey
    one = scheme(counts, text)
    return calibrate([one], floor_of([]), survey, weights_of(survey), PRICES, **more)
