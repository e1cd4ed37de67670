"""Cancelling a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.actions import Action, save
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Stored
from groundfloor_web.core.roles import CONTRIBUTORS, SECRETARIAT
from groundfloor_web.jobs.models import Job, State


def ask(actor: Actor, work: str, given: Mapping[str, Any]) -> Job:
    """Ask for work in the background."""
    return Job.objects.create(workspace=actor.workspace, work=work, given=dict(given), asked_by_id=actor.user_id)


class Cancel(Action):
    """Stop a job; what was done so far is dropped."""

    label = _("Cancel")
    roles = CONTRIBUTORS
    model = Job

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of a job that has not ended, by who asked for it or the secretariat."""
        mine = isinstance(target, Job) and (target.asked_by_id == actor.user_id or actor.plays(SECRETARIAT))
        return mine and isinstance(target, Job) and not target.has_ended

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The job, cancelled at once where nobody works on it, else told to stop."""
        assert isinstance(target, Job)  # noqa: S101 - `permits` has seen to it
        waiting = target.state == State.WAITING
        return save(target, {"cancel": True} | ({"state": State.CANCELLED, "ended": timezone.now()} if waiting else {}))
