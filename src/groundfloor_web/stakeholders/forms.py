"""What the actions of stakeholders ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.actions import ActionModelForm
from groundfloor_web.core.fields import day
from groundfloor_web.stakeholders.models import Activity, Body, Moment, Organisation, Seat, SupportRequest


class OrganisationForm(ActionModelForm):
    """An organisation."""

    class Meta:
        model = Organisation
        fields = ["name", "acronym", "constituency", "mandate", "interest"]


class BodyForm(ActionModelForm):
    """A body and its mandate."""

    begins = day(_("mandate begins"), required=False)
    ends = day(_("mandate ends"), required=False)

    class Meta:
        model = Body
        fields = ["name", "kind", "lead", "taken_over", "terms", "begins", "ends", "quorum"]


class SeatForm(ActionModelForm):
    """A seat and who holds it."""

    class Meta:
        model = Seat
        fields = ["body", "organisation", "function", "titular", "gender", "alternates"]
        widgets = {"alternates": forms.CheckboxSelectMultiple}

    def clean(self) -> dict[str, Any]:
        """The titular is no alternate of the same seat."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("titular") in list(given.get("alternates") or ()):
            self.add_error("alternates", _("The titular cannot be an alternate too."))
        return given


class SupportRequestForm(ActionModelForm):
    """A request for support."""

    asked_on = day(_("asked on"))

    class Meta:
        model = SupportRequest
        fields = ["subject", "asked_by", "asked_of", "asked_on", "state", "answer"]


class MomentForm(ActionModelForm):
    """A date of planning or budget."""

    on = day(_("date"))

    class Meta:
        model = Moment
        fields = ["title", "on", "source"]


class ActivityForm(ActionModelForm):
    """A line of the work plan."""

    begins, ends = day(_("begins")), day(_("ends"))

    class Meta:
        model = Activity
        fields = ["title", "step", "responsible", "begins", "ends", "state", "meets"]
