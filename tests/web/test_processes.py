"""Several processes serve one workspace: what dies is started anew, and all end together, however the first one ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.web import making
from tests.web.alone import Installation, installation

from groundfloor.errors import GroundfloorError
from groundfloor_web import processes
from groundfloor_web.core.models import Workspace
from groundfloor_web.explorer import views

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for as Linux lists them")
WITHIN = 120.0


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("home")) as found:
        yield found


@dataclass(frozen=True)
class Served:
    """A server of two processes and where it answers."""

    process: subprocess.Popen[str]
    port: int

    @property
    def answering(self) -> set[int]:
        """The processes that answer."""
        return {pid for pid in children(self.process.pid) if b"groundfloor_web.answering" in command(pid)}

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=10) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def children(pid: int) -> set[int]:
    try:
        return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
    except OSError:
        return set()


def command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def until(happens: Callable[[], Any]) -> Any:
    end = time.monotonic() + WITHIN
    while time.monotonic() < end:
        if found := happens():
            return found
        time.sleep(0.1)
    raise AssertionError("It did not happen in time.")


@pytest.fixture
def served(alone: Installation) -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = (
        "-m",
        "groundfloor",
        "serve",
        "--no-browser",
        "--processes",
        "2",
        "--threads",
        "2",
        "--port",
        str(port),
    )
    found = Served(alone.start(*arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE), port)
    try:
        until(lambda: found.answers() and len(found.answering) == 2)
        yield found
    finally:
        if found.process.poll() is None:
            found.process.terminate()
            found.process.wait(30)
        if found.process.stderr is not None:
            found.process.stderr.close()


def test_a_gigabyte_is_refused_at_once_and_kept_nowhere(alone: Installation, served: Served) -> None:
    before = {path: path.stat().st_size for path in alone.home.rglob("*") if path.is_file()}
    with socket.create_connection(("127.0.0.1", served.port), timeout=60) as line:
        # refused by what it says of its size: nothing of it needs to be sent
        line.sendall(f"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {2**30}\r\n\r\n".encode())
        answer = line.recv(4096).decode()
    assert answer.startswith("HTTP/1.1 413 ")
    assert "Too Large" in answer
    after = {path: path.stat().st_size for path in alone.home.rglob("*") if path.is_file()}
    assert sum(after.values()) - sum(before.values()) < 2**20
    assert served.answers()


def test_a_process_that_dies_is_started_anew_and_all_end_together(alone: Installation, served: Served) -> None:
    started = children(served.process.pid)
    assert len(started) == 3  # two that answer, and the worker
    first = min(served.answering)
    os.kill(first, signal.SIGKILL)
    assert all(served.answers() for _ in range(5))  # by the other
    until(lambda: len(served.answering) == 2 and first not in served.answering)
    worker = (started - served.answering - {first}).pop()
    os.kill(worker, signal.SIGKILL)
    until(lambda: len(children(served.process.pid) - {worker}) == 3)
    second = alone.start("-m", "groundfloor", "serve", "--no-browser", "--port", str(served.port), stderr=-1, stdout=-1)
    _out, said = second.communicate(timeout=60)
    assert second.returncode != 0
    assert f"Cannot serve at 127.0.0.1, port {served.port}" in said
    assert f"--port {served.port + 1}" in said
    assert "Traceback" not in said
    left = children(served.process.pid)
    served.process.terminate()
    said = served.process.communicate(timeout=60)[1]
    assert served.process.returncode == 0
    assert "Traceback" not in said
    assert "is started anew" in said
    assert not any(command(pid) for pid in left)
    assert not served.answers()


def test_they_end_with_the_one_that_started_them_even_if_it_is_killed(served: Served) -> None:
    left = children(served.process.pid)
    served.process.kill()
    served.process.wait(30)
    until(lambda: not any(command(pid) for pid in left))


def test_ctrl_c_ends_all_of_them(alone: Installation) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for count in ("1", "2"):
        arguments = ("-m", "groundfloor", "serve", "--no-browser", "--processes", count, "--port", str(port))
        process = alone.start(*arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
        found = Served(process, port)
        until(found.answers)
        left = children(process.pid)
        assert len(found.answering) == (0 if count == "1" else 2)
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=60)[0]
        assert process.returncode == 0, said
        assert not any(command(pid) for pid in left)
        assert "is started anew" not in said


def test_a_port_in_use_is_told_before_anything_is_made() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(GroundfloorError, match=f"port {port}"):
            processes.bound("127.0.0.1", port)


def test_a_name_may_stand_for_several_addresses() -> None:
    found = processes.bound("localhost", 0)
    try:
        assert len({one.family for one in found}) == len(found) >= 1
    finally:
        for one in found:
            one.close()


def test_as_many_as_there_are_cores_unless_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: range(3))
    assert (processes.count(), processes.count(5)) == (3, 5)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: range(64))
    assert processes.count() == processes.MOST
    monkeypatch.setattr(os, "name", "nt")
    assert (processes.count(), processes.count(5)) == (1, 1)


def test_a_slider_that_meets_a_process_that_is_not_ready_is_answered_once_it_is(
    ghana: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "session_of", lambda _workspace: Future())
    client = Client()
    client.force_login(making.member(ghana))
    address = "/gha/explorer/?child_grant.grant=99"
    part = client.get(address, headers={"HX-Request": "true"})
    assert part.status_code == 202
    assert "<html" not in part.content.decode()
    assert (
        f'hx-get="{address}" hx-trigger="load delay:1s"' in part.content.decode()
    )  # the page asks again, for the same
    whole = client.get(address)
    assert whole.status_code == 202
    assert '<meta http-equiv="refresh"' in whole.content.decode()
