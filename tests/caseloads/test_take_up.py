"""Take-up that meets caseloads by place and year: against a slow plain version, and its properties."""

from __future__ import annotations

import datetime
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.caseloads.making import LEVELS, PENSION, YEARS, met, people

from groundfloor.administered import findings, take_up_rows
from groundfloor.engine import apply
from groundfloor.engine.sql import query
from groundfloor.rules import floor_of
from groundfloor.rules.draw import draw, salt
from groundfloor.rules.programme import TakeUpBy
from groundfloor.rules.take_up import limit_that_meets
from groundfloor.survey.frame import Text

# the take-up that meets one caseload


def plainly(drawn, weight, wanted):
    """Who receives, one after the other: the number of recipients nearest to what is wanted."""
    order = sorted(range(len(drawn)), key=lambda one: drawn[one])
    best, recipients, reached = wanted, 0, 0.0
    for many, one in enumerate(order, 1):
        reached += weight[one]
        if abs(reached - wanted) < best:
            best, recipients = abs(reached - wanted), many
    return set(order[:recipients])


@given(st.lists(st.floats(0.5, 50), max_size=40), st.floats(0, 600), st.integers(0, 99))
def test_the_recipients_are_those_of_a_plain_loop(weight, wanted, seed):
    drawn = draw(np.arange(len(weight)), salt("p", seed))
    limit = limit_that_meets(drawn, np.array(weight), wanted)
    assert set(np.flatnonzero(drawn < limit).tolist()) == plainly(drawn.tolist(), weight, wanted)


@given(st.lists(st.floats(0.5, 50), min_size=1, max_size=40), st.floats(0, 600))
def test_the_weights_meet_the_caseload_within_half_of_one_weight(weight, wanted):
    drawn, weight = draw(np.arange(len(weight)), salt("p", 0)), np.array(weight)
    reached = weight[drawn < limit_that_meets(drawn, weight, wanted)].sum()
    if wanted >= weight.sum():
        assert reached == weight.sum()
    else:
        assert abs(reached - wanted) <= weight.max() / 2 + 1e-9


# by place and year

COUNTS = {
    (2023, "North"): 300.0, (2025, "South"): 500.0, (2027, "North"): 450.0, (2027, "South"): 800.0, (2028, ""): 1500.0, (2028, "North"): 700.0,
}  # fmt: skip


def plain_receipts(survey, year, counts, take_up=1.0):
    """Who receives in a year, a person and a year at a time."""
    drawn = draw(np.arange(survey.persons), salt("elders", 0)).tolist()
    age, codes = survey.columns["age"].tolist(), survey.columns["region"].codes.tolist()
    place = [LEVELS[code] if code >= 0 else None for code in codes]
    out = []
    for person in range(survey.persons):
        if not age[person] >= 60:
            out.append(0.0)
            continue
        level = place[person]
        counted = sorted({y for y, one in counts if one in ("", level)})
        past = [one for one in counted if one <= year]
        at = past[-1] if past else counted[0] if counted else None
        if at is None:
            out.append(float(level is not None and drawn[person] < take_up))
            continue
        own = {one for y, one in counts if y == at and one}
        peers = [
            one for one in range(survey.persons)
            if age[one] >= 60 and (place[one] == level if level in own else place[one] not in own)
        ]  # fmt: skip
        wanted = counts[at, level] if level in own else counts[at, ""] - sum(counts[at, one] for one in own)
        weight = [float(survey.weight[one] * 1.02 ** (max(at, 2025) - 2025)) for one in peers]
        taking = plainly([drawn[one] for one in peers], weight, wanted)
        out.append(float(peers.index(person) in taking))
    return out


@pytest.mark.parametrize("unknown", [False, True])
def test_each_place_and_year_receives_as_in_a_plain_loop(unknown):
    survey = people(250, unknown=unknown)
    found = met(COUNTS, survey)
    for year in YEARS:
        assert found.simulated("elders", year).receives.tolist() == plain_receipts(survey, year, COUNTS), year


