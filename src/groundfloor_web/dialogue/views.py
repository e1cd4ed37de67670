"""Pages of the dialogue."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from groundfloor_web.core.pages import found, page
from groundfloor_web.core.roles import SECRETARIAT
from groundfloor_web.dialogue.coming import invitations_of, open_invitations
from groundfloor_web.dialogue.files import documents_of
from groundfloor_web.dialogue.models import Input, Item, Meeting, Position, Round, Score, Weight
from groundfloor_web.dialogue.priorities import priorities as priorities_of
from groundfloor_web.dialogue.same import same_as
from groundfloor_web.dialogue.voices import seats_of
from groundfloor_web.stakeholders.balance import balance


@page()
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds there are."""
    known = Round.objects.of(request.actor.workspace).standing().select_related("body")  # type: ignore[attr-defined]
    mine = open_invitations(request.actor)  # type: ignore[attr-defined]
    return render(request, "dialogue/rounds.html", {"rounds": known, "mine": mine})


@page()
def round_(request: HttpRequest, pk: int) -> HttpResponse:
    """A round: its agenda, its meetings, and what still waits for an answer."""
    one = found(request, Round, pk)
    seats = one.body.seats.filter(withdrawn=False).select_related("organisation")
    spoken = set(Input.objects.filter(item__round=one, withdrawn=False).values_list("seat_id", flat=True))
    shown = {
        "round": one,
        "items": one.items.filter(withdrawn=False),
        "meetings": one.meetings.filter(withdrawn=False),
        **documents_of(request, one.documents),
        **invitations_of(request, one),
        "waiting": Input.objects.filter(
            item__round=one, withdrawn=False, disposition=Input.Disposition.WAITING
        ).count(),
        "silent": [seat for seat in seats if seat.pk not in spoken],
    }
    return render(request, "dialogue/round.html", shown)


@page()
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """An item: its text, what was said to it paragraph by paragraph, positions by constituency, and the conclusion."""
    one = found(request, Item, pk)
    inputs = list(one.inputs.filter(withdrawn=False).select_related("workspace", "item__round", "seat__organisation"))
    if request.actor.plays(SECRETARIAT):  # type: ignore[attr-defined]
        _beside_each_other(one, inputs)
    positions = one.positions.filter(withdrawn=False).select_related("seat__organisation")
    answers = Counter(position.answer for position in positions)
    shown = {
        "item": one,
        "inputs": inputs,
        "positions": sorted(positions, key=lambda position: position.seat.organisation.constituency),
        "tally": [(answer.label, answers[answer]) for answer in Position.Answer if answers[answer]],
        "seats": seats_of(request.actor, one.round.body),  # type: ignore[attr-defined]
    }
    return render(request, "dialogue/item.html", shown)


def _beside_each_other(item: Item, inputs: list[Input]) -> None:
    """Let each input know those that it may say the same as."""
    known, same = {one.pk: one for one in inputs}, same_as(item)
    for one in inputs:
        one.same = [known[pk] for pk in same.get(one.pk, ()) if pk in known]  # type: ignore[attr-defined]


@page()
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """A meeting: who was there, whether it could decide, and its minutes."""
    one = found(request, Meeting, pk)
    present = one.present.filter(withdrawn=False).select_related("organisation")
    quorum = one.round.body.quorum
    there = balance(present)
    shown = {
        "meeting": one,
        **documents_of(request, one.documents),
        **invitations_of(request, one),
        "present": present,
        "balance": there,
        "quorum": quorum,
        "may_decide": there.seats >= quorum,
    }
    return render(request, "dialogue/meeting.html", shown)


@page()
def priorities(request: HttpRequest, pk: int) -> HttpResponse:
    """Criteria, weights by constituency, and the items in the order that follows from them."""
    one = found(request, Round, pk)
    items, criteria = one.items.filter(withdrawn=False), one.criteria.filter(withdrawn=False)
    scores = Score.objects.filter(criterion__round=one, withdrawn=False)
    weights = Weight.objects.filter(criterion__round=one, withdrawn=False).select_related(
        "seat__organisation", "criterion"
    )
    mine = seats_of(request.actor, one.body)  # type: ignore[attr-defined]
    shown = {
        "round": one,
        "criteria": criteria,
        "found": priorities_of(items, criteria, scores, weights),
        "scores": scores.select_related("item", "criterion"),
        "mine": weights.filter(seat__in=mine),
    }
    return render(request, "dialogue/priorities.html", shown)
