"""Every format gives the same survey back."""

from __future__ import annotations

import csv
import datetime
import io
import sys
from pathlib import Path

import numpy as np
import pytest

from groundfloor.survey.formats import Options, read_table
from groundfloor.survey.frame import Text
from groundfloor.survey.table import Coder, coded, crossed, numbers_of, ordered, relabelled

from .conftest import PERSONS

ROWS = list(csv.reader(io.StringIO(PERSONS)))


def as_csv(path, encoding="utf-8", mark=","):
    path.write_text("\n".join(mark.join(row) for row in ROWS) + "\n", encoding=encoding)


def as_parquet(path):
    import duckdb

    with duckdb.connect() as connection:
        source = path.with_suffix(".source")
        as_csv(source)
        connection.execute(f"copy (from read_csv('{source}')) to '{path}' (format parquet)")
        source.unlink()


def columns():
    out = {}
    for name, *cells in zip(*ROWS, strict=True):
        numeric = all(cell.isdigit() for cell in cells)
        out[name] = [int(cell) for cell in cells] if numeric else list(cells)
    return out


def as_workbook(path):
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write(0, 0, "nothing here")
        sheet = book.add_worksheet("Persons")
        for column, (name, cells) in enumerate(columns().items()):
            sheet.write(0, column, name)
            for row, cell in enumerate(cells, 1):
                sheet.write(row, column, cell)


@pytest.mark.parametrize(
    ("name", "write", "options"),
    [
        ("p.csv", as_csv, ""),
        ("p.txt", lambda path: as_csv(path, "utf-8-sig"), ""),
        ("p.tsv", lambda path: as_csv(path, mark="\t"), ""),
        ("semicolon.csv", lambda path: as_csv(path, mark=";"), ""),
        ("pipe.csv", lambda path: as_csv(path, mark="|"), ""),
        ("odd.csv", lambda path: as_csv(path, mark="~"), ", delimiter: '~'"),
        ("tab.csv", lambda path: as_csv(path, mark="\t"), ", delimiter: tab"),
        ("wide.csv", lambda path: as_csv(path, "utf-16"), ", encoding: utf-16"),
        ("old.csv", lambda path: as_csv(path, "cp1252"), ", encoding: cp1252"),
        ("data.dat", as_csv, ", format: csv"),
        ("p.parquet", as_parquet, ""),
        ("p.xlsx", as_workbook, ", sheet: Persons"),
    ],
)
def test_a_format_gives_the_same_survey(folder, name, write, options):
    expected = folder.read()
    write(folder.path / name)
    (folder.path / "persons.csv").unlink()
    survey = folder.describe("{path: persons.csv}", f"{{path: {name}{options}}}").read()
    assert_same(survey, expected)


def assert_same(survey, expected):
    assert list(survey.columns) == list(expected.columns)
    for one, column in expected.columns.items():
        if isinstance(column, Text):
            assert survey.columns[one].levels == column.levels, one
            assert survey.columns[one].codes.tolist() == column.codes.tolist(), one
        else:
            np.testing.assert_array_equal(survey.columns[one], column, err_msg=one)
    np.testing.assert_array_equal(survey.weight, expected.weight)
    assert survey.lines == expected.lines


def test_a_compressed_file_is_read_whatever_its_name(folder):
    expected = folder.read()
    folder.put("persons.csv.gz", PERSONS)
    survey = folder.describe("path: persons.csv}", "path: persons.csv.gz}").read()
    assert_same(survey, expected)
    (folder.path / "persons.csv").write_bytes((folder.path / "persons.csv.gz").read_bytes())
    assert_same(folder.describe("path: persons.csv.gz}", "path: persons.csv}").read(), expected)


@pytest.mark.parametrize("ending", ["dta", "sav"])
def test_files_of_statistical_packages(folder, ending, monkeypatch):
    """persons.dta and persons.sav hold the rows of PERSONS, with value labels for sex, as pyreadstat wrote them."""
    pytest.importorskip("pyreadstat")
    for frames in ("pandas", "polars"):
        monkeypatch.setitem(sys.modules, frames, None)
    expected = folder.read()
    folder.put(f"p.{ending}", (Path(__file__).parent / f"persons.{ending}").read_bytes())
    folder.describe("path: persons.csv", f"path: p.{ending}")
    assert_same(folder.read(), expected)
    folder.describe(f"path: p.{ending}", f"path: p.{ending}, labels: true")
    assert_same(folder.describe("{from: sex, codes: {1: male, 2: female}}", "sex").read(), expected)


