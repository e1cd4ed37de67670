"""Phase-in by place and by cohort and take-up by year: what they cost by hand, that engines agree, that nobody drops out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.conformance import everywhere, floor, programme
from tests.engine.conformance import survey as by_hand
from tests.test_simulate import GRANT, PRICES

import groundfloor as gf
from groundfloor.caseloads import calibrate
from groundfloor.costing.phase import full_from, in_place, phased
from groundfloor.errors import GroundfloorError
from groundfloor.rules import floor_of
from groundfloor.simulate import Money, years_of
from groundfloor.survey.frame import Survey, Text

ALWAYS = GRANT.replace("eligible: age < oldest", "eligible: True")
PLACES = "phase_in: {by: region, North: {2025: 0.5, 2026: 1}, other: {2027: 1}}\n"
YEARS = range(2025, 2032)


def people(persons=400, seed=1):
    random = np.random.default_rng(seed)
    homes = persons // 2
    region = Text(np.repeat(random.integers(-1, 3, homes), 2).astype(np.int32), ("North", "South", "West"))
    age = random.integers(0, 12, persons).astype(float)
    age[random.random(persons) < 0.05] = np.nan
    columns = {"age": age, "region": region, "_key": random.integers(0, 2**32, persons).astype(float)}
    columns["_household_key"] = np.repeat(random.integers(0, 2**32, homes), 2).astype(float)
    return Survey(
        "s", "NOW", 2025, columns, np.arange(0, persons, 2), np.full(persons, 10.0), welfare=np.full(persons, 500.0)
    )


def lived(text, survey=None, years=YEARS, **more):
    survey = survey or people()
    weights = dict.fromkeys(years, survey.weight)
    return {
        one.year: one
        for one in years_of(floor_of([text]), survey, weights, PRICES, Money({}, {}), scenario="s", **more)
    }


def received(text, survey=None, **more):
    return {year: one.receives["grant"] == 1 for year, one in lived(text, survey, **more).items()}


def test_places_follow_their_own_steps():
    survey, found = people(), received(ALWAYS + PLACES)
    north = survey.columns["region"].codes == 0
    assert 0.3 < found[2025][north].mean() < 0.7
    assert found[2026][north].all()
    assert not found[2026][~north].any()
    assert found[2027].all()  # who has no known region is elsewhere
    alone = received(ALWAYS + "phase_in: {by: region, North: {2025: 1}}\n")
    assert (alone[2031] == north).all()


def test_a_cohort_by_hand():
    survey = people()
    age = survey.columns["age"]
    found = received(ALWAYS + "phase_in: {born_from: 2026}\n")
    for year in YEARS:
        assert (found[year] == (age <= year - 2026)).all()  # the unknown are not reached
    found = received(ALWAYS + "phase_in: {ages: {2026: [0, 1], 2028: [0, 4]}}\n")
    reached = {2025: -1, 2026: 1, 2027: 2, 2028: 4, 2029: 5}
    for year, oldest in reached.items():
        assert (found[year] == (age <= oldest)).all()


def test_the_target_population_is_whom_the_rule_entitles():
    (now, *_) = lived(ALWAYS + "phase_in: {born_from: 2026}\n")[2026].costs
    assert now["target_population"] == 4000
    assert now["beneficiaries"] == 10 * (people().columns["age"] == 0).sum()


def test_take_up_runs_straight_between_the_years_given():
    text = ALWAYS + "take_up: {2026: 0.2, 2030: 1}\nphase_in: {2026: 1}\n"
    grant = floor_of([text])
    assert [
        phased(grant, year).programmes["grant"].take_up for year in (2025, 2026, 2028, 2030, 2031)
    ] == pytest.approx([0, 0.2, 0.6, 1, 1])
    found = received(text)
    assert found[2028].mean() == pytest.approx(0.6, abs=0.08)
    assert full_from(grant.programmes["grant"], {}) == 2030


GROWTHS = st.sampled_from(
    [
        "{2025: 0.2, 2027: 0.7, 2029: 1}",
        "{by: region, North: {2025: 0.3, 2028: 0.9}, South: {2026: 1}, other: {2029: 0.5}}",
        "{by: region, North: {2025: 0.3, 2028: 0.9}}",
        "{born_from: 2024}",
        "{ages: {2025: [0, 1], 2027: [0, 3]}}",
        "{ages: {2025: [3, 4], 2029: [0, 1]}}",
    ]
)


@settings(max_examples=30)
@given(GROWTHS, st.sampled_from(["0.8", "{2025: 0.1, 2029: 0.9}", "1.0"]), st.integers(0, 3))
def test_nobody_drops_out_as_a_scheme_grows(growth, take_up, seed):
    """People who live on, one year older each year, keep what they have once they have it."""
    survey = people(seed=seed)
    age = survey.columns["age"]
    text = ALWAYS + f"take_up: {take_up}\nphase_in: {growth}\n"
    before = np.zeros(survey.persons, dtype=bool)
    for year in YEARS:
        survey.columns["age"] = age + (year - 2025)
        now = received(text, survey, years=[year])[year]
        assert (before <= now).all()
        before = now


@pytest.mark.parametrize(
    "growth", ["{by: region, North: {2025: 0.3, 2028: 0.9}, other: {2026: 1}}", "{born_from: 2024}"]
)
def test_costs_add_up_over_regions(growth):
    survey = people()
    text = ALWAYS + f"take_up: 0.7\nphase_in: {growth}\n"
    whole = lived(text, survey)
    region = survey.columns["region"].codes
    parts = [lived(text, survey.with_weight(np.where(region == code, survey.weight, 0.0))) for code in (-1, 0, 1, 2)]
    for year in YEARS:
        for column in ("target_population", "beneficiaries", "transfers_lcu", "total_lcu"):
            assert sum(one[year].costs[0][column] for one in parts) == pytest.approx(whole[year].costs[0][column])


BY_PLACE = [
    {"by": "t", "north": {2026: 0.5}, "o'south": {2027: 1}, "other": {2026: 0.2}},
    {"by": "u", "": {2026: 1}},
]
BY_COHORT = [{"born_from": 2024}, {"ages": {2020: [2, 3], 2026: [0, 0]}}, {"ages": {2030: [0, 5]}}]


@pytest.mark.parametrize(
    ("unit", "growth"),
    [*(("household", one) for one in BY_PLACE), *(("person", one) for one in (*BY_PLACE, *BY_COHORT))],
)
def test_engines_agree(unit, growth):
    ages = [0, 1, 2.5, None, 3, 40, 7, 8.5, 9, 10, None, 0]
    words = ["north", "o'south", "éast", "", None, "north"] * 2
    survey = by_hand([3, 1, 4, 4], t=words, u=words[::-1], x=range(12), seed=3)
    survey.columns["age"] = np.array([np.nan if one is None else one for one in ages])
    one = programme("p", "x >= 0", unit=unit, take_up=0.8, phase_in=growth)
    reads = programme("q", "p.receives", amount="p.amount")
    for year in (2025, 2026, 2027):
        everywhere(phased(floor(one, reads), year), survey)


def test_the_year_in_which_it_is_grown():
    def full(growth, eligible="age < oldest"):
        one = floor_of([GRANT.replace("eligible: age < oldest", f"eligible: {eligible}") + f"phase_in: {growth}\n"])
        return full_from(
            one.programmes["grant"], {name: parameter.values[-1].value for name, parameter in one.parameters.items()}
        )

    assert full("{born_from: 2026}") == 2026 + 9  # under ten
    assert full("{born_from: 2026}", "age < 5 and household.size > 1") == 2030
    assert full("{born_from: 2026}", "3 > age") == 2028
    assert full("{ages: {2026: [70, 150], 2030: [65, 150]}}", "age >= 65") == 2030
    assert full("{born_from: 2026}", "household.size > 1") == 2126
    assert full("{by: region, North: {2026: 1}, other: {2029: 1}}") == 2029
    assert full("{2026: 0.5}") == 2026


def test_a_programme_is_in_place_where_it_reaches_somebody():
    def placed(growth):
        one = floor_of([GRANT + f"phase_in: {growth}\n"]).programmes["grant"]
        return [year for year in range(2024, 2030) if in_place(one, year)]

    assert placed("{by: region, North: {2026: 0, 2028: 1}}") == [2028, 2029]
    assert placed("{by: region, North: {2026: 0}, other: {2027: 0.1}}") == [2027, 2028, 2029]
    assert placed("{born_from: 2028}") == [2028, 2029]


def test_a_place_the_survey_does_not_have_is_refused():
    with pytest.raises(GroundfloorError, match=r"grows in 'Norht', which is no region of 's'.*Did you mean 'North'"):
        lived(ALWAYS + PLACES.replace("North", "Norht"))


def test_caseloads_say_themselves_how_a_scheme_grows():
    text = ALWAYS + "phase_in: {born_from: 2026}\ncaseload_by: {region: {North: 10}}\ncaseload_year: 2025\n"
    survey, of = people(), floor_of([text])
    with pytest.raises(GroundfloorError, match="has both phase_in and caseload_by"):
        calibrate(of.programmes.values(), of, survey, {2025: survey.weight}, PRICES)


def test_a_run_of_a_pack(tmp_path):
    pack = gf.new(tmp_path / "nowhere")
    grant = pack / "programmes" / "child_grant.yaml"
    steps = "phase_in: {2026: 0.3, 2027: 0.6, 2028: 1.0}"
    grant.write_text(grant.read_text().replace(steps, "phase_in: {born_from: 2026}"))
    assert gf.check(pack).sound
    rows = {
        row["year"]: row
        for row in gf.cost(pack, to=2031)
        if row["programme"] == "child_grant" and row["scenario"] == "floor"
    }
    assert rows[2025]["beneficiaries"] == 0
    assert rows[2026]["beneficiaries"] < rows[2028]["beneficiaries"] < rows[2030]["beneficiaries"]
    assert rows[2031]["beneficiaries"] == pytest.approx(0.9 * rows[2031]["target_population"], rel=0.1)


@pytest.mark.parametrize(
    ("plain", "table"),
    [
        ("administration: 0.25\n", "administration: {share: 0.25}\n"),
        ("take_up: 0.8\n", "take_up: {2026: 0.8}\n"),
        ("phase_in: {2026: 0.3, 2028: 1}\n", "phase_in: {by: region, North: {2026: 0.3, 2028: 1}, other: {2026: 0.3, 2028: 1}}\n"),
        ("", "form: voucher\n"),
        ("form: in_kind\n", "form: cash\nworth: 0\n"),
    ],
)  # fmt: skip
def test_what_says_the_same_costs_the_same_to_the_last_digit(plain, table):
    base = ALWAYS.replace("administration: 0.25\n", "") + "take_up: 0.7\n" * ("take_up" not in plain)
    one, other = (lived(base + more) for more in (plain, table))
    for year in YEARS:
        np.testing.assert_array_equal(list(one[year].costs[0].values())[2:], list(other[year].costs[0].values())[2:])
        np.testing.assert_array_equal(one[year].cash_per_head, other[year].cash_per_head)
