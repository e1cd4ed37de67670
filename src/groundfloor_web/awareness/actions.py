"""Writing briefs and messages, and publishing them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from groundfloor_web.awareness.models import Brief, Message
from groundfloor_web.core.actions import Action, ActionModelForm, Change, Make, Withdraw, save
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Stored
from groundfloor_web.core.roles import ANALYSTS, CONTRIBUTORS, SECRETARIAT
from groundfloor_web.explorer.work import folder_of


class BriefForm(ActionModelForm):
    """A brief; of runs those that are done can be shown."""

    class Meta:
        model = Brief
        fields = ["title", "run", "audience", "lead", "nothing", "counts_nothing", "asks"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["run"].queryset = self.fields["run"].queryset.filter(job__state="done")


class MessageForm(ActionModelForm):
    """A key message and what it rests on."""

    class Meta:
        model = Message
        fields = ["audience", "text", "source"]


class WriteBrief(Make):
    """Write a brief on a run."""

    label = _("Write a brief")
    roles = CONTRIBUTORS
    model = Brief
    form = BriefForm


class ChangeBrief(Change):
    """Change a brief that is not published."""

    label = _("Change the brief")
    roles = CONTRIBUTORS
    model = Brief
    form = BriefForm

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of one that is not published: what was published stays as it was read."""
        return isinstance(target, Brief) and not target.is_published


class PublishBrief(Action):
    """Publish a brief: everybody can read it where the workspace has a public page."""

    label = _("Publish the brief")
    roles = SECRETARIAT
    model = Brief

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of one whose run has left its files."""
        return isinstance(target, Brief) and not target.is_published and folder_of(target.run).exists()

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The brief, published."""
        assert target is not None  # noqa: S101 - `permits` has seen to it
        return save(target, {"is_published": True})


class WithdrawBrief(Withdraw):
    """Take a brief back."""

    label = _("Withdraw the brief")
    roles = SECRETARIAT
    model = Brief


class AddMessage(Make):
    """Add a key message to an audience."""

    label = _("Add a key message")
    roles = ANALYSTS | CONTRIBUTORS
    model = Message
    form = MessageForm


class ChangeMessage(Change):
    """Change a key message."""

    label = _("Change the message")
    roles = ANALYSTS | CONTRIBUTORS
    model = Message
    form = MessageForm


class WithdrawMessage(Withdraw):
    """Take a key message out of view."""

    label = _("Withdraw the message")
    roles = SECRETARIAT
    model = Message
