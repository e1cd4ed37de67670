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


def clients(ghana: Workspace) -> dict[Role, tuple[Actor, Client]]:
    """Somebody of every part, with a browser."""
    found = {}
    for role in Role:
        somebody, client = making.actor(ghana, role), Client()
        if somebody.user is not None:
            client.force_login(somebody.user)
        found[role] = somebody, client
    return found


@pytest.mark.parametrize("action", ACTIONS.values(), ids=list(ACTIONS))
def test_an_action_is_for_its_roles_alone(ghana: Workspace, action: type[Action]) -> None:
    about = "" if action.makes else "1/"
    for role, (somebody, client) in clients(ghana).items():
        if role in action.roles:
            assert not action.makes or action.allowed(somebody), role
            continue
        assert not action.allowed(somebody), role
        page = client.post(f"/gha/do/{action.name}/{about}")
        assert page.status_code in ({302} if role == Role.PUBLIC else {403, 404}), role
        program = client.post(f"/api/gha/do/{action.name}/{about}", "{}", content_type="application/json")
        assert program.status_code in ({401} if role == Role.PUBLIC else {403, 404, 422}), role


@pytest.mark.parametrize("model", models(), ids=lambda model: model.kind_name())
def test_a_model_is_read_by_its_readers_alone(ghana: Workspace, model: Any) -> None:
    for role, (_somebody, client) in clients(ghana).items():
        answer = client.get(f"/api/gha/{model.kind_name().replace('.', '/')}/")
        expected = 401 if role == Role.PUBLIC else 200 if role in model.readers else 403
        assert answer.status_code == expected, role


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
