"""Who must have a second factor: by the part they play, as their workspace or the installation says."""

from __future__ import annotations

from django.conf import settings
from django_otp import user_has_device

from groundfloor_web.accounts.models import User
from groundfloor_web.core.models import Membership

EVERYBODY, ADMINISTRATOR = "all", "administrator"


def is_required(user: User) -> bool:
    """Whether one of the parts that somebody plays asks for it."""
    demanded = set(settings.SECOND_FACTOR)
    if EVERYBODY in demanded or (user.is_administrator and ADMINISTRATOR in demanded):
        return True
    mine = Membership.objects.filter(user=user, withdrawn=False)
    parts = mine.values_list("role", "workspace__second_factor__roles")
    return any(role in demanded or role in (roles or ()) for role, roles in parts)


def is_lacking(user: User) -> bool:
    """Whether somebody must have one and has none."""
    return is_required(user) and not user_has_device(user)
