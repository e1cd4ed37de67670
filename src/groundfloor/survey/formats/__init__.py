"""Formats of data files, one a module: `ENDINGS` says which files it reads, `read` reads one.

Every format becomes columns of words: a variable is then had in one way whatever file it comes from, and a message can
show the very cell that is wrong.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.survey.catalogue import CATALOGUED
from groundfloor.survey.table import Table, relabelled

SIGNS = {
    b"PK": "an Excel workbook (xlsx) or a zip archive",
    b"PAR1": "a Parquet file (parquet)",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (xls), to be saved anew as xlsx",
    b"<stata_dta>": "a Stata file (dta)",
    b"$FL": "an SPSS file (sav)",
    b"\x1f\x8b": "a gzip archive (gz)",
}


@dataclass(frozen=True)
class Options:
    """What survey.yaml says of how a file is written; None is to be found out. `missing` are words for empty cells.

    `catalogue` holds what the codes of a SAS file mean.
    """

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str = "."
    sheet: str | None = None
    labels: bool = False
    missing: frozenset[str] = frozenset()
    catalogue: Path | None = None


def read_table(path: Path, options: Options, wanted: Container[str]) -> Table:
    """The columns of a file that are `wanted`; one that is absent, empty, damaged or of another format is refused."""
    place = Place(str(path))
    if path.is_dir():
        raise GroundfloorError("This is a folder", place, expected="a data file", hint="Name the file in it.")
    if not path.exists():
        beside = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        raise GroundfloorError(
            "There is no such file", place, hint=nearest(path.name, beside) or "Check the path in survey.yaml."
        )
    if path.stat().st_size == 0:
        raise GroundfloorError("The file is empty", place)
    ending = (options.format or path.name.lower().removesuffix(".gz").rpartition(".")[2]).lower()
    if ending not in _readers():
        raise GroundfloorError(
            f"The format {ending!r} is not known",
            place,
            expected=f"one of {', '.join(sorted(_readers()))}",
            hint=nearest(ending, _readers()) or "Name it with format: csv.",
        )
    if options.catalogue is not None and ending != CATALOGUED:
        raise GroundfloorError(
            "Only a file of SAS has a catalogue of formats", place, expected=CATALOGUED, hint="Leave out catalogue."
        )
    table: Table = _readers()[ending].read(path, options, wanted)
    if table.rows == 0:
        raise GroundfloorError("The file has no rows below its header", place)
    return _without(table, options.missing)


def looks_like(path: Path) -> str | None:
    """A hint at what a file is by its first bytes, None when they say nothing that its ending does not."""
    with path.open("rb") as file:
        start = file.read(16)
    ending = path.suffix.lower().removeprefix(".")
    found = next((what for sign, what in SIGNS.items() if start.startswith(sign) and f"({ending})" not in what), None)
    return f"It looks like {found}: mend its ending or give its format." if found else None


def endings() -> tuple[str, ...]:
    """The endings of the files that can be read."""
    return tuple(_readers())


@cache
def _readers() -> dict[str, ModuleType]:
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return {ending: module for module in modules for ending in module.ENDINGS}


def _without(table: Table, missing: frozenset[str]) -> Table:
    if not missing:
        return table
    columns = {
        name: relabelled(text, [None if word in missing else word for word in text.levels])
        for name, text in table.columns.items()
    }
    return replace(table, columns=columns)
