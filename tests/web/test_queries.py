"""No page asks the database more than a few times, and none asks more often because there is more to show."""

from __future__ import annotations

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from tests.web import making
from tests.web.test_permissions import pages

from groundfloor_web.accounts.models import User
from groundfloor_web.core.at_hand import at_hand
from groundfloor_web.core.models import Membership, Stored, Workspace
from groundfloor_web.demo.cast import address
from groundfloor_web.demo.filling import fill
from groundfloor_web.explorer.held import session_of

MOST = 15
"""Queries of a page, of which four find who asks and in which workspace."""
MORE = {"/gha/dialogue/rounds/": 18}
"""Pages, by the beginning of their address, that show more: of a round what was said, who comes, meetings and documents."""


EACH = {"/gha/consultation/moderation/": 2}
"""Queries more where all is doubled: what is alike is looked for in each consultation."""


def most_of(url: str) -> int:
    """The most that a page may ask."""
    return next((most for start, most in MORE.items() if url.startswith(start)), MOST)


def things() -> list[type[Stored]]:
    return [one for one in apps.get_models() if issubclass(one, Stored)]


def addresses(of: Workspace) -> list[str]:
    """Every page that needs no key, and of each kind of thing the page of the first."""
    found = []
    for name, _view in pages():
        try:
            found.append(reverse(name, args=[of.slug]))
        except NoReverseMatch:
            continue
    for model in things():
        first = model.objects.of(of).standing().order_by("pk").first()
        if first is not None and hasattr(first, "get_absolute_url"):
            found.append(first.get_absolute_url().partition("#")[0])
    return sorted(set(found))


def asked(client: Client, found: list[str]) -> dict[str, list[str]]:
    """What each page that shows something asks of the database."""
    queries = {}
    for url in found:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(url)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            queries[url] = [one["sql"] for one in captured]
    return queries


def double(of: Workspace) -> dict[str, int]:
    """Everything in a workspace once more, under the same things; what there can be only one of stays alone."""
    doubled = {}
    for model in things():
        for one in list(model.objects.of(of)):
            many = {field.name: list(getattr(one, field.name).all()) for field in model._meta.many_to_many}
            one.pk = None
            one._state.adding = True
            try:
                with transaction.atomic():
                    one.save()
            except IntegrityError:
                continue
            for name, values in many.items():
                getattr(one, name).set(values)
            doubled[model.kind_name()] = doubled.get(model.kind_name(), 0) + 1
    return doubled


def test_pages_ask_little_and_no_more_where_there_is_more_to_show() -> None:
    filled = fill(making.person("Admin", is_administrator=True), making.PASSWORD)
    assert filled is not None
    client = Client()
    client.force_login(User.objects.get(email=address("abena")))
    found = addresses(filled)
    session_of(filled).result()  # until then the explorer shows that it is being prepared
    asked(client, found)  # what is asked once in the life of a process
    before = asked(client, found)
    assert len(before) > 35
    doubled = double(filled)
    assert len(doubled) > 15
    asked(client, found)  # what is alike is found once
    after = asked(client, found)
    assert {url: len(queries) for url, queries in before.items() if len(queries) > most_of(url)} == {}
    grown = {
        url: (len(before[url]), len(queries))
        for url, queries in after.items()
        if len(queries) > len(before[url]) + EACH.get(url, 0)
    }
    assert grown == {}


def test_a_thing_knows_the_workspace_at_hand_and_no_other(ghana: Workspace, togo: Workspace) -> None:
    for one in (ghana, togo):
        making.member(one)
    here, there = (Membership.objects.get(workspace=one) for one in (ghana, togo))
    with at_hand(ghana), CaptureQueriesContext(connection) as captured:
        assert here.workspace is ghana
        assert len(captured) == 0
        assert there.workspace == togo
        assert len(captured) == 1
    again = Membership.objects.get(workspace=ghana)
    with CaptureQueriesContext(connection) as captured:
        assert again.workspace == ghana
        assert len(captured) == 1


def test_nothing_stays_at_hand_after_a_page(ghana: Workspace) -> None:
    client = Client()
    client.force_login(making.member(ghana))
    assert client.get("/gha/").status_code == 200
    one = Membership.objects.get()
    with CaptureQueriesContext(connection) as captured:
        assert one.workspace == ghana
    assert len(captured) == 1
