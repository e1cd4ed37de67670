"""Files that access.yaml names, with their source."""

from __future__ import annotations

from pathlib import Path

from groundfloor.access.sources import Source
from groundfloor.errors import GroundfloorError
from groundfloor.rules.fields import Fields

OF_FILE = ("path", "layer", "source")


def source_of(found: Fields, *at: str, column: str = "") -> Source:
    """A file beside access.yaml, with its source."""
    place = found.place(*at, "path")
    path = Path(place.file).parent / found.text(*at, "path")
    if not path.is_file():
        raise GroundfloorError(
            f"There is no file {found.text(*at, 'path')}", place, hint="The path begins where access.yaml lies."
        )
    source = found.text(*at, "source").strip()
    if not source:
        raise GroundfloorError(
            "source is empty", found.place(*at, "source"), hint="Say where the file is from, and its licence."
        )
    layer = found.text(*at, "layer") or None
    return Source(path, source, place, layer, found.text(*at, column) if column else "")


def whole(found: Fields, *at: str) -> Source:
    """A file of which no column is asked for."""
    found.known(OF_FILE, ("path", "source"), *at)
    return source_of(found, *at)


def maybe(found: Fields, column: str, *at: str, more: tuple[str, ...] = ()) -> Source | None:
    """A file with the column asked for, None where it is left out; `more` are further keys that may stand beside."""
    if found.get(*at) is None:
        return None
    columns = (column,) if column else ()
    found.known((*OF_FILE, *columns, *more), ("path", "source", *columns), *at)
    return source_of(found, *at, column=column)
