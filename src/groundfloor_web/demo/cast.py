"""The people of the demonstration. They are invented, and so marked by their addresses."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from groundfloor_web.accounts.models import User
from groundfloor_web.accounts.opening import join
from groundfloor_web.core.actions import Action, perform
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Membership, Stored, Workspace
from groundfloor_web.core.roles import Role

PEOPLE = {
    "abena": ("Abena Owusu", Role.COORDINATOR),
    "kwame": ("Kwame Mensah", Role.SECRETARIAT),
    "adjoa": ("Adjoa Boateng", Role.MINISTRY),
    "yaw": ("Yaw Darko", Role.MINISTRY),
    "efua": ("Efua Asante", Role.SOCIAL_PARTNER),
    "kofi": ("Kofi Agyeman", Role.SOCIAL_PARTNER),
    "akosua": ("Akosua Nyarko", Role.PARLIAMENT),
    "ama": ("Ama Tetteh", Role.CIVIL_SOCIETY),
    "lena": ("Lena Okafor", Role.UN_AGENCY),
    "marc": ("Marc Dubois", Role.DEVELOPMENT_PARTNER),
    "esi": ("Esi Quaye", Role.ANALYST),
    "nii": ("Nii Lartey", Role.OBSERVER),
}


@dataclass(frozen=True)
class Cast:
    """The workspace and its people, by first name; what one application made others find by its model."""

    workspace: Workspace

    def __getitem__(self, name: str) -> Actor:
        return Actor.of(User.objects.get(email=address(name)), self.workspace)

    def member(self, name: str) -> Membership:
        """The membership of somebody."""
        return Membership.objects.get(workspace=self.workspace, user__email=address(name))

    def do(self, who: str, action: type[Action], target: Stored | None = None, /, **given: Any) -> Any:
        """Have somebody do something, by the action that the pages use."""
        return perform(action, self[who], {key: _said(value) for key, value in given.items()}, target)

    def on(self, days: int) -> str:
        """A day so many from today, as forms take it."""
        return (timezone.localdate() + datetime.timedelta(days=days)).isoformat()


def _said(value: Any) -> Any:
    """A value as a form takes it: things by their keys, texts by language as they are."""
    if isinstance(value, Stored):
        return value.pk
    if isinstance(value, list) and not isinstance(value, Mapping):
        return [_said(one) for one in value]
    return value


def address(name: str) -> str:
    """The address of somebody of the cast: .example is never a real one."""
    return f"{name}@demo.example"


def enter(workspace: Workspace, password: str) -> Cast:
    """Make the accounts and give each a part."""
    for name, (full, role) in PEOPLE.items():
        user = User.objects.filter(email=address(name)).first() or User.objects.create_user(
            address(name), password, name=full
        )
        join(workspace, user, role, by_id=None)
    return Cast(workspace)
