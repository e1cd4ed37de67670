"""The tables of a run as a workbook for people: a guide, one sheet a table, the names behind the codes."""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from groundfloor.report.columns import ELSEWHERE, FORMATS, HEADINGS, kind_of
from groundfloor.report.language import Language
from groundfloor.report.live import live, sheets_of
from groundfloor.report.page import Page
from groundfloor.report.results import Results
from groundfloor.report.tables import columns_of, written

CREATED = datetime.datetime(2000, 1, 1)  # the same whenever it is written, so that the same results give the same bytes
ACCENT, AMBER, AMBER_TAB = "#0C4A57", "#FFF3DC", "#C98A2B"
WIDEST, SAMPLE, LONGEST = 48, 200, 32767
UNITS = ("people", "money", "share", "percent")  # kinds whose unit stands in the heading
ON_A_LINE, LINE = 95, 15.5  # letters on a line of the guide, and its height
LONGEST_NAME = 31  # letters in the name of a sheet
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


class Book:
    """A workbook being written, with the formats its sheets share."""

    def __init__(self, results: Results, language: Language, target: io.BytesIO) -> None:
        import xlsxwriter

        self.page, self.results, self.language = Page(results, language), results, language
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.book = xlsxwriter.Workbook(target, options)
        floor = language.text("workbook.title", country=language.words(results.country_name))
        self.title = language.words(results.title) if results.title else floor
        self.book.set_properties({"title": self.title, "created": CREATED})
        self.head = self.book.add_format(
            {"bold": True, "bg_color": ACCENT, "font_color": "white", "text_wrap": True, "valign": "top"}
        )
        self.code = self.book.add_format({"italic": True, "font_color": "#55646B", "font_size": 9, "bottom": 1})
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.warning = self.book.add_format({"text_wrap": True, "valign": "top", "bold": True, "bg_color": AMBER})
        self.large = self.book.add_format({"bold": True, "font_size": 16, "font_color": ACCENT})
        self.bold = self.book.add_format({"bold": True, "valign": "top", "font_color": ACCENT})
        self.mark = self.book.add_format(
            {"text_wrap": True, "valign": "top", "bold": True, "bg_color": AMBER, "border": 1}
        )
        self.formats = {kind: self.book.add_format({"num_format": code}) for kind, code in FORMATS.items()}
        self.formats["text"] = self.book.add_format({"indent": 1})
        self.sheets = _sheet_names(language, results.tables)
        self._styled: dict[tuple[tuple[str, Any], ...], Any] = {}

    def styled(self, look: Mapping[str, Any]) -> Any:
        """A format of this look, made once."""
        key = tuple(sorted(look.items()))
        if key not in self._styled:
            self._styled[key] = self.book.add_format(dict(look))
        return self._styled[key]

    def sheet(self, name: str, *, synthetic: bool = False) -> Any:
        """A new sheet that reads in the language's direction, prints on one page's width and is marked where it is synthetic."""
        sheet = self.book.add_worksheet(name)
        if self.language.direction == "rtl":
            sheet.right_to_left()
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        if synthetic:
            sheet.set_header("&L" + self.language.text("page.badge"))
            sheet.set_tab_color(AMBER_TAB)
        return sheet


def write_workbook(results: Results, path: str | Path, lang: str | Language = "en") -> None:
    """Write every table of `results` to one workbook, in the language `lang`: its code, or one with words of its own.

    The first sheet is a guide; each table has a sheet with a heading a reader understands, its name in the CSV files below
    it and a note with its meaning and unit. Numbers are numbers, absent cells are empty, and no text is ever a formula. The costs and the
    plan of a run stand there once more as formulas, from the assumptions on (`live`).
    The same results give the same bytes. A language without messages raises `GroundfloorError`; nothing is then written.

    >>> import tempfile
    >>> nothing = Results({"en": "Nowhere"}, "NOD", 2025, 2030, False, "none", {"en": "A floor"}, {}, {}, {})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_workbook(nothing, Path(folder) / "workbook.xlsx")
    ...     (Path(folder) / "workbook.xlsx").read_bytes()[:2]
    b'PK'
    """
    target = io.BytesIO()
    book = Book(results, Language(lang) if isinstance(lang, str) else lang, target)
    _guide(book)
    for name, rows in results.tables.items():
        _table(book, name, rows)
    live(book)
    _names(book)
    book.book.close()
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(target.getvalue())