@pytest.mark.parametrize("engine", ["sql", "plain"])
def test_every_engine_gives_the_same(engine):
    survey = people(300, unknown=True)
    fast, slow = met(COUNTS, survey), met(COUNTS, survey, engine=engine)
    assert fast.found["elders"].rates == slow.found["elders"].rates
    for year in (2025, 2028):
        np.testing.assert_array_equal(fast.simulated("elders", year).receives, slow.simulated("elders", year).receives)


@pytest.mark.parametrize("unit", ["person", "household"])
@pytest.mark.parametrize("shares", [{"North": 0.3, "West": 0.8}, {"North": 1.0, "South": 1.0}, {"North": 0.0}])
def test_take_up_by_place_is_the_same_on_every_engine(unit, shares):
    survey = people(700)
    generator = np.random.default_rng(3)
    # members of one household in several places, and in none: its first person decides
    survey.columns["region"] = Text(generator.integers(-1, 3, survey.persons).astype(np.int32), LEVELS)
    floor = floor_of([PENSION.replace("unit: person", f"unit: {unit}")])
    one = replace(floor.programmes["elders"], take_up=0.5, take_up_by=TakeUpBy("region", shares))
    floor = replace(floor, programmes={"elders": one})
    day = datetime.date(2025, 7, 1)
    fast, *others = (
        apply(floor, survey, day, engine=engine).programmes["elders"] for engine in ("arrays", "sql", "plain")
    )
    for other in others:
        np.testing.assert_array_equal(fast.receives, other.receives)
    first = np.zeros(survey.persons, dtype=bool)
    first[survey.starts] = True
    codes = survey.columns["region"].codes
    asked = (fast.eligible == 1) & (first | (unit == "person"))
    for level, share in shares.items():
        there = asked & (codes == LEVELS.index(level))
        assert fast.receives[there].mean() == pytest.approx(share, abs=0.2)
    assert "North" in query(floor, day, "sqlite")


def test_the_recipients_weigh_as_much_as_the_caseload():
    survey = people()
    found = met({(year, level): 200.0 + 40 * (year - 2025) for year in YEARS for level in LEVELS}, survey)
    for year in YEARS:
        receives = found.simulated("elders", year).receives
        for level in LEVELS:
            there = found.weight(year) * receives * survey.columns["region"].is_(level)
            assert abs(there.sum() - (200 + 40 * (year - 2025))) <= 15 * 1.02 ** (year - 2025)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(YEARS), st.sampled_from(LEVELS)), st.floats(0, 2000), min_size=1, max_size=8
    )
)
def test_who_receives_at_a_lower_take_up_receives_at_a_higher_one(counts):
    survey = people(150)
    found = met(counts, survey)
    for level in LEVELS:
        there = survey.columns["region"].is_(level) == 1
        taking = [found.simulated("elders", year).receives[there] for year in YEARS]
        for one in taking:
            for other in taking:
                assert (one <= other).all() or (other <= one).all()


def test_nobody_drops_out_while_the_caseload_grows_faster_than_the_people():
    found = met({(year, ""): 300.0 * 1.2 ** (year - 2025) for year in YEARS})
    before = np.zeros(900)
    for year in YEARS:
        now = found.simulated("elders", year).receives
        assert (before <= now).all()
        before = now


def test_a_caseload_of_nobody_and_of_more_than_are_entitled():
    survey = people()
    found = met({(2025, "North"): 0.0, (2025, "South"): 1e6, (2025, "West"): 100.0}, survey)
    receives = found.simulated("elders", 2025).receives
    entitled = found.simulated("elders", 2025).eligible
    north, south = (survey.columns["region"].is_(level) == 1 for level in ("North", "South"))
    assert receives[north].sum() == 0
    assert (receives[south] == entitled[south]).all()
    (short,) = found.found["elders"].short
    there = survey.weight[south] @ entitled[south]
    assert (short.levels, short.year, short.caseload, short.entitled) == (("South",), 2025, 1e6, pytest.approx(there))
    said = next(one for one in findings(found) if one.says == "take_up.short_at")
    assert said.severity == "warning"
    assert said.values["places"] == "South"
    assert said.values["year"] == "2025"
    assert said.values["lacking"] == round(1e6 - there)
    row = next(row for row in take_up_rows(found) if row["group"] == "region=South")
    assert (row["capped"], row["take_up"], row["drawn_below"]) == (True, 1.0, 1.0)
    assert row["lacking"] == pytest.approx(1e6 - there)
    assert row["implied"] == pytest.approx(1e6 / there)


