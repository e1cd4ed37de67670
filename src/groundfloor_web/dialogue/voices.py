"""For which seats somebody may speak."""

from __future__ import annotations

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


def holds(actor: Actor, seat: Seat) -> bool:
    """Whether the actor is titular or alternate of the seat."""
    return (seat.titular is not None and seat.titular.user_id == actor.user_id) or seat.alternates.filter(
        user_id=actor.user_id
    ).exists()
