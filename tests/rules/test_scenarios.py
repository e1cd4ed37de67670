"""Scenarios: patches on a floor, checked like the floor itself, printed as patches and in words, and read back."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.marked import GOOD, PENSION, refusal, unmarked

from groundfloor.country.pack import find_pack
from groundfloor.errors import GroundfloorError, Place
from groundfloor.rules import difference, load_floor, patch_text, patched, printable, scenario
from groundfloor.rules.load import floor_of
from groundfloor.rules.programme import Floor

DAY = datetime.date
DISABILITY = PENSION.replace("old_age_pension", "disability_grant").replace("age >= 60", "disability")
HEAD = """\
floor: ground
label: {en: Ground floor, fr: Socle}
programmes: [child_grant, old_age_pension]
parameters:
  cap: {unit: LCU/month, label: {en: cap, fr: plafond}, values: {2026-01-01: 60}}
"""
SMALL = """\
scenarios:
  other:
    label: {en: Another floor, fr: Un autre socle}
    description: {en: Said of it}
    remove: [old_age_pension]
    add: [disability_grant]
    programmes:
      child_grant:
        label: {en: Grant}
        eligible: age < 18
        amount: grant if age < 5 else grant / 2
        limit: {first: 3, per: household, by: income}
        take_up: 0.8
        phase_in: {2027: 0.5}
        administration: 0.05
        replaces: []
      disability_grant: {take_up: 0.5}
    parameters:
      child_grant.grant: {2026-07-01: 80, 2027-01-01: {value: 95.5, source: Bill 12}}
      floor.cap: {2025-01-01: 30}
      disability_grant.benefit: {2027-01-01: 100}
"""


def pack(folder: Path, scenarios: str = SMALL) -> Path:
    for name, text in (
        ("programmes/child_grant.yaml", GOOD.replace("replaces: [leap]\n", "replaces: [disability_grant]\n")),
        ("programmes/old_age_pension.yaml", PENSION),
        ("programmes/disability_grant.yaml", DISABILITY),
        ("floors/ground.yaml", HEAD + scenarios),
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "floors" / "ground.yaml"


@pytest.fixture
def floor(tmp_path: Path) -> Floor:
    return load_floor(pack(tmp_path))


def bare(value: Any) -> Any:
    """A floor without the places at which its parts were written, and without what it was made from."""
    if isinstance(value, Place):
        return None
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [
            one.name for one in dataclasses.fields(value) if one.name not in ("source", "scenarios") or one.compare
        ]
        return (type(value).__name__, {name: bare(getattr(value, name)) for name in names if name != "scenarios"})
    if isinstance(value, dict):
        return [(key, bare(one)) for key, one in value.items()]
    return [bare(one) for one in value] if isinstance(value, list | tuple) else value


def test_a_scenario_changes_what_it_says_and_nothing_else(floor):
    other = scenario(floor, "other")
    assert (other.name, other.label) == ("other", {"en": "Another floor", "fr": "Un autre socle"})
    assert list(other.programmes) == ["child_grant", "disability_grant"]
    one, was = other.programmes["child_grant"], floor.programmes["child_grant"]
    assert one.label == {"en": "Grant"}
    assert one.texts == {"eligible": "age < 18", "amount": "grant if age < 5 else grant / 2"}
    assert one.limit is not None
    assert (one.limit.first, one.limit.by, one.take_up, one.administration) == (3, "income", 0.8, 0.05)
    assert (one.phase_in, one.replaces) == ({2027: 0.5}, ())
    assert (one.guarantee, one.meta, one.parameters.keys()) == (was.guarantee, was.meta, was.parameters.keys())
    assert other.programmes["disability_grant"].take_up == 0.5
    # the floor is as it was
    assert was.texts["eligible"] == "age < 5"
    assert scenario(floor, "ground") is floor


def test_new_values_take_the_place_of_those_from_their_first_day_on(floor):
    other = scenario(floor, "other")
    dated = {name: [(one.start, one.value) for one in found.values] for name, found in other.parameters.items()}
    assert dated["child_grant.grant"] == [(DAY(2026, 1, 1), 75), (DAY(2026, 7, 1), 80), (DAY(2027, 1, 1), 95.5)]
    assert other.parameters["child_grant.grant"].values[2].source == "Bill 12"
    # earlier than every value there was: none of them stays
    assert dated["floor.cap"] == [(DAY(2025, 1, 1), 30)]
    # an equal day is replaced, with what followed
    again = patched(other, {"parameters": {"child_grant.grant": {DAY(2026, 7, 1): 81}}})
    assert [one.value for one in again.parameters["child_grant.grant"].values] == [75, 81]


def test_limits_and_steps_are_taken_away_by_an_empty_entry(floor):
    other = patched(floor, {"programmes": {"child_grant": {"limit": None, "phase_in": None, "replaces": None}}})
    one = other.programmes["child_grant"]
    assert (one.limit, one.phase_in, one.replaces) == (None, {}, ())


def test_printed_as_a_patch(floor):
    assert (
        patch_text(floor, "other")
        == """\
