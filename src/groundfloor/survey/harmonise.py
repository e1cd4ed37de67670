"""One harmonised variable from the columns its entry names. All is done once a distinct word, not once a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.survey.data import Data, Field
from groundfloor.survey.entries import Entry
from groundfloor.survey.frame import Column, Finding, Floats, Text
from groundfloor.survey.money import Money
from groundfloor.survey.sentences import Value
from groundfloor.survey.table import crossed, numbers_of, ordered, plain_words, relabelled

YES = frozenset(("1", "true", "t", "yes", "y", "oui", "o", "vrai"))
NO = frozenset(("0", "false", "f", "no", "n", "non", "faux"))
SHOWN = 5
MANY = 0.05


def variable(entry: Entry, data: Data, found: list[Finding]) -> Column:
    """The values of a variable, one a row of persons; amounts are yearly. What could not be read is added to `found`."""
    if entry.meaning.kind == "text":
        return words(entry, data, found)
    return truth(entry, data, found) if entry.meaning.kind == "boolean" else number(entry, data, found)


def words(entry: Entry, data: Data, found: list[Finding]) -> Text:
    """A variable of words; those of several columns are joined by a stroke."""
    fields = _fields(entry, data)
    text = crossed([_translated(entry, field, found) for field in fields])
    if entry.empty is not None:
        levels = (*text.levels, entry.empty)
        filled = np.where(_empty(entry, fields[0], found), np.int32(len(levels) - 1), text.codes)
        text = relabelled(Text(filled.astype(np.int32), levels), levels)
    return ordered(text, entry.meaning.levels or sorted(text.levels))


def truth(entry: Entry, data: Data, found: list[Finding]) -> Floats:
    """A boolean of one column or several: three-valued `or` (match: any) or `and` (match: all)."""
    columns = [_boolean(entry, field, found) for field in _fields(entry, data)]
    decisive = 1.0 if entry.match == "any" else 0.0
    stack = np.vstack(columns)
    decided, unknown = (stack == decisive).any(axis=0), np.isnan(stack).any(axis=0)
    return np.where(decided, decisive, np.where(unknown, np.nan, 1.0 - decisive))


def number(entry: Entry, data: Data, found: list[Finding]) -> Floats:
    """A number; an amount is multiplied by how often a year it is paid."""
    field = _fields(entry, data)[0]
    values = _values(entry, field, found)
    if entry.empty is not None:
        values = np.where(_empty(entry, field, found), float(entry.empty), values)
    if entry.units is not None and entry.unit_from is not None:
        return (
            values
            * entry.scale
            * _times(entry, data.field(entry.unit_from, entry.file, entry.place), entry.units, found)
        )
    return values * entry.scale * (1.0 if entry.unit is None else entry.unit.times)


def _fields(entry: Entry, data: Data) -> list[Field]:
    return [data.field(name, entry.file, entry.place) for name in entry.columns]


def identifier(entry: Entry, data: Data) -> Text:
    """The words of an identifier, of several columns joined by a stroke."""
    return crossed([relabelled(field.text, _plain(field, entry)) for field in _fields(entry, data)])


def _plain(field: Field, entry: Entry) -> list[str | None]:
    return [None if word in entry.missing else word for word in plain_words(field.text)]


def _said(field: Field, entry: Entry, codes: Mapping[str, str | None], found: list[Finding]) -> list[str | None]:
    """What `codes` and `rest` say for each word; a word neither lists is missing, and reported."""
    found_words = _plain(field, entry)
    unknown = [word for word in found_words if word is not None and word not in codes]
    if entry.rest is None:
        _report(entry.name, field, unknown, "codes.unlisted", found)
    return [None if word is None else codes.get(word, entry.rest) for word in found_words]


def _translated(entry: Entry, field: Field, found: list[Finding]) -> Text:
    if entry.codes is not None:
        return relabelled(field.text, _said(field, entry, entry.codes, found))
    plain_words = _plain(field, entry)
    if not entry.meaning.levels:
        return relabelled(field.text, plain_words)
    spelt = {level.lower(): level for level in entry.meaning.levels}
    unknown = [word for word in plain_words if word is not None and word.lower() not in spelt]
    _report(entry.name, field, unknown, "codes.not_a_level", found, levels=", ".join(entry.meaning.levels))
    return relabelled(field.text, [None if word is None else spelt.get(word.lower()) for word in plain_words])


def _empty(entry: Entry, field: Field, found: list[Finding]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Rows whose cell is empty and counts as `empty`, as the description says of this questionnaire."""
    rows: np.ndarray[tuple[int], np.dtype[np.bool_]] = field.text.codes < 0
    count = int(rows.sum())
    if count:
        values: dict[str, Value] = {"name": entry.name, "count": count, "column": field.name, "value": str(entry.empty)}
        found.append(Finding("note", "empty", entry.name, count, "empty", values))
    return rows


