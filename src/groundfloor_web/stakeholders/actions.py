"""What can be done with stakeholders, bodies and the work plan."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.actions import Change, Make, Withdraw
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Stored
from groundfloor_web.core.roles import SECRETARIAT, VOICES
from groundfloor_web.stakeholders import forms
from groundfloor_web.stakeholders.models import Activity, Body, Moment, Organisation, Seat, SupportRequest


class AddOrganisation(Make):
    """Add an organisation with a stake in the floor."""

    label = _("Add an organisation")
    roles = SECRETARIAT
    model = Organisation
    form = forms.OrganisationForm
    leads_on = True


class ChangeOrganisation(Change):
    """Change what is said of an organisation."""

    label = _("Change the organisation")
    roles = SECRETARIAT
    model = Organisation
    form = forms.OrganisationForm


class WithdrawOrganisation(Withdraw):
    """Take an organisation out of view."""

    label = _("Withdraw the organisation")
    roles = SECRETARIAT
    model = Organisation

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of one that holds no seat."""
        return isinstance(target, Organisation) and all(seat.withdrawn for seat in target.seats.all())


class SetUpBody(Make):
    """Set up a task force or another body."""

    label = _("Set up a body")
    roles = SECRETARIAT
    model = Body
    form = forms.BodyForm
    leads_on = True


class ChangeBody(Change):
    """Change a body's mandate."""

    label = _("Change the body")
    roles = SECRETARIAT
    model = Body
    form = forms.BodyForm


class DissolveBody(Withdraw):
    """End a body; its record stays."""

    label = _("Dissolve the body")
    roles = SECRETARIAT
    model = Body


class AddSeat(Make):
    """Give an organisation a seat."""

    label = _("Add a seat")
    roles = SECRETARIAT
    model = Seat
    form = forms.SeatForm


class ChangeSeat(Change):
    """Change who holds a seat."""

    label = _("Change the seat")
    roles = SECRETARIAT
    model = Seat
    form = forms.SeatForm


class WithdrawSeat(Withdraw):
    """Take a seat away."""

    label = _("Withdraw the seat")
    roles = SECRETARIAT
    model = Seat


class RequestSupport(Make):
    """Ask the UN system or a partner for support."""

    label = _("Ask for support")
    roles = VOICES
    model = SupportRequest
    form = forms.SupportRequestForm


class AnswerRequest(Change):
    """Say where a request for support stands."""

    label = _("Answer the request")
    roles = SECRETARIAT
    model = SupportRequest
    form = forms.SupportRequestForm


class AddMoment(Make):
    """Add a date of national planning or of the budget."""

    label = _("Add a date of planning or budget")
    roles = SECRETARIAT
    model = Moment
    form = forms.MomentForm


class ChangeMoment(Change):
    """Change a date of national planning or of the budget."""

    label = _("Change the date")
    roles = SECRETARIAT
    model = Moment
    form = forms.MomentForm


class PlanActivity(Make):
    """Add a line to the work plan."""

    label = _("Plan an activity")
    roles = SECRETARIAT
    model = Activity
    form = forms.ActivityForm


class ChangeActivity(Change):
    """Change a line of the work plan."""

    label = _("Change the activity")
    roles = SECRETARIAT
    model = Activity
    form = forms.ActivityForm