def test_the_header_alone_tells_the_delimiter(folder, tmp_path):
    (tmp_path / "x.csv").write_text('a;"b,c,d,e"\n1,5;2\n')
    table = read_table(tmp_path / "x.csv", Options(), {"a"})
    assert table.names == ("a", "b,c,d,e")
    assert table.columns["a"].levels == ("1,5",)


def test_blank_rows_are_passed_over_reported_and_counted_in_places(folder, found):
    folder.persons("B,1", ",,,,,,,,,\n\nB,1").put(
        "persons.csv", (folder.path / "persons.csv").read_text() + ",,,,,,,,,\n"
    )
    survey = folder.read()
    assert survey.persons == 4
    assert found(survey, "blank_rows") == [("note", 3)]
    folder.persons("A,3,4", "A,3,four")
    with pytest.raises(Exception, match=r"persons.csv, row 7, column 'years': 'four'"):
        folder.read()


def test_words_for_missing_values_may_be_named_for_a_whole_file(folder):
    folder.persons("70,2,1,20,14", ".,NA,1,20,14").describe(
        "{path: persons.csv}", "{path: persons.csv, missing: ['.', NA]}"
    )
    survey = folder.read()
    assert np.isnan(survey.columns["age"][3])
    assert survey.columns["sex"].codes[3] == -1


def test_cells_of_a_workbook_keep_their_values(tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, name in enumerate(("a", "b", "c", "d")):
            sheet.write(0, column, name)
        sheet.write_row(1, 0, [1.0, True, 0.1])
        sheet.write_datetime(1, 3, datetime.datetime(2024, 2, 29), day)
        sheet.write_row(3, 0, [" x ", False, 12345678901])
    table = read_table(tmp_path / "b.xlsx", Options(), {"a", "b", "c", "d", "e"})
    assert {name: text.levels for name, text in table.columns.items()} == {
        "a": ("1", "x"),
        "b": ("1", "0"),
        "c": ("0.1", "12345678901"),
        "d": ("2024-02-29",),
    }
    assert table.blank == (3,)
    assert str(table.place(1)).endswith("row 4")


def test_a_workbook_of_many_rows_is_read_whole(tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        book.add_worksheet().write_column(0, 0, ["a", *range(2500)])
    assert read_table(tmp_path / "b.xlsx", Options(), {"a"}).columns["a"].codes.tolist() == list(range(2500))


def test_columns_not_asked_for_are_not_kept(folder):
    table = read_table(folder.path / "persons.csv", Options(), {"years"})
    assert list(table.columns) == ["years"]
    assert "weight" in table.names


def test_parquet_keeps_every_digit(tmp_path):
    import duckdb

    with duckdb.connect() as connection:
        query = 'select 0.1::double as a, 9007199254740993 as b, null::integer as c, true as "d""e"'
        connection.execute(f"copy ({query}) to '{tmp_path / 'n.parquet'}' (format parquet)")
    table = read_table(tmp_path / "n.parquet", Options(), {"a", "b", "c", 'd"e'})
    assert [text.levels for text in table.columns.values()] == [("0.1",), ("9007199254740993",), (), ("true",)]


# what is done to columns of words


def test_equal_words_become_one_and_none_is_missing():
    text = relabelled(coded(["a", "b", "c", "a"]), ["x", None, "x"])
    assert (text.codes.tolist(), text.levels) == ([0, -1, 0, 0], ("x",))


def test_words_that_differ_by_blanks_are_one():
    coder = Coder()
    coder.add(["a", " a"])
    coder.add(["a ", ""])
    assert coder.text().codes.tolist() == [0, 0, 0, -1]
    assert Coder().text().levels == ()


def test_order_and_crossing():
    text = coded(["b", "", "a"])
    assert ordered(text, ["a", "b", "z"]).codes.tolist() == [1, -1, 0]
    assert crossed([text]) is text
    assert crossed([coded(["a", "", "b"]), coded(["x", "x", ""])]).codes.tolist() == [0, -1, -1]


@pytest.mark.parametrize("word", ["1_000", "nan", "inf", "-inf", "1,5", "1 000", "", "0x10", "12%"])
def test_what_is_no_number(word):
    values, wrong = numbers_of(["1", word])
    assert values[0] == 1
    assert wrong.tolist() == [1]
