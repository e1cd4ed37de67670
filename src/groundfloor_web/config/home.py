"""The folder that an installation keeps everything in: database, secret, uploads, runs, compiled translations."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from environs import Env

HOME = "GROUNDFLOOR_HOME"
DEFAULT = "groundfloor-workspace"


def home() -> Path:
    """The folder named by GROUNDFLOOR_HOME, or groundfloor-workspace where the command was given; made when it is missing."""
    env = Env()
    path = Path(env.str(HOME, DEFAULT)).resolve()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def secret_key(folder: Path) -> str:
    """The key that signs sessions, drawn once and kept in the folder where nobody else may read it."""
    path = folder / "secret"
    try:
        # created by one process only; the others read what it wrote
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii")
