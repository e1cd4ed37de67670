"""The dialogue: who may speak for whom, what is fixed once said, how a round ends, and what priorities follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from tests.web import making

from groundfloor_web.core.actions import Invalid, NotAllowed, perform
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Entry, Workspace
from groundfloor_web.core.roles import Role
from groundfloor_web.dialogue import actions
from groundfloor_web.dialogue.models import Input, Item, Meeting, Position, Round, Score, Weight
from groundfloor_web.dialogue.priorities import priorities
from groundfloor_web.stakeholders.actions import AddOrganisation, AddSeat, SetUpBody


@dataclass
class Table:
    """A body with three seats, an open round, an item, and those who sit there."""

    secretary: Actor
    people: dict[str, Actor]
    seats: dict[str, Any]
    round: Any
    item: Any

    def say(self, who: str, seat: str, **given: Any) -> Any:
        said = {
            "item": self.item.pk,
            "seat": self.seats[seat].pk,
            "kind": "statement",
            "stance": "neutral",
            "text": {"en": "A word"},
        }
        somebody = self.secretary if who == "secretary" else self.people[who]
        return perform(actions.Say, somebody, said | given)

    def answer_all(self) -> None:
        for one in Input.objects.filter(disposition="waiting"):
            perform(actions.AnswerInput, self.secretary, {"disposition": "noted", "reason": {"en": "On record"}}, one)


@pytest.fixture
def table(ghana: Workspace) -> Table:
    secretary = making.actor(ghana)
    body = perform(SetUpBody, secretary, {"name": {"en": "Task force"}, "kind": "task_force", "quorum": 2})
    roles = {"government": Role.MINISTRY, "workers": Role.SOCIAL_PARTNER, "civil_society": Role.CIVIL_SOCIETY}
    people, seats = {}, {}
    for constituency, role in roles.items():
        people[constituency] = making.actor(ghana, role, constituency)
        organisation = perform(
            AddOrganisation,
            secretary,
            {"name": {"en": constituency}, "acronym": constituency, "constituency": constituency},
        )
        titular = people[constituency].user.memberships.get()
        seats[constituency] = perform(
            AddSeat,
            secretary,
            {
                "body": body.pk,
                "organisation": organisation.pk,
                "function": "member",
                "titular": titular.pk,
                "gender": "woman",
            },
        )
    days = {"opens": "2026-01-01", "closes": "2026-03-01"}
    round_ = perform(actions.PlanRound, secretary, {"body": body.pk, "title": {"en": "First"}} | days)
    perform(actions.OpenRound, secretary, {}, round_)
    item = perform(
        actions.PutItem,
        secretary,
        {"round": round_.pk, "order": 1, "title": {"en": "Grant"}, "text": {"en": "One.\n\nTwo."}},
    )
    return Table(secretary, people, seats, round_, item)


def test_one_speaks_for_ones_own_seat_only(table: Table) -> None:
    assert table.say("workers", "workers").seat == table.seats["workers"]
    with pytest.raises(Invalid) as refused:
        table.say("workers", "government")
    assert "seat" in refused.value.form.errors


def test_the_secretariat_enters_what_was_said_elsewhere_and_says_where(table: Table) -> None:
    with pytest.raises(Invalid) as refused:
        table.say("secretary", "workers")
    assert "offline" in refused.value.form.errors
    assert table.say("secretary", "workers", offline="Workshop in Tamale").offline == "Workshop in Tamale"


def test_what_was_reacted_to_stays_as_it_was(table: Table) -> None:
    given = {"round": table.round.pk, "order": 1, "title": {"en": "Grant"}, "text": {"en": "Other"}}
    perform(actions.ChangeItem, table.secretary, given, table.item)
    table.say("workers", "workers")
    with pytest.raises(NotAllowed):
        perform(actions.ChangeItem, table.secretary, given, table.item)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "amendment"}, "paragraph"),
        ({"kind": "amendment", "paragraph": 3, "proposed": {"en": "x"}}, "paragraph"),
        ({"kind": "amendment", "paragraph": 2}, "proposed"),
        ({"text": {}}, "text"),
    ],
)
def test_an_amendment_names_a_paragraph_that_there_is_and_its_wording(
    table: Table, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        table.say("workers", "workers", **given)
    assert field in refused.value.form.errors


def test_nothing_said_can_be_changed_or_taken_back(table: Table) -> None:
    table.say("workers", "workers")
    names = {name for name in vars(actions) if "Input" in name or name == "Say"}
    assert names == {"AnswerInput", "EnterInputs", "Say"}


def test_a_round_closes_when_everything_has_an_answer(table: Table) -> None:
    table.say("workers", "workers")
    with pytest.raises(NotAllowed):
        perform(actions.CloseRound, table.secretary, {}, table.round)
    table.answer_all()
    perform(actions.CloseRound, table.secretary, {}, table.round)
    with pytest.raises(Invalid) as refused:
        table.say("workers", "workers")
    assert "item" in refused.value.form.errors
    assert Round.objects.get().state == Round.State.CLOSED


def position(table: Table, who: str, answer: str, **given: Any) -> Any:
    return perform(
        actions.TakePosition,
        table.people[who],
        {"item": table.item.pk, "seat": table.seats[who].pk, "answer": answer} | given,
    )


def test_a_reservation_is_in_words_and_is_not_passed_over(table: Table) -> None:
    with pytest.raises(Invalid) as refused:
        position(table, "government", "with_reservation")
    assert "reservation" in refused.value.form.errors
    position(table, "government", "with_reservation", reservation={"en": "Subject to the budget"})
    position(table, "workers", "agrees")
    with pytest.raises(Invalid) as refused:
        perform(actions.ConcludeItem, table.secretary, {"state": "agreed", "conclusion": {"en": "Agreed"}}, table.item)
    assert "state" in refused.value.form.errors
    perform(
        actions.ConcludeItem,
        table.secretary,
        {"state": "agreed_with_reservations", "conclusion": {"en": "Agreed"}},
        table.item,
    )
    assert Item.objects.get().state == Item.State.AGREED_WITH_RESERVATIONS


def test_an_item_is_not_concluded_over_what_waits_for_an_answer(table: Table) -> None:
    table.say("workers", "workers")
    with pytest.raises(Invalid, match="waits"):
        perform(actions.ConcludeItem, table.secretary, {"state": "agreed", "conclusion": {"en": "Agreed"}}, table.item)


def test_a_seat_has_one_position_and_changes_it_itself(table: Table) -> None:
    mine = position(table, "workers", "disagrees")
    with pytest.raises(Invalid):
        position(table, "workers", "agrees")
    given = {"item": table.item.pk, "seat": table.seats["workers"].pk, "answer": "agrees"}
    with pytest.raises(NotAllowed):
        perform(actions.ChangePosition, table.people["government"], given, mine)
    perform(actions.ChangePosition, table.people["workers"], given, mine)
    assert Position.objects.get().answer == Position.Answer.AGREES
    assert Entry.objects.filter(action="dialogue.change_position").get().before["answer"] == "disagrees"


def test_minutes_are_drafted_circulated_and_validated_and_then_stay(table: Table) -> None:
    given = {"round": table.round.pk, "title": {"en": "Sitting"}, "on": "2026-02-01T09:30"}
    meeting = perform(actions.CallMeeting, table.secretary, given)
    with pytest.raises(NotAllowed):
        perform(actions.ValidateMinutes, table.secretary, {}, meeting)
    said = {"present": [table.seats["workers"].pk, table.seats["government"].pk], "minutes": {"en": "It was said."}}
    perform(actions.WriteMinutes, table.secretary, said, meeting)
    perform(actions.CirculateMinutes, table.secretary, {}, meeting)
    perform(actions.ValidateMinutes, table.secretary, {}, meeting)
    with pytest.raises(NotAllowed):
        perform(actions.WriteMinutes, table.secretary, said, meeting)
    client = Client()
    client.force_login(table.secretary.user)
    page = client.get(Meeting.objects.get().get_absolute_url()).content.decode()
    assert "The meeting could decide" in page
    assert "Employers" in page  # who was not there


def test_priorities_by_hand(table: Table) -> None:
    other = perform(
        actions.PutItem,
        table.secretary,
        {"round": table.round.pk, "order": 2, "title": {"en": "Cash"}, "text": {"en": "One."}},
    )
    criteria = [
        perform(actions.AddCriterion, table.secretary, {"round": table.round.pk, "name": {"en": name}}) for name in "ab"
    ]
    for item, scores in ((table.item, (80, 20)), (other, (50, 60))):
        for criterion, score in zip(criteria, scores, strict=True):
            perform(actions.GiveScore, table.secretary, {"item": item.pk, "criterion": criterion.pk, "value": score})
    for who, weights in (("workers", (75, 25)), ("government", (0, 100))):
        for criterion, weight in zip(criteria, weights, strict=True):
            perform(
                actions.GiveWeight,
                table.people[who],
                {"criterion": criterion.pk, "seat": table.seats[who].pk, "value": weight},
            )
    found = priorities(
        Item.objects.all(),
        table.round.criteria.all(),
        *(model.objects.all() for model in (Score, Weight)),
    )
    # government: 20 and 60; workers: 0.75 x 80 + 0.25 x 20 = 65 and 0.75 x 50 + 0.25 x 60 = 52.5
    values = {str(one.item): (one.values, one.overall) for one in found.items}
    assert values == {"Grant": ((20.0, 65.0), 42.5), "Cash": ((60.0, 52.5), 56.25)}
    assert [str(one.item) for one in found.items] == ["Cash", "Grant"]


def test_what_was_said_in_a_workshop_is_entered_at_once_or_not_at_all(table: Table) -> None:
    given = {"item": table.item.pk, "offline": "Workshop in Tamale"}
    with pytest.raises(Invalid) as refused:
        perform(
            actions.EnterInputs,
            table.secretary,
            given | {"lines": "workers; supports; Good.\nnobody; supports; x\ngovernment; likes; y"},
        )
    assert len(refused.value.form.errors["lines"]) == 2
    assert not Input.objects.exists()
    lines = "workers; supports; Good; and soon.\n\nGOVERNMENT; reserves; From which revenue?"
    perform(actions.EnterInputs, table.secretary, given | {"lines": lines})
    said = [(str(one.seat.organisation), one.stance, one.text["en"], one.offline) for one in Input.objects.all()]
    assert said == [
        ("workers", "supports", "Good; and soon.", "Workshop in Tamale"),
        ("government", "reserves", "From which revenue?", "Workshop in Tamale"),
    ]
    assert Entry.objects.filter(action="dialogue.enter_inputs").count() == 2
