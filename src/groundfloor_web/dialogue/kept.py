"""Where the content of documents lies: under the home of the installation, by its hash, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


class Missing(Exception):
    """The content is not in its place, or is no longer what was kept."""


def place(digest: str) -> Path:
    """Where content of this hash lies."""
    return Path(settings.HOME) / "documents" / digest[:2] / digest


def digest_of(content: bytes) -> str:
    """The hash that a document is known by: SHA-256."""
    return hashlib.sha256(content).hexdigest()


def keep(content: bytes) -> str:
    """Keep content and give its hash. It stands under its name only once it is whole and on the disk."""
    digest = digest_of(content)
    path = place(digest)
    try:
        read(digest)
    except Missing:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=".", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        _written(path.parent)
    return digest


def _written(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system knows how."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(digest: str) -> bytes:
    """The content of this hash. Raises Missing where it is not there or was changed outside the workspace."""
    try:
        content = place(digest).read_bytes()
    except OSError:
        raise Missing(digest) from None
    if digest_of(content) != digest:
        raise Missing(digest)
    return content
