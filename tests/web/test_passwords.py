"""A forgotten password: a letter that tells strangers nothing, and a link that a coordinator makes for whom they answer for."""

from __future__ import annotations

import re
import threading
import time
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from tests.web import making
from tests.web.test_invitations import posted

from groundfloor_web.accounts.actions import MakeResetLink
from groundfloor_web.accounts.passwords import BY_ADDRESS, BY_CONNECTION
from groundfloor_web.core.actions import NotAllowed, perform
from groundfloor_web.core.models import Entry, Workspace
from groundfloor_web.core.roles import Role

FORGOTTEN = "/accounts/password/"
NEW = "quite another sentence"


@pytest.fixture
def letters(settings: Any) -> Any:
    settings.MAIL = "smtp://mail.example"
    return mail.outbox


def set_password(link: str, password: str = NEW) -> tuple[Client, Any]:
    client = Client()
    page = client.get(link, follow=True)
    where = page.redirect_chain[-1][0] if page.redirect_chain else link
    return client, client.post(where, {"new_password1": password, "new_password2": password})


def logs_in(email: str, password: str) -> bool:
    return Client().post("/accounts/login/", {"username": email, "password": password}).status_code == 302


def test_a_letter_brings_a_link_that_is_good_once(ghana: Workspace, letters: Any) -> None:
    ama = making.member(ghana, Role.ANALYST, "Ama")
    ama.language = "fr"
    ama.save()
    elsewhere = Client()
    elsewhere.force_login(ama)
    answer = Client().post(FORGOTTEN, {"email": "AMA@example.org"}, follow=True)
    assert "If there is an account with this address" in answer.content.decode()
    (letter,) = posted(1)
    assert letter.to == ["ama@example.org"]
    assert letter.subject == "Un nouveau mot de passe pour Groundfloor"
    link = re.search(r"http://testserver(/\S+)", letter.body).group(1)  # type: ignore[union-attr]
    _client, done = set_password(link)
    assert done["Location"] == "/accounts/login/"
    assert logs_in("ama@example.org", NEW)
    assert not logs_in("ama@example.org", making.PASSWORD)
    assert elsewhere.get("/gha/").status_code == 302  # its session has ended
    assert "no longer good" in Client().get(link).content.decode()
    assert Entry.objects.get(workspace=None).action == "accounts.change_password"
    told = posted(2)[-1]
    assert "Votre mot de passe pour Groundfloor a été modifié" in {one.subject for one in mail.outbox}
    assert told.to == ["ama@example.org"]


def test_a_weak_password_is_refused_here_too(ghana: Workspace, letters: Any) -> None:
    making.member(ghana, Role.ANALYST, "Ama")
    Client().post(FORGOTTEN, {"email": "ama@example.org"})
    link = re.search(r"http://testserver(/\S+)", posted(1)[0].body).group(1)  # type: ignore[union-attr]
    _client, answer = set_password(link, "ama")
    assert "too short" in answer.content.decode()


def test_nobody_learns_whether_there_is_an_account(ghana: Workspace, letters: Any) -> None:
    making.member(ghana, Role.ANALYST, "Ama")
    gone = making.person("Yaw", is_active=False)
    answers = []
    for email in ("ama@example.org", "nobody@example.org", gone.email):
        client = Client()
        answer = client.post(FORGOTTEN, {"email": email})
        assert answer["Location"] == f"{FORGOTTEN}?sent=1"
        page = client.get(answer["Location"])
        answers.append((answer.status_code, re.sub(r'value="\w{64}"', "", page.content.decode())))
    assert len(set(answers)) == 1
    posted(1)
    time.sleep(0.1)
    assert [letter.to for letter in letters] == [["ama@example.org"]]


def test_nobody_waits_for_the_letter(ghana: Workspace, letters: Any, monkeypatch: Any) -> None:
    making.member(ghana, Role.ANALYST, "Ama")
    answered, sent = threading.Event(), threading.Event()
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda _letter: answered.wait(30) and sent.set())
    Client().post(FORGOTTEN, {"email": "ama@example.org"})
    assert not sent.is_set()
    answered.set()
    assert sent.wait(30)


