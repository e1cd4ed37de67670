"""Who may do and read what, for every part and every action, model and page there is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.web import making

from groundfloor_web.api.urls import models
from groundfloor_web.core.actions import ACTIONS, Action
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Workspace
from groundfloor_web.core.roles import Role


def pages() -> list[tuple[str, Any]]:
    """Every page of a workspace: how it is called, and its view."""

    def under(patterns: list[Any], space: str, inside: bool) -> list[tuple[str, Any]]:
        found = []
        for one in patterns:
            within = inside or "slug" in one.pattern.converters
            if isinstance(one, URLResolver):
                found += under(one.url_patterns, f"{one.namespace}:" if one.namespace else space, within)
            elif isinstance(one, URLPattern) and one.name and within:
                found.append((f"{space}{one.name}", one.callback))
        return found

    return [
        (name, view)
        for name, view in under(get_resolver().url_patterns, "", False)
        if not name.startswith("workspace-api")
    ]


def newcomer(ghana: Workspace, role: Role) -> tuple[Actor, Client]:
    """Somebody of a part, with a browser."""
    somebody, client = making.actor(ghana, role), Client()
    if somebody.user is not None:
        client.force_login(somebody.user)
    return somebody, client


@pytest.mark.parametrize("role", Role)
def test_an_action_is_for_its_roles_alone(ghana: Workspace, role: Role) -> None:
    somebody, client = newcomer(ghana, role)
    wrong: dict[str, Any] = {}
    for action in ACTIONS.values():
        if role in action.roles:
            if action.makes and not action.allowed(somebody):
                wrong[action.name] = "not allowed"
            continue
        if action.allowed(somebody):
            wrong[action.name] = "allowed"
        about = "" if action.makes else f"{key_of(action, ghana)}/"
        page = client.post(f"/gha/do/{action.name}/{about}")
        if page.status_code not in ({302} if role == Role.PUBLIC else {403, 404}):
            wrong[f"{action.name}: page"] = page.status_code
        program = client.post(f"/api/gha/do/{action.name}/{about}", "{}", content_type="application/json")
        if program.status_code not in ({401} if role == Role.PUBLIC else {403, 404, 422}):
            wrong[f"{action.name}: API"] = program.status_code
    assert wrong == {}


def key_of(action: type[Action], ghana: Workspace) -> int:
    """What an action may be about: a thing that there is, or that there might be."""
    found = action.model.objects.of(ghana).first()
    return 1 if found is None else found.pk


@pytest.mark.parametrize("role", Role)
def test_a_model_is_read_by_its_readers_alone(ghana: Workspace, role: Role) -> None:
    _somebody, client = newcomer(ghana, role)
    found = {
        model.kind_name(): client.get(f"/api/gha/{model.kind_name().replace('.', '/')}/").status_code
        for model in models()
    }
    assert found == {
        model.kind_name(): 401 if role == Role.PUBLIC else 200 if role in model.readers else 403 for model in models()
    }


def test_other_countries_do_not_exist(ghana: Workspace, togo: Workspace) -> None:
    client = Client()
    client.force_login(making.member(togo, Role.COORDINATOR))
    for address in (
        "/gha/",
        "/gha/trail/",
        "/gha/people/",
        "/gha/do/accounts.invite/",
        "/api/gha/core/membership/",
        "/api/gha/core/membership/1/",
    ):
        assert client.get(address).status_code == 404, address


def test_things_of_other_countries_are_out_of_reach_from_ones_own(ghana: Workspace, togo: Workspace) -> None:
    theirs = making.member(ghana, Role.ANALYST).memberships.get()
    client = Client()
    client.force_login(making.member(togo, Role.COORDINATOR))
    for address in (f"/tgo/do/accounts.change_part/{theirs.pk}/", f"/api/tgo/core/membership/{theirs.pk}/"):
        assert client.get(address).status_code == 404, address
    answer = client.post(
        f"/api/tgo/do/accounts.change_part/{theirs.pk}/", '{"role": "observer"}', content_type="application/json"
    )
    assert answer.status_code == 404
    theirs.refresh_from_db()
    assert theirs.role == Role.ANALYST


def test_every_page_of_a_workspace_says_who_may_read_it() -> None:
    for name, view in pages():
        assert hasattr(view, "readers"), name


def test_who_has_left_sees_nothing(ghana: Workspace) -> None:
    somebody = making.member(ghana, Role.ANALYST)
    client = Client()
    client.force_login(somebody)
    assert client.get("/gha/").status_code == 200
    somebody.memberships.update(withdrawn=True)
    assert client.get("/gha/").status_code == 404
