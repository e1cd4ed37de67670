"""Keeping the inventory of schemes, indicators of access and measures in crises."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.actions import Make
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Stored
from groundfloor_web.core.roles import CONTRIBUTORS
from groundfloor_web.stocktaking import forms
from groundfloor_web.stocktaking.actions.standing import ChangeStanding, WithdrawOwn
from groundfloor_web.stocktaking.models import CrisisMeasure, Indicator, Scheme


class AddScheme(Make):
    """Add a scheme to the inventory."""

    label = _("Add a scheme")
    roles = CONTRIBUTORS
    model = Scheme
    form = forms.SchemeForm


class ChangeScheme(ChangeStanding):
    """Change what is said of a scheme."""

    label = _("Change the scheme")
    roles = CONTRIBUTORS
    model = Scheme
    form = forms.SchemeForm


class WithdrawScheme(WithdrawOwn):
    """Take a scheme out of the inventory; it stays on record."""

    label = _("Withdraw the scheme")
    roles = CONTRIBUTORS
    model = Scheme

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of a scheme that no entry of the matrix refers to."""
        used = isinstance(target, Scheme) and target.entries.filter(withdrawn=False).exists()
        return super().permits(actor, target) and not used


class AddIndicator(Make):
    """Add a value of an indicator."""

    label = _("Add a value")
    roles = CONTRIBUTORS
    model = Indicator
    form = forms.IndicatorForm


class ChangeIndicator(ChangeStanding):
    """Change a value of an indicator."""

    label = _("Change the value")
    roles = CONTRIBUTORS
    model = Indicator
    form = forms.IndicatorForm


class WithdrawIndicator(WithdrawOwn):
    """Take a value out of view."""

    label = _("Withdraw the value")
    roles = CONTRIBUTORS
    model = Indicator


class AddCrisisMeasure(Make):
    """Add a measure taken or planned in a crisis."""

    label = _("Add a measure")
    roles = CONTRIBUTORS
    model = CrisisMeasure
    form = forms.CrisisMeasureForm


class ChangeCrisisMeasure(ChangeStanding):
    """Change what is said of a measure."""

    label = _("Change the measure")
    roles = CONTRIBUTORS
    model = CrisisMeasure
    form = forms.CrisisMeasureForm


class WithdrawCrisisMeasure(WithdrawOwn):
    """Take a measure out of view."""

    label = _("Withdraw the measure")
    roles = CONTRIBUTORS
    model = CrisisMeasure
