"""Questions to the tables of a run. An absent answer is None, never 0."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from groundfloor.report.results import Results, Row

INDEXED = ("scenario", "programme", "measure", "year")
STEP = 5
SERVICES, CONTRIBUTORY = "services.", "contributory."
"""How the table of costs names what is no programme and pays no transfers: essential services, and contributions that government pays."""
EVEN = 0.05  # % of GDP: less than this shows as nothing


def present(value: Any) -> float | None:
    """A finite number, or None where the cell is absent.

    >>> present(2), present(float("nan")), present(None), present("")
    (2.0, None, None, None)
    """
    if isinstance(value, bool | str) or value is None:
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def added(values: list[float | None]) -> float | None:
    """The sum, or None when there is nothing or one of them is absent.

    >>> added([1.0, 2.0]), added([1.0, None]), added([])
    (3.0, None, None)
    """
    known = [value for value in values if value is not None]
    return math.fsum(known) if known and len(known) == len(values) else None


@dataclass(frozen=True)
class View:
    """The results, asked by row."""

    results: Results

    @cached_property
    def _index(self) -> dict[tuple[str, str, Any], list[Row]]:
        found: dict[tuple[str, str, Any], list[Row]] = {}
        for name, rows in self.results.tables.items():
            for row in rows:
                for column in INDEXED:
                    if column in row:
                        found.setdefault((name, column, row[column]), []).append(row)
        return found

    def rows(self, table: str, **where: Any) -> list[Row]:
        """The rows of `table` that have these values, in their order; none when there is no such table."""
        candidates: Any = self.results.tables.get(table, ())
        asked = [self._index.get((table, one, where[one]), ()) for one in INDEXED if where.get(one) is not None]
        candidates = min(asked, key=len, default=candidates)
        return [row for row in candidates if all(row.get(column) == value for column, value in where.items())]

    def value(self, table: str, column: str, **where: Any) -> float | None:
        """One number: that of the first row with these values."""
        rows = self.rows(table, **where)
        return present(rows[0].get(column)) if rows else None

    def distinct(self, table: str, column: str, **where: Any) -> list[Any]:
        """The known values of a column in order of appearance."""
        return list(dict.fromkeys(row.get(column) for row in self.rows(table, **where) if row.get(column) is not None))

    @property
    def floor(self) -> str:
        """The name of the floor itself, the first scenario."""
        return next(iter(self.results.scenario_labels), "")

    @property
    def scenarios(self) -> list[str]:
        """The floor and its scenarios."""
        return list(self.results.scenario_labels)

    def programmes(self, scenario: str) -> list[str]:
        """The programmes of a scenario."""
        return self.distinct("costs", "programme", scenario=scenario)

    def transfers(self, scenario: str) -> list[str]:
        """The programmes of a scenario that pay transfers: neither essential services nor contributory schemes."""
        return [name for name in self.programmes(scenario) if not name.startswith((SERVICES, CONTRIBUTORY))]

    def named(self, scenario: str, kind: str) -> list[str]:
        """Of what a scenario costs the essential services, or the contributory schemes."""
        return [name for name in self.programmes(scenario) if name.startswith(kind)]

    def full(self, scenario: str) -> int:
        """The year in which a scenario is in place in full: that of its count of undecided persons, else the horizon."""
        years = self.distinct("undecided", "year", scenario=scenario)
        return int(years[0]) if years else self.results.horizon

    def total(self, column: str, scenario: str, year: int) -> float | None:
        """A column of costs over all programmes of a scenario in a year."""
        return added([present(row.get(column)) for row in self.rows("costs", scenario=scenario, year=year)])

    @property
    def years(self) -> list[int]:
        """Every year of the run."""
        return list(range(self.results.year, self.results.horizon + 1))

    @property
    def steps(self) -> list[int]:
        """The first year, every fifth year and the last: what a printed table shows of a long series."""
        return [year for year in self.years if year % STEP == 0 or year in (self.results.year, self.results.horizon)]

    @property
    def lines(self) -> list[str]:
        """The poverty lines of the impact table, those the pack names first."""
        found = self.distinct("impact", "line")
        return [line for line in self.results.line_labels if line in found] + [
            line for line in found if line not in self.results.line_labels
        ]

    @property
    def line(self) -> str | None:
        """The line in whose terms the report speaks of poverty."""
        return next(iter(self.lines), None)

    def impact(self, scenario: str, year: int, measure: str = "fgt0", line: str | None = None) -> Row | None:
        """The row of a change before and after, where before and after are both known."""
        line = self.line if line is None and measure != "gini" else line
        for row in self.rows("impact", measure=measure, scenario=scenario, year=year, line=line):
            if present(row.get("before")) is not None and present(row.get("after")) is not None:
                return row
        return None

    def plan(self, column: str, scenario: str, year: int) -> float | None:
        """One number of the plan."""
        return self.value("plan", column, scenario=scenario, year=year)

    @staticmethod
    def balance(gap: float) -> str:
        """Whether what remains to be found is a `gap`, money left `over`, or so little that the two are `even`.

        >>> View.balance(0.003), View.balance(1.2), View.balance(-0.7)
        ('even', 'gap', 'over')
        """
        return "even" if abs(gap) < EVEN else "gap" if gap > 0 else "over"

    def groups(self, table: str, **where: Any) -> Iterator[str]:
        """The groups of a table other than everybody and the deciles."""
        for group in self.distinct(table, "group", **where):
            if group != "all" and not group.startswith("decile="):
                yield group
