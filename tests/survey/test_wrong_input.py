"""What may be wrong in a survey and its description: one message each, with its place and what to do."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable

import pytest

from groundfloor.errors import GroundfloorError

from .conftest import PERSONS


def describe(old: str, new: str) -> Callable:
    return lambda folder: folder.describe(old, new)


def persons(old: str, new: str, times: int = 1) -> Callable:
    return lambda folder: folder.persons(old, new, times)


def put(name: str, content: str | bytes) -> Callable:
    return lambda folder: folder.put(name, content)


def instead(name: str, content: bytes) -> Callable:
    """The file of persons is another, with this content as it is."""

    def make(folder):
        (folder.path / name).write_bytes(content)
        folder.describe("path: persons.csv", f"path: {name}")

    return make


def both(*mistakes: Callable) -> Callable:
    return lambda folder: [mistake(folder) for mistake in mistakes]


def bomb(folder) -> None:
    with zipfile.ZipFile(folder.path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    folder.describe("path: persons.csv", "path: b.xlsx")


def workbook(*rows) -> Callable:
    def make(folder):
        import xlsxwriter

        with xlsxwriter.Workbook(folder.path / "b.xlsx") as book:
            sheet = book.add_worksheet("Data")
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        folder.describe("path: persons.csv", "path: b.xlsx")

    return make


def sparse(folder) -> None:
    """A workbook of two rows, the second claiming to be row four billion."""
    workbook(["home"], ["A"])(folder)
    file = folder.path / "b.xlsx"
    with zipfile.ZipFile(file) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    far = parts[sheet].replace(b'<row r="2"', b'<row r="4000000000"').replace(b'r="A2"', b'r="A4000000000"')
    assert far != parts[sheet]
    parts[sheet] = far
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)


HOMES = "files:\n  homes: {path: homes.csv, key: {household_id: hh}}\n"

CASES: dict[str, tuple[Callable, tuple[str, ...]]] = {
    # survey.yaml itself
    "no description": (lambda folder: (folder.path / "survey.yaml").unlink(), ("survey.yaml", "missing")),
    "empty description": (put("survey.yaml", ""), ("survey.yaml", "empty")),
    "yaml that is none": (describe("groups: [region, sex]", "groups: [region"), ("survey.yaml:2", "not valid YAML")),
    "a key twice": (describe("  age: years", "  age: years\n  age: sex"), ("survey.yaml:10", "'age' stands twice")),
    "a list": (put("survey.yaml", "- a\n- b\n"), ("survey.yaml:1", "table")),
    "an unknown key": (describe("welfare:", "wellfare:"), ("survey.yaml:16", "wellfare", "Did you mean 'welfare'")),
    "a missing key": (describe("year: 2024\n", ""), ("survey.yaml", "'year'")),
    "an empty key": (describe("country: NOW", "country:"), ("survey.yaml", "'country' is missing")),
    "a country in words": (describe("country: NOW", "country: Nowhere"), ("survey.yaml:2", "Nowhere", "ISO 3166")),
    "a year in words": (describe("year: 2024", "year: last"), ("survey.yaml:3", "last")),
    "a name that is a list": (describe("survey: Example", "survey: [a]"), ("survey.yaml:1", "'survey'", "single value")),
    "variables that are a list": (
        lambda folder: folder.put("survey.yaml", "{survey: s, country: NOW, year: 2024, files: {persons: p}, variables: [age]}"),
        ("survey.yaml:1", "'variables' is not a table"),
    ),
    # files
    "no file of persons": (describe("  persons:", "  people:"), ("survey.yaml:5", "persons")),
    "a file without a path": (describe("{path: persons.csv}", "{format: csv}"), ("survey.yaml:5", "'persons' has no path")),
    "an unknown option": (describe("{path: persons.csv}", "{path: persons.csv, encodin: utf-8}"), ("encodin", "'encoding'")),
    "an environment variable that is not set": (
        describe("persons.csv", "'${SURVEY_NOT_SET}/persons.csv'"),
        ("survey.yaml:5", "SURVEY_NOT_SET is not set", "folder that holds the data"),
    ),
    "a missing file": (describe("persons.csv", "person.csv"), ("person.csv", "no such file", "'persons.csv'")),
    "a missing folder": (describe("persons.csv", "data/persons.csv"), ("persons.csv", "no such file", "Check the path")),
    "a folder": (lambda folder: (folder.path / "d.csv").mkdir() or folder.describe("persons.csv", "d.csv"), ("folder",)),
    "an empty file": (put("persons.csv", ""), ("persons.csv", "empty")),
    "a header alone": (put("persons.csv", PERSONS.splitlines()[0]), ("persons.csv", "no rows")),
    "an empty first row": (put("persons.csv", "\n" + PERSONS), ("persons.csv, row 1", "first row is empty")),
    "an unknown format": (describe("{path: persons.csv}", "{path: persons.csv, format: exel}"), ("exel", "xlsx")),
    "a format that is not supported": (instead("p.rds", b"x"), ("p.rds", "'rds'", "csv")),
    "two characters between cells": (describe("{path: persons.csv}", "{path: persons.csv, delimiter: ';;'}"), ("one character",)),
    "a decimal mark that is none": (describe("{path: persons.csv}", "{path: persons.csv, decimal: x}"), ("decimal", "'x'")),
    "labels that are neither": (describe("{path: persons.csv}", "{path: persons.csv, labels: maybe}"), ("labels", "maybe")),
    "another encoding": (
        instead("p.csv", PERSONS.replace("South", "Côte").encode("cp1252")),
        ("p.csv, row 4", "0xf4 is not UTF-8", "encoding: cp1252"),
    ),
    "UTF-16": (instead("p.csv", PERSONS.encode("utf-16")), ("p.csv, row 1", "not UTF-8", "encoding: utf-16")),
    "another encoding than is said": (
        both(instead("p.csv", PERSONS.replace("South", "Côte").encode()), describe("p.csv}", "p.csv, encoding: ascii}")),
        ("p.csv, row 4", "not ascii", "encoding: utf-8"),
    ),
    "an encoding that is none": (describe("{path: persons.csv}", "{path: persons.csv, encoding: utf-9}"), ("utf-9", "utf-8")),
    "an encoding that is no text": (describe("{path: persons.csv}", "{path: persons.csv, encoding: base64}"), ("base64",)),
    "a workbook called CSV": (
        both(workbook(["home"], ["A"]), lambda folder: (folder.path / "b.xlsx").rename(folder.path / "b.csv"), describe("b.xlsx", "b.csv")),
        ("b.csv", "Excel workbook"),
    ),
    "zeros called CSV": (instead("p.csv", b"\0" * 100), ("p.csv", "not text")),
    "zeros in the middle": (persons("North", "No\0th"), ("persons.csv, row 2, column 'area'", "no text", "damaged")),
    "a cut gzip file": (instead("p.csv.gz", gzip.compress(PERSONS.encode() * 50)[:-20]), ("p.csv.gz", "damaged", "again")),
    "a gzip file with an error": (
        instead("p.csv.gz", gzip.compress(PERSONS.encode())[:20] + b"x" * 50), ("p.csv.gz", "damaged"),
    ),
    "a gzip file that is text": (instead("p.csv.gz", b"\x1f\x8bhome,person\n"), ("p.csv.gz", "damaged")),
    "a row too short": (persons("B,1,70,2,1,20,14,South,c2,no", "B,1,70"), ("persons.csv, row 4", "3 cells, the header 10")),
    "a row too long": (persons("B,1,70,2", "B,1,70,5,2"), ("persons.csv, row 4", "11 cells", "double quotes")),
    "a quote never closed": (persons("South", '"South'), ("persons.csv", "not a CSV", "quote")),
    "a column twice": (persons("home,person", "home,home"), ("persons.csv, row 1", "'home' stands twice")),
    "a corrupt Parquet file": (instead("p.parquet", b"PAR1 and nothing more"), ("p.parquet", "Parquet")),
    "a CSV called Parquet": (instead("p.parquet", PERSONS.encode()), ("p.parquet", "Parquet")),
    "a corrupt Stata file": (instead("p.dta", b"<stata_dta><header>"), ("p.dta", "cannot be read")),
    "a corrupt SPSS file": (instead("p.sav", b"$FL2" + b"x" * 300), ("p.sav", "cannot be read")),
    "a corrupt workbook": (instead("p.xlsx", b"not a workbook"), ("p.xlsx", "not an Excel workbook")),
    "an archive that is no workbook": (
        lambda folder: (zipfile.ZipFile(folder.path / "z.xlsx", "w").close(), folder.describe("persons.csv", "z.xlsx")),
        ("z.xlsx", "cannot be read"),
    ),
    "a zip bomb": (bomb, ("b.xlsx", "would unpack to 60 MB", "CSV")),
    "a workbook with a row far away": (sparse, ("b.xlsx", "more than 1,048,576 rows")),
    "a workbook without the sheet": (
        both(workbook(["home"], ["A"]), describe("b.xlsx}", "b.xlsx, sheet: Date}")), ("b.xlsx", "'Date'", "'Data'")
    ),
    "an empty sheet": (workbook(), ("b.xlsx, row 1", "empty")),
    "a column twice in a sheet": (workbook(["home", "home"], ["A", "B"]), ("b.xlsx, row 1", "'home' stands twice")),
    "an error of a formula": (
        workbook(PERSONS.splitlines()[0].split(","), ["A", 1, "#N/A", 1, 1, 1, 1, "N", "c", 1]),
        ("b.xlsx, row 2, column 'years'", "#N/A", "formula"),
    ),
    # joins
    "a key that is not there": (
        both(put("homes.csv", "home,roof\nA,x\n"), describe("files:\n", HOMES)), ("survey.yaml", "homes.csv has no column 'hh'")
    ),
    "a household twice": (
        both(put("homes.csv", "hh\nA\nB\nB\n"), describe("files:\n", HOMES)), ("homes.csv, row 4", "hh 'B'", "several rows")
    ),
    "a household without its number": (
        both(put("homes.csv", "hh,roof\nA,x\n,y\n"), describe("files:\n", HOMES)), ("homes.csv, row 3", "no hh")
    ),
    "identifiers that never meet": (
        both(put("homes.csv", "hh\n001\n002\n"), describe("files:\n", HOMES)),
        ("survey.yaml", "No person has a row in homes.csv", "'001'", "'A'"),
    ),
    "a key without the household": (
        both(put("homes.csv", "hh\nA\n"), describe("files:\n", HOMES.replace("household_id", "person_id"))),
        ("survey.yaml:5", "no household_id"),
    ),
    "a file that is not named": (describe("region: area", "region: {from: area, file: homes}"), ("survey.yaml:13", "'homes'", "persons")),
    # variables
    "an unknown variable": (describe("  region:", "  regio:"), ("survey.yaml:13", "'regio'", "'region'")),
    "a variable of one's own": (describe("  region: area", "  region: area\n  tractors: area"), ("'tractors'", "under other")),
    "a missing column": (describe("age: years", "age: year"), ("survey.yaml:9", "no column 'year'", "'years'")),
    "a variable for a column": (
        describe("strata: area", "strata: region"), ("survey.yaml:17", "no column 'region'", "'region' is a variable: name the column it comes from")
    ),
    "no household_id": (describe("  household_id: home\n", ""), ("'household_id' is missing", "Add household_id")),
    "no person_id": (describe("  person_id: person\n", ""), ("'person_id' is missing",)),
    "an entry without from": (describe("age: years", "age: {missing: 99}"), ("survey.yaml:9", "'age' names no column", "from:")),
    "an entry without a column": (describe("age: years", "age: []"), ("survey.yaml:9", "'age' names no column")),
    "an entry that is empty": (describe("age: years", "age:"), ("survey.yaml:9", "'age'")),
    "a list of lists": (describe("employed: work", "employed: [[work]]"), ("survey.yaml:14", "single values")),
    "a number of two columns": (describe("age: years", "age: [years, sex]"), ("survey.yaml:9", "several columns")),
    "an unknown word of an entry": (describe("{from: sex, codes", "{from: sex, code"), ("survey.yaml:10", "'code'", "'codes'")),
    "a word of another kind": (describe("age: years", "age: {from: years, at_least: 3}"), ("'at_least' is of a boolean", "age is a number")),
    "an unknown code": (describe("1: male", "1: mal"), ("survey.yaml:10", "'mal'", "'male'")),
    "codes that are no table": (describe("codes: {1: male, 2: female}", "codes: male"), ("survey.yaml:10", "'codes' is not a table")),
    "a rest without codes": (describe("sex: {from: sex, codes: {1: male, 2: female}}", "sex: {from: sex, rest: male}"), ("rest", "codes")),
    "a limit in words": (describe("employed: work", "employed: {from: work, at_least: many}"), ("survey.yaml:14", "'many'")),
    "codes and limits": (describe("employed: work", "employed: {from: work, true: 1, at_least: 2}"), ("codes and by limits",)),
    "a match that is none": (describe("employed: work", "employed: {from: work, match: some}"), ("match", "'some'")),
    "a number for words": (describe("age: years", "age: {from: years, codes: {1: old}}"), ("survey.yaml:9", "'old' is not a number")),
    "a boolean that is none": (describe("employed: work", "employed: {from: work, empty: 2}"), ("survey.yaml:14", "'2'", "true, false")),
    "a unit of another kind": (describe("age: years", "age: {from: years, unit: month}"), ("survey.yaml:9", "'month'", "year", "scale")),
    "a harmonised variable under other": (describe("welfare:", "other: {age: {kind: number, from: years}}\nwelfare:"), ("'age'", "under variables")),
    "a name that rules cannot use": (describe("welfare:", "other: {my-land: {kind: number, from: years}}\nwelfare:"), ("my-land", "letters")),
    "a name that Python keeps": (describe("welfare:", "other: {not: {kind: number, from: years}}\nwelfare:"), ("'not'",)),
    "a variable without a kind": (describe("welfare:", "other: {land: {from: years}}\nwelfare:"), ("'land' has no kind",)),
    "a variable that is a column": (describe("welfare:", "other: {land: years}\nwelfare:"), ("'land' has no kind",)),
    "an unknown kind": (describe("welfare:", "other: {land: {kind: numbre, from: years}}\nwelfare:"), ("numbre", "'number'")),
    "levels of a number": (describe("welfare:", "other: {land: {kind: number, levels: [a], from: years}}\nwelfare:"), ("'levels'",)),
    # money
    "an amount without a unit": (describe("{from: food, unit: LCU/household/week}", "food"), ("'consumption' has no unit", "LCU/household/week")),
    "prices in words": (describe("year: 2024", "year: 2024\nprices: current"), ("survey.yaml:4", "'current' is not a year")),
    "prices of what is no money": (
        describe("age: years", "age: {from: years, prices: 2020}"), ("survey.yaml:9", "prices are of an amount", "LCU"),
    ),
    "a line named in no English": (
        describe("unit: LCU/person/day", "unit: LCU/person/day, label: {fr: Seuil}"), ("survey.yaml:19", "no English", "en:"),
    ),
    "an unknown unit": (describe("LCU/household/week", "LCU/household/weak"), ("survey.yaml:15", "weak", "'week'")),
    "an unknown level of a unit": (describe("LCU/household/week", "LCU/houshold/week"), ("houshold", "'household'")),
    "consumption that does not say whose": (describe("LCU/household/week", "LCU/week"), ("survey.yaml:15", "LCU/household/year or LCU/person/year")),
    "a wage per household": (describe("  region: area", "  region: area\n  wage: {from: food, unit: LCU/household/week}"), ("survey.yaml:14", "per household")),
    "a unit without codes": (describe("unit: LCU/household/week", "unit: {from: work}"), ("survey.yaml:15", "The unit has no codes")),
    "units of different levels": (
        describe("unit: LCU/household/week", "unit: {from: work, codes: {a: LCU/person/week, b: LCU/household/week}}"), ("same persons or households",),
    ),
    # welfare, lines, design, groups
    "welfare from nothing": (describe("{from: consumption,", "{"), ("survey.yaml:16", "names no variable")),
    "welfare from no amount": (describe("from: consumption", "from: consumtion"), ("survey.yaml:16", "consumtion", "'consumption'")),
    "welfare where there is no amount": (describe("  consumption: {from: food, unit: LCU/household/week}\n", ""), ("no amount", "such as consumption")),
    "welfare per nothing known": (describe("per: capita", "per: captia"), ("survey.yaml:16", "captia", "'capita'")),
    "welfare per person of a household's amount": (describe("per: capita", "per: person"), ("per household", "per: capita")),
    "welfare per head of an amount per adult": (describe("LCU/household/week", "LCU/adult_equivalent/week"), ("per adult_equivalent", "adult_equivalent(")),
    "a scale without its table": (describe("per: capita", "per: adult_equivalent(table)"), ("adult_equivalents", "choose another scale")),
    "a scale without ages": (both(describe("per: capita", "per: adult_equivalent(oecd)"), describe("  age: years\n", "")), ("age",)),
    "a scale without sexes": (
        both(describe("per: capita", "per: adult_equivalent(who)"), describe("  sex: {from: sex, codes: {1: male, 2: female}}\n", ""), describe(", sex]", "]")),
        ("sex",),
    ),
    "a line in another unit": (
        both(describe("per: capita", "per: adult_equivalent(oecd)")), ("'national' is per person, and welfare per adult_equivalent",),
    ),
    "a line without a unit": (describe(", unit: LCU/person/day}", "}"), ("survey.yaml:19", "'national' is incomplete", "share")),
    "a line of both kinds": (describe("unit: LCU/person/day", "unit: LCU/person/day, share: 0.5"), ("incomplete",)),
    "a line below nothing": (describe("value: 2", "value: -2"), ("survey.yaml:19", "-2", "above 0")),
    "a line in words": (describe("value: 2", "value: two"), ("survey.yaml:19", "'two' is not a number")),
    "a line that is a number": (describe("{value: 2, unit: LCU/person/day}", "2"), ("survey.yaml:19", "'national' is not a table")),
    "a share of nothing known": (describe("{value: 2, unit: LCU/person/day}", "{share: 0.5, of: mode}"), ("'mode'", "median")),
    "a line without welfare": (describe("welfare: {from: consumption, per: capita}\n", ""), ("'national' needs welfare",)),
    "an unknown word of the design": (describe("psu: cluster", "cluster: cluster"), ("survey.yaml:17", "'cluster'", "psu")),
    "a design of a column that is not there": (describe("psu: cluster", "psu: clusters"), ("survey.yaml:17", "'clusters'", "'cluster'")),
    "a group that is not there": (describe("[region, sex]", "[regions]"), ("survey.yaml:20", "'regions'", "'region'")),
    # the data
    "text in a number": (persons("B,1,70", "B,1,old"), ("persons.csv, row 4, column 'years'", "'old' is not a number", "missing: ['old']")),
    "text in a number, twice": (both(persons("A,3,4", "A,3,?"), persons("B,1,70", "B,1,?")), ("'?' is not a number (2 such rows)",)),
    "mostly text in a number": (describe("age: years", "age: work"), ("column 'work'", "Check that this is the column")),
    "a decimal comma": (persons("B,1,70", 'B,1,"70,5"'), ("row 4, column 'years'", "'70,5'", "decimal: ','")),
    "a decimal point among commas": (
        both(persons("B,1,70", "B,1,70.5"), describe("{path: persons.csv}", "{path: persons.csv, decimal: ','}")), ("'70.5'", "decimal commas")
    ),
    "infinity": (persons("B,1,70", "B,1,inf"), ("'inf' is not a number",)),
    "no household's number": (persons("\nB,", "\n,"), ("persons.csv, row 4, column 'home'", "1 rows have no household_id")),
    "no person's number": (persons("A,2", "A,"), ("persons.csv, row 3, column 'person'", "no person_id")),
    "a person twice": (persons("A,2", "A,1"), ("persons.csv, row 3", "'1' of household 'A' stands twice", "copied twice")),
    "identifiers a spreadsheet has cut": (persons("A,", "1.01E+12,", 3), ("row 2, column 'home'", "1.01E+12", "as text")),
    "a negative weight": (persons("1,20,14", "1,-20,14"), ("row 4, column 'weight'", "-20 is negative")),
    "no weight at all": (both(persons(",10,70", ",0,70", 3), persons(",20,14", ",,14")), ("No person has a weight above 0",)),
    "no members": (describe("variables:", "members: {from: relation, true: 9}\nvariables:"), ("Nobody is a member",)),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_one_message_with_its_place(folder, name):
    mistake, fragments = CASES[name]
    mistake(folder)
    with pytest.raises(GroundfloorError) as raised:
        folder.read()
    said = str(raised.value)
    for fragment in fragments:
        assert fragment in said, said
    assert "\n" not in said
    assert "Traceback" not in said


def test_a_group_of_too_many_values(folder):
    rows = "\n".join(f"H{i},1,{i}" for i in range(600))
    folder.put("persons.csv", f"home,person,score\n{rows}\n")
    folder.put(
        "survey.yaml",
        "{survey: s, country: NOW, year: 2024, files: {persons: persons.csv}, groups: [poverty_score],"
        " variables: {household_id: home, person_id: person, poverty_score: score}}",
    )
    with pytest.raises(GroundfloorError, match=r"poverty_score.*600 different values"):
        folder.read()


def test_the_extra_for_stata_is_named_when_it_is_not_installed(folder, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyreadstat", None)
    instead("p.dta", b"<stata_dta>")(folder)
    with pytest.raises(GroundfloorError, match=r"pip install 'groundfloor\[stata\]'"):
        folder.read()
