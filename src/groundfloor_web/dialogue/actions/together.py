"""Answering at once what may say the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core import audit
from groundfloor_web.core.actions import save
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Stored
from groundfloor_web.dialogue.actions.rounds import AnswerInput
from groundfloor_web.dialogue.forms import DispositionForm
from groundfloor_web.dialogue.models import Input
from groundfloor_web.dialogue.same import waiting_like


class TogetherForm(DispositionForm):
    """One answer, and what else it answers."""

    others = forms.ModelMultipleChoiceField(
        Input.objects.select_related("seat__organisation"),
        label=_("inputs that get the same answer"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each stays as it was said, under the name of who said it, and gets this answer."),
    )
    field_order = ["others"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        assert isinstance(self.target, Input)  # noqa: S101 - the action is about one
        like = waiting_like(self.target)
        self.fields["others"].queryset = like
        self.fields["others"].initial = [one.pk for one in like]


class AnswerTogether(AnswerInput):
    """Give one answer to several inputs that say the same; each keeps its words and its name."""

    label = _("Answer together")
    form = TogetherForm

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Where there is another that may say the same and waits too."""
        if not isinstance(target, Input) or not super().permits(actor, target):
            return False
        # the page of an item knows it of all inputs at once
        same = getattr(target, "same", None)
        if same is None:
            return waiting_like(target).exists()
        return any(one.disposition == Input.Disposition.WAITING and not one.withdrawn for one in same)

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The input with its disposition; the others have it too, each with a line of its own on the trail."""
        answer = {name: given[name] for name in ("disposition", "reason")}
        answer_all(cls.name, actor, given["others"], answer)
        return super().change(actor, target, answer)


def answer_all(action: str, actor: Actor, things: Any, given: Mapping[str, Any]) -> None:
    """Give each the same values, with a line on the trail for each."""
    for one in things:
        before, one.version = one.snapshot(), one.version + 1
        save(one, given)
        named = {"kind": one.kind_name(), "target": str(one.pk), "said": str(one)}
        audit.append(actor.workspace, actor.user_id, action, **named, before=before, after=one.snapshot())
