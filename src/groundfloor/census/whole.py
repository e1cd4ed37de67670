"""A folder that is there whole or not at all, whatever ends the process that writes it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from groundfloor.errors import GroundfloorError, Place
from groundfloor.report.together import not_a_folder

LOCK = "lock"


@contextmanager
def whole(folder: Path, say: Callable[[str], None]) -> Iterator[tuple[Path, Path]]:
    """A draft of `folder`, which takes its name in one step when all is written, and a folder for what is not kept, both beside it.

    What a run that was killed has left there is taken away. A folder that holds something already raises GroundfloorError.
    """
    refuse_there(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    mark = f".{folder.name}.partial-"
    for left in sorted(folder.parent.glob(f"{mark}*")):
        if _dead(left):
            shutil.rmtree(left, ignore_errors=True)
            say(f"Taken away: what a run that did not end left in {left.name}")
    scratch = Path(tempfile.mkdtemp(dir=folder.parent, prefix=mark))
    try:
        with (scratch / LOCK).open("w") as held:
            _lock(held)
            draft, aside = scratch / "out", scratch / "aside"
            draft.mkdir()
            aside.mkdir()
            yield draft, aside
            refuse_there(folder)
            if folder.is_dir():
                folder.rmdir()
            draft.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def refuse_there(folder: Path) -> None:
    """Refuse a file, and a folder with something in it, where a new folder is to be."""
    if folder.is_file():
        raise not_a_folder(folder)
    if folder.is_dir() and any(folder.iterdir()):
        raise GroundfloorError(
            "This folder exists and is not written over", Place(str(folder)), hint="Give another name to --out."
        )


def _lock(file: IO[str]) -> None:
    """Hold a file as long as this process lives; raises OSError where another holds it."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _dead(left: Path) -> bool:
    """Whether nobody works in a draft any more."""
    try:
        with (left / LOCK).open("r+") as held:
            _lock(held)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
