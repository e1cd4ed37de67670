"""Read grouped data from a CSV file or a workbook as it is published: percentages, decimal commas, names of columns of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.grouped.groups import COLUMNS, LIMITS, Given, named
from groundfloor.survey.formats import Options, read_table
from groundfloor.survey.frame import Floats
from groundfloor.survey.table import Table, numbers_of

# other names under which the columns are published, in small letters; W, X, p, L are those of Datt (1998)
ALSO = {
    "population_share": ("w", "w_pct", "population_pct", "pop_share"),
    "persons": ("population", "people"),
    "cumulative_population": ("p", "cumulative_population_share"),
    "share": ("income_share", "consumption_share", "welfare_share", "share_pct"),
    "cumulative_share": ("l", "lorenz", "cumulative_income_share", "cumulative_consumption_share"),
    "mean": ("x", "x_mean", "mean_income", "mean_consumption", "class_mean"),
    "lower": ("from", "lower_limit"),
    "upper": ("to", "upper_limit"),
}
MEANING = {also: name for name, names in ALSO.items() for also in (name, *names)}
PART = re.compile(r"(?:decile|quintile|percentile|d|q)[ _]?0*(\d+)")
THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")
OPEN = {"", "-", "inf", "+", "and more", "more"}


class Everything:
    """Contains whatever is asked for, so that every column with a name is read."""

    def __contains__(self, name: object) -> bool:
        return bool(name)


def read_groups(path: str | Path, columns: Mapping[str, str] | None = None, sheet: str | None = None) -> Given:
    """The columns of a file of grouped data by their meaning.

    `columns` names the file's columns where they are not called by the names known here: {"share": "Part du revenu"}. Other
    columns are passed over. A cell that is no number is refused with its row and column.

    >>> from pathlib import Path
    >>> _ = Path("quintiles.csv").write_text("quintile;share\\n1;7,5%\\n2;12%\\n3;16%\\n4;22,5%\\n5;42%\\n")
    >>> read_groups("quintiles.csv").columns["share"].tolist()
    [7.5, 12.0, 16.0, 22.5, 42.0]
    """
    file = Path(path)
    table = read_table(file, Options(sheet=sheet), Everything())
    if not columns and (wide := _wide(table)):
        return _in_a_row(table, wide, named(file))
    found = _found(table, columns or {})
    words = {name: _words(table, found[name], empty=name in LIMITS) for name in found}
    decimal = _decimal(words, table, found)
    values = {name: _numbers(table, found[name], cells, decimal) for name, cells in words.items()}

    def place(row: int | None = None, column: str | None = None) -> Place:
        field = found.get(column, column) if column else None
        return Place(str(file), field=field) if row is None else table.place(row, field)

    return _without_start(Given(named(file), values, place))


def _wide(table: Table) -> list[str]:
    """The columns of a table that has deciles, quintiles or percentiles side by side, in order; empty where it has none."""
    matches = {own: PART.fullmatch(own.casefold()) for own in table.names}
    numbers = {int(match[1]): own for own, match in matches.items() if match}
    return [numbers[i] for i in sorted(numbers)] if sorted(numbers) == list(range(1, len(numbers) + 1)) else []


def _in_a_row(table: Table, wide: list[str], name: str) -> Given:
    """Shares that stand in one row, one column a class."""
    if table.rows > 1:
        raise GroundfloorError(
            f"There are {table.rows} rows of {wide[0]} to {wide[-1]}",
            table.place(1),
            expected="one country and year",
            hint="Keep its row only, or give its shares from Python.",
        )
    words = {own: _words(table, own, empty=False) for own in wide}
    decimal = _decimal(words, table, {own: own for own in wide})
    shares = np.concatenate([_numbers(table, own, words[own], decimal) for own in wide])

    def place(row: int | None = None, _column: str | None = None) -> Place:
        return Place(table.file) if row is None else table.place(0, wide[row])

    return Given(name, {"share": shares}, place)


def _found(table: Table, columns: Mapping[str, str]) -> dict[str, str]:
    """The file's own name of each column, by meaning."""
    place = Place(table.file)
    for name, own in columns.items():
        if name not in COLUMNS:
            hint = nearest(name, COLUMNS)
            raise GroundfloorError(
                f"There is no meaning {name!r}", place, expected=f"one of {', '.join(COLUMNS)}", hint=hint
            )
        if own not in table.names:
            raise GroundfloorError(
                f"There is no column {own!r}",
                place,
                expected=f"one of {', '.join(filter(None, table.names))}",
                hint=nearest(own, table.names),
            )
    found = dict(columns)
    for own in table.names:
        meant = MEANING.get(own.casefold().replace(" ", "_"))
        if meant is None or meant in columns or own in columns.values():
            continue
        if meant in found:
            raise GroundfloorError(
                f"Both {found[meant]!r} and {own!r} are read as {meant}",
                place,
                hint=f"Say which it is: {meant}={own!r}.",
            )
        found[meant] = own
    if not found:
        raise GroundfloorError(
            "No column is known",
            Place(table.file, row=1),
            expected=f"names among {', '.join(COLUMNS)}",
            hint="The first row must be that of the names. Where they are others, say what a column is, such as "
            f"share={next(filter(None, table.names), 'NAME')!r}.",
        )
    return found


