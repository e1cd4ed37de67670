"""For which seats somebody may speak."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from groundfloor_web.core.actors import Actor
from groundfloor_web.core.roles import SECRETARIAT
from groundfloor_web.stakeholders.models import Body, Seat


def seats_of(actor: Actor, body: Body | None = None) -> QuerySet[Seat]:
    """The seats that the actor holds as titular or alternate; all seats for the secretariat, which enters what was said elsewhere."""
    found = Seat.objects.of(actor.workspace).standing()
    if body is not None:
        found = found.filter(body=body)
    if actor.plays(SECRETARIAT):
        return found
    mine = Q(titular__user_id=actor.user_id) | Q(alternates__user_id=actor.user_id)
    return found.filter(mine).distinct()


def speaks_for(actor: Actor, seat: Seat) -> bool:
    """Whether the seat is one of `seats_of`; of the secretariat, which has all, nothing is asked of the database."""
    if actor.plays(SECRETARIAT):
        return seat.workspace_id == actor.workspace.pk and not seat.withdrawn
    return seats_of(actor).filter(pk=seat.pk).exists()


def holders(seat: Seat) -> list[Any]:
    """The accounts of the titular and the alternates of a seat."""
    members = [*([seat.titular] if seat.titular else []), *seat.alternates.all()]
    return [member.user for member in members if not member.withdrawn and member.user.is_active]


def holds(actor: Actor, seat: Seat) -> bool:
    """Whether the actor is titular or alternate of the seat."""
    if seat.titular is not None and seat.titular.user_id == actor.user_id:
        return True
    return any(member.user_id == actor.user_id for member in seat.alternates.all())
