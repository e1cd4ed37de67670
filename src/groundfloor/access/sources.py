"""The files that an access.yaml names."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from groundfloor.errors import Place


@dataclass(frozen=True)
class Source:
    """A file with the layer and column to take from it, and where it is from."""

    path: Path
    source: str
    place: Place = field(repr=False)
    layer: str | None = None
    column: str = ""


@dataclass(frozen=True)
class Points:
    """The file of facilities with its columns."""

    source: Source
    longitude: str = ""
    latitude: str = ""
    name: str = ""
