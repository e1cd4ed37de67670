"""Programs read and act as people do, with a key or a session."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.web import making

from groundfloor_web.api.models import Key
from groundfloor_web.api.urls import api, models
from groundfloor_web.core.actions import ACTIONS
from groundfloor_web.core.models import Entry, Workspace
from groundfloor_web.core.roles import Role


@pytest.fixture
def program(ghana: Workspace) -> Client:
    """A program with a secretary's key."""
    _key, secret = Key.make(making.member(ghana, Role.SECRETARIAT, "Ama"), "a script")
    return Client(headers={"Authorization": f"Bearer {secret}"})


def post(program: Client, address: str, body: dict[str, Any]) -> Any:
    return program.post(address, body, content_type="application/json")


def test_an_action_by_a_program_is_the_same_action(program: Client, ghana: Workspace) -> None:
    answer = post(
        program, "/api/gha/do/accounts.invite/", {"name": "Esi", "email": "esi@example.org", "role": "ministry"}
    )
    assert answer.status_code == 201
    assert answer.json()["fields"]["email"] == "esi@example.org"
    assert Entry.objects.filter(workspace=ghana).first().actor.name == "Ama"  # type: ignore[union-attr]


def test_what_is_wrong_is_said_field_by_field(program: Client) -> None:
    answer = post(program, "/api/gha/do/accounts.invite/", {"name": "Esi", "email": "nowhere", "role": "king"})
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {"email", "role"}


def test_an_old_version_is_a_conflict(program: Client, ghana: Workspace) -> None:
    target = making.member(ghana, Role.OBSERVER).memberships.get()
    address = f"/api/gha/do/accounts.change_part/{target.pk}/"
    assert post(program, address, {"role": "analyst", "version": 1}).json()["version"] == 2
    assert post(program, address, {"role": "ministry", "version": 1}).status_code == 409


def test_without_a_key_or_with_an_old_one_nothing_is_told(ghana: Workspace) -> None:
    key, secret = Key.make(making.member(ghana), "a script")
    Key.objects.filter(pk=key.pk).update(expires=key.made)
    for client in (
        Client(),
        Client(headers={"Authorization": f"Bearer {secret}"}),
        Client(headers={"Authorization": "Bearer x"}),
    ):
        assert client.get("/api/gha/core/membership/").status_code == 401


def test_lists_go_on_after_the_last_key(program: Client, ghana: Workspace) -> None:
    for number in range(3):
        making.member(ghana, Role.OBSERVER, f"p{number}")
    found = program.get("/api/gha/core/membership/").json()
    assert len(found) == 4
    assert [one["id"] for one in program.get(f"/api/gha/core/membership/?after={found[1]['id']}").json()] == [
        one["id"] for one in found[2:]
    ]


def test_the_description_has_every_model_and_action() -> None:
    described = api.get_openapi_schema()
    known = {one["operationId"] for path in described["paths"].values() for one in path.values()}
    assert known == set(ACTIONS) | {f"{verb}_{model.kind_name()}" for verb in ("list", "read") for model in models()}
