"""Schemes whose take-up meets their caseloads: what options make of them, and beside what their administration counts."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.caseloads.making import MONEY, PENSION, PRICES, met, people, scheme, weights_of

from groundfloor.administered import administrative_rows, findings, take_up_rows
from groundfloor.caseloads import calibrate
from groundfloor.errors import GroundfloorError
from groundfloor.rules import floor_of, patched
from groundfloor.simulate import years_of
from groundfloor.survey.frame import Transfer


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
