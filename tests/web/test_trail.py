"""The trail: every action leaves a line, and no line can be changed, left out or put in unseen."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from tests.web import making

from groundfloor_web.accounts.actions import Invite
from groundfloor_web.core.actions import Invalid, NotAllowed, perform
from groundfloor_web.core.audit import BEGINNING, verify
from groundfloor_web.core.models import Entry, Workspace
from groundfloor_web.core.roles import Role


def invited(ghana: Workspace, number: int = 3) -> None:
    secretary = making.actor(ghana)
    for one in range(number):
        perform(Invite, secretary, {"name": f"Guest {one}", "email": f"{one}@example.org", "role": Role.OBSERVER})


def lines(ghana: Workspace) -> list[Entry]:
    return list(Entry.objects.filter(workspace=ghana).order_by("number"))


def test_each_action_leaves_a_line_chained_to_the_one_before(ghana: Workspace) -> None:
    invited(ghana)
    found = lines(ghana)
    assert [line.action for line in found] == ["accounts.join", *["accounts.invite"] * 3]
    assert [line.previous for line in found] == [BEGINNING, *[line.digest for line in found[:-1]]]
    assert found[1].after["email"] == "0@example.org"
    assert verify(found) is None


def test_the_secret_of_an_invitation_is_not_on_the_trail(ghana: Workspace) -> None:
    invited(ghana, 1)
    assert "token" not in lines(ghana)[-1].after


def test_a_refused_action_leaves_nothing(ghana: Workspace) -> None:
    with pytest.raises(NotAllowed):
        perform(
            Invite, making.actor(ghana, Role.OBSERVER), {"name": "x", "email": "x@example.org", "role": Role.OBSERVER}
        )
    with pytest.raises(Invalid):
        perform(Invite, making.actor(ghana), {"name": "x", "email": "no address", "role": Role.OBSERVER})
    assert [line.action for line in lines(ghana)] == ["accounts.join"] * 2


def test_lines_cannot_be_changed_or_deleted(ghana: Workspace) -> None:
    invited(ghana)
    line = lines(ghana)[1]
    line.said = "something else"
    for change in (line.save, line.delete, Entry.objects.all().delete, lambda: Entry.objects.update(said="")):
        with pytest.raises(PermissionDenied):
            change()


@pytest.mark.parametrize("sql", ["UPDATE core_entry SET said = 'x'", "DELETE FROM core_entry"])
def test_the_database_itself_refuses(ghana: Workspace, sql: str) -> None:
    invited(ghana, 1)
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert len(lines(ghana)) == 2


@pytest.mark.parametrize(
    ("tampered", "number", "reason"),
    [
        (lambda found: setattr(found[1], "said", "x"), 2, "changed"),
        (lambda found: setattr(found[2], "after", {}), 3, "changed"),
        (lambda found: found.pop(1), 2, "missing"),
        (lambda found: setattr(found[3], "previous", BEGINNING), 4, "not chained to the line before"),
    ],
)
def test_what_was_done_behind_the_workspace_is_found(
    ghana: Workspace, tampered: object, number: int, reason: str
) -> None:
    invited(ghana)
    found = lines(ghana)
    tampered(found)  # type: ignore[operator]
    broken = verify(found)
    assert broken is not None
    assert (broken.number, broken.reason) == (number, reason)


def test_the_command_names_the_first_line_that_does_not_hold(ghana: Workspace) -> None:
    invited(ghana, 1)
    said = io.StringIO()
    call_command("verify_trail", stdout=said)
    assert "gha: 2 lines hold." in said.getvalue()
    forged = lines(ghana)[-1]
    forged.pk, forged._state.adding = None, True
    forged.number += 1
    forged.save()
    with pytest.raises(CommandError, match="gha: line 3 is"):
        call_command("verify_trail", stdout=said)


def test_each_workspace_has_a_chain_of_its_own(ghana: Workspace, togo: Workspace) -> None:
    invited(ghana, 1)
    making.actor(togo)
    assert [line.number for line in lines(togo)] == [1]
    assert verify(lines(togo)) is None
