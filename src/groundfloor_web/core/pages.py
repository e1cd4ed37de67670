"""Pages of a workspace: who may open them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from groundfloor_web.core.actors import Actor
from groundfloor_web.core.at_hand import at_hand
from groundfloor_web.core.models import Stored, Workspace
from groundfloor_web.core.roles import MEMBERS, Roles

View = Callable[..., HttpResponse]


def page(readers: Roles = MEMBERS) -> Callable[[View], View]:
    """A page of a workspace for those who play one of these parts; it finds the workspace and puts the actor on the request.

    Somebody who has not logged in is asked to; for everybody else the page does not exist, so that nobody learns what another
    country has.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: Any, slug: str, *args: Any, **values: Any) -> HttpResponse:
            workspace = get_object_or_404(Workspace, slug=slug)
            actor = Actor.of(request.user, workspace)
            if not actor.plays(readers):
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                raise Http404
            request.actor = actor
            with at_hand(workspace):
                return view(request, *args, **values)

        opened.readers = readers  # type: ignore[attr-defined]
        return opened

    return decorate


def found(request: HttpRequest, model: type[Stored], pk: Any) -> Any:
    """A thing of the workspace that the actor may read; it does not exist for others."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.plays(model.readers):
        raise Http404
    return get_object_or_404(model.objects.of(actor.workspace), pk=pk)
