"""Between workspaces there is no way: whatever belongs to another country, or was withdrawn, does not exist, by page, form or API."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.web import making

from groundfloor_web.accounts.models import User
from groundfloor_web.api.urls import models
from groundfloor_web.awareness.models import Brief
from groundfloor_web.core.actions import ACTIONS, Action
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Membership, Stored, Workspace
from groundfloor_web.core.roles import Role
from groundfloor_web.demo.cast import address
from groundfloor_web.explorer.models import Exploration, Run
from groundfloor_web.jobs.models import Job, State

WORDS = {"name": "report", "before": 1, "after": 2}


@pytest.fixture
def filled(filled: Workspace) -> Workspace:
    """Ghana as the demonstration shows it, with a run and a brief on it."""
    kept = Exploration.objects.of(filled).first()
    job = Job.objects.create(workspace=filled, work="explorer.run", state=State.DONE)
    words = {"en": "What it costs"}
    run = Run.objects.create(workspace=filled, exploration=kept, job=job)
    Brief.objects.create(workspace=filled, run=run, title=words, lead=words)
    return filled


@pytest.fixture
def stranger(filled: Workspace, togo: Workspace) -> Client:
    """A coordinator of another country."""
    client = Client()
    client.force_login(making.member(togo, Role.COORDINATOR))
    return client


def things(of: Workspace) -> Iterator[Stored]:
    """One thing of every model that has one in a workspace."""
    for model in models():
        found = model.objects.of(of).standing().first()
        if found is not None:
            yield found


def twin(thing: Stored, **values: Any) -> Stored | None:
    """The same thing in another workspace or state; None where the database wants it to be the only one."""
    made = copy.copy(thing)
    made.pk, made._state.adding = None, True
    for name, value in values.items():
        setattr(made, name, value)
    for field in made._meta.concrete_fields:
        if field.unique and field.is_relation:
            job = getattr(made, field.name)
            setattr(made, field.name, Job.objects.create(workspace=job.workspace, work=job.work, state=job.state))
            continue
        if field.unique and not field.primary_key:
            setattr(made, field.name, "another")
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        return None
    return made


def pages_about_one() -> list[tuple[str, list[str]]]:
    """Every page of a workspace that is about one thing, and what its address is made of."""

    def under(patterns: list[Any], space: str) -> list[tuple[str, list[str]]]:
        found = []
        for one in patterns:
            if isinstance(one, URLResolver):
                inside = under(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
                outer = [name for name in one.pattern.converters if name == "slug"]
                found += [(name, outer + names) for name, names in inside]
            elif isinstance(one, URLPattern) and one.name and "pk" in one.pattern.converters:
                found.append((f"{space}{one.name}", list(one.pattern.converters)))
        return found

    skipped = ("workspace-api", "core:act")  # tried for every model and action below
    return [one for one in under(get_resolver().url_patterns, "") if not one[0].startswith(skipped)]


def test_a_thing_of_another_workspace_is_on_no_page_and_in_no_answer(
    filled: Workspace, togo: Workspace, stranger: Client
) -> None:
    own = Client()
    own.force_login(User.objects.get(email=address("abena")))
    mine = Membership.objects.get(workspace=togo).pk
    known = list(things(filled))
    assert len(known) > 20
    for thing in known:
        path = f"{thing.kind_name().replace('.', '/')}/{thing.pk}/"
        if thing.pk == mine and isinstance(thing, Membership):
            continue
        assert own.get(f"/api/gha/{path}").status_code == 200, path
        assert stranger.get(f"/api/tgo/{path}").status_code == 404, path
        assert stranger.get(f"/api/gha/{path}").status_code == 404, path
    keys = sorted({thing.pk for thing in known} - {mine})
    for name, parts in pages_about_one():
        others = {part: WORDS[part] for part in parts if part not in ("slug", "pk")}
        for pk in keys:
            theirs = stranger.get(reverse(name, kwargs=others | {"slug": "tgo", "pk": pk}))
            assert theirs.status_code == 404, (name, pk)
            abroad = stranger.get(reverse(name, kwargs=others | {"slug": "gha", "pk": pk}))
            # what is public is for everybody
            assert abroad.status_code == 404 or name.startswith("consultation:consultation"), (name, pk)


def test_no_action_reaches_a_thing_of_another_workspace_or_one_that_was_withdrawn(
    filled: Workspace, togo: Workspace, stranger: Client
) -> None:
    tried = 0
    theirs = Actor.of(User.objects.get(memberships__workspace=togo), togo)
    ours = Actor.of(User.objects.get(email=address("abena")), filled)
    for action in ACTIONS.values():
        thing = None if action.makes else action.model.objects.of(filled).first()
        if thing is None:
            continue
        tried += 1
        before = thing.snapshot()
        path = f"do/{action.name}/{thing.pk}/"
        for slug in ("tgo", "gha"):
            assert stranger.get(f"/{slug}/{path}").status_code == 404, action.name
            assert stranger.post(f"/{slug}/{path}").status_code == 404, action.name
            answer = stranger.post(f"/api/{slug}/{path}", "{}", content_type="application/json")
            assert answer.status_code == 404, action.name
        thing.refresh_from_db()
        assert thing.snapshot() == before
        assert not action.allowed(theirs, thing)
        thing.withdrawn = True
        assert not action.allowed(ours, thing), action.name
    assert tried > 30


def choosing() -> list[Any]:
    """Every action whose form chooses things, with the names of the fields that do."""
    found = []
    for action in ACTIONS.values():
        fields = [name for name, one in action.form.base_fields.items() if isinstance(one, forms.ModelChoiceField)]
        found += [pytest.param(action, name, id=f"{action.name}-{name}") for name in fields]
    return found


def test_forms_neither_offer_nor_take_what_is_of_another_workspace_or_was_withdrawn(
    filled: Workspace, togo: Workspace
) -> None:
    actor = Actor.of(User.objects.get(email=address("abena")), filled)
    tried, untried = set(), set()
    for one in choosing():
        action, name = one.values
        target = None if action.makes else action.model.objects.of(filled).standing().first()
        if target is None and not action.makes:
            untried.add(one.id)
            continue
        model = action.form.base_fields[name].queryset.model
        thing = model.objects.of(filled).standing().first()
        others = [] if thing is None else [twin(thing, workspace=togo), twin(thing, withdrawn=True)]
        others += list(model.objects.of(togo)[:1]) + list(model.objects.of(filled).filter(withdrawn=True)[:1])
        for other in filter(None, others):
            form = action.form({name: [other.pk] if _many(action, name) else other.pk}, actor=actor, target=target)
            assert not form.fields[name].queryset.filter(pk=other.pk).exists(), one.id
            assert not form.is_valid(), one.id
            assert name in form.errors, one.id
            assert str(other.pk) not in [str(key) for key, _label in _offered(form, name)], one.id
            tried.add(one.id)
        if one.id not in tried:
            untried.add(one.id)
    assert len(tried) > 20
    assert not untried


def _many(action: type[Action], name: str) -> bool:
    return isinstance(action.form.base_fields[name], forms.ModelMultipleChoiceField)


def _offered(form: Any, name: str) -> list[tuple[Any, Any]]:
    return list(form.fields[name].choices)
