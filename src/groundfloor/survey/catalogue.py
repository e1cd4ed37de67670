"""Catalogues of formats, in which SAS keeps what the codes of its data files mean: files of their own, read by pyreadstat."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.survey.table import word_of

CATALOGUED, ENDING = "sas7bdat", ".sas7bcat"
# what SAS calls the catalogue unless it is told another name
USUAL = "formats"
# no name of a format ends in a digit: what follows it is the width it is shown in
WIDTH = re.compile(r"\d*\.?\d*$")


def beside(path: Path) -> Path | None:
    """The catalogue of a data file, where one lies beside it: of the same name, else the one SAS calls formats.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "FORMATS.SAS7BCAT").write_bytes(b"")
    >>> beside(folder / "roster.sas7bdat").name
    'FORMATS.SAS7BCAT'
    """
    found = {one.name.lower(): one for one in sorted(path.parent.iterdir()) if one.name.lower().endswith(ENDING)}
    return found.get(f"{path.stem.lower()}{ENDING}") or found.get(f"{USUAL}{ENDING}")


def read_catalogue(path: Path, encoding: str | None = None) -> Mapping[str, Mapping[Any, str]]:
    """What each value means by the name of its format; a file that is absent or no catalogue raises GroundfloorError."""
    import pyreadstat

    place = Place(str(path))
    if not path.is_file():
        others = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        raise GroundfloorError(
            "There is no such catalogue of formats",
            place,
            hint=nearest(path.name, others) or "Check the path beside catalogue in survey.yaml.",
        )
    given = {} if encoding is None else {"encoding": encoding}
    try:
        _none, meta = pyreadstat.read_sas7bcat(str(path), output_format="dict", **given)
    # the package raises several unrelated kinds for a damaged file or a foreign one
    except Exception as error:
        raise GroundfloorError(
            f"The catalogue of formats cannot be read: {error}",
            place,
            expected=f"a file that SAS wrote, with the ending {ENDING[1:]}",
            hint="Copy it again from its source, or name another beside catalogue in survey.yaml.",
        ) from None
    found: Mapping[str, Mapping[Any, str]] = meta.value_labels
    return found


def meanings(
    formats: Mapping[str, str | None], catalogue: Mapping[str, Mapping[Any, str]]
) -> dict[str, dict[str, str]]:
    """What the codes of each column mean, by the format it has; columns whose format is not in the catalogue have none.

    >>> meanings({"sex": "SEXF8.", "area": "$AREA", "born": "DATE9"}, {"SEXF": {1.0: "Male"}, "$AREA": {"U": "Urban"}})
    {'sex': {'1': 'Male'}, 'area': {'U': 'Urban'}}
    """
    known = {name.upper(): labels for name, labels in catalogue.items()}
    out = {}
    for column, format_ in formats.items():
        labels = known.get(WIDTH.sub("", (format_ or "").upper()))
        if labels:
            out[column] = {word: label.strip() for code, label in labels.items() if (word := word_of(code)) is not None}
    return out