other:
  label:
    en: Another floor
    fr: Un autre socle
  description:
    en: Said of it
  remove:
  - old_age_pension
  add:
  - disability_grant
  programmes:
    child_grant:
      label:
        en: Grant
      eligible: age < 18
      limit:
        first: 3
        per: household
        by: income
      amount: grant if age < 5 else grant / 2
      take_up: 0.8
      phase_in:
        2027: 0.5
      administration: 0.05
      replaces: []
    disability_grant:
      take_up: 0.5
  parameters:
    floor.cap:
      2025-01-01: 30
    child_grant.grant:
      2026-07-01: 80
      2027-01-01:
        value: 95.5
        source: Bill 12
    disability_grant.benefit:
      2027-01-01: 100
"""
    )


def test_a_patch_read_back_makes_the_same_floor(floor, tmp_path):
    other = scenario(floor, "other")
    printed = patch_text(floor, "other")
    assert bare(patched(floor, yaml.safe_load(printed)["other"], "other")) == bare(other)
    # and as the file of a floor
    indented = "scenarios:\n" + "".join(f"  {line}\n" for line in printed.splitlines())
    assert bare(scenario(load_floor(pack(tmp_path, indented)), "other")) == bare(other)
    assert patch_text(floor, "ground") == "ground: {}\n"


@pytest.mark.parametrize("name", ["start_small", "child_grant_to_18", "higher_benefits", "with_services"])
def test_the_scenarios_that_ship_read_back(name):
    floor = load_floor(find_pack("gha") / "floors" / "ghana_floor.yaml")
    again = patched(floor, yaml.safe_load(patch_text(floor, name))[name], name)
    assert bare(again) == bare(scenario(floor, name))


days = st.sampled_from([DAY(2025, 1, 1), DAY(2026, 1, 1), DAY(2026, 7, 1), DAY(2027, 1, 1), DAY(2028, 1, 1)])
patches = st.fixed_dictionaries({}, optional={
    "remove": st.just(["old_age_pension"]),
    "programmes": st.fixed_dictionaries({"child_grant": st.fixed_dictionaries({}, optional={
        "eligible": st.sampled_from(["age < 5", "age < 18", "True"]),
        "limit": st.sampled_from([None, {"first": 1, "per": "household", "by": "age"}]),
        "take_up": st.sampled_from([0.9, 1.0, 0.25]),
        "phase_in": st.sampled_from([None, {2026: 0.5}]),
        "replaces": st.sampled_from([None, ["leap"], ["x", "y"]]),
    })}),
    "parameters": st.fixed_dictionaries({}, optional={
        "child_grant.grant": st.dictionaries(days, st.sampled_from([75, 80.25, {"value": 75, "source": "x"}]), min_size=1),
        "floor.cap": st.dictionaries(days, st.integers(1, 99), min_size=1),
    }),
})  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(patches, patches)
def test_the_difference_of_two_floors_makes_one_of_the_other(first, second):
    floor = floor_of([GOOD, PENSION], parameters={"cap": {"unit": "LCU/month", "values": {DAY(2026, 1, 1): 60}}})
    one, two = patched(floor, first), patched(floor, second)
    for before, after in ((floor, one), (floor, two)):
        assert bare(patched(before, difference(before, after), "patch")) == bare(after)
    # a programme that one has not kept would come from a pack, and the days before the other's first would stay
    begins = [
        (one.parameters[name].values[0], found.values[0])
        for name, found in two.parameters.items()
        if name in one.parameters
    ]
    if set(two.programmes) - set(one.programmes) or any(later.start > earlier.start for earlier, later in begins):
        with pytest.raises(GroundfloorError, match=r"There is no programme|first day of"):
            difference(one, two)
    else:
        assert bare(patched(one, difference(one, two), "patch")) == bare(two)


def test_differences_that_a_scenario_cannot_make(floor):
    def beside(old: str, new: str, **more: Any) -> Floor:
        return floor_of([GOOD.replace(old, new)], **more)

    plain = beside("", "")
    for other, said in (
        (beside("guarantee: children", "guarantee: health"), "guarantee of child_grant"),
        (beside("LCU/month", "LCU/year"), "parameter child_grant.grant beyond its values"),
        (
            beside("  part: {unit: share, values: {2026-01-01: 0.5}}\n", ""),
            "parameter child_grant.part beyond its values",
        ),
        (beside("", "", variables={"herd": {"kind": "number"}}), "variables of the floor"),
        (beside("{2026-01-01: 75}", "{2027-01-01: 75}"), "first day of child_grant.grant"),
    ):
        with pytest.raises(GroundfloorError, match=f"The floors differ in the {said}, which a scenario cannot change"):
            difference(plain, other)
    # what is no longer written is what it would be by default
    gone = beside("take_up: 0.90\n", "")
    assert difference(plain, gone) == {"programmes": {"child_grant": {"take_up": 1.0}}}
    assert bare(patched(plain, difference(plain, gone), "floor")) == bare(gone)


def test_printed_in_words(floor):
    assert printable(floor, "other").replace("\xa0", "~").splitlines() == [
        "Old-age pension: taken away",
        "Grant, name: Grant instead of Child grant",
        "Grant, condition: age < 18 instead of age < 5",
        "Grant, amount: grant if age < 5, otherwise grant ÷ 2 instead of grant",
        "Grant, limit: at most 3 in a household, smallest first (yearly income) instead of at most 2 in a household, smallest first (age)",
        "Grant, take-up: 80% instead of 90%",
        "Grant, phase-in: 2027: 50% instead of 2026: 30%, 2027: 60%, 2028: 100%",
        "Grant, administration: 5% instead of 10%",
        "Grant, programmes replaced: none instead of disability_grant",
        "Old-age pension: added",
        "Floor, cap: 30~LCU a month from 1 January 2025 instead of none",
        "Floor, cap: 30~LCU a month from 1 January 2026 instead of 60~LCU a month",
        "Grant, grant: 80~LCU a month from 1 July 2026 instead of 75~LCU a month",
        "Grant, grant: 95.50~LCU a month from 1 January 2027 instead of 75~LCU a month",
    ]  # fmt: skip
    assert printable(floor, "ground") == "Nothing changes."


def test_printed_in_french(floor):
    said = printable(floor, "other", "fr").replace("\xa0", "~").replace("\u202f", "~").splitlines()
    assert said[:3] == [
        "Old-age pension~: retiré",
        "Grant, nom~: Grant au lieu de Allocation pour enfant",
        "Grant, condition~: âge < 18 au lieu de âge < 5",
    ]
    assert said[5:7] == [
        "Grant, recours~: 80~% au lieu de 90~%",
        "Grant, montée en charge~: 2027~: 50~% au lieu de 2026~: 30~%, 2027~: 60~%, 2028~: 100~%",
    ]
    assert said[8] == "Grant, programmes remplacés~: néant au lieu de disability_grant"
    assert said[10] == "Socle, plafond~: 30~LCU par mois à partir du 1er janvier 2025 au lieu de néant"
    without = patched(floor, {"programmes": {"child_grant": {"phase_in": None, "limit": None}}}, "x")
    assert without.programmes["child_grant"].limit is None
    assert printable(floor, "ground", "fr") == "Rien ne change."


def test_what_is_taken_away_is_printed_as_none(tmp_path):
    floor = load_floor(pack(tmp_path, "scenarios:\n  x:\n    programmes:\n      child_grant: {limit: , phase_in: }\n"))
    assert printable(floor, "x").splitlines() == [
        "Child grant, limit: none instead of at most 2 in a household, smallest first (age)",
        "Child grant, phase-in: none instead of 2026: 30%, 2027: 60%, 2028: 100%",
    ]


def test_an_unknown_scenario(floor):
    with pytest.raises(GroundfloorError) as caught:
        scenario(floor, "othr")
    assert str(caught.value) == (
        "The floor 'ground' has no scenario 'othr'. Expected one of ground, other. Did you mean 'other'?"
    )


CASES = [
    ("remove: [old_age_pension]", "remove: [▸old_age_pensoin]", "The scenario removes 'old_age_pensoin', which the floor does not have. Did you mean 'old_age_pension'?"),
    ("remove: [old_age_pension]", "remove: ▸old_age_pension", "remove is no list of names. Expected such as [child_grant, leap]."),
    ("remove: [old_age_pension]", "▸removes: [old_age_pension]", "Unknown key 'removes'. Expected one of label, description, add, remove, services, contributory, parameters, programmes. Did you mean 'remove'?"),
    ("add: [disability_grant]", "add: [▸child_grant]", "The scenario adds 'child_grant', which the floor has. Take it away."),
    ("add: [disability_grant]", "add: [▸disabilty_grant]", "There is no programme 'disabilty_grant'. Expected a file programmes/disabilty_grant.yaml. Did you mean 'disability_grant'?"),
    ("label: {en: Another floor, fr: Un autre socle}", "label: ▸Another", "label is no text by language. Expected such as {en: Child grant, fr: Allocation pour enfant}, with en at least."),
    ("      child_grant:\n", "      ▸child_grnt:\n", "The scenario changes 'child_grnt', which it does not have. Did you mean 'child_grant'?"),
    ("      child_grant:\n", "      ▸old_age_pension:\n", "The scenario changes 'old_age_pension', which it does not have."),
    ("take_up: 0.8", "▸takeup: 0.8", "Unknown key 'takeup'. Did you mean 'take_up'?"),
    ("take_up: 0.8", "▸guarantee: health", "Unknown key 'guarantee'. The page on the rule language lists the keys."),
    ("take_up: 0.8", "take_up: ▸80", "take_up is 80. Expected a share from 0 to 1. Write 0.8 for 80 %."),
    ("take_up: 0.8", "▸take_up:", "take_up is empty. Write a number, or take the line away."),
    ("eligible: age < 18", "eligible: urban and ▸agee < 18", "Unknown name 'agee'. Did you mean 'age'?"),
    ("eligible: age < 18", "▸eligible:", "The key 'eligible' is empty. Write what it is after eligible:"),
    ("eligible: age < 18", "eligible: ▸old_age_pension.eligible", "Unknown name 'old_age_pension.eligible'. No programme 'old_age_pension' stands beside this one."),
    ("amount: grant if age < 5 else grant / 2", "amount: ▸age", "amount is in year. Expected LCU/day, LCU/week, LCU/month or LCU/year."),
    ("by: income", "by: ▸sex", "by is 'sex'. Expected a numeric survey variable."),
    ("phase_in: {2027: 0.5}", "phase_in: {2027: ▸50}", "2027 is 50. Expected a share from 0 to 1. Write 0.5 for 50 %."),
    ("replaces: []", "replaces: [▸leap]", "There is no programme 'leap' to replace."),
    ("child_grant.grant:", "▸child_grant.grnt:", "The scenario changes the parameter 'child_grant.grnt', which is not there. Did you mean 'child_grant.grant'?"),
    ("child_grant.grant:", "▸grant:", "The scenario changes the parameter 'grant', which is not there. Write child_grant.grant."),
    ("floor.cap: {2025-01-01: 30}", "floor.cap: ▸{unit: LCU/year, values: {2025-01-01: 30}}", "A scenario gives 'floor.cap' new values, not a new unit. Expected such as {2027-01-01: 90}."),
    ("floor.cap: {2025-01-01: 30}", "▸floor.cap: {}", "The scenario gives 'floor.cap' no value. Expected such as {2026-01-01: 75}."),
    ("floor.cap: {2025-01-01: 30}", "floor.cap: ▸30", "floor.cap is no table of entries. Expected lines such as 'name: value'."),
    ("floor.cap: {2025-01-01: 30}", "floor.cap: {▸2025: 30}", "2025 is not a date. Expected a date such as 2026-01-01."),
    ("floor.cap: {2025-01-01: 30}", "floor.cap: {2025-01-01: ▸much}", "'much' is not a number. Expected a number such as 1234.5."),
    ("{value: 95.5, source: Bill 12}", "{value: 95.5, ▸sorce: Bill 12}", "Unknown key 'sorce'. Expected one of value, source. Did you mean 'source'?"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), CASES)
def test_a_scenario_is_refused_where_it_is_written(tmp_path, old, new, said):
    assert old in SMALL
    text, line, column = unmarked(SMALL.replace(old, new, 1))
    file = pack(tmp_path, text)
    with pytest.raises(GroundfloorError) as caught:
        load_floor(file)
    place = caught.value.place
    assert place is not None
    what = str(caught.value)
    assert (Path(place.file), place.line, place.column) == (file, HEAD.count("\n") + line, column), what
    assert what.removeprefix(f"{place}: ") == said


def test_a_mistake_of_a_patch_in_memory_stands_in_the_patch(floor):
    with pytest.raises(GroundfloorError, match=r"^patch:4:27: Unknown name 'agee'"):
        patched(floor, {"programmes": {"child_grant": {"eligible": "urban and agee < 5"}}})


def test_a_mistake_in_what_a_patch_leaves_stands_in_its_own_file(tmp_path):
    # without the pension, a rule that reads it is wrong where that rule is written
    text = GOOD.replace("age < 5", "age < 5 and not ▸old_age_pension.receives")
    said = refusal(lambda plain: patched(floor_of([plain, PENSION]), {"remove": ["old_age_pension"]}), text)
    assert said == "Unknown name 'old_age_pension.receives'. No programme 'old_age_pension' stands beside this one."
