"""What the administration of a programme counts and spends, by year and place: in its file, or in a table of its own."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from groundfloor.documents import Row, read_rows, read_text
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.rules.fields import Fields, shown

COLUMNS = ("year", "caseload", "source")
MONEY = "cost_lcu"
EVERYWHERE = ""
ROUNDING = 0.5


@dataclass(frozen=True)
class Count:
    """Recipients (persons, in a household programme households) and LCU of one year at one level of a variable.

    The level "" is the whole country, None a figure that is not known; the year is None where the file does not say.
    """

    year: int | None
    level: str
    caseload: float | None
    cost: float | None
    source: str
    place: Place


@dataclass(frozen=True)
class Counts:
    """Every count of a programme and the variable of words whose levels they are by, None where all are of the whole country.

    `meet` says that simulated take-up is to meet them: that they are given by `caseload_by`.
    """

    variable: str | None = None
    counts: tuple[Count, ...] = ()
    meet: bool = False

    @property
    def years(self) -> tuple[int, ...]:
        """The years of which a caseload is known, ascending."""
        return tuple(sorted({one.year for one in self.counts if one.year is not None and one.caseload is not None}))

    def caseloads(self, year: int) -> dict[str, Count]:
        """The counts of recipients of a year by level."""
        return {one.level: one for one in self.counts if one.year == year and one.caseload is not None}


def counts_of(found: Fields, words: Collection[str]) -> Counts:
    """The counts in a programme's file: `caseload`, `cost_lcu` and `caseload_by`; `words` are the variables of words.

    `caseload_by` is a table of counts by level of one variable, which are of `caseload_year`, or the path of a CSV file from the
    folder of the programme's: columns year, caseload and source, cost_lcu where money is known too, and a variable of words by whose
    levels it counts; a row without a level is of the whole country. A count twice, below 0 or without a year and a table whose
    places add up to more than the whole raise GroundfloorError with file, line and column. Definition: docs/country-pack.md.
    """
    whole = _of_the_whole(found)
    given = found.get("caseload_by")
    if given is None:
        return Counts(counts=tuple(whole))
    variable, counts = _table(found, given) if isinstance(given, Mapping) else _file(found, given, words)
    stated = {(one.year, one.caseload is None) for one in counts if one.level == EVERYWHERE}
    counts += [one for one in whole if (one.year, one.caseload is None) not in stated]
    found_counts = Counts(variable, tuple(counts), meet=True)
    for year in found_counts.years:
        _refuse_more_than_the_whole(found_counts.caseloads(year), year)
    return found_counts


def _of_the_whole(found: Fields) -> list[Count]:
    """`caseload` and `cost_lcu`, as one count where they are of the same year."""
    source = found.text("source") if isinstance(found.get("source"), str) else ""
    caseload, cost = (None if found.get(key) is None else found.number(key, low=0.0) for key in ("caseload", MONEY))
    year, of_cost = found.year("caseload_year"), found.year("cost_year")
    if caseload is not None and cost is not None and year == of_cost:
        return [Count(year, EVERYWHERE, caseload, cost, source, found.place("caseload"))]
    out = []
    if caseload is not None:
        out.append(Count(year, EVERYWHERE, caseload, None, source, found.place("caseload")))
    if cost is not None:
        out.append(Count(of_cost, EVERYWHERE, None, cost, source, found.place(MONEY)))
    return out


def _table(found: Fields, given: Mapping[object, object]) -> tuple[str, list[Count]]:
    if len(given) != 1:
        raise GroundfloorError(
            f"caseload_by is by {len(given)} variables",
            found.key("caseload_by"),
            expected="one, such as {region: {North: 12000}}",
            hint="Take-up meets the counts of one variable; a person has one place.",
        )
    year = found.year("caseload_year")
    if year is None:
        raise GroundfloorError(
            "caseload_by has no year", found.key("caseload_by"), hint="Add caseload_year: the year counted."
        )
    (variable,) = (str(key) for key in found.table("caseload_by"))
    source = found.text("source") if isinstance(found.get("source"), str) else ""
    counts = [
        Count(
            year,
            str(level),
            found.number("caseload_by", variable, level, low=0.0),
            None,
            source,
            found.place("caseload_by", variable, level),
        )
        for level in found.table("caseload_by", variable)
    ]
    return variable, counts


def _file(found: Fields, given: object, words: Collection[str]) -> tuple[str | None, list[Count]]:
    if not isinstance(given, str) or not given.endswith(".csv"):
        raise GroundfloorError(
            f"caseload_by is {shown(given)}",
            found.place("caseload_by"),
            expected="counts such as {region: {North: 12000}}, or a file such as caseloads/leap.csv",
        )
    path = Path(found.origin(("caseload_by",))[0].file).parent / given
    if not path.is_file():
        raise GroundfloorError(
            f"There is no file {given}",
            found.place("caseload_by"),
            expected="a CSV file, its path from the folder of this one",
        )
    return read_counts(path, words)


def read_counts(path: Path, words: Collection[str]) -> tuple[str | None, list[Count]]:
    """The variable and the rows of a CSV file of counts; `words` are the variables of words, beside which a survey may have its own."""
    words = (*words, *_own(path, words))
    variable: str | None = None
    lines: dict[tuple[int, str], int] = {}
    counts = []
    for row in read_rows(path, COLUMNS, (MONEY, *words)):
        by = [name for name in row.cells if name in words]
        if len(by) > 1:
            raise GroundfloorError(
                f"The counts are by {by[0]} and by {by[1]}",
                Place(row.file),
                expected="one variable",
                hint="Take one of the columns away; a person has one place.",
            )
        variable = by[0] if by else None
        one = _count(row, variable)
        first = lines.setdefault((row.year(), one.level), row.line)
        if first != row.line:
            where = one.level or "the whole country"
            raise GroundfloorError(
                f"{where} of {one.year} stands twice", row.place(), hint=f"It stands on line {first} already."
            )
        counts.append(one)
    if all(one.caseload is None for one in counts):
        raise GroundfloorError(
            "No row has a caseload", Place(str(path), field="caseload"), hint="Give the recipients of a year."
        )
    return variable, counts


def _own(path: Path, words: Collection[str]) -> list[str]:
    """The columns that can only be a variable of the survey's own, because their names are near to none that is known."""
    known = (*COLUMNS, MONEY, *words)
    lines = (line for line in read_text(path).splitlines() if line.strip() and not line.startswith("#"))
    header = [name.strip() for name in next(csv.reader(lines), [])]
    return [name for name in header if name.isidentifier() and name not in known and not nearest(name, known)]


