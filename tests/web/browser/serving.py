"""A workspace served in a process of its own, as `groundfloor serve` does, and a browser that looks at it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.web.databases import database

from groundfloor import new

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
STARTS = 120.0
"""Seconds that a busy machine may need to make the database and the demonstration."""


@dataclass(frozen=True)
class Served:
    """Where the workspace is, who runs the installation, and the password of the people of the demonstration."""

    address: str
    administrator: str
    password: str
    demo: str


@contextmanager
def serving(home: Path, *, demo: bool = False) -> Iterator[Served]:
    """A server with a home and a database of its own, a worker and the small pack `nowhere`, ended with all it started."""
    (home / "packs").mkdir(parents=True)
    with database(home) as address, _serving(home, address, demo=demo) as found:
        yield found


@contextmanager
def _serving(home: Path, kept: str, *, demo: bool) -> Iterator[Served]:
    new(home / "packs" / "nowhere")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "groundfloor", "serve", "--no-browser", "--port", str(port)]
    log = home / "server.log"
    with log.open("wb") as file:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [*command, *(["--demo"] if demo else [])],
            env=os.environ
            | {
                "GROUNDFLOOR_HOME": str(home),
                "GROUNDFLOOR_DATABASE": kept,
                "DJANGO_SETTINGS_MODULE": "groundfloor_web.config.settings",
            },
            cwd=home,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # it and its worker are ended together
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process, log)
        said = log.read_text(encoding="utf-8")
        found = re.search(r"Log in as (\S+) with the password (\S+),", said)
        shown = re.search(r"each with the password (\S+), shown", said)
        assert found, said
        yield Served(address, found[1], found[2], shown[1] if shown else "")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers."""
    until = time.monotonic() + STARTS
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own server
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"The server does not answer:\n{log.read_text(encoding='utf-8')}")
