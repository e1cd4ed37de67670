"""Figures from sums by bins of welfare: exact ones are those of the definition, the others hold its value between their bounds."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundfloor.figures import Given, Homes, plain
from groundfloor.figures import binned as b
from groundfloor.figures.binned import BINS, binned

LINES = {"line": 100.0, "low": 20.0}
BOUNDED = {"gini", "median_welfare", "benefit_incidence", "transfer_per_capita"}
INDEX = ("scenario", "measure", "line", "programme", "group")


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect(":memory:") as one:
        yield one


def asking(connection, homes: Homes):
    """The households as a table of DuckDB, and who answers queries on it."""
    columns = {"weight": homes.weight, "members": homes.members, "welfare": homes.welfare, "sharing": homes.sharing}
    for name, one in homes.programmes.items():
        columns |= {f"{name}.{what}": getattr(one, what) for what in ("entitled", "undecided", "receives", "paid")}
    connection.register("arrays", columns)
    shown = ", ".join(f"""CASE WHEN isnan("{name}") THEN NULL ELSE "{name}" END AS "{name}\"""" for name in columns)
    connection.execute(f"CREATE OR REPLACE VIEW homes AS SELECT {shown} FROM arrays")  # noqa: S608

    def ask(query):
        found = connection.execute(query.sql("duckdb")).fetchnumpy()
        return {name: np.ma.filled(values.astype(float), np.nan) for name, values in found.items()}

    return ask, {name: one.worth for name, one in homes.programmes.items()}


def held(rows, expected, exact: set[str]):
    """Every figure of the definition is there, the exact ones equal, the others between their bounds."""
    found = {tuple(row[name] for name in INDEX): row for row in rows}
    assert set(found) == {tuple(row[name] for name in INDEX) for row in expected}
    for row in expected:
        key = tuple(row[name] for name in INDEX)
        one, value = found[key], row["value"]
        if row["measure"] in exact:
            np.testing.assert_allclose(one["value"], value, rtol=1e-9, atol=1e-9, err_msg=str(key))
            np.testing.assert_equal([one["low"], one["high"]], [one["value"]] * 2)
        elif not np.isnan(one["low"]):
            assert one["low"] <= value <= one["high"], key
            assert one["low"] <= one["value"] <= one["high"], key


NUMBERS = st.one_of(
    st.sampled_from([0.0, 1.0, 20.0, 50.0, 99.5, 100.0, 100.0, 250.25, 1e6, -3.0, -250.0]),
    st.floats(-1e3, 1e5).map(lambda x: round(x, 3)),
)


@st.composite
def tables(draw) -> Homes:
    count = draw(st.integers(1, 40))

    def column(values):
        return np.array(draw(st.lists(values, min_size=count, max_size=count)), dtype=float)

    unknown = st.sampled_from([np.nan])
    programmes = {}
    for name in ("p", "q"):
        receives = column(st.integers(0, 3))
        paid = np.where(receives > 0, column(st.one_of(NUMBERS, unknown) if draw(st.booleans()) else NUMBERS), 0.0)
        programmes[name] = Given(
            receives + 1, column(st.integers(0, 1)), receives, paid, draw(st.sampled_from([1.0, 0.5, 0.0]))
        )
    welfare = column(st.one_of(NUMBERS, unknown) if draw(st.booleans()) else NUMBERS)
    weight, members = column(st.sampled_from([0.0, 0.5, 1.0, 1.0, 7.25])), column(st.integers(1, 5))
    return Homes(weight, members, welfare, members * draw(st.sampled_from([1.0, 0.8])), programmes)


SETTINGS = settings(max_examples=12, deadline=None, derandomize=True, database=None)


@SETTINGS
@given(homes=tables(), bins=st.sampled_from([1, 3, 50, BINS]), fetched=st.sampled_from([0, 5, 100]))
def test_the_definition_lies_between_the_bounds_and_what_is_exact_equals_it(connection, homes, bins, fetched):
    if np.isnan(homes.welfare).all():
        return
    ask, worth = asking(connection, homes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(b, "FETCHED", fetched)
        expected = plain(homes, LINES)
        measures = {row["measure"] for row in expected}
        held(binned(ask, worth, LINES, bins=bins, ranked=True), expected, measures)
        held(binned(ask, worth, LINES, bins=bins, refined=False), expected, measures - BOUNDED)


def lognormal(count: int) -> Homes:
    random = np.random.default_rng(3)
    members, ones = random.integers(1, 9, count).astype(float), np.ones(count)
    paid = np.where(random.random(count) < 0.3, 1200.0, 0.0)
    welfare = np.exp(random.normal(8.3, 0.7, count))
    return Homes(
        random.uniform(50, 150, count), members, welfare, members, {"p": Given(ones, 0 * ones, paid / 1200, paid)}
    )


def test_ten_thousand_bins_of_lognormal_welfare_leave_next_to_nothing_open(connection):
    homes = lognormal(100_000)
    ask, worth = asking(connection, homes)
    open_ = {
        row["measure"]: row["high"] - row["low"]
        for row in binned(ask, worth, LINES, refined=False)
        if row["scenario"] == "floor"
    }
    assert 0 < open_["gini"] < 3e-8
    assert open_["median_welfare"] < 4
    assert open_["benefit_incidence"] < 1e-3
    expected = plain(homes, LINES)
    held(binned(ask, worth, LINES), expected, {row["measure"] for row in expected} - {"gini"})


def test_bins_follow_welfare_upwards_to_the_last_bit(connection):
    random = np.random.default_rng(4)
    x = np.sort(np.concatenate([random.normal(0, s, 20_000) for s in (1e-9, 1.0, 50.0, 1e9, 1e300)]))
    x = np.sort(
        np.concatenate([x, np.nextafter(x, np.inf), np.nextafter(x, -np.inf), [0.0, -0.0, 1.7e308, -1.7e308, 5e-324]])
    )
    connection.register("numbers", {"x": x})
    from groundfloor.engine import formulas as f
    from groundfloor.figures.histograms import place

    text = place(f.column("x"), 37.0, BINS).sql("duckdb")
    found = connection.execute(f"SELECT {text} AS bin FROM numbers ORDER BY x").fetchnumpy()["bin"]  # noqa: S608
    assert (np.diff(found) >= 0).all()


def test_welfare_that_is_all_alike_has_no_inequality(connection):
    ones = np.ones(5)
    homes = Homes(ones, ones, 40 * ones, ones, {})
    ask, worth = asking(connection, homes)
    for row in binned(ask, worth, {}):
        if row["measure"] == "gini":
            assert row["low"] == pytest.approx(0, abs=1e-11)
            assert row["high"] == pytest.approx(0, abs=1e-11)
