"""Translations are kept as text (.po) in each application and compiled when they are first needed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import groundfloor_web


def compiled(applications: Iterable[str], folder: Path) -> list[Path]:
    """The locale folders of the applications, compiled under `folder`; what was compiled from the same text is kept.

    The name of a folder holds a hash of its text, so that two versions of the workspace never read each other's.
    """
    root = Path(groundfloor_web.__path__[0])
    found = []
    for name in applications:
        source = root / name.rpartition(".")[2] / "locale"
        texts = sorted(source.glob("*/LC_MESSAGES/django.po"))
        if not texts:
            continue
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in texts)).hexdigest()[:16]
        target = folder / f"{source.parent.name}-{digest}"
        for path in texts:
            _compile(path, target / path.relative_to(source).with_suffix(".mo"))
        found.append(target)
    return found


def _compile(source: Path, target: Path) -> None:
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parts[-3])
    beside = target.with_suffix(f".{os.getpid()}")
    with beside.open("wb") as file:
        write_mo(file, catalogue)
    beside.replace(target)
