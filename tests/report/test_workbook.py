"""The workbook: numbers are numbers, texts are texts, absent is empty, and everything is explained."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from groundfloor.errors import GroundfloorError
from groundfloor.report.language import Language, languages
from groundfloor.report.results import COLUMNS, Results
from groundfloor.report.workbook import write_workbook


def opened(results: Results, path: Path, lang: str = "en") -> Any:
    write_workbook(results, path, lang)
    return openpyxl.load_workbook(path)


@pytest.mark.parametrize("lang", languages())
def test_every_table_has_a_sheet_with_its_values(results: Results, tmp_path: Path, lang: str) -> None:
    book, say = opened(results, tmp_path / "w.xlsx", lang), Language(lang)
    assert book.sheetnames == [
        say.text("workbook.guide"),
        *(say.text(f"tables.{name}.sheet") for name in results.tables),
        say.text("live.assumptions"),
        *(say.text("live.sheet", number=str(number)) for number in range(1, len(results.scenario_labels) + 1)),
        say.text("workbook.names"),
    ]
    for name, rows in results.tables.items():
        sheet = book[say.text(f"tables.{name}.sheet")]
        cells = list(sheet.iter_rows(values_only=True))
        count = len(COLUMNS[name])
        headings = [str(cell).partition("\n")[0] for cell in cells[0][:count]]
        assert headings == [say.text(f"columns.{column}.label") for column in COLUMNS[name]]
        assert cells[1][:count] == COLUMNS[name]
        assert len(cells) == len(rows) + 2
        for row, found in zip(rows, cells[2:], strict=True):
            for column, cell in zip(COLUMNS[name], found[:count], strict=True):
                value = row.get(column)
                if value is None or (isinstance(value, float) and math.isnan(value)):
                    assert cell is None
                elif isinstance(value, int | float) and not isinstance(value, bool):
                    assert cell == pytest.approx(value, rel=1e-15)
                else:
                    assert cell == value
                    assert type(cell) is type(value)


def test_headings_are_frozen_filtered_explained_and_wide_enough(results: Results, tmp_path: Path) -> None:
    sheet = opened(results, tmp_path / "w.xlsx")["Costs"]
    assert sheet.freeze_panes == "B3"
    assert sheet.auto_filter.ref == f"A2:Q{len(results.tables['costs']) + 2}"
    assert sheet.print_title_rows == "$1:$2"
    named = [cell for cell in sheet[2] if cell.value]
    formats = {cell.value: sheet.cell(10, cell.column).number_format for cell in named}
    assert formats["total_lcu"] == formats["beneficiaries"] == "#,##0"
    assert formats["pct_gdp"] == "0.00"
    assert formats["year"] == "0"
    notes = {cell.value: sheet.cell(1, cell.column).comment.text for cell in named}
    assert "Unit: national currency" in notes["total_lcu"]
    assert "Unit: per cent" in notes["pct_gdp"]
    for cell in named:
        assert sheet.column_dimensions[cell.column_letter].width >= len(cell.value)


def test_the_guide_says_what_it_is(results: Results, make: Callable[..., Results], tmp_path: Path) -> None:
    def words(book: Any) -> str:
        return " ".join(str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell)

    book = opened(results, tmp_path / "w.xlsx")
    text = words(book)
    for part in ("Ghana", "SYNTHETIC", results.fingerprint, "GHS of the year named", *results.sources):
        assert part in text
    marked = {sheet.title for sheet in book.worksheets if sheet.oddHeader.left.text == "Synthetic households"}
    elsewhere = {"Population", "Financing", "Pledges", "Economy", "Schemes", "Coverage", "Early warning", "Names"}
    assert {sheet.title for sheet in book.worksheets} - marked == elsewhere
    for title in marked - {"Read me"}:
        assert "Synthetic households" in next(book[title].iter_rows(values_only=True))
    book = opened(make(synthetic=False, fingerprint=""), tmp_path / "w.xlsx")
    assert "SYNTHETIC" not in words(book)
    assert "no record was kept" in words(book)
    assert not any(sheet.oddHeader.left.text for sheet in book.worksheets)


def test_words_are_in_the_language_of_the_workbook(make: Callable[..., Results], tmp_path: Path) -> None:
    words = {"en": "A reason", "fr": "Une raison"}
    findings = [{"severity": "note", "check": "c", "variable": "v", "rows": 1, "message": words}]
    book = opened(make(tables={"findings": findings}), tmp_path / "w.xlsx", "fr")
    assert book["Constats"]["E3"].value == "Une raison"


def test_units_stand_in_the_headings(results: Results, tmp_path: Path) -> None:
    book = opened(results, tmp_path / "w.xlsx")
    assert book["Costs"]["I1"].value == "Total cost\n(GHS)"
    assert book["Gaps"]["D1"].value == "Entitled\n(persons or households)"


def test_names_behind_the_codes(results: Results, tmp_path: Path) -> None:
    rows = set(opened(results, tmp_path / "w.xlsx", "fr")["Noms"].iter_rows(values_only=True))
    assert ("Programme", "child_grant", "Allocation pour enfant") in rows
    assert ("Option", "start_small", "Commencer modestement") in rows


@pytest.mark.parametrize(
    "evil", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "http://example.org", "<b>", "1234", "a" * 40000]
)
def test_no_text_becomes_a_formula_a_link_or_a_number(make: Callable[..., Results], tmp_path: Path, evil: str) -> None:
    findings = [{"severity": evil, "check": evil, "variable": evil, "rows": 1, "message": evil}]
    results = make(
        tables={"findings": findings, evil[:40]: [{evil[:40]: evil}]},
        country_name={"en": evil[:200]},
        sources=[evil],
        scenario_labels={"x": {"en": evil}},
        survey_name=evil,
    )
    book = opened(results, tmp_path / "w.xlsx")
    assert book["Findings"]["E3"].value == evil[:32767]
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "inlineStr")
                assert cell.data_type != "n" or cell.value in (None, 1)
                assert cell.hyperlink is None or cell.hyperlink.target is None


def test_an_unknown_table_and_odd_values(make: Callable[..., Results], tmp_path: Path) -> None:
    rows = [
        {"year": np.int64(2025), "own": np.float64(2.5), "flag": np.bool_(True), "text": ("a", 1)},
        {"own": math.inf},
    ]
    book = opened(make(tables={"my/table: long name that is much too long": rows, "gaps": []}), tmp_path / "w.xlsx")
    sheet = book.worksheets[1]
    assert sheet.title == "my table  long name that is muc"
    assert list(sheet.iter_rows(min_row=3, max_col=4, values_only=True)) == [
        (2025, 2.5, True, "('a', 1)"),
    ]
    assert book["Gaps"].max_row == 2


def test_the_same_results_give_the_same_bytes(results: Results, tmp_path: Path) -> None:
    write_workbook(results, tmp_path / "a.xlsx", "fr")
    write_workbook(results, tmp_path / "deep" / "b.xlsx", "fr")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "deep" / "b.xlsx").read_bytes()


def test_an_unknown_language_is_refused_and_nothing_written(results: Results, tmp_path: Path) -> None:
    with pytest.raises(GroundfloorError, match="language 'de'"):
        write_workbook(results, tmp_path / "w.xlsx", "de")
    assert not list(tmp_path.iterdir())


def test_a_language_read_from_the_right_has_sheets_from_the_right(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("groundfloor.report.workbook.Language", lambda _code: Language("ar", Language("en").messages))
    assert all(sheet.sheet_view.rightToLeft for sheet in opened(results, tmp_path / "w.xlsx").worksheets)
