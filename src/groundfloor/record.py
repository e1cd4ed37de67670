"""The run record: hashes of the data, the rules and the code behind every figure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable
from pathlib import Path
from typing import Any


def hash_files(root: Path, files: Iterable[Path]) -> dict[str, str]:
    """SHA-256 of each file, by its path relative to `root` (never an absolute path of this machine)."""
    found: dict[str, str] = {}
    for file in sorted(files):
        name = file.relative_to(root).as_posix() if file.is_relative_to(root) else _apart(file, found)
        found[name] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


def _apart(file: Path, taken: Container[str]) -> str:
    """The name of a file elsewhere, with as many of the folders it lies in as tell it from those before it."""
    names = ("/".join(file.parts[-count:]) for count in range(1, len(file.parts)))
    return next((name for name in names if name not in taken), file.as_posix())


def make_record(pack: Path, inputs: Iterable[Path], settings: dict[str, Any], tables: Iterable[Path]) -> dict[str, Any]:
    """What a run was made of and what it left behind, with one fingerprint over all of it.

    `pack` is a folder, or the one file that describes a survey. The fingerprint depends on the code, the pack, the data and the settings only: the same input gives the same one.
    """
    code_root = Path(__file__).parent
    code = hashlib.sha256()
    for file in sorted(code_root.rglob("*.py"), key=Path.as_posix):  # paths compare differently from system to system
        code.update(file.relative_to(code_root).as_posix().encode())
        code.update(file.read_bytes())
    from groundfloor import __version__

    root = pack if pack.is_dir() else pack.parent
    files = (f for f in root.rglob("*") if f.is_file() and "__pycache__" not in f.parts) if pack.is_dir() else [pack]
    record: dict[str, Any] = {
        "groundfloor": __version__,
        "code": code.hexdigest(),
        "pack": hash_files(root, files),
        "data": hash_files(root, inputs),
        "settings": settings,
    }
    record["fingerprint"] = hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()
    record["tables"] = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(tables)}
    return record
