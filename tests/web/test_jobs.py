"""Work in the background: done once, told of, cancelled, and taken up again when its worker dies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.web import making

from groundfloor.errors import GroundfloorError
from groundfloor_web.core.actions import NotAllowed, perform
from groundfloor_web.core.models import Workspace
from groundfloor_web.core.roles import Role
from groundfloor_web.jobs import worker
from groundfloor_web.jobs.actions import Cancel, ask
from groundfloor_web.jobs.models import ATTEMPTS, Job, State
from groundfloor_web.jobs.work import Say


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was worked on; `bad` is wrong input, `ours` a mistake of ours."""
    found: list[str] = []

    def work(_workspace: Workspace, given: dict[str, Any], say: Say) -> Any:
        say("half")
        if given["name"] == "bad":
            raise GroundfloorError("The pack has no floor")
        if given["name"] == "ours":
            raise ZeroDivisionError
        found.append(given["name"])
        return {"name": given["name"]}

    monkeypatch.setattr(worker, "work_named", lambda _name: work)
    return found


def test_jobs_are_done_in_order_and_once(ghana: Workspace, done: list[str]) -> None:
    somebody = making.actor(ghana)
    jobs = [ask(somebody, "explorer.run", {"name": name}) for name in ("a", "b")]
    worker.work_off(once=True)
    worker.work_off(once=True)
    assert done == ["a", "b"]
    jobs[1].refresh_from_db()
    assert (jobs[1].state, jobs[1].answer, jobs[1].held_until) == (State.DONE, {"name": "b"}, None)


def test_what_was_wrong_is_said_and_what_is_ours_is_not_shown(ghana: Workspace, done: list[str], caplog: Any) -> None:
    bad, ours = (ask(making.actor(ghana, name=name), "explorer.run", {"name": name}) for name in ("bad", "ours"))
    worker.work_off(once=True)
    bad.refresh_from_db()
    ours.refresh_from_db()
    assert (bad.state, bad.problem) == (State.FAILED, "The pack has no floor.")
    assert (ours.state, ours.problem) == (State.FAILED, "")
    assert "ZeroDivisionError" in caplog.text


def test_a_job_whose_worker_died_is_taken_up_again_until_it_has_failed_too_often(
    ghana: Workspace, done: list[str]
) -> None:
    job = ask(making.actor(ghana), "explorer.run", {"name": "a"})
    for _death in range(ATTEMPTS):
        held = worker.take("dead")
        assert held == job
        assert worker.take("other") is None  # nobody else while the lease holds
        Job.objects.filter(pk=job.pk).update(held_until=timezone.now() - timedelta(seconds=1))
    assert worker.take("other") is None
    job.refresh_from_db()
    assert job.state == State.FAILED


def test_who_comes_back_late_changes_nothing(ghana: Workspace, done: list[str]) -> None:
    job = ask(making.actor(ghana), "explorer.run", {"name": "a"})
    late = worker.take("late")
    Job.objects.filter(pk=job.pk).update(held_until=timezone.now() - timedelta(seconds=1))
    assert late is not None
    other = worker.take("other")
    assert other is not None
    worker.do(late)
    job.refresh_from_db()
    assert (job.state, job.holder) == (State.RUNNING, "other")
    worker.do(other)
    job.refresh_from_db()
    assert job.state == State.DONE


def test_a_job_is_cancelled_by_who_asked_or_the_secretariat(ghana: Workspace, done: list[str]) -> None:
    analyst = making.actor(ghana, Role.ANALYST)
    waiting, running = ask(analyst, "explorer.run", {"name": "a"}), ask(analyst, "explorer.run", {"name": "b"})
    with pytest.raises(NotAllowed):
        perform(Cancel, making.actor(ghana, Role.MINISTRY), {}, waiting)
    perform(Cancel, analyst, {}, waiting)
    held = worker.take("one")
    assert held == running
    perform(Cancel, making.actor(ghana), {}, running)
    worker.do(held)
    waiting.refresh_from_db()
    running.refresh_from_db()
    assert (waiting.state, running.state, done) == (State.CANCELLED, State.CANCELLED, [])
