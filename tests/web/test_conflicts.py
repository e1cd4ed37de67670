"""Two people change one thing: neither loses what they wrote."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.web import making

from groundfloor_web.accounts.actions import ChangePart
from groundfloor_web.core.actions import Conflict, perform
from groundfloor_web.core.models import Workspace
from groundfloor_web.core.roles import Role


def test_the_second_is_told_and_nothing_is_overwritten(ghana: Workspace) -> None:
    first, second = making.actor(ghana, name="Ama"), making.actor(ghana, name="Kofi")
    target = making.member(ghana, Role.OBSERVER).memberships.get()
    perform(ChangePart, first, {"role": Role.ANALYST}, target, version=1)
    with pytest.raises(Conflict) as conflict:
        perform(ChangePart, second, {"role": Role.MINISTRY}, target, version=1)
    assert conflict.value.current.role == Role.ANALYST  # type: ignore[attr-defined]
    assert conflict.value.form.cleaned_data["role"] == Role.MINISTRY
    target.refresh_from_db()
    assert (target.role, target.version) == (Role.ANALYST, 2)


def test_the_page_shows_both_and_the_second_try_is_kept(ghana: Workspace) -> None:
    target = making.member(ghana, Role.OBSERVER).memberships.get()
    perform(ChangePart, making.actor(ghana, name="Ama"), {"role": Role.ANALYST}, target, version=1)
    client = Client()
    client.force_login(making.member(ghana, Role.SECRETARIAT, "Kofi"))
    address = f"/gha/do/accounts.change_part/{target.pk}/"
    answer = client.post(address, {"role": Role.MINISTRY, "version": "1"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Analyst" in page
    assert 'value="ministry" selected' in page
    assert 'name="version" value="2"' in page
    assert client.post(address, {"role": Role.MINISTRY, "version": "2"}).status_code == 302
    target.refresh_from_db()
    assert target.role == Role.MINISTRY
