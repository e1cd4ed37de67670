"""Who acts: a person in the part they play in a workspace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from groundfloor_web.core.models import Membership, Workspace
from groundfloor_web.core.roles import Role, Roles


@dataclass(frozen=True)
class Actor:
    """A person (or nobody who is known), the workspace, and the part played there."""

    user: Any
    workspace: Workspace
    role: Role

    @classmethod
    def of(cls, user: Any, workspace: Workspace) -> Actor:
        """The part of `user` in `workspace`; who has none is the public."""
        if user is not None and user.is_authenticated and user.is_active:
            found = Membership.objects.of(workspace).standing().filter(user=user).order_by("pk").first()
            if found is not None:
                return cls(user, workspace, Role(found.role))
        return cls(user, workspace, Role.PUBLIC)

    @property
    def user_id(self) -> int | None:
        """The key of the person, None for somebody who has not logged in."""
        return self.user.pk if self.user is not None and self.user.is_authenticated else None

    @property
    def is_member(self) -> bool:
        """Whether the person belongs to the workspace."""
        return self.role != Role.PUBLIC

    def plays(self, roles: Roles) -> bool:
        """Whether the part played is one of these."""
        return self.role in roles
