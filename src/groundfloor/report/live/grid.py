"""A sheet with a row a quantity and a column a year."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from groundfloor.report.columns import FORMATS
from groundfloor.report.view import present

if TYPE_CHECKING:
    from groundfloor.report.workbook import Book

LABEL, CODE, FIRST = 0, 1, 2
INPUT, ACCENT = "#0000C8", "#0C4A57"
NUMBERS = {**FORMATS, "index": "0.0000", "percent": "0.00", "factor": "0.00"}

Series = Mapping[int, float | None]
Formula = Callable[[int], str]


def named(*parts: str) -> str:
    """A name that spreadsheets accept, from codes.

    >>> named("benefit", "child-grant 2")
    'benefit_child_grant_2'
    """
    return re.sub(r"\W", "_", "_".join(parts))


def added(values: Iterable[float | None]) -> float | None:
    """The sum of values, unknown where one of them is.

    >>> added([1.0, 2.0]), added([1.0, None])
    (3.0, None)
    """
    known = [present(value) for value in values]
    return None if None in known else math.fsum(one for one in known if one is not None)


class Grid:
    """One sheet being written from the top; `years` are its columns."""

    def __init__(self, book: Book, name: str, years: Sequence[int]) -> None:
        self.book, self.name, self.years = book, name, list(years)
        self.sheet = book.sheet(name, synthetic=book.results.synthetic)
        self.row = 0
        self.sheet.set_column(LABEL, LABEL, 52)
        self.sheet.set_column(CODE, CODE, 20)
        self.sheet.set_column(FIRST, FIRST + len(self.years), 17)

    def title(self, text: str, *notes: str) -> None:
        """The heading of the sheet and what is to be known of it."""
        self.sheet.write_string(self.row, LABEL, text, self.book.large)
        if self.book.results.synthetic:
            self.sheet.write_string(self.row, CODE, self.book.language.text("page.badge"), self.book.mark)
        for note in notes:
            self.row += 1
            self.sheet.write_string(self.row, LABEL, note)
        self.row += 2

    def heading(self, text: str, *, of_years: bool = True) -> None:
        """A heading, with the years beside it."""
        self.sheet.write_string(self.row, LABEL, text, self.book.head)
        self.sheet.write_string(self.row, CODE, "", self.book.head)
        if of_years:
            for column, year in enumerate(self.years, start=FIRST):
                self.sheet.write_number(self.row, column, year, self.book.head)
        self.row += 1

    def space(self) -> None:
        """An empty row."""
        self.row += 1

    def single(self, label: str, code: str, value: float, kind: str, among: Sequence[int] = ()) -> str:
        """One input of all years; its name in formulas is `code`. A spreadsheet takes one of `among`, else no less than 0."""
        self._label(label, code)
        self.sheet.write_number(self.row, FIRST, value, self._format(kind, given=True))
        taken = (
            {"validate": "list", "source": list(among)}
            if among
            else {"validate": "decimal", "criteria": ">=", "value": 0}
        )
        self.sheet.data_validation(self.row, FIRST, self.row, FIRST, taken)
        self.book.book.define_name(code, f"='{self.name}'!{_cell(self.row, FIRST, fixed=True)}")
        self.row += 1
        return code

    def inputs(self, label: str, code: str, values: Series, kind: str) -> int:
        """A row of inputs by year, empty where they are not known; returns its place."""
        self._label(label, code)
        style = self._format(kind, given=True)
        for column, year in enumerate(self.years, start=FIRST):
            value = present(values.get(year))
            if value is not None:
                self.sheet.write_number(self.row, column, value, style)
            else:
                self.sheet.write_blank(self.row, column, None, style)
        return self._next()

    def formulas(
        self, label: str, code: str, formula: Formula, values: Series, kind: str, *, bold: bool = False
    ) -> int:
        """A row of formulas by year, with the values they have; returns its place."""
        self._label(label, code)
        style = self._format(kind, given=False, bold=bold)
        for column, year in enumerate(self.years, start=FIRST):
            value = present(values.get(year))
            self.sheet.write_formula(self.row, column, f"={formula(year)}", style, "" if value is None else value)
        return self._next()

    def name_row(self, code: str, row: int) -> None:
        """Give a row's years a name of the workbook."""
        ends = (_cell(row, column, fixed=True) for column in (FIRST, FIRST + len(self.years) - 1))
        self.book.book.define_name(code, f"='{self.name}'!{':'.join(ends)}")

    def at(self, row: int, year: int, *, elsewhere: bool = False) -> str:
        """The cell of a row in a year, as a formula of this sheet or of another names it."""
        cell = _cell(row, FIRST + self.years.index(year))
        return f"'{self.name}'!{cell}" if elsewhere else cell

    def _label(self, label: str, code: str) -> None:
        self.sheet.write_string(self.row, LABEL, label)
        self.sheet.write_string(self.row, CODE, code, self.book.code)

    def _next(self) -> int:
        self.row += 1
        return self.row - 1

    def _format(self, kind: str, *, given: bool, bold: bool = False) -> Any:
        look: dict[str, Any] = {"num_format": NUMBERS[kind]}
        if given:
            look |= {"font_color": INPUT, "locked": False}
        if bold:
            look |= {"bold": True, "top": 1, "font_color": ACCENT}
        return self.book.styled(look)


def _cell(row: int, column: int, *, fixed: bool = False) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed))
