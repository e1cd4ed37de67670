"""One harmonised variable from the columns its entry names. All is done once a distinct word, not once a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.survey.collect import across, collected
from groundfloor.survey.columns import numbers
from groundfloor.survey.data import Data, Field
from groundfloor.survey.deflate import Deflator, indices
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
    if entry.collect is not None:
        files = {data.file_of(column, entry.file, entry.place) for column in entry.columns}
        joins = {name: data.joins[name] for name in files if name in data.joins and data.joins[name].key is not None}
        if joins or entry.where or entry.absent is not None:
            return _from_rows(entry, data, files, found)
    return _of_row(entry, data, found)


def _of_row(entry: Entry, data: Data, found: list[Finding]) -> Column:
    if entry.meaning.kind == "text":
        return words(entry, data, found)
    return truth(entry, data, found) if entry.meaning.kind == "boolean" else number(entry, data, found)


def _from_rows(entry: Entry, data: Data, files: set[str], found: list[Finding]) -> Column:
    """A variable collected from the rows that a person or household has in one file."""
    if len(files) > 1:
        raise GroundfloorError(
            f"{entry.name} is collected from the files {' and '.join(sorted(files))}",
            entry.place,
            expected="the columns of one file",
        )
    name = next(iter(files))
    rows, join, how = data.of_rows(name), data.joins.get(name), entry.collect or ""
    own = np.arange(rows.rows)
    if join is None or join.key is None or join.order is None or join.person is None:
        key, order, person = own, own, own if join is None else join.rows
    else:
        key, order, person = join.key, join.order, join.person
    counted = np.ones(rows.rows, dtype=bool)
    for column, where in entry.where.items():
        field = rows.field(column, name, entry.place)
        listed = [(word in where.words) == where.counts for word in plain_words(field.text)]
        # an empty cell is none of the words
        counted &= np.array([*listed, not where.counts])[field.text.codes]
    each = _of_row(entry, rows, found)
    kept = order[counted[order]]
    values = numbers(each)[kept]
    keys = int(key.max(initial=-1)) + 1
    each_key = collected(values, key[kept], keys, "sum" if how == "count" else how)
    filled = each_key[person]
    filled[person < 0] = np.nan
    some = np.append(np.bincount(key[kept], minlength=keys) > 0, False)[person]
    levels = list(each.levels) if isinstance(each, Text) else []
    for rows_of, said in (((person >= 0) & ~some, entry.empty), (person < 0, entry.absent)):
        if said is not None:
            filled[rows_of] = _as_number(entry, said, levels)
    if not isinstance(each, Text):
        return filled
    text = Text(np.where(np.isnan(filled), -1, filled).astype(np.int32), tuple(levels))
    return ordered(text, entry.meaning.levels or sorted(text.levels))


def _as_number(entry: Entry, said: str, levels: list[str]) -> float:
    """What an empty cell or no row says, as the number that stands for it in a column."""
    if entry.meaning.kind == "number":
        return float(said)
    if entry.meaning.kind == "boolean":
        return float(said == "true")
    if said not in levels:
        levels.append(said)
    return float(levels.index(said))


def words(entry: Entry, data: Data, found: list[Finding]) -> Text:
    """A variable of words; those of several columns are joined by a stroke, or the first or last known as `collect` says."""
    fields = _fields(entry, data)
    if entry.collect is None:
        text = crossed([_translated(entry, field, found) for field in fields])
    else:
        each = [_translated(entry, field, found) for field in fields]
        levels = tuple(dict.fromkeys(level for one in each for level in one.levels))
        coded = [numbers(relabelled_to(one, levels)) for one in each]
        codes = across(coded, entry.collect)
        text = Text(np.where(np.isnan(codes), -1, codes).astype(np.int32), levels)
    if entry.empty is not None:
        levels = (*text.levels, entry.empty)
        asked = fields[:1] if entry.collect is None else fields
        filled = np.where(_empty(entry, asked, found), np.int32(len(levels) - 1), text.codes)
        text = relabelled(Text(filled.astype(np.int32), levels), levels)
    return ordered(text, entry.meaning.levels or sorted(text.levels))


def relabelled_to(text: Text, levels: tuple[str, ...]) -> Text:
    """The column with its codes those of `levels`, which hold all of its own."""
    place = {level: code for code, level in enumerate(levels)}
    codes = [place[level] for level in text.levels]
    return Text(np.array([*codes, -1], dtype=np.int32)[text.codes], levels)


def truth(entry: Entry, data: Data, found: list[Finding]) -> Floats:
    """A boolean of one column or several: three-valued `or` (match: any) or `and` (match: all)."""
    columns = [_boolean(entry, field, found) for field in _fields(entry, data)]
    if entry.collect in ("first", "last"):
        return across(columns, entry.collect)
    decisive = 1.0 if entry.match == "any" and entry.collect != "all" else 0.0
    stack = np.vstack(columns)
    decided, unknown = (stack == decisive).any(axis=0), np.isnan(stack).any(axis=0)
    return np.where(decided, decisive, np.where(unknown, np.nan, 1.0 - decisive))


def number(entry: Entry, data: Data, found: list[Finding]) -> Floats:
    """A number, of several columns as `collect` says; an amount is multiplied by how often a year it is paid."""
    if entry.collect == "count":
        counts: Floats = np.add.reduce([_full(entry, field) for field in _fields(entry, data)])
        return counts
    fields = _fields(entry, data)
    columns = [_values(entry, field, found) for field in fields]
    if entry.empty is not None:
        _empty(entry, fields, found)
        columns = [
            np.where(field.text.codes < 0, float(entry.empty), values)
            for field, values in zip(fields, columns, strict=True)
        ]
    values = across(columns, entry.collect or "sum") * entry.scale
    if entry.deflate is not None:
        values = values * _deflation(entry, entry.deflate, data, found)
    if entry.units is not None and entry.unit_from is not None:
        return values * _times(entry, data.field(entry.unit_from, entry.file, entry.place), entry.units, found)
    return values * (1.0 if entry.unit is None else entry.unit.times)


def _full(entry: Entry, field: Field) -> Floats:
    """1 where a cell says anything, 0 where it is empty or stands for no answer."""
    full = np.array([*(word is not None for word in _plain(field, entry)), False], dtype=np.float64)
    out: Floats = full[field.text.codes]
    return out


def _deflation(entry: Entry, deflator: Deflator, data: Data, found: list[Finding]) -> Floats:
    """What brings each row's amount to the prices of the place and month where the index is `base`."""
    if deflator.by:
        index = indices(deflator, [data.field(name, None, deflator.place).text for name in deflator.by]) / deflator.base
    else:
        each = [_index(entry, data.field(name, None, deflator.place), found) for name in deflator.index]
        index = np.prod(each, axis=0) / deflator.base ** len(each)
    unknown = int(np.isnan(index).sum())
    if unknown:
        values: dict[str, Value] = {"name": entry.name, "count": unknown}
        severity = "error" if unknown >= MANY * len(index) else "warning"
        found.append(Finding(severity, "deflate", entry.name, unknown, "deflate", values))
    return 1.0 / index


