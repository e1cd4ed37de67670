"""Take-up that meets caseloads by place and year: against a slow plain version, its properties, and beside the administration."""

from __future__ import annotations

import datetime
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundfloor.administered import administrative_rows, findings, take_up_rows
from groundfloor.caseloads import calibrate
from groundfloor.engine import apply
from groundfloor.engine.sql import query
from groundfloor.errors import GroundfloorError
from groundfloor.prices import Prices
from groundfloor.rules import floor_of, patched
from groundfloor.rules.counts import Count, Counts
from groundfloor.rules.draw import draw, salt
from groundfloor.rules.programme import TakeUpBy
from groundfloor.rules.take_up import limit_that_meets
from groundfloor.simulate import Money, years_of
from groundfloor.survey.frame import Survey, Text, Transfer

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


# what schemes and options make of it


def lived(floor, at, survey=None, option=None, **more):
    survey = people() if survey is None else survey
    return {
        one.year: one
        for one in years_of(
            option or floor, at.survey, dict(at.weights), PRICES, MONEY, scenario="s", take_up=at.kept_by(option or floor), simulated=at.silent, **more
        )
    }  # fmt: skip


def with_counts(floor, counts):
    (name,) = floor.programmes
    return replace(floor, programmes={name: replace(floor.programmes[name], counts=scheme(counts).counts)})


def test_an_option_keeps_the_take_up_and_its_own_word_goes_first():
    floor = with_counts(floor_of([PENSION]), {(2025, ""): 400.0})
    survey = people()
    at = calibrate(list(floor.programmes.values()), floor, survey, weights_of(survey), PRICES)
    wider = with_counts(patched(floor, {"programmes": {"elders": {"eligible": "age >= 50"}}}), {(2025, ""): 400.0})
    wider = replace(wider, source=patched(floor, {"programmes": {"elders": {"eligible": "age >= 50"}}}).source)
    before, after = lived(floor, at)[2025], lived(floor, at, option=wider)[2025]
    assert before.costs[0]["beneficiaries"] == pytest.approx(400, abs=8)
    assert (before.receives["elders"] <= after.receives["elders"]).all()
    share = before.costs[0]["beneficiaries"] / before.costs[0]["target_population"]
    assert after.costs[0]["beneficiaries"] / after.costs[0]["target_population"] == pytest.approx(share, abs=0.05)
    for patch in ({"take_up": 1.0}, {"phase_in": {2025: 1.0}}):
        changed = patched(floor, {"programmes": {"elders": patch}})
        said = replace(with_counts(changed, {(2025, ""): 400.0}), source=changed.source)
        everybody = lived(floor, at, option=said)[2025].costs[0]
        assert everybody["beneficiaries"] == everybody["target_population"]


def test_a_rule_that_reads_the_scheme_sees_its_take_up():
    top_up = PENSION.replace("programme: elders", "programme: top_up").replace(
        "eligible: age >= 60", "eligible: elders.receives"
    )
    floor = floor_of([PENSION, top_up])
    counted = scheme({(2025, "North"): 100.0, (2025, "South"): 50.0, (2025, "West"): 10.0})
    floor = replace(floor, programmes={"elders": counted, "top_up": floor.programmes["top_up"]})
    at = calibrate([counted], floor, people(), weights_of(people()), PRICES)
    one = lived(floor, at)[2026]
    assert one.receives["top_up"].tolist() == one.receives["elders"].tolist()
    assert at.simulated("top_up", 2026).receives.tolist() == one.receives["elders"].tolist()


GRANT = (
    PENSION.replace("programme: elders", "programme: universal").replace("status: existing", "status: proposed")
    + "replaces: [elders]\n"
)


def test_a_scheme_the_survey_is_silent_on_is_replaced_as_it_is_simulated():
    survey, older = people(), scheme({(2025, "North"): 100.0, (2025, "South"): 50.0, (2025, "West"): 200.0})
    floor = floor_of([GRANT])
    at = calibrate([older], floor, survey, weights_of(survey), PRICES)
    assert at.silent == ("elders",)
    one = lived(floor, at, schemes=[older])[2025]
    costs = {row["programme"]: row for row in one.costs}
    # everybody of 60 and over receives the new grant, so all who had the old one lose it
    assert costs["elders"]["beneficiaries"] == -costs["elders"]["target_population"]
    assert costs["elders"]["beneficiaries"] == pytest.approx(-350, abs=25)
    assert costs["elders"]["transfers_lcu"] == pytest.approx(120 * costs["elders"]["beneficiaries"])
    assert one.cash_per_head.sum() > 0


