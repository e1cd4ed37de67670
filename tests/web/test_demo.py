"""The demonstration, and every page of it, for everybody who can open it, in English and French."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.web import making
from tests.web.test_permissions import pages

from groundfloor_web.accounts.models import User
from groundfloor_web.core.actions import ACTIONS
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.audit import verify
from groundfloor_web.core.models import Entry, Workspace
from groundfloor_web.demo.cast import address
from groundfloor_web.demo.filling import fill


def test_it_is_made_by_actions_and_its_trail_holds(filled: Workspace) -> None:
    lines = Entry.objects.filter(workspace=filled).order_by("number")
    assert verify(lines) is None
    assert lines.filter(action="stakeholders.add_seat").count() == 8


def test_it_is_made_once(filled: Workspace) -> None:
    assert fill(User.objects.get(is_administrator=True), making.PASSWORD) is None


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_without_a_key_opens(filled: Workspace, language: str) -> None:
    client = Client(headers={"Accept-Language": language})
    client.force_login(User.objects.get(email=address("abena")))
    for name, _view in pages():
        try:
            url = reverse(name, args=[filled.slug])
        except NoReverseMatch:  # it is about one thing, whose key it needs
            continue
        answer = client.get(url)
        if answer.status_code == 405:  # it is only ever sent to
            continue
        assert answer.status_code in (200, 202), url  # 202: the explorer gets ready
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        assert f'<html lang="{language}"' in answer.content.decode(), url
        assert len(answer.content) < 150_000, url


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_of_every_action_opens(filled: Workspace, language: str) -> None:
    client = Client(headers={"Accept-Language": language})
    coordinator = User.objects.get(email=address("abena"))
    client.force_login(coordinator)
    actor = Actor.of(coordinator, filled)
    for action in ACTIONS.values():
        things = [None] if action.makes else list(action.model.objects.of(filled))
        for thing in [one for one in things if action.allowed(actor, one)][:1]:
            answer = client.get(action.url(actor, thing))
            assert answer.status_code == 200, action.name
            assert "<form" in answer.content.decode(), action.name
