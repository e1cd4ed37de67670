"""Every index, quantile, share and curve, and every standard error, against R: on a survey made here and on two of R's own.

`indices.R` has the formulas, from the papers and from laeken; survey computes the errors. What it says of the survey made
here is committed beside it.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtri
from tests.oracle import figures, r_is_there, run
from tests.oracle import rows as rows_of_r

from groundfloor.measures import curves, measure
from groundfloor.survey.frame import Survey, Text

HERE = Path(__file__).parent
SCRIPT = HERE / "indices.R"
VALUE, ERROR = 1e-8, 1e-6
PLACES = (4, 13, 40)  # of the forty amounts at which curves have their points
SHARES = (0.05, 0.2, 0.5, 0.95)


def words(column):
    levels = sorted({word for word in column if word})
    return Text(np.array([levels.index(word) if word else -1 for word in column], dtype=np.int32), tuple(levels))


def survey_of(rows, line):
    """A survey from the columns psu, stratum, weight, welfare, group; its households are the runs of equal psu."""
    column = {name: [row[name] for row in rows] for name in rows[0]}
    psu = np.array(column["psu"])
    return Survey(
        name="of R",
        country="XXX",
        year=2020,
        columns={"g": words(column["group"])},
        starts=np.flatnonzero(np.append(True, psu[1:] != psu[:-1])),
        weight=np.array(column["weight"], dtype=float),
        welfare=np.array([float(y) if y else math.nan for y in column["welfare"]]),
        lines={"z": line},
        groups=("g",),
        strata=words(column["stratum"]),
        psu=words(column["psu"]),
    )


def made():
    """1,302 persons in 62 units of five strata, one with a single unit; a group unknown, some with debts, nothing or no answer."""
    household = np.arange(372)
    psu = household // 6
    stratum = np.select([psu < 14, psu < 31, psu < 40, psu < 61], [0, 1, 2, 3], 4)
    rank = ((household * 7919 + 13) % 997 + 0.5) / 997
    income = np.exp(6.2 + 0.75 * ndtri(rank) + 0.012 * (psu % 9))
    income[[40, 222]] = 0.0
    income[131] = -57.25
    size = 1 + (household * 5) % 6
    rows = []
    for h in household:
        for person in range(size[h]):
            group = ("", "a", "b", "c")[0 if (h + person) % 41 == 7 else 1 + (h // 6 + person % 2) % 3]
            welfare = "" if h % 53 == 9 else repr(float(income[h]))
            weight = repr(float(50 + (h * 37) % 101 + (h % 13) / 17))
            rows.append(
                {"psu": f"{psu[h]}", "stratum": f"{stratum[h]}", "weight": weight, "welfare": welfare, "group": group}
            )
    return rows


def written(rows, path):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["psu", "stratum", "weight", "welfare", "group"])
        writer.writeheader()
        writer.writerows(rows)
    return path


def ours(survey):
    """Value and error by the names of indices.R: 'sen.all', 'fgt0@4.a'."""
    found = {}

    def put(name, group, value, se):
        name = f"{name}.{group.removeprefix('g=')}" if group != "g" else name
        found[name], found[f"{name}.se"] = value, se

    for row in measure(survey, sets=("all",)):
        put(row["measure"], row["group"], row["value"], row["se"])
    amounts = sorted({row["x"] for row in curves(survey, sets=("all",)) if row["curve"] == "cdf"})
    places = {amounts[k - 1]: k for k in PLACES}
    for row in curves(survey, sets=("all",)):
        at = places.get(row["x"]) or (row["x"] if row["x"] in SHARES else None)
        if at is not None:
            put(f"{row['curve']}@{at:g}", row["group"], row["y"], row["se"])
    return found


def compare(expected, found):
    wrong = []
    for name, value in expected.items():
        tolerance = ERROR if name.endswith(".se") else VALUE
        if found.get(name) != pytest.approx(value, rel=tolerance, abs=1e-12, nan_ok=True):
            wrong.append((name, value, found.get(name)))
    assert wrong == []


def test_the_survey_made_here(tmp_path):
    expected = figures(SCRIPT, written(made(), tmp_path / "made.csv"), "330")
    found = ours(survey_of(made(), 330.0))
    compare(expected, found)
    named = {name.partition("@")[0].partition(".")[0] for name in expected}
    elsewhere = {"mean_welfare", "median_welfare", "share_welfare_known", "fgt0", "fgt1", "fgt2"}  # test_against_r.py
    elsewhere |= {"der0_25", "der0_5", "der0_75", "der1"}  # test_polarisation.py
    assert {name.partition("@")[0].partition(".")[0] for name in found} - named == elsewhere - named


# the data lie in packages of R, whose licence does not let them lie here: without R there is nothing to read
if r_is_there():

    @pytest.mark.parametrize(("name", "line"), [("eusilc", "10000"), ("apistrat", "420")])
    def test_surveys_of_r(name, line, tmp_path):
        rows = rows_of_r(HERE / "surveys_of_r.R", name)
        compare(run(SCRIPT, written(rows, tmp_path / "survey.csv"), line), ours(survey_of(rows, float(line))))