def _count(row: Row, variable: str | None) -> Count:
    caseload, cost = (_amount(row, column) for column in ("caseload", MONEY))
    if caseload is None and cost is None:
        raise GroundfloorError(
            "The row counts nothing", row.place("caseload"), hint="Give the caseload, or leave the row out."
        )
    level = EVERYWHERE if variable is None else row.cells[variable]
    return Count(row.year(), level, caseload, cost, row.text("source"), row.place())


def _amount(row: Row, column: str) -> float | None:
    if not row.cells.get(column):
        return None
    value = row.number(column)
    if value < 0:
        raise GroundfloorError(f"{column} is {value:g}", row.place(column), expected="0 or more")
    return value


def _refuse_more_than_the_whole(counts: Mapping[str, Count], year: int) -> None:
    """Refuse places that add up to more than the whole country, beyond what rounding each of them can do."""
    whole = counts.get(EVERYWHERE)
    parts = [one.caseload or 0.0 for level, one in counts.items() if level != EVERYWHERE]
    if whole is None or whole.caseload is None or sum(parts) <= whole.caseload + ROUNDING * len(parts):
        return
    raise GroundfloorError(
        f"The caseloads by place of {year} add up to {sum(parts):,.0f}, more than the {whole.caseload:,.0f} of the whole country",
        whole.place,
        hint="Mend one of them; recipients in no place may be more, not fewer.",
    )


def level_unknown(variable: str, one: Count, levels: Collection[str]) -> GroundfloorError:
    """The refusal of a count at a level that the survey does not have."""
    return GroundfloorError(
        f"A caseload names {variable} {one.level!r}, which the survey does not have",
        replace(one.place, field=variable) if one.place.column is None else one.place,
        expected=f"one of {', '.join(levels)}" if levels else None,
        hint=nearest(one.level, levels),
    )
