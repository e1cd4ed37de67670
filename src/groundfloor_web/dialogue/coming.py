"""Who was invited, who comes, and what those who come make of quorum and balance."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from groundfloor_web.accounts.access import noted
from groundfloor_web.core.actions import NotAllowed, perform
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.pages import found, page
from groundfloor_web.core.roles import SECRETARIAT
from groundfloor_web.dialogue.actions.invitations import SeeInvitation
from groundfloor_web.dialogue.models import Meeting, Round, SeatInvitation
from groundfloor_web.dialogue.voices import holders, holds
from groundfloor_web.stakeholders.balance import balance


def _known(about: Round | Meeting) -> list[SeatInvitation]:
    """The invitations that stand; those to a round are none to its meetings."""
    known = about.invitations.filter(withdrawn=False)
    if isinstance(about, Round):
        known = known.filter(meeting=None)
    related = ("workspace", "round", "meeting", "seat__organisation", "seat__titular__user")
    return list(known.select_related(*related).prefetch_related("seat__alternates__user"))


def _unanswered(round_: Round) -> QuerySet[SeatInvitation]:
    """The invitations to a round, or to one of its meetings, that wait for an answer."""
    return round_.invitations.filter(withdrawn=False, state__in=SeatInvitation.UNANSWERED)


def invitations_of(request: HttpRequest, about: Round | Meeting) -> dict[str, Any]:
    """What a page says of its invitations. Who opens it with a seat that was invited has seen the invitation."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    known = _known(about)
    mine = [one for one in known if holds(actor, one.seat)]
    for one in mine:
        if request.method == "GET" and SeeInvitation.allowed(actor, one):
            with suppress(NotAllowed):  # answered on another page meanwhile
                one.state = perform(SeeInvitation, actor, target=one).state  # type: ignore[attr-defined]
    counted = Counter(one.state for one in known)
    coming = [one for one in known if one.state in SeatInvitation.COMING]
    for one in coming:
        if one.state == SeatInvitation.State.ALTERNATE:
            one.seat.gender = ""  # what is said is the titular's
    round_ = about.round if isinstance(about, Meeting) else about
    return {
        "about": about,
        "invitations": known,
        "mine": mine,
        "tally": [(state.label, counted[state]) for state in SeatInvitation.State if counted[state]],
        "waiting_seats": _unanswered(round_).exists(),
        "coming": balance(one.seat for one in coming),
        "quorum": round_.body.quorum,
    }


def open_invitations(actor: Actor) -> list[SeatInvitation]:
    """What somebody has been invited to and has not answered."""
    known = SeatInvitation.objects.of(actor.workspace).standing().filter(state__in=SeatInvitation.UNANSWERED)
    known = known.exclude(round__state=Round.State.CLOSED).select_related("round", "meeting", "seat__organisation")
    known = known.select_related("seat__titular").prefetch_related("seat__alternates")
    return [one for one in known if holds(actor, one.seat)]


@page(SECRETARIAT)
def unanswered(request: HttpRequest, pk: int) -> HttpResponse:
    """The addresses of those who have not answered an invitation of a round or its meetings, to copy into a letter."""
    one = found(request, Round, pk)
    known = _unanswered(one).select_related("round", "meeting", "seat__organisation", "seat__titular__user")
    people = [(invitation, holders(invitation.seat)) for invitation in known]
    addresses = sorted({user.email for _invitation, users in people for user in users})
    noted(request.actor, "unanswered", one, len(addresses))  # type: ignore[attr-defined]
    shown = {"round": one, "people": people, "addresses": addresses}
    return render(request, "dialogue/unanswered.html", shown)
