"""The language of a grid's workbook: its columns are named after the numbers, programmes and lines of a floor."""

from __future__ import annotations

from groundfloor.report.columns import OF_GRID
from groundfloor.report.grid.numbers import numbers
from groundfloor.report.language import Language
from groundfloor.report.page import Page
from groundfloor.report.results import Results

COLUMNS = "grid.columns"


def language(code: str, results: Results) -> Language:
    """A language that knows what each column of `results` is called."""
    say = Language(code)
    page = Page(results, say)
    varied = {one.name: one for one in numbers(page)}
    known = dict(say.messages)
    for table in OF_GRID:
        for column in dict.fromkeys(name for row in results.tables.get(table, ())[:1] for name in row):
            measure, dot, rest = column.partition(".")
            if column in varied:
                label, meaning = varied[column].column, say.text("grid.varied")
            elif dot and say.has(f"{COLUMNS}.{measure}.label"):
                label = say.text("grid.of", measure=say.text(f"{COLUMNS}.{measure}.label"), of=_of(page, rest))
                meaning = say.text(f"{COLUMNS}.{measure}.meaning")
            else:
                continue
            known |= {f"{COLUMNS}.{column}.label": label, f"{COLUMNS}.{column}.meaning": meaning}
    return Language(code, known)


def _of(page: Page, code: str) -> str:
    """The names of what a figure is of: programmes, lines and groups, in their order."""
    results, names = page.results, page.names
    if code in results.line_labels:
        return names.line(code)
    if code in results.programme_labels:
        return names.programme(code)
    first, dot, rest = code.partition(".")
    return f"{_of(page, first)}, {_of(page, rest)}" if dot else names.group(code)
