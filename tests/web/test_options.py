"""Options: every template becomes a rule the library reads, is adapted by form or rule, versioned, and joins the floor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.web import making

from groundfloor.country import read_country
from groundfloor.country.pack import find_pack
from groundfloor.rules import floor_of
from groundfloor_web.core.actions import Invalid, NotAllowed, perform
from groundfloor_web.core.models import Workspace
from groundfloor_web.core.roles import Role
from groundfloor_web.options.actions import (
    ChangeNumbers,
    ChangeRule,
    CopyOption,
    CopyTemplate,
    PutIntoFloor,
    TakeOutOfFloor,
    WithdrawOption,
    WriteOption,
)
from groundfloor_web.options.models import Option
from groundfloor_web.options.rules import programme_of
from groundfloor_web.options.templates_library import Template, adapted, library, line_a_month, rounded
from groundfloor_web.options.versions import differences, versions
from groundfloor_web.packs import own_pack, pack_of

GHANA = find_pack("gha")
ISSUE = (
    "early_childhood family_allowance parental_support nutrition essential_medicines subsidised_insurance services_for_the_underserved "
    "water_and_sanitation active_labour_market unemployment_assistance disability_benefit special_education_needs social_pension maternity "
    "public_works emergency_cash"
)


@pytest.mark.no_database("it reads the templates and the pack")
def test_the_library_covers_what_a_floor_may_contain() -> None:
    assert set(library()) == set(ISSUE.split())
    assert all({"en", "fr"} <= set(one.label) and {"en", "fr"} <= set(one.description) for one in library().values())
    assert {one.guarantee for one in library().values()} == {"health", "children", "working_age", "old_age"}


@pytest.mark.no_database("it reads the templates and the pack")
@pytest.mark.parametrize("template", library().values(), ids=list(library()))
@pytest.mark.parametrize("rule_reads", [read_country(GHANA)], ids=["gha"])
def test_a_template_becomes_a_rule_in_the_countrys_money(template: Template, rule_reads: Any) -> None:
    rule = adapted(template, GHANA)
    programme = programme_of(rule)
    _name, line = line_a_month(rule_reads)
    for short, said in template.said["parameters"].items():
        one = programme.parameters[short]
        if "lines" in said:
            assert one.values[-1].value == rounded(said["lines"] * line)
            assert "poverty line" in one.source
    assert floor_of(
        [rule, adapted(library()["social_pension"], GHANA)] if programme.name != "social_pension" else [rule]
    )


def test_numbers_are_changed_by_form_and_the_rest_of_the_rule_stays(ghana: Workspace) -> None:
    somebody = making.actor(ghana, Role.CIVIL_SOCIETY)
    option = perform(CopyTemplate, somebody, {"template": "maternity"})
    assert isinstance(option, Option)
    before = programme_of(option.rule)
    perform(
        ChangeNumbers,
        somebody,
        {"parameter_benefit": "500", "parameter_months": "3", "take_up": "80", "administration": "5"},
        option,
    )
    option.refresh_from_db()
    after = programme_of(option.rule)
    assert (after.parameters["benefit"].values[-1].value, after.take_up, after.administration) == (500, 0.8, 0.05)
    assert after.texts == before.texts
    assert dict(after.label) == dict(before.label)


def test_a_rule_that_cannot_be_read_is_refused_with_line_and_column(ghana: Workspace) -> None:
    somebody = making.actor(ghana, Role.ANALYST)
    option = perform(CopyTemplate, somebody, {"template": "maternity"})
    assert isinstance(option, Option)
    with pytest.raises(Invalid) as refused:
        perform(ChangeRule, somebody, {"rule": option.rule.replace("pregnant", "pregnnt")}, option)
    said = str(refused.value.form.errors["rule"])
    assert "pregnant" in said
    assert "programme 1:" in said
    option.refresh_from_db()
    assert "pregnnt" not in option.rule


def test_versions_are_those_of_the_trail_and_can_be_compared(ghana: Workspace) -> None:
    somebody = making.actor(ghana, Role.ANALYST, "Esi")
    option = perform(CopyTemplate, somebody, {"template": "early_childhood"})
    assert isinstance(option, Option)
    perform(ChangeRule, somebody, {"rule": option.rule.replace("take_up: 0.9", "take_up: 0.5")}, option)
    perform(PutIntoFloor, somebody, {}, option)  # no new version of the rule
    found = versions(option)
    assert [(one.number, one.by) for one in found] == [(1, "Esi"), (2, "Esi")]
    changed = [(line.mark, line.text) for line in differences(found[0].rule, found[1].rule) if line.mark != " "]
    assert changed == [("-", "take_up: 0.9"), ("+", "take_up: 0.5")]
    client = Client()
    client.force_login(somebody.user)
    assert "take_up: 0.5" in client.get(f"/gha/options/{option.pk}/1-2/").content.decode()
    assert client.get(f"/gha/options/{option.pk}/1-9/").status_code == 404


def test_an_option_in_the_floor_is_in_the_pack_that_is_computed(ghana: Workspace) -> None:
    analyst = making.actor(ghana, Role.ANALYST)
    assert pack_of(ghana) == own_pack(ghana) == GHANA
    option = perform(CopyTemplate, analyst, {"template": "family_allowance"})
    perform(PutIntoFloor, analyst, {}, option)
    made = pack_of(ghana)
    assert made == pack_of(ghana) != GHANA
    floor = next(iter(read_country(made).floors.values()))
    assert "family_allowance" in floor.programmes
    assert not Path(GHANA / "programmes" / "family_allowance.yaml").exists()
    perform(TakeOutOfFloor, analyst, {}, option)
    assert pack_of(ghana) == GHANA


def test_an_option_of_the_name_of_a_programme_takes_its_place(ghana: Workspace) -> None:
    analyst = making.actor(ghana, Role.ANALYST)
    first = perform(CopyTemplate, analyst, {"template": "early_childhood", "name": "child_grant"})
    second = perform(CopyOption, analyst, {}, first)
    perform(PutIntoFloor, analyst, {}, first)
    perform(PutIntoFloor, analyst, {}, second)
    first.refresh_from_db()
    assert not first.in_floor  # type: ignore[attr-defined]
    floor = next(iter(read_country(pack_of(ghana)).floors.values()))
    assert floor.programmes["child_grant"].texts["eligible"] == "age < age_limit"
    with pytest.raises(NotAllowed):
        perform(WithdrawOption, making.actor(ghana), {}, second)


def test_a_rule_is_checked_while_it_is_written(ghana: Workspace) -> None:
    client = Client()
    client.force_login(making.member(ghana, Role.ANALYST))
    good = client.post("/gha/options/check/", {"rule": adapted(library()["maternity"], GHANA)}).content.decode()
    assert "can be read" in good
    bad = client.post("/gha/options/check/", {"rule": "programme: x"}).content.decode()
    assert 'class="error"' in bad
    observer = Client()
    observer.force_login(making.member(ghana, Role.OBSERVER))
    assert observer.post("/gha/options/check/", {"rule": "x"}).status_code == 404


def test_an_option_may_be_written_from_nothing(ghana: Workspace) -> None:
    rule = adapted(library()["nutrition"], GHANA).replace("programme: nutrition", "programme: food")
    option = perform(WriteOption, making.actor(ghana, Role.UN_AGENCY), {"rule": rule, "note": {"en": "Why"}})
    assert (option.name, option.guarantee, option.note) == ("food", "children", {"en": "Why"})  # type: ignore[attr-defined]
