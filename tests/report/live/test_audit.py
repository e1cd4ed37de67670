"""What an auditor asks of the workbook: what is an input, which sheet holds what, formulas to read, and totals that follow the library."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
import yaml
from tests.report.live.test_recalculated import OFFICE, recalculated, rows_of

import groundfloor as gf
from groundfloor.pipeline import results_of
from groundfloor.report.live.grid import INPUT
from groundfloor.report.workbook import write_workbook

LAST = 2030
LONGEST = 160  # letters of a formula that is read at a glance: a year's sum of twelve programmes or seven options


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return gf.new(tmp_path_factory.mktemp("audit") / "nowhere")


@pytest.fixture(scope="module")
def workbook(pack: Path) -> Path:
    path = pack.parent / "workbook.xlsx"
    write_workbook(results_of(pack, to=LAST), path)
    return path


def test_there_are_no_macros_and_no_links_to_elsewhere(workbook: Path) -> None:
    inside = zipfile.ZipFile(workbook).namelist()
    assert not [name for name in inside if "vba" in name.lower() or "externalLink" in name]


def test_every_input_is_blue_and_every_formula_is_not(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    for sheet in book:
        if sheet.title == "Assumptions" or sheet.title.startswith("Formulas"):
            for row in sheet.iter_rows(min_col=3):
                for cell in row:
                    if sheet.cell(cell.row, 2).value and cell.value is not None:
                        blue = cell.font.color is not None and cell.font.color.rgb == "FF" + INPUT.lstrip("#")
                        assert blue == (cell.data_type != "f"), (sheet.title, cell.coordinate)


def test_formulas_are_short_enough_to_read(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    formulas = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert max(map(len, formulas)) <= LONGEST


def test_names_point_to_what_they_name(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    for name, defined in book.defined_names.items():
        sheet, cells = defined.attr_text.replace("$", "").replace("'", "").split("!")
        first = book[sheet][cells.split(":")[0]]
        code = str(book[sheet].cell(first.row, 2).value)
        assert name == code or name.startswith(code) or code == f"{name}_nominal", (name, code)


def test_the_guide_names_every_sheet(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    named = {cell.value for cell in book["Read me"]["A"]}
    assert set(book.sheetnames) - {"Read me"} <= named


def test_a_switch_takes_only_what_it_means(workbook: Path) -> None:
    sheet = openpyxl.load_workbook(workbook)["Assumptions"]
    rules = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    by_code = {row[1].value: row[2].coordinate for row in sheet.iter_rows() if row[1].value}
    assert rules[by_code["financing_case"]].formula1 == '"1,2,3"'
    for code in ("reach_child_grant", "benefit_social_pension", "administration_child_grant"):
        assert (rules[by_code[code]].operator, rules[by_code[code]].formula1) == ("greaterThanOrEqual", "0")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice, which recalculates the workbook, is not there")
def test_a_changed_input_moves_totals_as_the_library_does(pack: Path, workbook: Path, tmp_path: Path) -> None:
    """Half as much again as child grant, twice its administration, another GDP in 2028: in the workbook, and in the pack and a new run."""
    book = openpyxl.load_workbook(workbook)
    sheet = book["Assumptions"]
    rows = {row[1].value: row[0].row for row in sheet.iter_rows() if row[1].value}
    year = next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == 2028)
    rule = yaml.safe_load((pack / "programmes" / "child_grant.yaml").read_text(encoding="utf-8"))
    gdp = sheet.cell(rows["gdp_nominal"], year).value
    sheet.cell(rows["benefit_child_grant"], 3).value = 1.5
    sheet.cell(rows["administration_child_grant"], 3).value = 2 * rule["administration"]
    sheet.cell(rows["gdp_nominal"], year).value = gdp * 1.02
    book.save(tmp_path / "changed.xlsx")
    found = rows_of(recalculated(tmp_path / "changed.xlsx", tmp_path)["Formulas 1"])

    rule["parameters"]["grant"]["values"] = {d: 1.5 * v for d, v in rule["parameters"]["grant"]["values"].items()}
    rule["administration"] *= 2
    own = gf.new(tmp_path / "nowhere")
    (own / "programmes" / "child_grant.yaml").write_text(yaml.safe_dump(rule), encoding="utf-8")
    economy = own / "economy.csv"
    text = economy.read_text(encoding="utf-8").splitlines()
    at = next(k for k, line in enumerate(text) if line.startswith("2028,gdp_nominal,"))
    text[at] = ",".join([*text[at].split(",")[:2], repr(gdp * 1.02), *text[at].split(",")[3:]])
    economy.write_text("\n".join(text) + "\n", encoding="utf-8")
    again = results_of(own, to=LAST)
    plan = {row["year"]: row for row in again.tables["plan"] if row["scenario"] == "floor"}
    rows_by_code = {code: values for (_, code), values in found.items()}
    for when, row in plan.items():
        for code in ("cost_pct_gdp", "gap_pct_gdp", "debt_pct_gdp_after"):
            assert rows_by_code[code][when] == pytest.approx(row[code], rel=1e-9, abs=1e-12), (code, when)
    # and what was changed is shown as changed
    assert rows_by_code["check_lcu"][2025] == 0
    assert rows_by_code["check_lcu"][2030] > 0


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice, which recalculates the workbook, is not there")
def test_untouched_totals_are_those_of_the_table(workbook: Path, tmp_path: Path) -> None:
    openpyxl.load_workbook(workbook).save(tmp_path / "blank.xlsx")
    book = recalculated(tmp_path / "blank.xlsx", tmp_path)
    for sheet in book:
        if sheet.title.startswith("Formulas"):
            check = next(row for (_, code), row in rows_of(sheet).items() if code == "check_lcu")
            assert set(check.values()) == {0}
