"""Seats are invited, see it, answer by one click, and are reminded; who said they come makes a quorum and a balance."""

from __future__ import annotations

import datetime
import time
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.web import making
from tests.web.test_dialogue import Table, table

from groundfloor_web.core.actions import Invalid, NotAllowed, perform
from groundfloor_web.core.models import Entry
from groundfloor_web.core.roles import Role
from groundfloor_web.dialogue import actions
from groundfloor_web.dialogue.models import Meeting, SeatInvitation

__all__ = ["table"]
SOON = (timezone.localdate() + datetime.timedelta(days=5)).isoformat()
PAST = (timezone.localdate() - datetime.timedelta(days=1)).isoformat()


def invite(table: Table, **given: Any) -> Any:
    return perform(
        actions.InviteSeats, table.secretary, {"round": table.round.pk, "whom": "all", "deadline": SOON} | given
    )


def invitation(table: Table, seat: str) -> SeatInvitation:
    return SeatInvitation.objects.standing().get(seat=table.seats[seat])


def client_of(somebody: Any, language: str = "en") -> Client:
    client = Client(headers={"Accept-Language": language})
    client.force_login(somebody.user)
    return client


@pytest.fixture
def meeting(table: Table) -> Meeting:
    given = {"round": table.round.pk, "title": {"en": "Sitting"}, "on": "2026-02-01T09:30"}
    found = perform(actions.CallMeeting, table.secretary, given)
    assert isinstance(found, Meeting)
    return found


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"whom": "all"}, ["civil_society", "government", "workers"]),
        ({"whom": "constituencies", "constituencies": ["workers", "employers"]}, ["workers"]),
    ],
)
def test_seats_are_invited_all_or_by_constituency(table: Table, given: dict[str, Any], expected: list[str]) -> None:
    invite(table, **given)
    assert sorted(str(one.seat.organisation) for one in SeatInvitation.objects.all()) == expected
    assert Entry.objects.filter(action="dialogue.invite_seats").count() == len(expected)


def test_some_are_invited_and_nobody_twice(table: Table) -> None:
    invite(table, whom="seats", seats=[table.seats["workers"].pk])
    invite(table)
    assert SeatInvitation.objects.count() == 3
    with pytest.raises(Invalid) as refused:
        invite(table)
    assert "whom" in refused.value.form.errors
    perform(actions.WithdrawSeatInvitation, table.secretary, {}, invitation(table, "workers"))
    invite(table)
    assert SeatInvitation.objects.standing().count() == 3