def _words(table: Table, own: str, *, empty: bool) -> list[str]:
    """The cells of a column as text; an empty one is refused unless it may be."""
    text = table.columns[own]
    cells = [text.levels[code] if code >= 0 else "" for code in text.codes.tolist()]
    if empty:
        return ["" if cell.casefold() in OPEN else cell for cell in cells]
    if "" in cells:
        raise GroundfloorError(
            "The cell is empty",
            table.place(cells.index(""), own),
            expected="a number for each class",
            hint="Take out rows that are not classes.",
        )
    return cells


def _decimal(words: Mapping[str, list[str]], table: Table, found: Mapping[str, str]) -> str:
    """The decimal mark that the cells are written with."""
    commas = [(name, row, cell) for name, cells in words.items() for row, cell in enumerate(cells) if "," in cell]
    if not commas or any("." in cell for cells in words.values() for cell in cells):
        return "."
    if all(THOUSANDS.fullmatch(cell) for _, _, cell in commas):
        name, row, cell = commas[0]
        raise GroundfloorError(
            f"{cell!r} may be {cell.replace(',', '')} or {cell.replace(',', '.')}",
            table.place(row, found[name]),
            hint="Write numbers without a mark between thousands.",
        )
    return ","


def _numbers(table: Table, own: str, cells: list[str], decimal: str) -> Floats:
    """Numbers of a column, of which an empty cell is NaN; percent signs are taken off where every cell has one."""
    bare = [cell.removesuffix("%").strip() for cell in cells]
    signs = sum(cell.endswith("%") for cell in cells)
    if signs and signs != len(cells):
        row = next(row for row, cell in enumerate(cells) if cell.endswith("%") != cells[0].endswith("%"))
        raise GroundfloorError(
            f"{cells[row]!r} stands in a column where some cells have a % sign and some have none",
            table.place(row, own),
            expected="one way of writing in a column",
        )
    full = [row for row, cell in enumerate(bare) if cell]
    values = np.full(len(bare), np.nan)
    values[full], wrong = numbers_of([bare[row] for row in full], decimal)
    if len(wrong):
        row = full[int(wrong[0])]
        raise GroundfloorError(
            f"{cells[row]!r} is not a number",
            table.place(row, own),
            expected=f"a number such as 12{decimal}5, without a mark between thousands",
        )
    return values


def _without_start(given: Given) -> Given:
    """The same without a first row at which both cumulative shares are 0: it is where the curve begins and no class."""
    firsts = [given.columns.get(name) for name in ("cumulative_population", "cumulative_share")]
    if any(one is None or one[0] != 0.0 for one in firsts) or len(given.columns) > 2:
        return given
    shifted = {name: values[1:] for name, values in given.columns.items()}
    return Given(given.name, shifted, lambda row, column: given.place(None if row is None else row + 1, column))
