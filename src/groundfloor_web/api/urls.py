"""The API: for every model two ways to read it, for every action one to do it, each with its own schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query, Status

from groundfloor_web.accounts.access import noted
from groundfloor_web.api.access import AUTH, actor_in, thing_of
from groundfloor_web.api.schemas import Refusal, Thing, body_of
from groundfloor_web.core.actions import ACTIONS, Action, Conflict, Invalid, NotAllowed, perform
from groundfloor_web.core.models import Stored

PAGE = 100
prefix = "api/"
api = NinjaAPI(title="Groundfloor workspace", version="1", auth=AUTH, urls_namespace="workspace-api", docs_url=None)
REFUSALS = dict.fromkeys((403, 404, 409, 422), Refusal)


def models() -> list[type[Stored]]:
    """Every model that is kept in workspaces."""
    return sorted((one for one in apps.get_models() if issubclass(one, Stored)), key=lambda one: one.kind_name())


def thing(stored: Stored) -> Thing:
    """What is told of a thing."""
    fields = stored.snapshot()
    return Thing(kind=stored.kind_name(), id=fields.pop("id"), version=fields.pop("version"), fields=fields)


def reading(model: type[Stored]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """The views that list a model and show one of it."""

    def many(
        request: HttpRequest, slug: str, after: int = Query(0, ge=0, le=2**63 - 1), withdrawn: bool = False
    ) -> Any:
        actor = actor_in(request, slug)
        if not actor.plays(model.readers):
            return Status(403, Refusal(what=_("Your part in this workspace does not include this.")))
        found = model.objects.of(actor.workspace).filter(pk__gt=after).order_by("pk")
        things = [thing(one) for one in (found if withdrawn else found.standing())[:PAGE]]
        if model.personal:
            noted(actor, "program", f"{model.kind_name()} > {after}", len(things))
        return things

    def one(request: HttpRequest, slug: str, pk: int) -> Any:
        actor = actor_in(request, slug)
        told = thing(thing_of(actor, model, pk))
        if model.personal:
            noted(actor, "program", f"{model.kind_name()} {pk}", 1)
        return told

    return many, one


def doing(action: type[Action]) -> Callable[..., Any]:
    """The view that does an action."""
    body = body_of(action)

    def make(request: HttpRequest, slug: str, given: body) -> Any:  # type: ignore[valid-type]
        return _done(action, request, slug, None, given)

    def change(request: HttpRequest, slug: str, pk: int, given: body) -> Any:  # type: ignore[valid-type]
        return _done(action, request, slug, pk, given)

    view = make if action.makes else change
    # ninja reads the annotation, which as text would name nothing
    view.__annotations__["given"] = body
    return view


def _done(action: type[Action], request: HttpRequest, slug: str, pk: int | None, given: Any) -> Any:
    actor = actor_in(request, slug)
    target = None if pk is None else thing_of(actor, action.model, pk)
    said = given.model_dump(exclude_unset=True)
    version = said.pop("version", None)
    standing = {} if target is None else {name: value for name, value in target.snapshot().items() if value is not None}
    try:
        done = perform(action, actor, standing | said, target, version=version)
    except NotAllowed:
        return Status(403, Refusal(what=_("Your part in this workspace does not include this.")))
    except Invalid as refused:
        errors = {name: [str(one) for one in found] for name, found in refused.form.errors.items()}
        return Status(422, Refusal(what=_("Something is missing or wrong."), fields=errors))
    except Conflict as conflict:
        what = _("Somebody else has changed this since: its version is %(version)s.") % {
            "version": conflict.current.version
        }
        return Status(409, Refusal(what=what))
    return Status(201 if target is None else 200, thing(done))


def _describe() -> None:
    for model in models():
        name = model.kind_name().replace(".", "/")
        many, one = reading(model)
        common = {"tags": [model._meta.app_label], "response": {200: Thing} | REFUSALS}
        listing = common | {"response": {200: list[Thing]} | REFUSALS}
        api.get(
            f"{{slug}}/{name}/",
            operation_id=f"list_{model.kind_name()}",
            summary=f"List {model._meta.verbose_name_raw}",
            **listing,
        )(many)
        api.get(
            f"{{slug}}/{name}/{{int:pk}}/",
            operation_id=f"read_{model.kind_name()}",
            summary=f"Read {model._meta.verbose_name_raw}",
            **common,
        )(one)
    for name, action in sorted(ACTIONS.items()):
        about = "" if action.makes else "{int:pk}/"
        api.post(
            f"{{slug}}/do/{name}/{about}",
            operation_id=name,
            tags=[name.partition(".")[0]],
            summary=str(action.label),
            description=action.__doc__,
            response={(201 if action.makes else 200): Thing} | REFUSALS,
        )(doing(action))


_describe()
urlpatterns = [path("", api.urls)]
