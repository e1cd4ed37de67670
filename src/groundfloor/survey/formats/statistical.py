"""Files of statistical packages: Stata and SPSS, read by pyreadstat, which is an extra."""

from __future__ import annotations

from collections.abc import Container, Mapping
from pathlib import Path

from groundfloor.errors import GroundfloorError, Place
from groundfloor.survey.formats import Options, looks_like
from groundfloor.survey.frame import Text
from groundfloor.survey.table import Table, coded, relabelled, word_of

READERS = {"dta": "read_dta", "sav": "read_sav", "zsav": "read_sav"}
ENDINGS = tuple(READERS)


def read(path: Path, options: Options, wanted: Container[str]) -> Table:
    """Read the columns wanted: codes as they are, or their labels with `labels: true`."""
    place = Place(str(path))
    try:
        import pyreadstat
    except ImportError:
        raise GroundfloorError(
            "Stata and SPSS files need the package pyreadstat, which is not installed",
            place,
            hint="Install it with: pip install 'groundfloor[stata]'. Or save the file as CSV.",
        ) from None
    reader = getattr(pyreadstat, READERS[(options.format or path.suffix[1:]).lower()])
    try:
        _none, meta = reader(str(path), metadataonly=True, output_format="dict", encoding=options.encoding)
        chosen = [name for name in meta.column_names if name in wanted]
        found, _meta = reader(
            str(path),
            usecols=chosen or meta.column_names[:1],
            output_format="dict",
            encoding=options.encoding,
        )
    # the package raises several unrelated kinds for a damaged file or a foreign one
    except Exception as error:
        raise GroundfloorError(
            f"The file cannot be read: {error}", place, hint=looks_like(path) or "Copy it again from its source."
        ) from None
    rows = len(next(iter(found.values()), ()))
    columns = {name: coded(list(found[name])) for name in chosen}
    if options.labels:
        columns = {name: _labelled(text, meta.variable_value_labels.get(name, {})) for name, text in columns.items()}
    return Table(str(path), tuple(meta.column_names), columns, rows)


def _labelled(text: Text, labels: Mapping[object, str]) -> Text:
    """The column with each code that has a label replaced by it."""
    said = {word_of(code): label for code, label in labels.items()}
    return relabelled(text, [said.get(word, word) for word in text.levels])