def _key(say: Language, table: str, key: str) -> str:
    """The message on a table: of its own room (services, contributory) where that has one, else the one for all."""
    own = f"{table.partition('_')[0]}.{key}"
    return own if say.has(own) else key


def _sheet_names(say: Language, tables: Iterable[str]) -> dict[str, str]:
    """The sheet of each table; one whose name is taken has that of its room before it."""
    names: dict[str, str] = {}
    for table in tables:
        key = _key(say, table, f"tables.{table}.sheet")
        name = say.text(key) if say.has(key) else table.translate(FORBIDDEN)
        if name.casefold() in (other.casefold() for other in names.values()):
            name = f"{names.get(table.partition('_')[0], table)}, {name}"
        names[table] = name[:LONGEST_NAME]
    return names


def _guide(book: Book) -> None:
    """The first sheet: what this is, where it comes from, what each sheet holds and how to read the figures."""
    say, results = book.language, book.results
    sheet = book.sheet(say.text("workbook.guide"), synthetic=results.synthetic)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 96)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, book.title, book.large)
    row = 2
    if results.synthetic:
        sheet.merge_range(1, 0, 1, 1, "", book.warning)
        sheet.write_string(1, 0, say.text("workbook.synthetic"), book.warning)
        sheet.set_row(1, 34)
        row = 3
    facts = {
        "floor": say.words(results.floor_label),
        "country": say.words(results.country_name),
        "currency": results.currency,
        "years": f"{results.year}–{results.horizon}",
        "households": say.words(results.survey_name),
        "fingerprint": results.fingerprint or say.text("page.no_fingerprint"),
    }
    for name, value in facts.items():
        row = _pair(book, sheet, row, say.text(f"workbook.{name}"), value)
    row = _pair(book, sheet, row + 1, say.text("workbook.units"), "")
    for name in ("unit_money", "unit_people", "unit_share", "unit_absent", "machine"):
        row = _pair(book, sheet, row, "", say.text(f"workbook.{name}", currency=results.currency))
    row = _pair(book, sheet, row + 1, say.text("workbook.about"), "")
    for table in results.tables:
        name, key = book.sheets[table], _key(say, table, f"tables.{table}.meaning")
        sheet.write_url(row, 0, f"internal:'{name}'!A1", string=name)
        sheet.write_string(row, 1, say.text(key) if say.has(key) else table, book.wrapped)
        row += 1
    for name, meaning in (*sheets_of(book), (say.text("workbook.names"), say.text("workbook.names_meaning"))):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", string=name)
        sheet.write_string(row, 1, meaning, book.wrapped)
        row += 1
    row = _pair(book, sheet, row + 1, say.text("workbook.sources"), "")
    for source in results.sources:
        row = _pair(book, sheet, row, "", source)


def _pair(book: Book, sheet: Any, row: int, name: str, value: str) -> int:
    sheet.write_string(row, 0, name, book.bold)
    sheet.write_string(row, 1, value[:LONGEST], book.wrapped)
    if len(value) > ON_A_LINE:
        sheet.set_row(row, LINE * math.ceil(len(value) / ON_A_LINE))
    return row + 1


