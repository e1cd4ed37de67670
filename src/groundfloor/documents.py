"""Reading text files: UTF-8, YAML that remembers its lines, and CSV whose rows know where they stand."""

from __future__ import annotations

import csv
import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from groundfloor.errors import GroundfloorError, Place, nearest


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, with or without byte order mark; refused when missing, empty or in another encoding."""
    place = Place(str(path))
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise GroundfloorError("The file is missing", place, hint=f"Write {path.name} in the pack's folder.") from None
    except OSError as error:
        raise GroundfloorError(f"The file cannot be read: {error.strerror}", place) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise GroundfloorError(
            f"The byte {raw[error.start]:#04x} is not UTF-8",
            Place(str(path), line),
            expected="a file in UTF-8",
            hint="Save it anew as UTF-8 (in a spreadsheet: 'CSV UTF-8').",
        ) from None
    if not text.strip():
        raise GroundfloorError("The file is empty", place)
    return text


@dataclass(frozen=True)
class Document:
    """A parsed YAML file that can say where each of its entries stands."""

    file: str
    data: Any
    node: yaml.Node
    text: str = ""

    def at(self, *path: Hashable) -> yaml.Node | None:
        """The node of the entry reached by `path`, None where there is none."""
        node: yaml.Node | None = self.node
        for step in path:
            node = None if node is None else _child(node, step)
        return node

    def place(self, *path: Hashable) -> Place:
        """The line and column of the entry reached by `path`, or of the nearest one above it that exists."""
        node = self.node
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            node = found
        return Place(self.file, node.start_mark.line + 1, node.start_mark.column + 1)


def _child(node: yaml.Node, step: Hashable) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child: yaml.Node = node.value[step]
        return child
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    return None


def read_yaml(path: Path) -> Document:
    """Parse a YAML file whose top level is a table; keys written twice are refused, not overwritten."""
    return parse_yaml(read_text(path), str(path))


def parse_yaml(text: str, file: str) -> Document:
    """Parse YAML text that stands in `file`, as `read_yaml` does."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        raise GroundfloorError(
            f"The file is not valid YAML: {error.problem}",
            place,
            hint="Look at the indentation, colons and quotes there.",
        ) from None
    except ValueError as error:
        raise GroundfloorError(
            f"The file holds a value that is none: {error}",
            _wrong_date(text, file),
            expected="a date such as 2026-01-01",
        ) from None
    except (yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise GroundfloorError(f"The file is not valid YAML: {reason}", Place(file)) from None
    if node is None or not isinstance(data, dict):
        raise GroundfloorError(
            "The file is not a table of keys and values", Place(file, 1), expected="lines such as 'name: value'"
        )
    _refuse_twice(node, file)
    return Document(file, data, node, text)


def _wrong_date(text: str, file: str) -> Place:
    """The place of the first date that no calendar has, which YAML finds only when it makes a value of it."""
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.ScalarEvent) and event.implicit[0]:
            try:
                yaml.safe_load(event.value)
            except (ValueError, yaml.YAMLError):
                mark = event.start_mark
                return Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    return Place(file)


def _refuse_twice(root: yaml.Node, file: str) -> None:
    # a node that aliases point to is visited once, so that neither a cycle nor a tower of aliases keeps us here
    waiting, visited = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in visited:
            continue
        visited.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            lines: dict[Any, int] = {}
            for key, value in node.value:
                line = key.start_mark.line + 1
                if isinstance(key, yaml.ScalarNode) and key.value in lines:
                    raise GroundfloorError(
                        f"{key.value!r} stands twice",
                        Place(file, line, key.start_mark.column + 1),
                        hint=f"It stands on line {lines[key.value]} already; keep one of them.",
                    )
                if isinstance(key, yaml.ScalarNode):
                    lines[key.value] = line
                waiting.append(value)


@dataclass(frozen=True)
class Row:
    """One data row of a CSV file by column name, and the line it begins on."""

    file: str
    line: int
    cells: Mapping[str, str]

    def place(self, column: str | None = None) -> Place:
        """Where the row, or one of its cells, stands."""
        return Place(self.file, self.line, field=column)

    def text(self, column: str) -> str:
        """A cell that must not be empty."""
        value = self.cells[column]
        if not value:
            raise GroundfloorError(f"The {column} is empty", self.place(column), hint=f"Give the {column}.")
        return value

    def number(self, column: str) -> float:
        """A cell that must be a number."""
        return number(self.text(column), self.place(column))

    def year(self, column: str = "year") -> int:
        """A cell that must be a year of four digits."""
        return year(self.text(column), self.place(column))


def number(value: object, place: Place) -> float:
    """A finite number with a decimal point, from a cell or a YAML value; anything else is refused.

    >>> number("0.25", Place("economy.csv")), number(3, Place("country.yaml"))
    (0.25, 3.0)
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        result = float(value)
    else:
        hint = None
        if isinstance(value, str) and "," in value:
            hint = "Write a decimal point and no thousands separator: 1234.5."
        elif isinstance(value, str) and value.strip().endswith("%"):
            hint = "Write the number without the % sign, in the unit of its row."
        try:
            if not isinstance(value, str) or "_" in value:
                raise ValueError
            result = float(value)
        except ValueError:
            raise GroundfloorError(
                f"{value!r} is not a number", place, expected="a number such as 1234.5", hint=hint
            ) from None
    if not math.isfinite(result):
        raise GroundfloorError(
            f"{value!r} is not a finite number", place, hint="Leave the row out when the value is not known."
        )
    return result


def year(value: object, place: Place, what: str | None = None) -> int:
    """A calendar year; `what` names it where its place does not.

    >>> year("2025", Place("economy.csv"))
    2025
    """
    if isinstance(value, bool) or not str(value).isdecimal() or not 1900 <= int(str(value)) <= 2200:
        given = f"{what} is {value!r}, which" if what else repr(value)
        raise GroundfloorError(f"{given} is not a year", place, expected="a year such as 2025")
    return int(str(value))


def read_rows(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Row]:
    """Rows of a comma-separated file with a header; lines that begin with # before the header are comments.

    `columns` must be there, `optional` may be; any other column is refused with the nearest name.
    """
    file = str(path)
    lines = read_text(path).splitlines(keepends=True)
    comments = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    reader = csv.reader(lines[comments:])
    header = [name.strip() for name in next(reader, [])]
    _check_header(header, columns, optional, Place(file, comments + 1))
    before = reader.line_num
    found = False
    for cells in reader:
        line, before = comments + before + 1, reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise GroundfloorError(
                f"The row has {len(cells)} cells, the header {len(header)}",
                Place(file, line),
                hint="Put a text that holds a comma between double quotes.",
            )
        found = True
        yield Row(file, line, dict(zip(header, (cell.strip() for cell in cells), strict=True)))
    if not found:
        raise GroundfloorError("The file has no rows below its header", Place(file, comments + 1))


def _check_header(header: list[str], columns: Sequence[str], optional: Sequence[str], place: Place) -> None:
    expected = "the columns " + ", ".join(columns)
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        raise GroundfloorError(
            "The columns are not separated by commas",
            place,
            expected=expected,
            hint="Save the file with commas between cells.",
        )
    for name in header:
        if name not in columns and name not in optional:
            raise GroundfloorError(
                f"Unknown column {name!r}", place, expected=expected, hint=nearest(name, [*columns, *optional])
            )
        if header.count(name) > 1:
            raise GroundfloorError(f"The column {name!r} stands twice", place, expected=expected)
    missing = [name for name in columns if name not in header]
    if missing:
        raise GroundfloorError(f"The column {missing[0]!r} is missing", place, expected=expected)
