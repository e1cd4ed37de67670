"""Coming in: invitations, passwords, the second factor, and a door that closes after too many attempts."""

from __future__ import annotations

import re

from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests.web import making

from groundfloor_web.accounts.models import Invitation, User
from groundfloor_web.core.models import Entry, Workspace
from groundfloor_web.core.roles import Role


def link_for(ghana: Workspace, email: str = "esi@example.org") -> str:
    """The link that a secretary gets for somebody."""
    client = Client()
    client.force_login(making.member(ghana, Role.SECRETARIAT))
    answer = client.post("/gha/people/invite/", {"name": "Esi", "email": email, "role": Role.MINISTRY})
    found = re.search(r"http://testserver(/accounts/join/[^/]+/)", answer.content.decode())
    assert found is not None
    return found.group(1)


def test_an_invitation_is_taken_up_once_with_a_new_account(ghana: Workspace) -> None:
    link, client = link_for(ghana), Client()
    assert "Ministry" in client.get(link).content.decode()
    answer = client.post(link, {"name": "Esi Mensah", "password": making.PASSWORD})
    assert answer["Location"] == "/gha/"
    assert client.get("/gha/").status_code == 200
    assert User.objects.get(email="esi@example.org").memberships.get().role == Role.MINISTRY
    assert Client().get(link).status_code == 404
    assert list(Entry.objects.filter(workspace=None).values_list("action", flat=True)) == ["accounts.new_account"]


def test_a_weak_password_is_refused_with_a_reason(ghana: Workspace) -> None:
    answer = Client().post(link_for(ghana), {"name": "Esi", "password": "esi"})
    assert "too short" in answer.content.decode()
    assert not User.objects.filter(email="esi@example.org").exists()


def test_who_has_an_account_logs_in_to_join(ghana: Workspace) -> None:
    esi = making.person("Esi")
    link, client = link_for(ghana), Client()
    assert client.get(link)["Location"] == f"/accounts/login/?next={link}"
    client.force_login(esi)
    assert client.get(link)["Location"] == "/gha/"
    assert esi.memberships.get().role == Role.MINISTRY


def test_a_link_is_kept_as_a_hash_and_a_new_one_ends_the_old(ghana: Workspace) -> None:
    link = link_for(ghana)
    invitation = Invitation.objects.get()
    assert invitation.token not in link
    client = Client()
    client.force_login(User.objects.get(memberships__role=Role.SECRETARIAT))
    client.post(f"/gha/people/invite/{invitation.pk}/")
    assert Client().get(link).status_code == 404


def test_only_a_coordinator_makes_a_coordinator(ghana: Workspace) -> None:
    client = Client()
    client.force_login(making.member(ghana, Role.SECRETARIAT))
    answer = client.post("/gha/people/invite/", {"name": "Esi", "email": "e@example.org", "role": Role.COORDINATOR})
    assert "Only a coordinator" in answer.content.decode()


def test_after_five_wrong_passwords_the_door_closes(ghana: Workspace) -> None:
    making.member(ghana, Role.ANALYST, "Ama")
    client = Client()
    for _attempt in range(5):
        answer = client.post("/accounts/login/", {"username": "ama@example.org", "password": "wrong"})
    assert answer.status_code == 429
    right = client.post("/accounts/login/", {"username": "ama@example.org", "password": making.PASSWORD})
    assert right.status_code == 429
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert (
        elsewhere.post("/accounts/login/", {"username": "AMA@example.org", "password": making.PASSWORD}).status_code
        == 302
    )


def test_with_a_second_factor_the_password_alone_opens_nothing(ghana: Workspace) -> None:
    ama, client = making.member(ghana, Role.ANALYST, "Ama"), Client()
    client.force_login(ama)
    client.get("/accounts/second-factor/add/")
    device = TOTPDevice.objects.get(user=ama)
    code = f"{totp(device.bin_key):06d}"
    spare = re.findall(
        r"<code>(\w+)</code>", client.post("/accounts/second-factor/add/", {"code": code}).content.decode()
    )
    assert len(spare) == 8
    assert client.get("/gha/").status_code == 200

    again = Client()
    again.post("/accounts/login/", {"username": "ama@example.org", "password": making.PASSWORD})
    assert again.get("/gha/")["Location"] == "/accounts/second-factor/?next=/gha/"
    assert again.post("/accounts/second-factor/?next=/gha/", {"code": spare[0]})["Location"] == "/gha/"
    assert again.get("/gha/").status_code == 200

    third = Client()
    third.post("/accounts/login/", {"username": "ama@example.org", "password": making.PASSWORD})
    assert third.post("/accounts/second-factor/?next=/gha/", {"code": spare[0]}).status_code == 200  # each is good once


def test_nobody_is_sent_to_another_site(ghana: Workspace) -> None:
    client = Client()
    making.member(ghana, Role.ANALYST, "Ama")
    answer = client.post(
        "/accounts/login/?next=https://evil.example/",
        {"username": "ama@example.org", "password": making.PASSWORD, "next": "https://evil.example/"},
    )
    assert answer["Location"] == "/"
