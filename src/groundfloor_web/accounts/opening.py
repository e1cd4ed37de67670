"""What no action of a workspace can do: opening one, joining one, and making the first administrator."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from django.db import transaction
from django.utils import timezone

from groundfloor_web.accounts.models import Invitation, User, hashed
from groundfloor_web.config.found import applications
from groundfloor_web.core import audit
from groundfloor_web.core.models import Membership, Workspace
from groundfloor_web.core.roles import Role
from groundfloor_web.core.words import Words


def first_administrator(email: str, name: str) -> tuple[User, str]:
    """The account that runs the installation and its password, drawn by chance and shown once."""
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        user = User.objects.create_user(email, password, name=name, is_administrator=True)
        audit.append(
            None, None, "accounts.first_administrator", kind="accounts.user", target=str(user.pk), said=str(user)
        )
    return user, password


def open_workspace(by: User, slug: str, name: Words, pack: str, languages: Sequence[str]) -> Workspace:
    """A workspace of a country, whose first coordinator is who opens it, with what each application (`opened`) puts into a new one."""
    with transaction.atomic():
        workspace = Workspace.objects.create(slug=slug, name=dict(name), pack=pack, languages=list(languages))
        audit.append(None, by.pk, "core.open_workspace", kind="core.workspace", target=str(workspace.pk), said=slug)
        for one in applications():
            if find_spec(f"{one}.opened"):
                import_module(f"{one}.opened").opened(workspace)
        join(workspace, by, Role.COORDINATOR, by_id=by.pk)
    return workspace


def join(workspace: Workspace, user: User, role: str, *, by_id: int | None) -> Membership:
    """Give somebody a part, a line on the trail with it; one who had left comes back."""
    member, made = Membership.objects.get_or_create(workspace=workspace, user=user, defaults={"role": role})
    before = None if made else member.snapshot()
    member.role, member.withdrawn = role, False
    member.version += 0 if made else 1
    member.save()
    audit.append(
        workspace,
        by_id,
        "accounts.join",
        kind=member.kind_name(),
        target=str(member.pk),
        said=str(member),
        before=before,
        after=member.snapshot(),
    )
    return member


def invitation_of(secret: str) -> Invitation | None:
    """The invitation a link belongs to, if it can still be accepted."""
    found = Invitation.objects.filter(token=hashed(secret)).select_related("workspace").first()
    return found if found is not None and found.is_open else None


def accept(invitation: Invitation, user: User) -> Membership:
    """Take up an invitation, once."""
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=invitation.workspace_id)
        standing = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if not standing.is_open:
            raise ValueError("The invitation was taken up already.")
        standing.accepted = timezone.now()
        standing.save()
        return join(standing.workspace, user, standing.role, by_id=user.pk)


def accept_anew(invitation: Invitation, password: str, *, name: str, language: str) -> User:
    """Take up an invitation with a new account of its address."""
    with transaction.atomic():
        user = User.objects.create_user(invitation.email, password, name=name, language=language)
        audit.append(None, user.pk, "accounts.new_account", kind="accounts.user", target=str(user.pk), said=str(user))
        accept(invitation, user)
    return user
