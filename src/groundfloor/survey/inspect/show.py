"""What was seen of data files, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from groundfloor.survey.inspect.keys import Keys, Meeting
from groundfloor.survey.inspect.look import Column, Seen

WIDEST = 44


def shown(files: Mapping[str, Seen], keys: Mapping[str, Keys], meetings: Mapping[str, Meeting | None]) -> Iterator[str]:
    """Each file with its columns, then the likely keys and how the files meet."""
    for name, seen in files.items():
        yield f"{seen.path.name} ({name}): {seen.rows:,} rows, {len(seen.columns)} columns"
        yield f"  {_keys(keys[name])}"
        if seen.options.encoding or seen.options.decimal == ",":
            yield f"  written in {seen.options.encoding or 'utf-8'}{', with decimal commas' * (seen.options.decimal == ',')}"
        if seen.options.catalogue is not None:
            yield f"  value labels from {seen.options.catalogue.name}"
        if name in meetings:
            yield f"  {_meeting(meetings[name])}"
        yield ""
        rows = [("column", "kind", "values", "missing", "what it holds", "label")]
        rows += [
            (column.name, column.kind, f"{column.distinct:,}", f"{column.missing:.1%}", holds(column), column.label)
            for column in seen.columns.values()
        ]
        widths = [min(max(len(row[i]) for row in rows), WIDEST * (1 + (i == 4))) for i in range(5)]
        for row in rows:
            cells = [_cut(cell, width).ljust(width) for cell, width in zip(row, widths, strict=False)]
            yield ("  " + "  ".join((*cells, row[5]))).rstrip()
        yield ""


def holds(column: Column) -> str:
    """The range of a number, else the most frequent values with what they mean and how often they stand.

    >>> from groundfloor.survey.table import coded
    >>> sex = Column("sex", "", "code", 3, 3, 2, (("1", 2), ("2", 1)), None, {"1": "Male"}, coded([1, 2, 1]))
    >>> holds(sex)
    '1 Male (2), 2 (1)'
    """
    if column.kind == "number" and column.range is not None:
        low, middle, high = column.range
        return f"{low:g} to {high:g}, median {middle:g}"
    more = ", ..." if column.distinct > len(column.frequent) else ""
    said = (f"{word} {column.labels[word]}" if word in column.labels else word for word, _count in column.frequent)
    return ", ".join(f"{word} ({count:,})" for word, (_word, count) in zip(said, column.frequent, strict=True)) + more


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 3] + "..."


def _keys(keys: Keys) -> str:
    home, person = " and ".join(keys.home), " and ".join(keys.person)
    each = f", a row for each visit by {keys.visits}" if keys.visits else ""
    return {
        "person": f"a row a person: household by {home}, person by {person}{each}",
        "household": f"a row a household, by {home}{each}",
        "rows of a household": f"several rows a household, by {home}: use collect or visits",
        "row": f"no household was recognised{f'; {home} identifies each row' if home else ''}",
    }[keys.rows]


def _meeting(met: Meeting | None) -> str:
    if met is None:
        return "it does not meet the persons by any column"
    return (
        f"it meets the persons by {' and '.join(met.columns)}: {met.met:,} households meet, {met.persons_without:,} of the persons "
        f"are without a row in it, {met.unused:,} in it are without persons"
    )
