import csv
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundfloor.errors import GroundfloorError
from groundfloor.measures import measure
from groundfloor.measures.families.poverty import fgt
from groundfloor.survey.frame import Survey, Text

LINES = {"z": 125.0}


def test_handbook_on_poverty(make, by):
    # Haughton, Khandker (2009), Handbook on Poverty and Inequality, ch. 4: country C, line 125
    value = by(measure(make([100, 110, 150, 160], lines=LINES)))
    assert value["fgt0", "z", "", "all"] == 0.5
    assert value["fgt1", "z", "", "all"] == pytest.approx(0.08)
    assert value["fgt2", "z", "", "all"] == pytest.approx(0.0136)


def test_the_line_itself_is_not_poor_and_debt_counts_as_nothing():
    welfare = np.array([125.0, 124.999, 0.0, -50.0, np.nan])
    assert fgt(welfare, 125.0, 0).tolist()[:4] == [0, 1, 1, 1]
    assert fgt(welfare, 125.0, 2)[[0, 2, 3]].tolist() == [0, 1, 1]
    assert all(np.isnan(fgt(welfare, 125.0, power)[4]) for power in (0, 1, 2))


def test_infinite_gap_never_exceeds_the_line(make, by):
    value = by(measure(make([-1e9, 0, 200], lines=LINES)))
    assert value["fgt1", "z", "", "all"] == value["fgt2", "z", "", "all"] == pytest.approx(2 / 3)


@pytest.mark.parametrize("line", [0.0, -1.0, float("nan")])
def test_a_line_that_is_not_positive_is_refused(make, line):
    with pytest.raises(GroundfloorError, match="poverty line 'z'"):
        measure(make([1.0, 2.0], lines={"z": line}))


def test_lines_given_take_the_place_of_the_surveys(make):
    rows = measure(make([1.0, 2.0], lines={"z": 5.0}), lines={"mine": 1.5})
    assert {row["line"] for row in rows} == {None, "mine"}


@pytest.mark.parametrize(("curve", "reference"), [("GQ (a b c)", "quadratic"), ("Beta (theta gamma delta)", "beta")])
def test_rural_india_1983(make, by, curve, reference):
    """A population that follows the published Lorenz curve of Datt (1998) has its published poverty and inequality."""
    folder = os.environ.get("GROUNDFLOOR_REFERENCE")
    if not folder:
        pytest.skip("GROUNDFLOOR_REFERENCE is not set")
    with (Path(folder) / "published/datt1998_results.csv").open(encoding="utf-8") as file:
        published = next(row for row in csv.DictReader(x for x in file if x[0] != "#") if row["curve"] == curve)
    one, two, three = (float(published[f"par{i}"]) for i in (1, 2, 3))
    edges = np.linspace(0, 1, 400_001)
    if reference == "quadratic":
        e, m, n = -(one + two + three + 1), two**2 - 4 * one, 2 * two * -(one + two + three + 1) - 4 * three
        lorenz = -(two * edges + e + np.sqrt(m * edges**2 + n * edges + e**2)) / 2
    else:
        lorenz = edges - one * edges**two * (1 - edges) ** three
    welfare = 109.90 * np.diff(lorenz) * (len(edges) - 1)
    value = by(measure(make(welfare, lines={"z": 89.0})))
    # the beta curve has negative incomes at its foot, which count as 0 here and below 0 in the published gaps
    names = (
        {"fgt0": "headcount_pct", "fgt1": "pg_pct", "fgt2": "spg_pct"}
        if welfare.min() >= 0
        else {"fgt0": "headcount_pct"}
    )
    for name, column in names.items():
        assert 100 * value[name, "z", "", "all"] == pytest.approx(float(published[column]), abs=5e-4)
    assert 100 * value["gini", "", "", "all"] == pytest.approx(float(published["gini_pct"]), abs=5e-4)


homes = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(1, 100), st.integers(0, 2), st.integers(1, 3)),
    min_size=2,
    max_size=30,
)


def many(make, drawn, text, copies=1, factor=1.0):
    sizes = np.array([home[3] for home in drawn] * copies)
    column = lambda k: np.repeat([home[k] for home in drawn] * copies, sizes)  # noqa: E731
    return make(
        column(0) * factor,
        sizes=sizes,
        weight=column(1),
        columns={"region": text(column(2))},
        groups=("region",),
        lines={"z": 2000.0 * factor},
    )


@given(drawn=homes)
def test_properties(drawn):
    def make(welfare, sizes, weight, **more):
        starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        return Survey("s", "X", 2020, starts=starts, weight=weight, welfare=welfare, **more)

    def text(codes):
        return Text(codes.astype(np.int32), ("0", "1", "2"))

    def found(survey):
        return {(row["measure"], row["group"]): row["value"] for row in measure(survey)}

    plain = found(many(make, drawn, text))
    index = [name for name in plain if name[0].startswith("fgt") or name[0] == "gini"]
    for other in (found(many(make, drawn, text, copies=3)), found(many(make, drawn, text, factor=8.0))):
        for name in index:  # the same people again, or another currency, change nothing
            assert other[name] == pytest.approx(plain[name], abs=1e-9, nan_ok=True)
    people = {g: sum(h[1] * h[3] for h in drawn if h[2] == g) for g in range(3)}
    total = sum(people.values())
    for name in ("fgt0", "fgt1", "fgt2"):  # poverty of the whole is the mean of its parts by population
        parts = sum(people[g] / total * plain[name, f"region={g}"] for g in range(3) if people[g])
        assert plain[name, "all"] == pytest.approx(parts, abs=1e-12)
    assert plain["fgt0", "all"] >= plain["fgt1", "all"] - 1e-12 >= plain["fgt2", "all"] - 2e-12


@given(low=st.floats(1, 50), gap=st.floats(2, 50), part=st.floats(0.01, 0.49))
def test_a_transfer_from_richer_to_poorer_lowers_squared_gap_and_gini(low, gap, part):
    def found(welfare):
        ones = np.ones(4)
        rows = measure(Survey("s", "X", 2020, {}, np.arange(4), ones, np.array(welfare), {"z": 120.0}))
        return {row["measure"]: row["value"] for row in rows}

    before, after = found([low, low + gap, 150, 300]), found([low + gap * part, low + gap - gap * part, 150, 300])
    assert after["fgt2"] < before["fgt2"]
    assert after["gini"] < before["gini"]
    assert after["fgt0"] == before["fgt0"]
    assert after["fgt1"] == pytest.approx(before["fgt1"])
