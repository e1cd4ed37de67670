"""Workspaces and people for the tests, with telling defaults."""

from __future__ import annotations

from typing import Any

from groundfloor_web.accounts.models import User
from groundfloor_web.accounts.opening import join
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Workspace
from groundfloor_web.core.roles import Role

PASSWORD = "a sentence nobody guesses"


def workspace(slug: str = "gha", **values: Any) -> Workspace:
    """The workspace of a country in English and French."""
    given = {"name": {"en": slug.upper(), "fr": slug.upper()}, "pack": "gha", "languages": ["en", "fr"]} | values
    return Workspace.objects.create(slug=slug, **given)


def person(name: str = "Ama", **values: Any) -> User:
    """Somebody with an account."""
    return User.objects.create_user(f"{name.lower()}@example.org", PASSWORD, name=name, **values)


def member(of: Workspace, role: Role = Role.SECRETARIAT, name: str = "") -> User:
    """Somebody with a part in a workspace, called after it where no name is given."""
    somebody = person(name or f"{role}-{of.slug}")
    join(of, somebody, role, by_id=None)
    return somebody


def actor(of: Workspace, role: Role = Role.SECRETARIAT, name: str = "") -> Actor:
    """Somebody who acts in a part."""
    if role == Role.PUBLIC:
        return Actor.of(None, of)
    return Actor.of(member(of, role, name), of)
