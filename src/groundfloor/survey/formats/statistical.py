"""Files of statistical packages: Stata, SPSS and SAS, read by pyreadstat, which is an extra."""

from __future__ import annotations

import datetime
from collections.abc import Container, Mapping
from pathlib import Path

from groundfloor.errors import GroundfloorError, Place
from groundfloor.survey.catalogue import CATALOGUED, beside, meanings, read_catalogue
from groundfloor.survey.formats import Options, looks_like
from groundfloor.survey.frame import Text
from groundfloor.survey.table import Table, coded, relabelled, word_of

READERS = {
    "dta": "read_dta",
    "sav": "read_sav",
    "zsav": "read_sav",
    "por": "read_por",
    "sas7bdat": "read_sas7bdat",
    "xpt": "read_xport",
}
# what the package says of text that is not in the encoding it was told or took for granted
UNDECODABLE = ("Unable to convert string", "codec can't decode", "unsupported character set")
ENDINGS = tuple(READERS)


def read(path: Path, options: Options, wanted: Container[str]) -> Table:
    """Read the columns wanted: codes as they are, or their labels with `labels: true`."""
    place = Place(str(path))
    try:
        import pyreadstat
    except ImportError:
        raise GroundfloorError(
            "Stata, SPSS and SAS files need the package pyreadstat, which is not installed",
            place,
            hint="Install it with: pip install 'groundfloor[stata]'. Or save the file as CSV.",
        ) from None
    ending = (options.format or path.suffix[1:]).lower()
    reader = getattr(pyreadstat, READERS[ending])
    catalogue = options.catalogue or (beside(path) if ending == CATALOGUED else None)
    try:
        given = {} if options.encoding is None else {"encoding": options.encoding}
        _none, meta = reader(str(path), metadataonly=True, output_format="dict", **given)
        chosen = [name for name in meta.column_names if name in wanted]
        found, _meta = reader(
            str(path),
            usecols=chosen or meta.column_names[:1],
            output_format="dict",
            **given,
        )
    # the package raises several unrelated kinds for a damaged file or a foreign one
    except Exception as error:
        encoded = any(words in str(error) for words in UNDECODABLE)
        hint = (
            f"Its text is in another encoding than {options.encoding or 'the file says'}: write encoding: cp1252 beside its "
            "path for Western European languages, cp1256 for Arabic."
            if encoded
            else "Copy it again from its source."
        )
        raise GroundfloorError(f"The file cannot be read: {error}", place, hint=looks_like(path) or hint) from None
    rows = len(next(iter(found.values()), ()))
    columns = {name: coded([_undated(cell) for cell in found[name]]) for name in chosen}
    said = {
        name: {word: label for code, label in labels.items() if (word := word_of(code)) is not None}
        for name, labels in meta.variable_value_labels.items()
    }
    if catalogue is not None:
        said = meanings(meta.original_variable_types, read_catalogue(catalogue, options.encoding))
    if options.labels:
        columns = {name: _labelled(text, said.get(name, {})) for name, text in columns.items()}
    labels = {name: label.strip() for name, label in meta.column_names_to_labels.items() if label and label.strip()}
    return Table(str(path), tuple(meta.column_names), columns, rows, labels=labels, value_labels=said)


def _undated(cell: object) -> object:
    """A date without the hour that some files give it."""
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date()
    return cell


def _labelled(text: Text, labels: Mapping[str, str]) -> Text:
    """The column with each code that has a label replaced by it."""
    return relabelled(text, [labels.get(word, word) for word in text.levels])
