"""Several files written as one: all of them are there in the end, or none."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from groundfloor.errors import GroundfloorError, Place


@contextmanager
def together(folder: Path, last: str) -> Iterator[Path]:
    """A draft folder beside `folder`, whose files move there when all is written, each in a single step and `last` last.

    Other files of the folder are left alone. A file in place of the folder raises GroundfloorError.
    """
    if folder.is_file():
        raise not_a_folder(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".groundfloor-") as scratch:
        draft = Path(scratch) / "out"
        draft.mkdir()
        yield draft
        for file in sorted(draft.rglob("*"), key=lambda file: (file.name == last, file)):
            if file.is_file():
                place = folder / file.relative_to(draft)
                place.parent.mkdir(parents=True, exist_ok=True)
                file.replace(place)


def not_a_folder(path: Path) -> GroundfloorError:
    """What to say of a file where a folder is to be."""
    return GroundfloorError(
        "There is a file of that name", Place(str(path)), expected="a folder", hint="Choose another --out."
    )
