"""Decisions: what may be decided on, steps that wait for others, and the way back from a decision."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from tests.web import making
from tests.web.test_dialogue import Table, position, table  # noqa: F401 - a fixture

from groundfloor_web.core.actions import Invalid, NotAllowed, perform
from groundfloor_web.core.roles import Role
from groundfloor_web.decisions.actions import AddStep, AdoptMeasure, ChangeStep, ReportProgress
from groundfloor_web.decisions.calendar_feed import key_of
from groundfloor_web.decisions.models import Measure, Step
from groundfloor_web.dialogue.actions import ConcludeItem
from groundfloor_web.stocktaking.models import Gap, MatrixRow, Recommendation


def on(days: int) -> str:
    return (timezone.localdate() + datetime.timedelta(days=days)).isoformat()


def adopted(table: Table, **given: Any) -> Any:  # noqa: F811
    said = {
        "title": {"en": "A grant"},
        "text": {"en": "It is paid."},
        "decided_by": table.round.body_id,
        "decided_on": on(0),
        "state": "adopted",
    }
    return perform(AdoptMeasure, table.secretary, said | given)


def step(table: Table, measure: Measure, begins: int, ends: int, **given: Any) -> Any:  # noqa: F811
    said = {
        "measure": measure.pk,
        "title": {"en": f"Step {begins}"},
        "begins": on(begins),
        "ends": on(ends),
        "state": "planned",
    }
    return perform(AddStep, table.secretary, said | given)


def test_only_what_was_agreed_is_decided_on_and_leads_back_to_voices(table: Table) -> None:  # noqa: F811
    with pytest.raises(Invalid) as refused:
        adopted(table, item=table.item.pk)
    assert "item" in refused.value.form.errors
    position(table, "government", "with_reservation", reservation={"en": "Subject to the budget"})
    perform(
        ConcludeItem, table.secretary, {"state": "agreed_with_reservations", "conclusion": {"en": "Agreed"}}, table.item
    )
    measure = adopted(table, item=table.item.pk)
    client = Client()
    client.force_login(table.people["workers"].user)
    page = client.get(measure.get_absolute_url()).content.decode()
    assert "Subject to the budget" in page
    assert table.item.get_absolute_url() in page


def test_a_step_cannot_wait_for_itself_through_others(table: Table) -> None:  # noqa: F811
    measure = adopted(table)
    first = step(table, measure, 0, 10)
    second = step(table, measure, 5, 20, after=[first.pk])
    assert [str(one) for one in second.held_up_by] == ["Step 0"]
    with pytest.raises(Invalid) as refused:
        perform(
            ChangeStep,
            table.secretary,
            {
                "measure": measure.pk,
                "title": {"en": "x"},
                "begins": on(0),
                "ends": on(10),
                "state": "planned",
                "after": [second.pk],
            },
            first,
        )
    assert "after" in refused.value.form.errors


def test_progress_is_reported_by_the_responsible_seat(table: Table) -> None:  # noqa: F811
    one = step(table, adopted(table), -20, -10, responsible=table.seats["workers"].pk)
    assert one.is_late
    given = {"state": "done", "ends": on(-1)}
    with pytest.raises(NotAllowed):
        perform(ReportProgress, table.people["government"], given, one)
    perform(ReportProgress, table.people["workers"], given, one)
    assert not Step.objects.get().is_late


def test_the_calendar_is_read_by_its_secret_address_alone(table: Table) -> None:  # noqa: F811
    one = step(table, adopted(table), 0, 10)
    member = table.people["workers"].user.memberships.get()
    address = f"/gha/decisions/calendar/{key_of(member)}/road-map.ics"
    found = Calendar.from_ical(Client().get(address).content)
    event = next(iter(found.walk("VEVENT")))
    assert str(event["summary"]) == "Step 0"
    assert event.decoded("dtend") - event.decoded("dtstart") == datetime.timedelta(days=11)
    assert str(event["uid"]).startswith(f"step-{one.pk}@")
    assert Client().get(address.replace("calendar/", "calendar/x")).status_code == 404
    member.withdrawn = True
    member.save()
    assert Client().get(address).status_code == 404


def test_a_calendar_opens_no_other_country(table: Table) -> None:  # noqa: F811
    togo = making.workspace("tgo")
    stranger = making.member(togo, Role.ANALYST).memberships.get()
    assert Client().get(f"/gha/decisions/calendar/{key_of(stranger)}/road-map.ics").status_code == 404


def test_a_decision_leads_back_to_recommendation_and_gap(table: Table) -> None:  # noqa: F811
    workspace = table.round.workspace
    row = MatrixRow.objects.create(workspace=workspace, guarantee="children", title={"en": "Children"})
    gap = Gap.objects.create(
        workspace=workspace, guarantee="children", kind="policy", text={"en": "No grant for children"}
    )
    advice = Recommendation.objects.create(workspace=workspace, row=row, text={"en": "Begin with the youngest"})
    advice.answers.add(gap)
    table.item.recommendation = advice
    table.item.save()
    perform(ConcludeItem, table.secretary, {"state": "agreed", "conclusion": {"en": "Agreed"}}, table.item)
    measure = adopted(table, item=table.item.pk)
    client = Client()
    client.force_login(table.people["workers"].user)
    page = client.get(measure.get_absolute_url()).content.decode()
    assert gap.get_absolute_url() in page
    assert advice.get_absolute_url() in page


def test_progress_cannot_end_a_step_before_it_begins(table: Table) -> None:  # noqa: F811
    one = step(table, adopted(table), 10, 20)
    with pytest.raises(Invalid, match="before it begins"):
        perform(ReportProgress, table.secretary, {"state": "done", "ends": on(5)}, one)
