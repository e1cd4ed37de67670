"""Keeping an exploration, and running it in full."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.actions import Action, ActionModelForm, Change, Make, Withdraw, save
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Stored
from groundfloor_web.core.roles import ANALYSTS, CONTRIBUTORS
from groundfloor_web.explorer.models import Exploration, Run
from groundfloor_web.jobs.actions import ask


class ExplorationForm(ActionModelForm):
    """A title and a note; the controls come from the explorer."""

    class Meta:
        model = Exploration
        fields = ["title", "note"]


class KeepForm(ExplorationForm):
    """An exploration with its controls as the explorer sends them."""

    controls = forms.JSONField(required=False, widget=forms.HiddenInput)

    def clean_controls(self) -> dict[str, Any]:
        """Names of boxes and their numbers."""
        given = self.cleaned_data["controls"] or {}
        if isinstance(given, str):  # a page sends the text of it
            given = json.loads(given)
        if not isinstance(given, dict) or not all(isinstance(value, int | float) for value in given.values()):
            raise forms.ValidationError(_("The controls could not be read. Go back to the explorer."), code="controls")
        return given


class Keep(Make):
    """Keep what the controls say, under a title."""

    label = _("Keep this exploration")
    roles = CONTRIBUTORS
    model = Exploration
    form = KeepForm


class ChangeExploration(Change):
    """Change the title or note of an exploration."""

    label = _("Change the title")
    roles = CONTRIBUTORS
    model = Exploration
    form = ExplorationForm


class WithdrawExploration(Withdraw):
    """Take an exploration out of view."""

    label = _("Withdraw the exploration")
    roles = ANALYSTS
    model = Exploration


class RunExploration(Action):
    """Run an exploration in full, in the background: report, workbook, tables and record."""

    label = _("Run in full")
    roles = CONTRIBUTORS
    model = Exploration
    leads_on = True

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of one that stands and is not being run."""
        if not isinstance(target, Exploration) or target.withdrawn:
            return False
        return not any(run.job.ended is None for run in target.runs.all())

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The run, waiting for a worker."""
        assert isinstance(target, Exploration)  # noqa: S101 - `permits` has seen to it
        job = ask(actor, "explorer.run", {"exploration": target.pk, "controls": target.controls})
        return save(Run(workspace=actor.workspace), {"exploration": target, "job": job})
