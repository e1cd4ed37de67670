"""Phase-in by place and by cohort, and take-up by year, as they are written: read, refused, changed by a scenario and printed."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.marked import GOOD, read, refusal

from groundfloor.rules import difference, floor_of, patch_text, patched, printable
from groundfloor.rules.growth import ByCohort, ByPlace, born_from

STEPS = "phase_in: {2026: 0.3, 2027: 0.6, 2028: 1.0}"
PLACES = "phase_in: {by: region, North: {2026: 0.5, 2027: 1}, other: {2028: 1}}"
AGES = "phase_in: {ages: {2026: [0, 1], 2028: [0, 4]}}"
BORN = "phase_in: {born_from: 2024}"


def with_growth(text: str) -> str:
    return GOOD.replace(STEPS, text)


def grown(text: str):
    return read(with_growth(text)).programmes["child_grant"]


def test_each_kind_is_read():
    by_place = grown(PLACES)
    assert (by_place.phase_in, by_place.grows_by) == (
        {},
        ByPlace("region", {"North": {2026: 0.5, 2027: 1.0}}, {2028: 1.0}),
    )
    assert grown("phase_in: {by: region, North: {2026: 1}}").grows_by == ByPlace("region", {"North": {2026: 1.0}}, None)
    assert grown(AGES).grows_by == ByCohort({2026: (0, 1), 2028: (0, 4)})
    assert grown(BORN).grows_by == ByCohort({2024: (0, 0)}, 2024)
    path = read(GOOD.replace("take_up: 0.90", "take_up: {2026: 0.5, 2030: 0.9}")).programmes["child_grant"]
    assert (path.take_up, path.take_up_path) == (0.9, {2026: 0.5, 2030: 0.9})


REFUSED = [
    ("phase_in: {by: ▸age, North: {2026: 1}}", "by is 'age'. Expected a survey variable of words, such as region."),
    ("phase_in: {by: ▸regin, North: {2026: 1}}", "by is 'regin'. Expected a survey variable of words, such as region. Did you mean 'region'?"),
    ("phase_in: ▸{by: region}", "phase_in names no place. Expected such as {by: region, North: {2026: 0.5}, other: {2028: 1}}."),
    ("phase_in: {by: region, North: ▸{}}", "'North' has no year. Expected such as {2026: 0.3, 2028: 1.0}."),
    ("phase_in: {by: region, North: ▸0.5}", "North is no table of entries. Expected lines such as 'name: value'."),
    ("phase_in: {by: region, North: {2026: ▸50}}", "2026 is 50. Expected a share from 0 to 1. Write 0.5 for 50 %."),
    ("phase_in: {by: region, North: {2027: 1, ▸2026: 1}}", "The year 2026 stands after 2027. Expected years in ascending order."),
    ("phase_in: {by: sex, ▸femal: {2026: 1}}", "There is no sex 'femal'. Expected one of male, female, or other. Did you mean 'female'?"),
    ("phase_in: {born_from: ▸24}", "born_from is 24, which is not a year. Expected a year such as 2025."),
    ("phase_in: {born_from: 2024, ▸2026: 0.5}", "Unknown key 2026. Expected one of born_from. The page on the rule language lists the keys."),
    ("phase_in: {ages: ▸{}}", "ages is empty. Expected such as {2026: [0, 1], 2028: [0, 4]}."),
    ("phase_in: {ages: {2026: ▸4}}", "The ages of 2026 are 4. Expected the youngest and the oldest, whole years up to 150, such as [0, 4]."),
    ("phase_in: {ages: {2026: ▸[4, 0]}}", "The ages of 2026 are [4, 0]. Expected the youngest and the oldest, whole years up to 150, such as [0, 4]."),
    ("phase_in: {ages: {2026: ▸[0, 1.5]}}", "The ages of 2026 are [0, 1.5]. Expected the youngest and the oldest, whole years up to 150, such as [0, 4]."),
    ("phase_in: {ages: {2026: ▸[-1, 1]}}", "The ages of 2026 are [-1, 1]. Expected the youngest and the oldest, whole years up to 150, such as [0, 4]."),
    ("phase_in: {ages: {▸'2026': [0, 1]}}", "'2026' is not a year. Expected such as {2026: [0, 1], 2028: [0, 4]}."),
    ("phase_in: {ages: {2028: [0, 1], ▸2026: [0, 1]}}", "The year 2026 stands after 2028. Expected years in ascending order."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_what_is_wrong_is_refused_where_it_stands(text, said):
    assert refusal(read, with_growth(text)) == said


def test_a_household_has_no_age_and_an_empty_path_is_none():
    text = (
        with_growth("phase_in: {▸born_from: 2024}")
        .replace("unit: person", "unit: household")
        .replace("limit: {first: 2, per: household, by: age}\n", "")
    )
    assert (
        refusal(read, text)
        == "A household's benefit does not grow by the age of persons. Expected a phase-in by year, or by place."
    )
    assert (
        refusal(read, GOOD.replace("take_up: 0.90", "take_up: ▸{}"))
        == "take_up is empty. Expected a share, or such as {2026: 0.5, 2030: 0.9}."
    )
    assert (
        refusal(read, GOOD.replace("take_up: 0.90", "take_up: {2026: ▸90}"))
        == "2026 is 90. Expected a share from 0 to 1. Write 0.9 for 90 %."
    )


SAID = {
    PLACES: "North (2026: 50%, 2027: 100%); elsewhere (2028: 100%)",
    AGES: "2026: ages 0 to 1, 2028: ages 0 to 4, and whoever was reached before",
    BORN: "those born from 2024 on",
}


@pytest.mark.parametrize("written", SAID)
def test_a_scenario_writes_it_prints_it_and_reads_its_own_patch(written):
    patch = {"programmes": {"child_grant": yaml.safe_load(written) | {"take_up": {2026: 0.5, 2030: 1}}}}
    floor = floor_of(
        [GOOD], parameters={"cap": {"unit": "LCU/month", "values": {"2026-01-01": 60}}}, scenarios={"x": patch}
    )
    assert printable(floor, "x") == (
        f"Child grant, take-up: 2026: 50%, 2030: 100% instead of 90%\nChild grant, phase-in: {SAID[written]} "
        "instead of 2026: 30%, 2027: 60%, 2028: 100%"
    )
    assert "personnes" in printable(floor, "x", "fr") or "ailleurs" in printable(floor, "x", "fr")
    other = patched(floor, yaml.safe_load(patch_text(floor, "x"))["x"], "x")
    assert difference(floor, other) == patch
    back = patched(other, {"programmes": {"child_grant": {"phase_in": {2026: 0.3}}}})
    assert (back.programmes["child_grant"].phase_in, back.programmes["child_grant"].grows_by) == ({2026: 0.3}, None)


AGED = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda ends: (min(ends), max(ends)))
COHORTS = st.one_of(
    st.integers(2024, 2028).map(born_from),
    st.dictionaries(st.integers(2024, 2030), AGED, min_size=1, max_size=4).map(
        lambda steps: ByCohort(dict(sorted(steps.items())))
    ),
)


def plainly(by: ByCohort, year: int) -> set[int]:
    """Ages reached, year by year: those of the step in force, and those reached the year before, one year older."""
    reached: set[int] = set()
    for at in range(min(by.steps), year + 1):
        low, high = by.steps[max(step for step in by.steps if step <= at)]
        reached = {age + 1 for age in reached} | set(range(low, high + 1))
    return reached


@given(COHORTS, st.integers(2022, 2040))
def test_ages_are_those_of_the_plain_version_and_nobody_drops_out(by, year):
    def reached(at):
        return {age for low, high in by.ages(at) for age in range(low, high + 1)}

    assert reached(year) == plainly(by, year)
    assert {age + 1 for age in reached(year)} <= reached(year + 1)
