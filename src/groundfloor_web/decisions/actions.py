"""Adopting measures and carrying them out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.actions import ActionModelForm, Change, Make, Withdraw
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.fields import day
from groundfloor_web.core.models import Stored
from groundfloor_web.core.roles import SECRETARIAT, VOICES
from groundfloor_web.decisions.models import Measure, Step
from groundfloor_web.dialogue.models import Item
from groundfloor_web.dialogue.voices import seats_of


class MeasureForm(ActionModelForm):
    """A measure; of items only those that were agreed can be decided on."""

    decided_on = day(_("decided on"))
    begins = day(_("takes effect"), required=False)

    class Meta:
        model = Measure
        fields = [
            "title",
            "text",
            "item",
            "decided_by",
            "decided_on",
            "law",
            "institution",
            "budget_line",
            "in_plan",
            "in_budget",
            "begins",
            "state",
        ]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        agreed = (Item.State.AGREED, Item.State.AGREED_WITH_RESERVATIONS)
        self.fields["item"].queryset = self.fields["item"].queryset.filter(state__in=agreed)


class StepForm(ActionModelForm):
    """A step; it cannot wait for itself, not even through others."""

    begins, ends = day(_("begins")), day(_("ends"))

    class Meta:
        model = Step
        fields = ["measure", "title", "responsible", "begins", "ends", "after", "state"]
        widgets = {"after": forms.CheckboxSelectMultiple}

    def clean(self) -> dict[str, Any]:
        """Refuse circles."""
        given: dict[str, Any] = super().clean() or {}
        if self.target is not None and _reaches(list(given.get("after") or ()), self.target.pk):
            self.add_error("after", _("The step would wait for itself."))
        return given


def _reaches(steps: list[Step], pk: int) -> bool:
    """Whether a step, or one it waits for, is the one of this key."""
    seen: set[int] = set()
    while steps:
        one = steps.pop()
        if one.pk == pk:
            return True
        if one.pk not in seen:
            seen.add(one.pk)
            steps.extend(one.after.all())
    return False


class ProgressForm(ActionModelForm):
    """How far a step is."""

    ends = day(_("ends"))

    class Meta:
        model = Step
        fields = ["state", "ends"]


class AdoptMeasure(Make):
    """Record a measure that was adopted."""

    label = _("Record a decision")
    roles = SECRETARIAT
    model = Measure
    form = MeasureForm
    leads_on = True


class ChangeMeasure(Change):
    """Change what is said of a measure."""

    label = _("Change the measure")
    roles = SECRETARIAT
    model = Measure
    form = MeasureForm


class AddStep(Make):
    """Add a step to the road map."""

    label = _("Add a step")
    roles = SECRETARIAT
    model = Step
    form = StepForm
    leads_on = True


class ChangeStep(Change):
    """Change a step of the road map."""

    label = _("Change the step")
    roles = SECRETARIAT
    model = Step
    form = StepForm


class ReportProgress(Change):
    """Say how far a step is: the responsible seat, or the secretariat."""

    label = _("Report progress")
    roles = VOICES
    model = Step
    form = ProgressForm

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of a step of one's own seat."""
        if not isinstance(target, Step) or target.withdrawn:
            return False
        return actor.plays(SECRETARIAT) or (
            target.responsible_id is not None and seats_of(actor).filter(pk=target.responsible_id).exists()
        )


class WithdrawStep(Withdraw):
    """Take a step off the road map."""

    label = _("Withdraw the step")
    roles = SECRETARIAT
    model = Step
