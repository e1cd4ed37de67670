"""Inviting people and changing their parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundfloor_web.accounts.models import Invitation
from groundfloor_web.core.actions import Action, ActionModelForm, Withdraw, save
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Membership, Stored
from groundfloor_web.core.roles import COORDINATION, SECRETARIAT, Role


def may_give(actor: Actor, role: str) -> bool:
    """Whether an actor may give a part: the coordinator's only a coordinator gives."""
    return role != Role.COORDINATOR or actor.plays(COORDINATION)


class PartForm(ActionModelForm):
    """The part somebody is to play."""

    class Meta:
        model = Membership
        fields = ["role"]

    def clean_role(self) -> str:
        """A part that the actor may give."""
        role: str = self.cleaned_data["role"]
        if not may_give(self.actor, role):
            raise ValidationError(_("Only a coordinator can make somebody coordinator."), code="role")
        return role


class InvitationForm(PartForm):
    """Whom to invite, and to what part."""

    class Meta:
        model = Invitation
        fields = ["name", "email", "role"]

    def clean_email(self) -> str:
        """An address that nobody of the workspace has."""
        email: str = self.cleaned_data["email"].strip().lower()
        if Membership.objects.of(self.actor.workspace).standing().filter(user__email=email).exists():
            raise ValidationError(_("This person belongs to the workspace already."), code="member")
        return email


class OfInvitation(Action):
    """Something done to an invitation."""

    roles = SECRETARIAT
    model = Invitation

    @classmethod
    def words(cls, done: Stored) -> str:
        """Who and to what part, without the address, for every member reads the trail."""
        assert isinstance(done, Invitation)  # noqa: S101 - the action is about one
        return f"{done.name} ({done.get_role_display()})"


class Invite(OfInvitation):
    """Invite somebody to the workspace; the link to give them is on what comes back, as `secret`, this once."""

    label = _("Invite somebody")
    form = InvitationForm
    makes = True

    @classmethod
    def url(cls, actor: Actor, target: Stored | None = None) -> str:
        """A page of its own, which shows the link."""
        return reverse("accounts:invite", args=[actor.workspace.slug])

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """An invitation with a link."""
        invitation = Invitation(workspace=actor.workspace)
        secret = invitation.renew()
        save(invitation, given)
        invitation.secret = secret  # type: ignore[attr-defined]
        return invitation


class RenewInvitation(OfInvitation):
    """Make a new link for an invitation; the old one ends."""

    label = _("Make a new link")

    @classmethod
    def url(cls, actor: Actor, target: Stored | None = None) -> str:
        """A page of its own, which shows the link."""
        assert target is not None  # noqa: S101 - it is about an invitation
        return reverse("accounts:invite", args=[actor.workspace.slug, target.pk])

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of an invitation that nobody has accepted, to a part that the actor may give."""
        return (
            isinstance(target, Invitation)
            and target.accepted is None
            and not target.withdrawn
            and may_give(actor, target.role)
        )

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The invitation with its new link."""
        assert isinstance(target, Invitation)  # noqa: S101 - `permits` has seen to it
        secret = target.renew()
        target.save()
        target.secret = secret  # type: ignore[attr-defined]
        return target


class WithdrawInvitation(OfInvitation, Withdraw):
    """Take an invitation back."""

    label = _("Withdraw the invitation")

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of an invitation that nobody has accepted."""
        return isinstance(target, Invitation) and target.accepted is None


class MakeResetLink(Action):
    """Make a link by which a member sets a new password, once and within a day; a page shows it, and it is kept nowhere."""

    label = _("Make a link for a new password")
    roles = COORDINATION
    model = Membership

    @classmethod
    def url(cls, actor: Actor, target: Stored | None = None) -> str:
        """A page of its own, which shows the link."""
        assert target is not None  # noqa: S101 - it is about a member
        return reverse("accounts:reset_link", args=[actor.workspace.slug, target.pk])

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of another member who belongs to no other workspace and does not run the installation, else only by who does:
        the link opens all that the account opens.
        """
        if not isinstance(target, Membership) or target.user_id == actor.user_id or not target.user.is_active:
            return False
        if actor.user.is_administrator or target.user.is_administrator:
            return bool(actor.user.is_administrator)
        # a list of members knows it of all of them at once
        elsewhere = getattr(target, "elsewhere", None)
        return not (target.others().exists() if elsewhere is None else elsewhere)

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The member as before: only the trail says that a link was made."""
        assert target is not None  # noqa: S101 - `permits` has seen to it
        return save(target, {})


class ChangePart(Action):
    """Give a member another part."""

    label = _("Change the part")
    roles = SECRETARIAT
    model = Membership
    form = PartForm

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of another member; a coordinator's part only a coordinator changes."""
        return isinstance(target, Membership) and target.user_id != actor.user_id and may_give(actor, target.role)

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The member with the new part."""
        assert target is not None  # noqa: S101 - `permits` has seen to it
        return save(target, given)


class EndMembership(Withdraw):
    """End a membership: the person no longer sees the workspace; what they said stays."""

    label = _("End the membership")
    roles = SECRETARIAT
    model = Membership

    @classmethod
    def permits(cls, actor: Actor, target: Stored | None) -> bool:
        """Of another member; a coordinator's only a coordinator ends."""
        return ChangePart.permits(actor, target)