def test_an_address_and_a_connection_may_ask_a_few_times(ghana: Workspace, letters: Any) -> None:
    making.member(ghana, Role.ANALYST, "Ama")
    client = Client()
    answers = [client.post(FORGOTTEN, {"email": "ama@example.org"}).status_code for _time in range(BY_CONNECTION + 1)]
    assert answers == [302] * BY_CONNECTION + [429]
    posted(BY_ADDRESS)
    time.sleep(0.1)
    assert len(letters) == BY_ADDRESS
    assert Client(REMOTE_ADDR="10.0.0.9").post(FORGOTTEN, {"email": "yaa@example.org"}).status_code == 302


def test_without_a_server_for_letters_the_page_says_whom_to_ask(ghana: Workspace) -> None:
    making.member(ghana, Role.ANALYST, "Ama")
    page = Client().get(FORGOTTEN).content.decode()
    assert "Ask the coordinator" in page
    assert 'name="email"' not in page
    Client().post(FORGOTTEN, {"email": "ama@example.org"})
    assert not mail.outbox


def test_a_coordinator_makes_a_link_that_is_shown_once(ghana: Workspace) -> None:
    ama = making.member(ghana, Role.ANALYST, "Ama")
    member = ama.memberships.get()
    boss = making.member(ghana, Role.COORDINATOR)
    client = Client()
    client.force_login(boss)
    address = f"/gha/people/{member.pk}/password/"
    assert "http://testserver" not in client.get(address).content.decode()
    shown = client.post(address)
    assert "no-store" in shown["Cache-Control"]
    link = re.search(r"http://testserver(/accounts/password/[^\"]+)", shown.content.decode()).group(1)  # type: ignore[union-attr]
    line = Entry.objects.get(action="accounts.make_reset_link")
    assert link.split("/")[-2] not in f"{line.said}{line.before}{line.after}"
    _client, done = set_password(link)
    assert done["Location"] == "/accounts/login/"
    assert logs_in("ama@example.org", NEW)
    _client, again = set_password(link, "a third sentence, longer")
    assert "no longer good" in again.content.decode()


def test_a_coordinator_opens_no_account_that_opens_more_than_the_workspace(ghana: Workspace, togo: Workspace) -> None:
    boss = making.actor(ghana, Role.COORDINATOR)
    both = making.member(ghana, Role.ANALYST, "Both")
    making.join(togo, both, Role.COORDINATOR, by_id=None)
    runs = making.person("Root", is_administrator=True)
    making.join(ghana, runs, Role.OBSERVER, by_id=None)
    for user in (both, runs, boss.user):
        member = user.memberships.get(workspace=ghana)
        assert not MakeResetLink.allowed(boss, member)
        with pytest.raises(NotAllowed):
            perform(MakeResetLink, boss, {}, member)
        client = Client()
        client.force_login(boss.user)
        assert client.post(f"/gha/people/{member.pk}/password/").status_code == 403
    # who runs the installation answers for all of them
    runs.memberships.update(role=Role.COORDINATOR)
    assert MakeResetLink.allowed(making.Actor.of(runs, ghana), both.memberships.get(workspace=ghana))
    # who left the other workspace opens it no more
    both.memberships.filter(workspace=togo).update(withdrawn=True)
    assert MakeResetLink.allowed(boss, both.memberships.get(workspace=ghana))


def test_the_secretariat_makes_none(ghana: Workspace) -> None:
    member = making.member(ghana, Role.ANALYST).memberships.get()
    client = Client()
    client.force_login(making.member(ghana, Role.SECRETARIAT))
    assert client.post(f"/gha/people/{member.pk}/password/").status_code == 404


def test_the_second_factor_stays(ghana: Workspace) -> None:
    from django_otp.plugins.otp_totp.models import TOTPDevice

    ama = making.member(ghana, Role.ANALYST, "Ama")
    TOTPDevice.objects.create(user=ama, name="totp", confirmed=True)
    boss = Client()
    boss.force_login(making.member(ghana, Role.COORDINATOR))
    page = boss.post(f"/gha/people/{ama.memberships.get().pk}/password/").content.decode()
    set_password(re.search(r"http://testserver(/accounts/password/[^\"]+)", page).group(1))  # type: ignore[union-attr]
    client = Client()
    client.post("/accounts/login/", {"username": "ama@example.org", "password": NEW})
    assert client.get("/gha/")["Location"].startswith("/accounts/second-factor/")
