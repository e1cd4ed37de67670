"""Reading text files: UTF-8, YAML that remembers its lines, and CSV whose rows know where they stand."""

from __future__ import annotations

import csv
import math
import reprlib
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
        raise GroundfloorError(
            "The file is missing", place, hint=f"There is no {path.name} in {path.parent}."
        ) from None
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


# the kinds of values that a file may hold; any other tag, `<<` among them, is refused
CORE = "tag:yaml.org,2002:"
KINDS = {CORE + kind for kind in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")}


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
            pair = None if node is None else _entry(node, step)
            node = None if pair is None else pair[1]
        return node

    def place(self, *path: Hashable) -> Place:
        """The line and column of the entry reached by `path`, or of the nearest one above it that exists."""
        node = self.node
        for step in path:
            pair = _entry(node, step)
            if pair is None:
                break
            node = pair[1]
        return place_of(node, self.file)

    def key(self, *path: Hashable) -> Place:
        """Where the key of the entry reached by `path` stands; where there is none, as `place`."""
        above = self.at(*path[:-1])
        pair = None if above is None else _entry(above, path[-1])
        return self.place(*path) if pair is None else place_of(pair[0], self.file)


def place_of(node: yaml.Node, file: str) -> Place:
    """Where a node begins."""
    return Place(file, node.start_mark.line + 1, node.start_mark.column + 1)


def _entry(node: yaml.Node, step: Hashable) -> tuple[yaml.Node, yaml.Node] | None:
    """The nodes of key and value of one entry."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return (node.value[step], node.value[step]) if step < len(node.value) else None
    if not isinstance(node, yaml.MappingNode):
        return None
    for pair in node.value:
        if pair[0].value == str(step):
            return pair[0], pair[1]
    if isinstance(step, str):
        return None
    # yes is written otherwise than the True it is read as
    for pair in node.value:
        if pair[0].style is None and yaml.safe_load(pair[0].value) == step:
            return pair[0], pair[1]
    return None


def read_yaml(path: Path) -> Document:
    """Parse a YAML file whose top level is a table; keys written twice are refused, not overwritten."""
    return parse_yaml(read_text(path), str(path))


def parse_yaml(text: str, file: str) -> Document:
    """Parse YAML text that stands in `file`, as `read_yaml` does."""
    loader = None
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        _check(node, loader, file)
        data = None if node is None else loader.construct_document(node)
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        place = Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise GroundfloorError(
            f"The file holds the character U+{ord(text[error.position]):04X}", place, hint="Delete it."
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        raise GroundfloorError(
            f"The file is not valid YAML: {error.problem}",
            place,
            hint="Look at the indentation, colons and quotes there.",
        ) from None
    except RecursionError:
        raise GroundfloorError(
            "The file is nested too deeply", Place(file), hint="Look for brackets that open again and again."
        ) from None
    finally:
        if loader is not None:
            loader.dispose()
    if node is None or not isinstance(data, dict):
        raise GroundfloorError(
            "The file is not a table of keys and values", Place(file, 1), expected="lines such as 'name: value'"
        )
    return Document(file, data, node, text)


def _check(root: yaml.Node | None, loader: yaml.SafeLoader, file: str) -> None:
    """Refuse, in the order of the file, tags of other kinds, values that are none and keys written twice."""
    # a node that aliases point to is visited once, so that neither a cycle nor a tower of aliases keeps us here
    waiting, visited = [root], set()
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in visited:
            continue
        visited.add(id(node))
        if node.tag not in KINDS:
            raise _strange(node, file)
        if isinstance(node, yaml.ScalarNode):
            _refuse_no_value(node, loader, file)
        elif isinstance(node, yaml.SequenceNode):
            waiting += reversed(node.value)
        elif isinstance(node, yaml.MappingNode):
            _refuse_twice(node, file)
            waiting += [one for pair in reversed(node.value) for one in reversed(pair)]


def _strange(node: yaml.Node, file: str) -> GroundfloorError:
    place, tag = place_of(node, file), node.tag.removeprefix(CORE)
    if tag == "merge":
        return GroundfloorError(
            "'<<' is not read here", place, hint="Write the entries out, so that a reader finds them in their place."
        )
    if tag == "value":
        return GroundfloorError("'=' is no value", place, hint="Put it between quotes.")
    tag = tag if tag.startswith("!") else f"!!{tag}"
    return GroundfloorError(f"The tag {tag} is not read here", place, hint="Take it away.")


def _refuse_no_value(node: yaml.ScalarNode, loader: yaml.SafeLoader, file: str) -> None:
    try:
        loader.construct_object(node)
    except ValueError:
        date = node.tag == CORE + "timestamp"
        raise GroundfloorError(
            f"The file holds a value that is none: {reprlib.repr(node.value)}",
            place_of(node, file),
            expected="a date such as 2026-01-01" if date else "a number of a few digits, or a text between quotes",
        ) from None


def _refuse_twice(node: yaml.MappingNode, file: str) -> None:
    lines: dict[Any, int] = {}
    for key, _value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            continue
        if key.value in lines:
            raise GroundfloorError(
                f"{key.value!r} stands twice",
                place_of(key, file),
                hint=f"It stands on line {lines[key.value]} already; keep one of them.",
            )
        lines[key.value] = key.start_mark.line + 1


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


def read_rows(
    path: Path, columns: Sequence[str], optional: Sequence[str] = (), *, others: bool = False
) -> Iterator[Row]:
    """Rows of a comma-separated file with a header; lines that begin with # before the header are comments.

    `columns` must be there, `optional` may be; any other column is refused with the nearest name, but where `others` are left alone.
    """
    file = str(path)
    lines = read_text(path).splitlines(keepends=True)
    comments = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    reader = csv.reader(lines[comments:])
    header = [name.strip() for name in next(reader, [])]
    _check_header(header, columns, header if others else optional, Place(file, comments + 1))
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
