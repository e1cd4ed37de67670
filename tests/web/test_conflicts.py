"""Two people change one thing: neither loses what they wrote."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.web import making

from groundfloor_web.accounts.actions import ChangePart
from groundfloor_web.core.actions import Conflict, perform
from groundfloor_web.core.models import Workspace
from groundfloor_web.core.roles import Role
from groundfloor_web.stakeholders.actions import (
    AddOrganisation,
    ChangeActivity,
    ChangeOrganisation,
    PlanActivity,
    SetUpBody,
)


def test_the_second_is_told_and_nothing_is_overwritten(ghana: Workspace) -> None:
    first, second = making.actor(ghana, name="Ama"), making.actor(ghana, name="Kofi")
    target = making.member(ghana, Role.OBSERVER).memberships.get()
    perform(ChangePart, first, {"role": Role.ANALYST}, target, version=1)
    with pytest.raises(Conflict) as conflict:
        perform(ChangePart, second, {"role": Role.MINISTRY}, target, version=1)
    assert conflict.value.current.role == Role.ANALYST  # type: ignore[attr-defined]
    assert conflict.value.form.cleaned_data["role"] == Role.MINISTRY
    target.refresh_from_db()
    assert (target.role, target.version) == (Role.ANALYST, 2)


def test_the_page_shows_both_and_the_second_try_is_kept(ghana: Workspace) -> None:
    target = making.member(ghana, Role.OBSERVER).memberships.get()
    perform(ChangePart, making.actor(ghana, name="Ama"), {"role": Role.ANALYST}, target, version=1)
    client = Client()
    client.force_login(making.member(ghana, Role.SECRETARIAT, "Kofi"))
    address = f"/gha/do/accounts.change_part/{target.pk}/"
    answer = client.post(address, {"role": Role.MINISTRY, "version": "1"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Analyst" in page
    assert 'value="ministry" selected' in page
    assert 'name="version" value="2"' in page
    assert client.post(address, {"role": Role.MINISTRY, "version": "2"}).status_code == 302
    target.refresh_from_db()
    assert target.role == Role.MINISTRY


def test_only_what_differs_is_shown(ghana: Workspace) -> None:
    """Numbers, choices, dates, texts and things that both left as they were are not in the way."""
    ama = making.actor(ghana, name="Ama")
    given = {"title": {"en": "Count"}, "step": 4, "begins": "2026-01-01", "ends": "2026-02-01", "state": "planned"}
    activity = perform(PlanActivity, ama, given)
    perform(ChangeActivity, ama, given | {"title": {"en": "Count all"}}, activity)
    client = Client()
    client.force_login(making.member(ghana, Role.SECRETARIAT, "Kofi"))
    said = {"title_en": "Count", "title_fr": "", "step": "4", "begins": "2026-01-01", "ends": "2026-03-01"}
    more = {"state": "planned", "responsible": "", "meets": "", "version": "1"}
    answer = client.post(f"/gha/do/stakeholders.change_activity/{activity.pk}/", said | more)
    assert answer.status_code == 409
    assert re.findall("<dt>(.*?)</dt>", answer.content.decode()) == ["activity", "ends"]


def test_who_has_nothing_to_write_is_told_too(ghana: Workspace) -> None:
    ama = making.actor(ghana, name="Ama")
    given = {"name": {"en": "Union"}, "constituency": "workers"}
    union = perform(AddOrganisation, ama, given)
    perform(ChangeOrganisation, ama, given | {"acronym": "TUC"}, union)
    client = Client()
    client.force_login(ama.user)
    answer = client.post(f"/gha/do/stakeholders.withdraw_organisation/{union.pk}/", {"version": "1"})
    assert answer.status_code == 409
    assert "Somebody else has changed this" in answer.content.decode()


def test_who_has_made_something_goes_on_to_it(ghana: Workspace) -> None:
    ama = making.actor(ghana, name="Ama")
    body = perform(SetUpBody, ama, {"name": {"en": "Task force"}, "kind": "task_force", "quorum": 0})
    client = Client()
    client.force_login(ama.user)
    said = {"body": body.pk, "title_en": "First", "opens": "2026-01-01", "closes": "2026-02-01"}
    answer = client.post("/gha/do/dialogue.plan_round/", said | {"next": "/gha/dialogue/"})
    assert answer["Location"].startswith("/gha/dialogue/rounds/")
    seat = client.post("/gha/do/stakeholders.add_organisation/", {"name_en": "Union", "constituency": "workers"})
    assert "#organisation-" in seat["Location"]
