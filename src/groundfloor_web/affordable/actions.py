"""Asking for the best affordable floor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from groundfloor_web.affordable.forms import ChooseForm
from groundfloor_web.affordable.models import Choice
from groundfloor_web.core.actions import Make, Withdraw, save
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Stored
from groundfloor_web.core.roles import ANALYSTS, CONTRIBUTORS
from groundfloor_web.jobs.actions import ask


class Choose(Make):
    """Find the best floor within an envelope, in the background."""

    label = _("Find the best affordable floor")
    roles = CONTRIBUTORS
    model = Choice
    form = ChooseForm
    leads_on = True

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The choice, waiting for a worker."""
        job = ask(actor, "affordable.choose", {})
        kept = {name: given[name] for name in ("title", "settings", "boxes")}
        choice = save(Choice(workspace=actor.workspace), kept | {"job": job})
        save(job, {"given": {"choice": choice.pk}})
        return choice


class WithdrawChoice(Withdraw):
    """Take a choice out of view."""

    label = _("Withdraw the choice")
    roles = ANALYSTS
    model = Choice
