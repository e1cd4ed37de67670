"""A data file as columns of words, and the few things done to such columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.survey.frame import Floats, Ints, Text
from groundfloor.survey.variables import VARIABLES

Codes = NDArray[np.int32]
SHOWN = 12


@dataclass(frozen=True)
class Table:
    """The columns asked for of a file, each as words coded in order of appearance.

    `names` are all columns of the file, `first` is the number its first data row bears in the file, `blank` the numbers of
    the rows without any content, which are passed over. Numbers are written with the mark `decimal`. `labels` say what a
    column is and `value_labels` what its codes are, where the file says so itself.
    """

    file: str
    names: tuple[str, ...]
    columns: Mapping[str, Text]
    rows: int
    first: int = 1
    blank: tuple[int, ...] = ()
    decimal: str = "."
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def column(self, name: str, place: Place) -> Text:
        """A column by name; an unknown one is refused at `place` with the nearest."""
        if name not in self.columns:
            raise missing_column(name, {Path(self.file).name: self.names}, place)
        return self.columns[name]

    def place(self, row: int, column: str | None = None) -> Place:
        """Where the cell of data row `row`, counted from 0, stands in the file."""
        number = self.first + row
        for blank in self.blank:
            number += blank <= number
        return Place(self.file, row=number, field=column)


def missing_column(name: str, files: Mapping[str, Sequence[str]], place: Place) -> GroundfloorError:
    """The error that none of `files`, given with their columns, has the column `name`."""
    names = [column for columns in files.values() for column in columns]
    shown = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
    of_variable = f"{name!r} is a variable: name the column it comes from." if name in VARIABLES else None
    return GroundfloorError(
        f"{' and '.join(files)} {'has' if len(files) == 1 else 'have'} no column {name!r}",
        place,
        expected=f"one of {shown}",
        hint=" ".join(filter(None, (nearest(name, names), of_variable))) or None,
    )


class _Codes(dict[object, int]):
    def __missing__(self, cell: object) -> int:
        code = self[cell] = len(self)
        return code


class Coder:
    """Codes the cells of a column as they arrive, so that a file is never held as single strings."""

    def __init__(self) -> None:
        self._codes = _Codes()
        self._parts: list[Codes] = []

    def add(self, cells: Sequence[object]) -> None:
        """The next cells."""
        self._parts.append(np.fromiter(map(self._codes.__getitem__, cells), np.int32, len(cells)))

    def text(self) -> Text:
        """All cells: blanks around words are taken off, empty cells are missing."""
        codes = np.concatenate(self._parts) if self._parts else np.empty(0, np.int32)
        return _text(codes, [word_of(cell) for cell in self._codes])


def coded(cells: Sequence[object]) -> Text:
    """A column of words from its cells.

    >>> coded(["b", " a ", None, 3.0, ""]).codes.tolist(), coded(["b", " a ", None, 3.0, ""]).levels
    ([0, 1, -1, 2, -1], ('b', 'a', '3'))
    """
    coder = Coder()
    coder.add(cells)
    return coder.text()


def word_of(cell: object) -> str | None:
    """A cell as text: whole numbers without a decimal point, None where it is empty."""
    if isinstance(cell, str):
        return cell.strip() or None
    if cell is None or cell != cell:
        return None
    if isinstance(cell, bool | np.bool_):
        return "1" if cell else "0"
    if isinstance(cell, float | np.floating):
        value = float(cell)
        return str(int(value)) if value.is_integer() else repr(value)
    return str(cell)


def relabelled(text: Text, words: Sequence[str | None]) -> Text:
    """The column with each level replaced by the word in its place; equal words become one, None becomes missing."""
    return text if text.levels == tuple(words) else _text(text.codes, words)


def _text(codes: Codes, words: Sequence[str | None]) -> Text:
    levels: dict[str, int] = {word: code for code, word in enumerate(words) if word is not None}
    if len(levels) == len(words):
        return Text(codes, tuple(levels))
    levels = {}
    named = [-1 if word is None else levels.setdefault(word, len(levels)) for word in words]
    return Text(np.array([*named, -1], dtype=np.int32)[codes], tuple(levels))


def ordered(text: Text, levels: Iterable[str]) -> Text:
    """The column with its levels in the order of `levels`, those that occur nowhere left out."""
    used = {text.levels[code] for code in np.unique(text.codes).tolist() if code >= 0}
    kept = [level for level in levels if level in used]
    place = {level: code for code, level in enumerate(kept)}
    codes = [place.get(level, -1) for level in text.levels]
    return Text(np.array([*codes, -1], dtype=np.int32)[text.codes], tuple(kept))


def taken(text: Text, index: Ints) -> Text:
    """The rows of `index` in its order; -1 gives a missing value."""
    return Text(np.append(text.codes, np.int32(-1))[index], text.levels)


def plain(word: str) -> str:
    """A code as people write it: files exported by statistical packages spell 1 as 1.0.

    >>> plain("1.0"), plain("01"), plain("1.5"), plain("A.0")
    ('1', '01', '1.5', 'A.0')
    """
    whole, point, rest = word.partition(".")
    return whole if point and rest.strip("0") == "" and whole.lstrip("-").isdigit() else word


def plain_words(text: Text) -> list[str]:
    """The levels as `plain` has them."""
    return [plain(word) if "." in word else word for word in text.levels]


def plain_text(text: Text) -> Text:
    """The column with its words as `plain` has them."""
    return relabelled(text, plain_words(text))


def crossed(texts: Sequence[Text], mark: str = "/") -> Text:
    """One column of the words of several, joined by `mark`; missing where any is.

    >>> crossed([coded(["a", "a", ""]), coded(["x", "y", "y"])]).levels
    ('a/x', 'a/y')
    """
    out = texts[0]
    for text in texts[1:]:
        pair = out.codes.astype(np.int64) * len(text.levels) + text.codes
        pair[(out.codes < 0) | (text.codes < 0)] = -1
        found, first, codes = np.unique(pair, return_index=True, return_inverse=True)
        words = [
            None if key < 0 else f"{out.levels[out.codes[row]]}{mark}{text.levels[text.codes[row]]}"
            for key, row in zip(found.tolist(), first.tolist(), strict=True)
        ]
        out = _text(codes.astype(np.int32), words)
    return out


def numbers_of(words: Sequence[str], decimal: str = ".") -> tuple[Floats, Ints]:
    """The words as numbers, and the positions of those that are none.

    >>> numbers_of(["1,5", "1.5", "many"], ",")
    (array([1.5, nan, nan]), array([1, 2]))
    """
    if decimal == ".":
        try:
            values = np.array(words, dtype=object).astype(np.float64)
        except ValueError:
            pass
        else:
            if np.isfinite(values).all() and not any("_" in word for word in words):
                return values, np.empty(0, np.int64)
    out = np.array([_number(word, decimal) for word in words], dtype=np.float64)
    return out, np.flatnonzero(np.isnan(out))


def _number(word: str, decimal: str) -> float:
    if "_" in word or (decimal == "," and "." in word):
        return np.nan
    try:
        value = float(word.replace(decimal, "."))
    except ValueError:
        return np.nan
    return value if np.isfinite(value) else np.nan