def _table(book: Book, name: str, rows: Any) -> None:
    """One table with its headings, filter and formats; the heading and the first column stay in sight."""
    say, columns = book.language, columns_of(name, rows)
    if not book.results.synthetic and "synthetic" in columns:
        columns.remove("synthetic")
    synthetic = book.results.synthetic and name not in ELSEWHERE
    sheet = book.sheet(book.sheets[name], synthetic=synthetic)
    for place, column in enumerate(columns):
        kind = kind_of(name, column)
        words = _key(say, name, f"columns.{column}.label").removesuffix(".label")
        known = say.has(f"{words}.label")
        heading = say.text(f"{words}.label") if known else column
        short = say.text(f"short_units.{kind}", currency=book.results.currency) if kind in UNITS else ""
        sheet.write_string(0, place, f"{heading}\n({short})" if short else heading, book.head)
        sheet.write_string(1, place, column, book.code)
        if known:
            unit = say.text("workbook.unit", unit=say.text(f"kinds.{kind}"))
            sheet.write_comment(0, place, f"{say.text(f'{words}.meaning')}\n{unit}", {"author": "", "x_scale": 2})
        for at, row in enumerate(rows, start=HEADINGS):
            _cell(book, sheet, at, place, row.get(column), kind)
        sheet.set_column(place, place, _width(heading, column, kind, rows), book.formats.get(kind))
    if synthetic:
        sheet.write_string(0, len(columns), say.text("page.badge"), book.mark)
        sheet.set_column(len(columns), len(columns), 14)
    sheet.set_row(0, 60)
    sheet.freeze_panes(HEADINGS, 1)
    sheet.repeat_rows(0, HEADINGS - 1)
    if columns:
        sheet.autofilter(HEADINGS - 1, 0, HEADINGS - 1 + len(rows), len(columns) - 1)


def _cell(book: Book, sheet: Any, row: int, column: int, value: Any, kind: str) -> None:
    """Write a number as a number and a text as a text; leave what is absent empty."""
    if isinstance(value, Mapping):
        value = book.language.words(value)
    text = written(value)
    if not text:
        return
    if isinstance(value, str) or text in ("true", "false"):
        if isinstance(value, str):
            sheet.write_string(row, column, value[:LONGEST], book.formats.get(kind))
        else:
            sheet.write_boolean(row, column, text == "true")
    elif kind == "text" and not isinstance(value, int | float) and not hasattr(value, "item"):
        sheet.write_string(row, column, text[:LONGEST], book.formats.get(kind))
    else:
        sheet.write_number(row, column, float(value), book.formats.get(kind))


def _width(heading: str, column: str, kind: str, rows: Any) -> float:
    """Wide enough for the heading's longest word, the machine's name with its filter arrow and the first rows."""
    if kind == "text":
        inside = max((len(written(row.get(column))) for row in rows[:SAMPLE]), default=0)
    else:
        inside = max(
            (len(f"{written(row.get(column)).partition('.')[0]}") * 4 // 3 for row in rows[:SAMPLE]), default=0
        )
    longest_word = max((len(word) for word in heading.split()), default=0)
    return min(WIDEST, max(inside, longest_word, len(column) + 3, 8) + 2)


def _names(book: Book) -> None:
    """What the codes in the tables stand for."""
    say, results, names = book.language, book.results, book.page.names
    sheet = book.sheet(say.text("workbook.names"))
    for place, (heading, width) in enumerate((("kind", 24), ("code", 32), ("label", 64))):
        sheet.write_string(0, place, say.text(f"workbook.{heading}"), book.head)
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    kinds = (
        ("scenario", results.scenario_labels, names.scenario),
        ("programme", results.programme_labels, names.programme),
        ("option", results.option_labels, names.option),
        ("line", results.line_labels, names.line),
        ("group", results.group_labels, names.group),
        ("shock", results.shock_labels, names.shock),
    )
    listed = [(say.text(f"names.{kind}"), code, name(code)) for kind, labels, name in kinds for code in labels]
    for row, line in enumerate(listed, start=1):
        for place, text in enumerate(line):
            sheet.write_string(row, place, text[:LONGEST])
