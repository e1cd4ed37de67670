"""Changing and withdrawing what stands."""

from __future__ import annotations

from groundfloor_web.core.actions import Change, Withdraw
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Entry, Stored
from groundfloor_web.core.roles import SECRETARIAT


class ChangeStanding(Change):
    """Change something that was not withdrawn."""

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of what still stands."""
        return target is not None and not target.withdrawn


class WithdrawOwn(Withdraw):
    """Withdraw what one wrote oneself; the secretariat withdraws anything."""

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """By who wrote it first, as the trail has it, or the secretariat."""
        if target is None or target.withdrawn:
            return False
        return actor.plays(SECRETARIAT) or (actor.user_id is not None and author_id(target) == actor.user_id)


def author_id(thing: Stored) -> int | None:
    """Who wrote it first, as the trail has it."""
    lines = Entry.objects.filter(workspace_id=thing.workspace_id, kind=thing.kind_name(), target=str(thing.pk))
    return lines.order_by("number").values_list("actor_id", flat=True).first()