def test_who_says_they_receive_stands_before_what_is_simulated():
    survey = people(columns={"pension": np.zeros(900)})
    older = scheme({(2025, ""): 350.0}, PENSION + "covered_by: pension\n")
    at = calibrate([older], floor_of([GRANT]), survey, weights_of(survey), PRICES)
    assert at.silent == ()
    one = lived(floor_of([GRANT]), at, schemes=[older])[2025]
    assert {row["programme"]: row["beneficiaries"] for row in one.costs}["elders"] == 0


def test_a_programme_that_is_not_in_force_is_calibrated_and_not_paid_today():
    survey = people()
    floor = with_counts(floor_of([PENSION]), {(2026, ""): 300.0})
    at = calibrate([], floor, survey, weights_of(survey), PRICES)
    assert at.silent == ()
    assert "take_up.simulated" not in {one.says for one in findings(at)}
    assert lived(floor, at)[2026].costs[0]["beneficiaries"] == pytest.approx(300, abs=8)


def test_what_cannot_be_met_is_refused():
    with pytest.raises(GroundfloorError, match=r"names region 'Nroth'.*Expected one of North.*Did you mean 'North'"):
        met({(2025, "Nroth"): 1.0})
    without = people()
    del without.columns["region"]
    with pytest.raises(GroundfloorError, match="by 'region', which is no variable of words"):
        met({(2025, "North"): 1.0}, without)
    with pytest.raises(GroundfloorError, match="both phase_in and caseload_by"):
        met({(2025, "North"): 1.0}, text=PENSION + "phase_in: {2025: 0.5}\n")


def test_a_rule_the_survey_cannot_follow_is_left_out():
    survey = people()
    del survey.columns["age"]
    found = met({(2025, ""): 1.0}, survey)
    assert (found.found, take_up_rows(found), findings(found)) == ({}, [], [])


# beside the administration


def test_schemes_stand_beside_what_is_counted_and_spent():
    receives = np.where(people().columns["age"] >= 70, 1.0, 0.0)
    survey = people(transfers={"elders": Transfer("social_pension", "person", receives, receives * 100)})
    counts = {
        (2023, "North"): (300.0, 30_000.0),
        (2023, "South"): 200.0,
        (2023, "West"): 100.0,
        (2022, ""): (None, 5e4),
        (2029, ""): 9.0,
    }
    one = scheme(counts)
    at = calibrate([one], floor_of([]), survey, weights_of(survey), PRICES)
    rows = {(row["group"], row["year"]): row for row in administrative_rows(at, survey, [one])}
    assert list(rows) == [
        ("all", 2022),
        ("all", 2023),
        ("region=North", 2023),
        ("region=South", 2023),
        ("region=West", 2023),
    ]
    north = rows["region=North", 2023]
    there = survey.columns["region"].is_("North") == 1
    people_there = survey.weight[there] @ receives[there]
    assert north["survey_recipients"] == pytest.approx(people_there)
    assert north["recipients_ratio"] == pytest.approx(people_there / 300)
    # 100 in prices of 2025 bought by 64 of 2023
    assert north["survey_amount"] == pytest.approx(people_there * 64)
    assert north["amount_ratio"] == pytest.approx(people_there * 64 / 30_000)
    assert north["simulated_recipients"] == pytest.approx(300, abs=8)
    # 10 a month that nothing indexes were 10 in 2023 too; a tenth runs the scheme
    assert north["simulated_amount"] == pytest.approx(north["simulated_recipients"] * 120 * 1.1)
    assert rows["all", 2023]["administrative_recipients"] == 600
    assert rows["all", 2022]["administrative_amount"] == 5e4
    assert math.isnan(rows["all", 2022]["administrative_recipients"])
    assert math.isnan(rows["region=South", 2023]["administrative_amount"])


def test_what_nobody_tells_is_empty_and_not_0():
    survey = people()
    one = replace(scheme({(2015, ""): (100.0, 1e4)}), name="elders")
    at = calibrate([one], floor_of([]), survey, weights_of(survey), PRICES)
    (row,) = administrative_rows(at, survey, [one])
    # the survey does not ask, and prices do not reach back to 2015
    for column in (
        "survey_recipients",
        "survey_recipients_se",
        "survey_amount",
        "recipients_ratio",
        "simulated_amount",
    ):
        assert math.isnan(row[column]), column
    assert row["simulated_recipients"] == pytest.approx(100, abs=8)
    assert (row["administrative_recipients"], row["administrative_amount"]) == (100, 1e4)
