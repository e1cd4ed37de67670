"""The worker: takes one job after the other, keeps its lease while working, and leaves nothing half-done behind."""

from __future__ import annotations

import contextlib
import logging
import secrets
import threading
import time
from typing import Any

from django.conf import settings
from django.db import OperationalError, close_old_connections, connection, transaction
from django.utils import timezone

from groundfloor.errors import GroundfloorError
from groundfloor_web.jobs.models import ATTEMPTS, Job, State
from groundfloor_web.jobs.work import Cancelled, work_named

PAUSE = 0.5
log = logging.getLogger(__name__)


def take(holder: str) -> Job | None:
    """The next free job, held by `holder` from now on; one that has brought down several workers has failed."""
    with transaction.atomic():
        # on SQLite the transaction itself is the lock
        free = Job.free()
        if connection.features.has_select_for_update_skip_locked:
            free = free.select_for_update(skip_locked=True)
        job = free.first()
        if job is None:
            return None
        if job.attempts >= ATTEMPTS:
            job.state, job.problem, job.ended = State.FAILED, "The worker stopped each time.", timezone.now()
            job.save()
            return None
        job.state, job.holder, job.held_until = State.RUNNING, holder, timezone.now() + settings.LEASE
        job.attempts += 1
        job.save()
        return job


def do(job: Job) -> None:
    """Do a job and write down how it ended, unless another worker has taken it up meanwhile."""
    mine = Job.objects.filter(pk=job.pk, holder=job.holder, state=State.RUNNING)

    def say(progress: str) -> None:
        if not mine.filter(cancel=False).update(progress=progress[:200], held_until=timezone.now() + settings.LEASE):
            raise Cancelled

    ended = threading.Event()
    threading.Thread(target=_hold, args=(job, ended), daemon=True).start()
    try:
        answer = work_named(job.work)(job.workspace, job.given, say)
        found: dict[str, Any] = {"state": State.DONE, "answer": answer, "progress": ""}
    except Cancelled:
        found = {"state": State.CANCELLED}
    except GroundfloorError as error:
        found = {"state": State.FAILED, "problem": str(error)}
    except Exception:
        log.exception("Job %s failed", job.pk)
        found = {"state": State.FAILED, "problem": ""}
    finally:
        ended.set()
    mine.update(**found, ended=timezone.now(), held_until=None)


def _hold(job: Job, ended: threading.Event) -> None:
    """Renew the lease while the work goes on, also where it tells no progress for long."""
    try:
        while not ended.wait(settings.LEASE.total_seconds() / 3):
            mine = Job.objects.filter(pk=job.pk, holder=job.holder, state=State.RUNNING)
            # a renewal that the database is too busy for is made up by the next
            with contextlib.suppress(OperationalError):
                mine.update(held_until=timezone.now() + settings.LEASE)
    finally:
        connection.close()


def work_off(*, once: bool = False) -> None:
    """Do the jobs there are; for ever, or until none is left."""
    holder = secrets.token_hex(16)
    while True:
        if not connection.in_atomic_block:  # else it is that of who calls
            close_old_connections()
        job = take(holder)
        if job is not None:
            do(job)
        elif once:
            return
        else:
            time.sleep(PAUSE)