def _values(entry: Entry, field: Field, found: list[Finding]) -> Floats:
    if entry.codes is not None:
        said = _said(field, entry, entry.codes, found)
        values = np.array([np.nan if word is None else float(word) for word in said], dtype=np.float64)
    else:
        cells = _plain(field, entry)
        values, wrong = numbers_of(["0" if word is None else word for word in cells], field.table.decimal)
        if len(wrong):
            raise _no_number(field, wrong.tolist())
        values[[word is None for word in cells]] = np.nan
    out: Floats = np.append(values, np.nan)[field.text.codes]
    return out


def _no_number(field: Field, wrong: list[int]) -> GroundfloorError:
    cell = field.text.levels[wrong[0]]
    rows = int(np.isin(field.table.columns[field.name].codes, wrong).sum())
    hint = f"Where it means a missing value, write missing: ['{cell}']."
    if field.table.decimal == "." and "," in cell:
        hint = "It looks like a decimal comma: write decimal: ',' beside the file's path."
    elif field.table.decimal == "," and "." in cell:
        hint = (
            "The description says that this file has decimal commas: take decimal: ',' away, or the marks of thousands."
        )
    elif cell.startswith("#"):
        hint = "It is an error of a formula in the spreadsheet."
    elif rows > len(field.text.codes) / 2:
        hint = "Check that this is the column meant: most of it is text."
    return GroundfloorError(
        f"{cell!r} is not a number" + (f" ({rows:,} such rows)" if rows > 1 else ""),
        field.place(wrong[0]),
        expected="a number such as 12.5",
        hint=hint,
    )


def _times(entry: Entry, field: Field, units: Mapping[str, Money], found: list[Finding]) -> Floats:
    """How many times a year each person's amount is paid, by the word that says its period."""
    periods = plain_words(field.text)
    _report(entry.name, field, [word for word in periods if word not in units], "codes.not_a_unit", found)
    times = [units[word].times if word in units else np.nan for word in periods]
    out: Floats = np.array([*times, np.nan])[field.text.codes]
    return out


def _boolean(entry: Entry, field: Field, found: list[Finding]) -> Floats:
    if entry.at_least is not None or entry.at_most is not None:
        values = _values(entry, field, found)
        low = -np.inf if entry.at_least is None else entry.at_least
        high = np.inf if entry.at_most is None else entry.at_most
        out = np.where(np.isnan(values), np.nan, ((values >= low) & (values <= high)).astype(float))
    else:
        cells = _plain(field, entry)
        meanings = np.array([*(_meaning(entry, word) for word in cells), np.nan])
        unknown = [word for word, said in zip(cells, meanings, strict=False) if word is not None and np.isnan(said)]
        _report(entry.name, field, unknown, "codes.not_yes_or_no", found)
        out = meanings[field.text.codes]
    if entry.empty is not None:
        out = np.where(_empty(entry, field, found), float(entry.empty == "true"), out)
    return out


def _meaning(entry: Entry, word: str | None) -> float:
    if word is None:
        return np.nan
    if entry.true is None and entry.false is None:
        return 1.0 if word.lower() in YES else 0.0 if word.lower() in NO else np.nan
    if entry.true is not None and word in entry.true:
        return 1.0
    if entry.false is not None and word in entry.false:
        return 0.0
    return 1.0 if entry.true is None else 0.0 if entry.false is None else np.nan


def _report(name: str, field: Field, unknown: Iterable[str], says: str, found: list[Finding], **more: Value) -> None:
    """Say how many rows hold words that nothing is known of, the commonest first."""
    listed = set(unknown)
    if not listed:
        return
    counts: dict[str, int] = {}
    rows = np.bincount(field.text.codes[field.text.codes >= 0], minlength=len(field.text.levels)).tolist()
    for word, count in zip(plain_words(field.text), rows, strict=True):
        if word in listed and count:
            counts[word] = counts.get(word, 0) + count
    total = sum(counts.values())
    if not total:
        return
    order = sorted(counts, key=lambda word: -counts[word])
    shown = ", ".join(f"{word!r} ({counts[word]:,})" for word in order[:SHOWN]) + (
        ", ..." if len(order) > SHOWN else ""
    )
    severity = "error" if total >= MANY * len(field.text.codes) else "warning"
    values: dict[str, Value] = {"name": name, "count": total, "column": field.name, "shown": shown, **more}
    found.append(Finding(severity, "codes", name, total, says, values))
