"""The public may write without an account; a moderator decides by rules; nothing is lost."""

from __future__ import annotations

import datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.web import making
from tests.web.test_dialogue import Table, table  # noqa: F401 - a fixture

from groundfloor_web.consultation.actions import Consult, Decline, Publish
from groundfloor_web.consultation.models import Comment, Consultation
from groundfloor_web.consultation.views import MOST_AN_HOUR
from groundfloor_web.core.actions import perform
from groundfloor_web.core.models import Entry
from groundfloor_web.core.roles import Role

COMMENT = {"name": "Akua", "stance": "for", "text": "It would pay for school meals."}


@pytest.fixture
def asked(table: Table) -> Consultation:  # noqa: F811
    cache.clear()
    table.round.workspace.is_open = True
    table.round.workspace.save()
    today = timezone.localdate()
    given = {
        "item": table.item.pk,
        "title": {"en": "A question"},
        "question": {"en": "What matters?"},
        "rules": {"en": "No insults."},
        "opens": today.isoformat(),
        "closes": (today + datetime.timedelta(days=5)).isoformat(),
    }
    found = perform(Consult, table.secretary, given)
    assert isinstance(found, Consultation)
    return found


def test_a_comment_is_shown_once_a_moderator_has_published_it(asked: Consultation, table: Table) -> None:  # noqa: F811
    public = Client()
    page = asked.get_absolute_url()
    assert "No insults." in public.get(page).content.decode()
    assert public.post(page, COMMENT)["Location"] == f"{page}?thanks=1"
    assert "school meals" not in public.get(page).content.decode()
    perform(Publish, table.secretary, {}, Comment.objects.get())
    assert "school meals" in public.get(page).content.decode()
    assert Entry.objects.get(action="consultation.write").actor is None


def test_what_is_declined_stays_on_record_with_its_reason(asked: Consultation, table: Table) -> None:  # noqa: F811
    Client().post(asked.get_absolute_url(), COMMENT | {"text": "=1+1 an insult", "name": "x"})
    perform(Decline, table.secretary, {"reason": "An insult"}, Comment.objects.get())
    assert "1 comment was not published" in Client().get(asked.get_absolute_url()).content.decode()
    client = Client()
    client.force_login(table.secretary.user)
    rows = client.get("/gha/consultation/moderation/comments.csv").content.decode()
    assert "'=1+1 an insult,declined,An insult" in rows


@pytest.mark.parametrize(
    "given", [{"text": "short"}, {"text": "x" * 2001}, {"website": "https://buy.example"}, {"stance": "king"}]
)
def test_what_cannot_be_kept_is_said(asked: Consultation, given: dict[str, str]) -> None:
    answer = Client().post(asked.get_absolute_url(), COMMENT | given)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert not Comment.objects.exists()


def test_nobody_floods_it(asked: Consultation) -> None:
    for _time in range(MOST_AN_HOUR):
        assert Client().post(asked.get_absolute_url(), COMMENT).status_code == 302
    assert Client().post(asked.get_absolute_url(), COMMENT).status_code == 429
    assert Client(REMOTE_ADDR="10.0.0.9").post(asked.get_absolute_url(), COMMENT).status_code == 302


def test_a_workspace_without_a_public_page_shows_nothing(asked: Consultation) -> None:
    asked.workspace.is_open = False
    asked.workspace.save()
    assert Client().get(asked.get_absolute_url()).status_code == 404
    assert Client().post(asked.get_absolute_url(), COMMENT).status_code == 404


def test_after_it_has_closed_nobody_writes(asked: Consultation) -> None:
    Consultation.objects.update(opens="2020-01-01", closes="2020-02-01")
    assert "not open" in Client().post(asked.get_absolute_url(), COMMENT).content.decode()
    assert not Comment.objects.exists()


def test_moderation_is_for_the_secretariat(asked: Consultation) -> None:
    client = Client()
    client.force_login(making.member(asked.workspace, Role.OBSERVER))
    for address in ("/gha/consultation/moderation/", "/gha/consultation/moderation/comments.csv"):
        assert client.get(address).status_code == 404
