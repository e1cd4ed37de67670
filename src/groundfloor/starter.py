"""A commented pack of an invented country, ready to run and to be filled with one's own."""

from __future__ import annotations

import os
import shutil
import tempfile
from importlib.resources import as_file, files
from pathlib import Path

from groundfloor.country.pack import DESCRIPTION
from groundfloor.errors import GroundfloorError, Place


def new(folder: str | Path) -> Path:
    """Make a pack in `folder`, which must not exist yet, and return its path. The folder's name becomes the country's.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as scratch:
    ...     made = new(Path(scratch) / "nowhere")
    ...     sorted(found.name for found in made.iterdir())[:3]
    ['country.yaml', 'economy.csv', 'economy.yaml']
    """
    place = Path(folder)
    if place.exists():
        raise GroundfloorError(
            "There is already something of that name",
            Place(str(place)),
            expected="a folder that does not exist yet",
            hint="Choose another name; nothing was changed.",
        )
    if not place.parent.is_dir():
        raise GroundfloorError(
            "The folder in which to make the pack does not exist", Place(str(place.parent)), hint="Make it first."
        )
    label = place.name.replace("-", " ").replace("_", " ").title()
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".groundfloor-") as scratch:
        draft = Path(scratch) / "pack"
        with as_file(files("groundfloor") / "template") as template:
            shutil.copytree(template, draft)
        text = (draft / DESCRIPTION).read_text(encoding="utf-8")
        quoted = "'" + label.replace("'", "''") + "'"
        (draft / DESCRIPTION).write_text(text.replace("NAME", quoted), encoding="utf-8", newline="\n")
        os.rename(draft, place)
    return place
