"""The second factor where a part needs it, and the log of who has looked at personal data."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests.web import making
from tests.web.test_consultation import COMMENT, asked
from tests.web.test_dialogue import Table, table
from tests.web.test_invitations import invite

from groundfloor_web.accounts.models import Access, SecondFactorRule
from groundfloor_web.api.models import Key
from groundfloor_web.core.models import Entry, Workspace
from groundfloor_web.core.roles import Role

__all__ = ["asked", "table"]
ADD = "/accounts/second-factor/add/"
SETTINGS = {"name_en": "Ghana", "languages": ["en"]}


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def demand(of: Workspace, *roles: str) -> None:
    SecondFactorRule.objects.update_or_create(workspace=of, defaults={"roles": list(roles)})


def add_factor(client: Client, user: Any) -> None:
    client.get(ADD)
    device = TOTPDevice.objects.get(user=user)
    assert client.post(ADD, {"code": f"{totp(device.bin_key):06d}"}).status_code == 200


def test_a_part_that_needs_one_is_led_to_it_and_then_goes_on(ghana: Workspace) -> None:
    demand(ghana, Role.COORDINATOR, Role.SECRETARIAT)
    kwame = making.member(ghana, Role.SECRETARIAT, "Kwame")
    client = client_of(kwame)
    for address in (
        "/",
        "/gha/",
        "/gha/people/",
        "/gha/do/stakeholders.add_organisation/",
        "/api/gha/core/membership/",
    ):
        assert client.get(address)["Location"] == ADD, address
    given = {"name_en": "Union", "constituency": "workers"}
    assert client.post("/gha/do/stakeholders.add_organisation/", given)["Location"] == ADD
    assert "Your part needs a second factor" in client.get(ADD).content.decode()
    add_factor(client, kwame)
    assert client.get("/gha/").status_code == 200


def test_until_then_one_looks_at_ones_account_and_no_more(ghana: Workspace) -> None:
    demand(ghana, Role.SECRETARIAT)
    client = client_of(making.member(ghana, Role.SECRETARIAT, "Kwame"))
    assert client.get("/accounts/profile/").status_code == 200
    assert client.post("/accounts/profile/", {"form": "profile", "name": "X", "language": "en"})["Location"] == ADD
    assert client.post("/language/setlang/", {"language": "fr", "next": "/"}).status_code == 302
    assert client.post("/accounts/logout/")["Location"] == "/"


def test_other_parts_and_other_workspaces_need_none(ghana: Workspace, togo: Workspace) -> None:
    demand(ghana, Role.SECRETARIAT)
    assert client_of(making.member(ghana, Role.ANALYST)).get("/gha/").status_code == 200
    assert client_of(making.member(togo, Role.SECRETARIAT)).get("/tgo/").status_code == 200
    left = making.member(ghana, Role.SECRETARIAT, "Left")
    left.memberships.update(withdrawn=True)
    assert client_of(left).get("/").status_code == 200


@pytest.mark.parametrize(
    ("demanded", "led"),
    [
        ([], {"coordinator": False, "analyst": False, "administrator": False}),
        (["coordinator"], {"coordinator": True, "analyst": False, "administrator": False}),
        (["administrator"], {"coordinator": False, "analyst": False, "administrator": True}),
        (["all"], {"coordinator": True, "analyst": True, "administrator": True}),
    ],
)
def test_the_installation_can_ask_for_it_everywhere(
    ghana: Workspace, settings: Any, demanded: list[str], led: dict[str, bool]
) -> None:
    settings.SECOND_FACTOR = demanded
    people = {name: making.member(ghana, Role(name)) for name in ("coordinator", "analyst")}
    people["administrator"] = making.person("Root", is_administrator=True)
    found = {name: client_of(user).get("/").headers.get("Location") == ADD for name, user in people.items()}
    assert found == led


def test_a_coordinator_says_which_parts_need_one_and_the_trail_keeps_it(ghana: Workspace) -> None:
    boss = making.member(ghana, Role.COORDINATOR)
    client = client_of(boss)
    assert client.post("/gha/settings/", SETTINGS | {"second_factor": ["coordinator"]})["Location"] == "/gha/"
    line = Entry.objects.get(action="core.change_workspace")
    assert (line.before["second_factor"], line.after["second_factor"]) == ([], ["coordinator"])
    assert client.get("/gha/settings/")["Location"] == ADD
    add_factor(client, boss)
    page = client.get("/gha/settings/").content.decode()
    assert 'value="coordinator" id="id_second_factor_0" checked' in page
    assert client.post("/gha/settings/", SETTINGS | {"second_factor": ["x"]}).status_code == 200
    assert SecondFactorRule.objects.get().roles == ["coordinator"]


def test_who_needs_one_cannot_remove_it(ghana: Workspace) -> None:
    kwame = making.member(ghana, Role.SECRETARIAT, "Kwame")
    client = client_of(kwame)
    add_factor(client, kwame)
    demand(ghana, Role.SECRETARIAT)
    answer = client.post("/accounts/second-factor/remove/", follow=True)
    assert "cannot be removed" in answer.content.decode()
    assert TOTPDevice.objects.filter(user=kwame, confirmed=True).exists()


def test_keys_open_nothing_either_until_it_is_added(ghana: Workspace) -> None:
    kwame = making.member(ghana, Role.SECRETARIAT, "Kwame")
    _key, secret = Key.make(kwame, "a script")
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    assert program.get("/api/gha/core/membership/").status_code == 200
    demand(ghana, Role.SECRETARIAT)
    assert program.get("/api/gha/core/membership/").status_code == 401
    add_factor(client_of(kwame), kwame)
    assert program.get("/api/gha/core/membership/").status_code == 200


def looks() -> list[tuple[str, str, str, int]]:
    return [(str(one.user), one.place, one.which, one.count) for one in Access.objects.order_by("pk")]


def test_looking_at_addresses_leaves_a_line_and_looking_at_none_leaves_none(ghana: Workspace) -> None:
    kwame, esi = making.member(ghana, Role.SECRETARIAT, "Kwame"), making.member(ghana, Role.ANALYST, "Esi")
    secretary = client_of(kwame)
    secretary.get("/gha/people/")
    assert looks() == []
    secretary.post("/gha/people/invite/", {"name": "Yaa", "email": "yaa@example.org", "role": Role.MINISTRY})
    assert "yaa@example.org" in secretary.get("/gha/people/").content.decode()
    assert "yaa@example.org" not in client_of(esi).get("/gha/people/").content.decode()
    pk = secretary.get("/api/gha/accounts/invitation/").json()[0]["id"]
    secretary.get(f"/api/gha/accounts/invitation/{pk}/")
    assert looks() == [
        ("Kwame", "people", "all", 1),
        ("Kwame", "program", "accounts.invitation > 0", 1),
        ("Kwame", "program", f"accounts.invitation {pk}", 1),
    ]


def test_contacts_of_seats_and_names_of_the_public_leave_a_line(table: Table, asked: Any) -> None:
    Client().post(asked.get_absolute_url(), COMMENT)
    invite(table)
    secretary = client_of(table.secretary.user)
    for page in (
        f"/gha/dialogue/rounds/{table.round.pk}/unanswered/",
        "/gha/consultation/moderation/",
        "/gha/consultation/moderation/comments.csv",
    ):
        assert secretary.get(page).status_code == 200
    assert [line[1:] for line in looks()] == [
        ("unanswered", "First", 3),
        ("moderation", "all", 1),
        ("comments", "all", 1),
    ]
    assert secretary.get("/gha/people/access/").status_code == 404
    boss = client_of(making.member(table.round.workspace, Role.COORDINATOR))
    page = boss.get("/gha/people/access/").content.decode()
    for text in ("Addresses of seats that have not answered", "First", "all of them", str(table.secretary.user)):
        assert text in page
    assert "example.org" not in page


def test_the_log_is_of_its_workspace_alone(ghana: Workspace, togo: Workspace) -> None:
    kwame = making.member(ghana, Role.COORDINATOR, "Kwame")
    Access.objects.create(workspace=togo, user=kwame, place="people", which="secret", count=1)
    assert "secret" not in client_of(kwame).get("/gha/people/access/").content.decode()


def test_the_trail_tells_no_address(ghana: Workspace) -> None:
    secretary = client_of(making.member(ghana, Role.SECRETARIAT, "Kwame"))
    secretary.post("/gha/people/invite/", {"name": "Yaa", "email": "yaa@example.org", "role": Role.MINISTRY})
    page = client_of(making.member(ghana, Role.OBSERVER)).get("/gha/trail/").content.decode()
    assert "Yaa (Ministry)" in page
    assert "yaa@example.org" not in page


@pytest.mark.parametrize("statement", ["UPDATE accounts_access SET count = 0", "DELETE FROM accounts_access"])
def test_a_line_of_the_log_can_neither_be_changed_nor_deleted(ghana: Workspace, statement: str) -> None:
    kwame = making.member(ghana, Role.SECRETARIAT, "Kwame")
    one = Access.objects.create(workspace=ghana, user=kwame, place="people", which="all", count=1)
    for refused in (one.save, one.delete, Access.objects.all().delete, lambda: Access.objects.update(count=0)):
        with pytest.raises(PermissionDenied):
            refused()
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Access.objects.get().count == 1