def _index(entry: Entry, field: Field, found: list[Finding]) -> Floats:
    """A price index from a column."""
    index = _values(replace(entry, codes=None, missing=frozenset()), field, found)
    if (index <= 0).any():
        code = int(field.text.codes[np.flatnonzero(index <= 0)[0]])
        raise GroundfloorError("The price index is not above 0", field.place(code), expected="a number above 0")
    return index


def _fields(entry: Entry, data: Data) -> list[Field]:
    return [data.field(name, entry.file, entry.place) for name in data.columns_of(entry)]


def identifier(entry: Entry, data: Data) -> Text:
    """The words of an identifier, of several columns joined by a stroke."""
    return crossed([relabelled(field.text, _plain(field, entry)) for field in _fields(entry, data)])


def _plain(field: Field, entry: Entry) -> list[str | None]:
    if entry.characters is not None:
        return [word if word not in entry.missing else None for word in _cut(field, entry.characters, entry.missing)]
    return [None if word in entry.missing else word for word in plain_words(field.text)]


def _cut(field: Field, characters: tuple[int, int], missing: frozenset[str]) -> list[str]:
    """Some characters of each word; refused where words differ in length, for their places would not mean the same."""
    words, (first, last) = plain_words(field.text), characters
    lengths = sorted({len(word) for word in words if word not in missing})
    if len(lengths) > 1 or (lengths and last > lengths[0]):
        code = next(i for i, word in enumerate(words) if len(word) == lengths[0] and word not in missing)
        raise GroundfloorError(
            f"{words[code]!r} has {lengths[0]} characters, others {lengths[-1]}"
            if len(lengths) > 1
            else f"{words[code]!r} has no character {last}",
            field.place(code),
            expected="words of one length, where characters are taken from them",
            hint="Leading zeros were probably lost: export the file again with this column as text.",
        )
    return [word if word in missing else word[first - 1 : last] for word in words]


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


def _empty(entry: Entry, fields: Sequence[Field], found: list[Finding]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Rows whose cells are all empty and count as `empty`, as the description says; every empty cell is reported."""
    empty = np.vstack([field.text.codes < 0 for field in fields])
    rows: np.ndarray[tuple[int], np.dtype[np.bool_]] = np.logical_and.reduce(empty)
    count = int(empty.sum())
    if count:
        values: dict[str, Value] = {
            "name": entry.name,
            "count": count,
            "column": _named(fields),
            "value": str(entry.empty),
        }
        found.append(Finding("note", "empty", entry.name, count, "empty", values))
    return rows


def _named(fields: Sequence[Field]) -> str:
    names = [field.name for field in fields]
    return ", ".join(names[:SHOWN]) + (", ..." if len(names) > SHOWN else "")


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
        out = np.where(_empty(entry, [field], found), float(entry.empty == "true"), out)
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
