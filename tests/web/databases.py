"""A database of its own for an installation that a test runs in other processes, of the kind the tests run on."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def database(home: Path) -> Iterator[str]:
    """The address of an empty database, thrown away afterwards; on PostgreSQL, where the tests run on it, else a file in `home`."""
    given = os.environ.get("GROUNDFLOOR_DATABASE", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{home / 'workspace.sqlite3'}"
        return
    import psycopg

    name = f"alone_{uuid.uuid4().hex}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield f"{given.rpartition('/')[0]}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