def test_a_place_where_nobody_is_entitled_lacks_all_it_counts():
    survey = people(60)
    survey.columns["age"][survey.columns["region"].is_("West") == 1] = 20.0
    found = met({(2025, "West"): 50.0}, survey)
    (short,) = found.found["elders"].short
    assert (short.levels, short.entitled) == (("West",), 0.0)
    assert next(row for row in take_up_rows(found) if row["group"] == "region=West")["lacking"] == 50


def test_what_is_held_is_said():
    said = {one.says: one.values for one in findings(met(COUNTS | {(2031, "West"): 5.0}))}
    # North was counted before the base year, the West first in 2028 with the whole country, and nobody after 2028
    assert said["take_up.earlier_at"] == {"programme": "elders", "places": "North", "year": "2023"}
    assert said["take_up.later_at"] == {"programme": "elders", "places": "West", "year": "2028"}
    assert said["take_up.held_at"] == {"programme": "elders", "places": "North, South, West", "year": "2028"}
    assert said["take_up.beyond"] == {"programme": "elders", "years": "2031", "last": "2030"}
    assert said["take_up.simulated"] == {"programme": "elders"}
    assert {one.says for one in findings(met({(2030, ""): 5.0}))} == {"take_up.later", "take_up.simulated"}
    assert "take_up.none_at" in {one.says for one in findings(met({(2025, "North"): 5.0}))}
    assert "take_up.nowhere" in {one.says for one in findings(met({(2025, "North"): 5.0}, people(unknown=True)))}
    for one in findings(met(COUNTS, people(unknown=True))):
        assert one.message


def test_a_place_without_any_count_keeps_the_take_up_written():
    survey = people()
    found = met({(2025, "North"): 100.0}, survey, PENSION + "take_up: 0.4\n")
    south = (survey.columns["region"].is_("South") == 1) & (survey.columns["age"] >= 60)
    drawn = draw(np.arange(900), salt("elders", 0))
    assert (found.simulated("elders", 2026).receives[south] == (drawn[south] < 0.4)).all()


def test_the_table_says_where_each_take_up_is_from():
    rows = {(row["group"], row["year"]): row for row in take_up_rows(met(COUNTS))}
    assert {key[1] for key in rows} == {2025, 2027, 2028}
    basis = {key: row["basis"] for key, row in rows.items()}
    assert basis["region=North", 2025] == "earlier"
    assert basis["region=South", 2025] == "count"
    assert basis["region=West", 2025] == basis["region=West", 2027] == "later"
    assert basis["region=West", 2028] == basis["region=South", 2028] == "rest"
    assert basis["all", 2028] == "mixed"
    assert (rows["region=North", 2025]["caseload"], rows["region=North", 2025]["caseload_year"]) == (300, 2023)
    assert math.isnan(rows["region=West", 2025]["caseload"])
    assert rows["all", 2028]["recipients"] == pytest.approx(1500, abs=20)


def test_the_error_of_those_entitled_is_that_of_a_total_over_households():
    survey = people(200)
    row = next(row for row in take_up_rows(met({(2025, ""): 100.0}, survey)))
    totals = np.add.reduceat(survey.weight * (survey.columns["age"] >= 60), survey.starts)
    n = len(totals)
    se = math.sqrt(n / (n - 1) * ((totals - totals.mean()) ** 2).sum())
    assert row["eligible"] == pytest.approx(totals.sum())
    assert row["eligible_se"] == pytest.approx(se)
    assert row["implied_se"] == pytest.approx(100 * se / totals.sum() ** 2)


def test_places_add_up_where_all_are_counted():
    rows = take_up_rows(met({(2025, level): 100.0 for level in LEVELS}))
    assert next(row for row in rows if row["group"] == "all")["caseload"] == 300
    rows = take_up_rows(met({(2025, level): 100.0 for level in LEVELS[:2]}))
    assert math.isnan(next(row for row in rows if row["group"] == "all")["caseload"])
