"""Judging how the system works."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.actions import Make
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Stored
from groundfloor_web.core.roles import CONTRIBUTORS, SECRETARIAT
from groundfloor_web.stocktaking import forms
from groundfloor_web.stocktaking.actions.standing import ChangeStanding
from groundfloor_web.stocktaking.models import Area, Judgement


class RenameArea(ChangeStanding):
    """Give an area of the assessment another name."""

    label = _("Change the name of the area")
    roles = SECRETARIAT
    model = Area
    form = forms.AreaForm


class Judge(Make):
    """Judge an area, with the evidence."""

    label = _("Add a judgement")
    roles = CONTRIBUTORS
    model = Judgement
    form = forms.JudgementForm


class ChangeJudgement(ChangeStanding):
    """Change a judgement."""

    label = _("Change the judgement")
    roles = CONTRIBUTORS
    model = Judgement
    form = forms.JudgementForm

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """One's own; the secretariat any that it wrote down for others."""
        return super().permits(actor, target) and isinstance(target, Judgement) and _own(actor, target)


class WithdrawJudgement(ChangeJudgement):
    """Take a judgement back."""

    label = _("Withdraw the judgement")
    form = forms.ActionForm

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: object) -> Stored:
        """The judgement, withdrawn."""
        return super().change(actor, target, {"withdrawn": True})


def _own(actor: Actor, judgement: Judgement) -> bool:
    return actor.plays(SECRETARIAT) or judgement.assessor.user_id == actor.user_id
