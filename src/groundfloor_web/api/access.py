"""Who calls, and which workspace is meant."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja.security import HttpBearer, django_auth

from groundfloor_web.accounts.second_factor import is_lacking
from groundfloor_web.api.models import Key
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Stored, Workspace


class ByKey(HttpBearer):
    """Authorization: Bearer KEY."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The owner of the key, unless a second factor is still to be added."""
        owner = Key.owner(token)
        return None if owner is None or is_lacking(owner) else owner


AUTH = [ByKey(), django_auth]


def actor_in(request: Any, slug: str) -> Actor:
    """The caller's part in a workspace; to who has none it does not exist."""
    workspace = Workspace.objects.filter(slug=slug).first()
    actor = None if workspace is None else Actor.of(request.auth, workspace)
    if actor is None or not actor.is_member:
        raise Http404
    return actor


def thing_of(actor: Actor, model: type[Stored], pk: int) -> Stored:
    """A thing that the actor may read."""
    thing = (
        model.objects.of(actor.workspace).filter(pk=pk).first() if actor.plays(model.readers) and pk < 2**63 else None
    )
    if thing is None:
        raise Http404
    return thing