@pytest.mark.parametrize(
    ("given", "field"),
    [({"deadline": PAST}, "deadline"), ({"whom": "seats"}, "whom"), ({"whom": "constituencies"}, "whom")],
)
def test_an_invitation_that_makes_no_sense_is_refused(table: Table, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        invite(table, **given)
    assert field in refused.value.form.errors


def test_who_opens_the_page_has_seen_it_and_answers_by_one_click(table: Table, meeting: Meeting) -> None:
    invite(table, meeting=meeting.pk)
    workers = client_of(table.people["workers"])
    assert "You are invited" in workers.get("/gha/dialogue/").content.decode()
    assert invitation(table, "workers").state == "invited"
    page = workers.get(meeting.get_absolute_url()).content.decode()
    mine = invitation(table, "workers")
    assert (mine.state, invitation(table, "government").state) == ("seen", "invited")
    address = f"/gha/do/dialogue.accept_invitation/{mine.pk}/"
    assert page.count(f'action="{address}"') == 1
    back = f"{meeting.get_absolute_url()}#invitations"
    assert workers.post(address, {"next": back})["Location"] == back
    assert invitation(table, "workers").state == "accepted"
    assert "You are invited" not in workers.get("/gha/dialogue/").content.decode()
    # one may think better of it
    workers.post(f"/gha/do/dialogue.decline_invitation/{mine.pk}/", {"note": "Ill", "next": back})
    assert (invitation(table, "workers").state, invitation(table, "workers").note) == ("declined", "Ill")
    kinds = Entry.objects.filter(kind="dialogue.seatinvitation", target=str(mine.pk)).order_by("number")
    assert [line.action.partition(".")[2] for line in kinds][1:] == [
        "see_invitation",
        "accept_invitation",
        "decline_invitation",
    ]


def test_an_alternate_answers_too_and_others_do_not(table: Table) -> None:
    alternate = making.actor(table.round.workspace, Role.SOCIAL_PARTNER, "Kofi")
    table.seats["workers"].alternates.add(alternate.user.memberships.get())
    invite(table)
    with pytest.raises(NotAllowed):
        perform(actions.AcceptInvitation, table.people["government"], {}, invitation(table, "workers"))
    perform(actions.SendAlternate, alternate, {}, invitation(table, "workers"))
    assert invitation(table, "workers").state == "alternate"
    # the secretariat enters what it was told, but does not see for others
    perform(actions.DeclineInvitation, table.secretary, {}, invitation(table, "government"))
    with pytest.raises(NotAllowed):
        perform(actions.SeeInvitation, table.secretary, {}, invitation(table, "civil_society"))


def test_after_a_round_is_closed_nobody_answers(table: Table) -> None:
    invite(table)
    perform(actions.CloseRound, table.secretary, {}, table.round)
    with pytest.raises(NotAllowed):
        perform(actions.AcceptInvitation, table.people["workers"], {}, invitation(table, "workers"))


def test_those_who_come_make_a_quorum_and_a_balance(table: Table) -> None:
    invite(table)
    perform(actions.AcceptInvitation, table.people["workers"], {}, invitation(table, "workers"))
    address = table.round.get_absolute_url()
    page = client_of(table.secretary).get(address).content.decode()
    assert "1 seat that may decide has said that it comes; the quorum is 2." in page
    perform(actions.SendAlternate, table.people["government"], {}, invitation(table, "government"))
    page = client_of(table.secretary).get(address).content.decode()
    assert "2 seats that may decide have said that they come; the quorum is 2." in page
    assert "Government: 1, Workers: 1." in page
    assert "Women: 1 of 1 titulars who come" in page  # nobody knows who the alternate is
    assert "Not among them: Employers." in page


def test_without_a_server_for_letters_the_secretariat_gets_addresses_to_copy(table: Table) -> None:
    invite(table)
    perform(actions.AcceptInvitation, table.people["workers"], {}, invitation(table, "workers"))
    secretary = client_of(table.secretary)
    page = secretary.get(table.round.get_absolute_url()).content.decode()
    assert "remind_of_round" not in page
    with pytest.raises(NotAllowed):
        perform(actions.RemindOfRound, table.secretary, {}, table.round)
    address = f"/gha/dialogue/rounds/{table.round.pk}/unanswered/"
    assert address in page
    told = secretary.get(address).content.decode()
    assert "civil_society@example.org; government@example.org" in told
    assert "workers@example.org" not in told
    assert client_of(table.people["workers"]).get(address).status_code == 404
    assert not mail.outbox


def posted(count: int) -> list[Any]:
    """The letters that were sent; each is sent in a thread of its own."""
    end = time.monotonic() + 10
    while len(mail.outbox) < count and time.monotonic() < end:
        time.sleep(0.01)
    return sorted(mail.outbox, key=lambda letter: letter.to)


def test_those_who_have_not_answered_are_written_to_in_their_language(
    table: Table, meeting: Meeting, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MAIL, settings.ADDRESS = "smtp://mail.example", "https://floor.example"
    somebody = table.people["government"].user
    somebody.language = "fr"
    somebody.save()
    with django_capture_on_commit_callbacks(execute=True):
        invite(table, meeting=meeting.pk)
    posted(3)
    mail.outbox.clear()
    perform(actions.AcceptInvitation, table.people["workers"], {}, invitation(table, "workers"))
    with django_capture_on_commit_callbacks(execute=True):
        perform(actions.RemindOfMeeting, table.secretary, {}, meeting)
    english, french = posted(2)
    assert (english.to, english.subject) == (["civil_society@example.org"], "Reminder: Sitting")
    assert (french.to, french.subject) == (["government@example.org"], "Rappel : Sitting")
    assert f"https://floor.example{meeting.get_absolute_url()}#invitations" in french.body
    assert f"avant le {SOON}" in french.body
    assert invitation(table, "government").reminded is not None
    assert invitation(table, "workers").reminded is None
    assert Entry.objects.filter(action="dialogue.remind_of_meeting").count() == 3  # two invitations and the meeting
    # to the round itself nobody was invited
    with pytest.raises(NotAllowed):
        perform(actions.RemindOfRound, table.secretary, {}, table.round)


def test_no_letter_is_written_when_the_change_does_not_stand(
    table: Table, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MAIL = "smtp://mail.example"
    with django_capture_on_commit_callbacks() as waiting, pytest.raises(Invalid):
        invite(table, deadline=PAST)
    assert waiting == []
