"""Where a pack lies: one that ships, by its code, or a folder of the user's own."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from groundfloor.errors import GroundfloorError, Place, nearest

DESCRIPTION = "country.yaml"


def shipped() -> dict[str, Path]:
    """The packs that ship with the library, by code.

    >>> "gha" in shipped()
    True
    """
    root = Path(str(files("groundfloor"))) / "countries"
    return {folder.name: folder for folder in sorted(root.iterdir()) if is_pack(folder)}


def is_pack(folder: Path) -> bool:
    """Whether a folder is that of a pack."""
    return (folder / DESCRIPTION).is_file()


def population_of(folder: Path) -> Path:
    """Where a pack has the inputs of its population projection."""
    population = folder / "population"
    if not population.is_dir():
        raise GroundfloorError(
            "The folder population/ is missing", Place(str(folder)), hint="Put the population's CSV files there."
        )
    return population


def find_pack(pack: str | Path) -> Path:
    """The folder of `pack`: a folder of that path when there is one, else the pack of that code that ships."""
    folder = Path(pack)
    if folder.is_dir():
        return folder
    known = shipped()
    name = os.fspath(pack)
    if name.lower() in known:
        return known[name.lower()]
    if folder.is_file():
        raise GroundfloorError("This is a file", Place(name), expected="the folder of a country pack")
    raise GroundfloorError(
        f"There is no pack {name!r}",
        expected="a folder, or one of " + ", ".join(known),
        hint=nearest(name.lower(), known) or "`groundfloor new NAME` makes a pack of your own.",
    )
