"""A PostgreSQL for tests: the one that GROUNDFLOOR_DATABASE names, else a cluster in a temporary folder that is thrown away."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ADDRESS = "GROUNDFLOOR_DATABASE"


def programs() -> Path | None:
    """Where the newest PostgreSQL of this machine keeps its programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    return found[-1].parent if found else None


def address() -> str | None:
    """The server that is there already."""
    named = os.environ.get(ADDRESS, "")
    return named if named.startswith("postgres") else None


@contextmanager
def server() -> Iterator[str]:
    """The address of a server."""
    there = address()
    if there is not None:
        yield there
        return
    home = programs()
    assert home is not None
    root = os.name == "posix" and os.getuid() == 0  # as whom PostgreSQL refuses to run
    folder = Path(tempfile.mkdtemp(prefix="groundfloor-postgresql-"))
    if root:
        shutil.chown(folder, "nobody")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def call(name: str, *arguments: str) -> None:
        subprocess.run(  # noqa: S603
            [str(home / name), "-D", str(folder / "data"), *arguments],
            check=True,
            cwd=folder,
            user="nobody" if root else None,
            stdout=subprocess.DEVNULL,
        )

    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    try:
        call("initdb", "-U", "test", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        call("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        yield f"postgresql://test@127.0.0.1:{port}/postgres"
    finally:
        call("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
