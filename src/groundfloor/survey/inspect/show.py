"""What was seen of data files, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.survey.inspect.found import Found
from groundfloor.survey.inspect.keys import Keys, Meeting
from groundfloor.survey.inspect.look import Column, Seen
from groundfloor.survey.inspect.sayings import Words

WIDEST = 44
HEADINGS = ("column", "kind", "values", "missing", "holds", "label")


def shown(found: Found, words: Words) -> Iterator[str]:
    """Each file with its columns, its likely keys and how it meets the persons."""
    for name, seen in found.files.items():
        size = {
            key: words.counted(f"seen.{key}", n) for key, n in (("rows", seen.rows), ("columns", len(seen.columns)))
        }
        yield words("seen.file", path=seen.path.name, name=name, **size)
        yield f"  {_keys(found.keys[name], words)}"
        commas = seen.options.decimal == ","
        if seen.options.encoding or commas:
            yield f"  {words('seen.commas' if commas else 'seen.written', encoding=seen.options.encoding or 'utf-8')}"
        if seen.options.catalogue is not None:
            yield f"  {words('seen.catalogue', path=seen.options.catalogue.name)}"
        if name in found.meetings:
            yield f"  {_meeting(found.keys[name], found.meetings[name], words)}"
        yield ""
        yield from _columns(seen, words)
        yield ""


def _columns(seen: Seen, words: Words) -> Iterator[str]:
    rows = [tuple(words(f"heading.{key}") for key in HEADINGS)]
    rows += [
        (
            column.name,
            words(f"kind.{column.kind}"),
            words.count(column.distinct),
            words.language.percent(column.missing),
            holds(column, words),
            column.label,
        )
        for column in seen.columns.values()
    ]
    widths = [min(max(len(row[i]) for row in rows), WIDEST * (1 + (i == 4))) for i in range(5)]
    for row in rows:
        cells = [_cut(cell, width).ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield ("  " + "  ".join((*cells, row[5]))).rstrip()


def holds(column: Column, words: Words) -> str:
    """The range of a number, else the most frequent values with what they mean and how often they stand."""
    if column.kind == "number" and column.range is not None:
        ends = dict(zip(("low", "middle", "high"), map(words.number, column.range), strict=True))
        return words("seen.range", **ends)
    more = ", ..." if column.distinct > len(column.frequent) else ""
    said = (f"{word} {column.labels[word]}" if word in column.labels else word for word, _count in column.frequent)
    each = zip(said, column.frequent, strict=True)
    return ", ".join(f"{word} ({words.count(count)})" for word, (_word, count) in each) + more


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 3] + "..."


def _keys(keys: Keys, words: Words) -> str:
    home, person = words.listed(keys.home), words.listed(keys.person)
    if keys.rows == "row":
        return words("keys.row_identified", home=home) if home else words("keys.row")
    if keys.rows == "place":
        return words("keys.place", columns=home)
    if keys.rows == "rows of a household":
        return words("keys.items", home=home)
    said = (
        words("keys.person", home=home, person=person) if keys.rows == "person" else words("keys.household", home=home)
    )
    return words("keys.visits", said=said, visits=keys.visits) if keys.visits else said


def _meeting(keys: Keys, met: Meeting | None, words: Words) -> str:
    if met is None:
        return words("meeting.none")
    key = "meeting.at" if keys.rows == "place" else "meeting.by"
    return words(key, columns=words.listed(met.columns), **_counts(met, words))


def counted(keys: Keys, met: Meeting, words: Words) -> str:
    """How many households or places meet, and how many of either side do not."""
    if keys.rows == "place":
        return words("meeting.counted_at", columns=words.listed(met.columns), **_counts(met, words))
    return words("meeting.counted", **_counts(met, words))


def _counts(met: Meeting, words: Words) -> dict[str, str]:
    return {
        "met": words.count(met.met),
        "without": words.count(met.persons_without),
        "unused": words.count(met.unused),
    }
