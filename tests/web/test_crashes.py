"""Killed at the worst moment: what was answered is there, nothing is half-done, and work is taken up again."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.web.alone import EACH, WRITERS, Installation, installation, post

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are killed as POSIX kills them")
WITHIN = 240


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("home")) as found:
        yield found


def until(happens: Callable[[], Any]) -> Any:
    """What `happens` says once it says something."""
    end = time.monotonic() + WITHIN
    while time.monotonic() < end:
        found = happens()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError("It did not happen in time.")


def kill(process: Any) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(30)


def test_a_worker_is_killed_in_the_middle_and_another_does_the_job_once(alone: Installation) -> None:
    run = alone.ask("full_run")
    first = alone.start("-m", "groundfloor_web", "work")
    try:
        before = until(lambda: (now := alone.ask("run_now", run))["progress"] and now)
    finally:
        kill(first)
    assert before["state"] == "running"
    assert alone.ask("run_now", run)["files"] == []  # nothing half-written stands where a result would
    time.sleep(3.5)  # the lease ends
    second = alone.start("-m", "groundfloor_web", "work", "--once")
    assert second.wait(WITHIN) == 0
    after = alone.ask("run_now", run)
    assert (after["state"], after["attempts"], after["problem"]) == ("done", 2, "")
    assert {"report.html", "report.fr.html", "workbook.xlsx", "record.json", "results.json"} <= set(after["files"])
    assert after["beside"] == [str(run)]  # what the first had begun is gone
    assert alone.start("-m", "groundfloor_web", "work", "--once").wait(WITHIN) == 0
    assert alone.ask("run_now", run) == after


def test_a_server_is_killed_while_many_write_and_every_action_is_whole_or_not_there(alone: Installation) -> None:
    secret, row = alone.ask("key"), 1
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    serving = f"import waitress; from groundfloor_web.config.wsgi import application; waitress.serve(application, host='127.0.0.1', port={port}, threads=8)"
    server = alone.start("-c", serving)
    answered: dict[str, str] = {}
    wrong: list[str] = []

    def write(number: int) -> None:
        place = 0
        while True:
            text = f"server {number} {place}"
            try:
                said = {"row": row, "column": "planned", "text": {"en": text}}
                answered[str(post(f"{address}/api/now/do/stocktaking.add_entry/", secret, said)["id"])] = text
            except urllib.error.HTTPError as refused:
                wrong.append(f"{refused.code} {refused.read()[:300]!r}")
                return
            except (OSError, http.client.HTTPException):
                return
            place += 1

    try:
        until(lambda: _answers(f"{address}/api/openapi.json"))
        writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
        for one in writers:
            one.start()
        until(lambda: len(answered) >= 25 or wrong)
    finally:
        kill(server)
    for one in writers:
        one.join(60)
    assert not wrong
    found = alone.ask("standing")
    assert {key: found["entries"].get(key) for key in answered} == answered
    assert found["entries"] == found["lines"]  # each with its line on the trail, no line without its entry
    assert found["numbers"] == list(range(1, len(found["numbers"]) + 1))
    assert found["broken"] is None


def test_a_workbook_that_is_killed_in_the_middle_is_taken_over_whole_or_not_at_all(alone: Installation) -> None:
    pk, problems, added = alone.ask("workbook", 20)
    assert (problems, added) == ([], 20)
    before = alone.ask("standing")
    taking = f"import django; django.setup(); from tests.web import alone; alone.take_over({pk}, killed_after=7)"
    assert alone.start("-c", taking).wait(WITHIN) == -signal.SIGKILL
    assert alone.ask("standing") == before
    assert alone.ask("take_over", pk) is True
    after = alone.ask("standing")
    assert len(after["entries"]) == len(before["entries"]) + 20
    assert after["entries"] == after["lines"]
    assert after["broken"] is None


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - loopback
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def test_many_write_at_once_and_nothing_is_lost(alone: Installation) -> None:
    written = alone.ask("write")
    assert len(written) == WRITERS * EACH
    found = alone.ask("standing")
    assert set(written) <= set(found["entries"].values())
    assert len(found["entries"]) == len(set(found["entries"].values()))
    assert found["entries"] == found["lines"]
    assert found["numbers"] == list(range(1, len(found["numbers"]) + 1))
    assert found["broken"] is None


def test_of_two_who_change_one_entry_at_once_one_wins_and_the_other_sees_both(alone: Installation) -> None:
    for one in alone.ask("clash"):
        won = next(said for said in one["found"] if said[0] == "won")
        lost = next(said for said in one["found"] if said[0] == "conflict")
        assert one["stands"] == won[1] == lost[2]
        assert lost[1] != won[1]
        assert one["version"] == 2
    assert alone.ask("standing")["broken"] is None
