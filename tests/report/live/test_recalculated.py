"""The formulas of the workbook, calculated anew by LibreOffice, against the tables of the run."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import yaml
from tests.packs import every_form

from groundfloor.country.pack import find_pack
from groundfloor.pipeline import results_of
from groundfloor.report.workbook import write_workbook
from groundfloor.starter import new

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice, which recalculates the workbook, is not there")
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
CENT = 0.01


def recalculated(workbook: Path, folder: Path) -> openpyxl.Workbook:
    """The workbook with every formula calculated again by LibreOffice."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    out = folder / "recalculated"
    subprocess.run(  # noqa: S603 (the program found above, on files of the test)
        [str(OFFICE), f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(out), str(workbook)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return openpyxl.load_workbook(out / workbook.name, data_only=True)


def rows_of(sheet) -> dict[tuple[str, str], dict[int, float | None]]:
    """Rows of a sheet of formulas by block and code, by year."""
    found, block, years = {}, "", []
    for label, code, *cells in sheet.iter_rows(values_only=True):
        if label and not code and any(cells):
            block, years = label, [int(year) for year in cells if year is not None]
        elif code:
            found[block, code] = dict(zip(years, cells, strict=False))
    return found


@pytest.fixture(scope="module", params=["gha", "every_form"])
def results(request, tmp_path_factory):
    pack = "gha" if request.param == "gha" else every_form(tmp_path_factory.mktemp("packs") / "nowhere")
    return results_of(pack, to=2034)


@pytest.fixture(scope="module")
def workbook(results, tmp_path_factory):
    path = tmp_path_factory.mktemp("live") / "workbook.xlsx"
    write_workbook(results, path)
    return path


@pytest.fixture(scope="module")
def calculated(workbook):
    # what stands in the cells beforehand must not be what is read back
    changed = openpyxl.load_workbook(workbook)
    blank = workbook.with_name("blank.xlsx")
    changed.save(blank)
    return recalculated(blank, workbook.parent)


def test_every_cost_is_equal_to_the_cent(results, calculated):
    names = list(results.scenario_labels)
    for number, scenario in enumerate(names, start=1):
        found = rows_of(calculated[f"Formulas {number}"])
        for row in results.tables["costs"]:
            if row["scenario"] == scenario:
                block = results.programme_labels[row["programme"]]["en"]
                for column in ("transfers_lcu", "administration_lcu", "total_lcu"):
                    if row[column] is None:  # essential services pay no transfers
                        assert (block, column) not in found
                    else:
                        assert found[block, column][row["year"]] == pytest.approx(row[column], abs=CENT, rel=1e-14)


def test_the_plan_and_the_debt_are_equal(results, calculated):
    for number, scenario in enumerate(results.scenario_labels, start=1):
        found = {code: row for (_, code), row in rows_of(calculated[f"Formulas {number}"]).items()}
        for row in results.tables["plan"]:
            if row["scenario"] == scenario:
                for column in ("cost_pct_gdp", "gap_pct_gdp", "debt_pct_gdp_after"):
                    assert found[column][row["year"]] == pytest.approx(row[column], abs=1e-10)


def test_no_formula_fails(calculated):
    wrong = [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in calculated
        for line in sheet.iter_rows()
        for cell in line
        if isinstance(cell.value, str) and cell.value.startswith(("#", "Err:"))
    ]
    assert wrong == []


@pytest.mark.parametrize("results", ["gha"], indirect=True)
def test_a_changed_input_moves_what_follows_from_it(results, workbook, tmp_path):
    """Twice the child grant, and the high case of financing."""
    book = openpyxl.load_workbook(workbook)
    names = {name: definition.attr_text for name, definition in book.defined_names.items()}
    for name, value in (("benefit_child_grant", 2.0), ("financing_case", 3)):
        sheet, cell = names[name].replace("$", "").replace("'", "").split("!")
        book[sheet][cell] = value
    changed = tmp_path / "changed.xlsx"
    book.save(changed)
    found = rows_of(recalculated(changed, tmp_path)["Formulas 1"])
    scenario = next(iter(results.scenario_labels))
    costs = {(row["programme"], row["year"]): row for row in results.tables["costs"] if row["scenario"] == scenario}
    total = sum(row["total_lcu"] for (_, year), row in costs.items() if year == 2034)
    more = costs["child_grant", 2034]["total_lcu"]
    everything = next(row for (block, code), row in found.items() if code == "cost_pct_gdp")
    gdp = next(
        row["value"] for row in results.tables["economy"] if row["series"] == "gdp_nominal" and row["year"] == 2034
    )
    assert everything[2034] == pytest.approx(100 * (total + more) / gdp, rel=1e-12)
    raised = sum(row["high"] for row in results.tables["financing"] if row["year"] == 2034)
    gap = next(row for (_, code), row in found.items() if code == "gap_pct_gdp")
    assert gap[2034] == pytest.approx(100 * (total + more) / gdp - raised, rel=1e-12)


@pytest.mark.parametrize("results", ["gha"], indirect=True)
@pytest.mark.parametrize(("case", "variant"), [(1, "low"), (3, "high")])
def test_the_case_of_essential_services_is_that_of_their_own_numbers(results, workbook, tmp_path, case, variant):
    book = openpyxl.load_workbook(workbook)
    names = {name: definition.attr_text for name, definition in book.defined_names.items()}
    sheet, cell = names["services_case"].replace("$", "").replace("'", "").split("!")
    book[sheet][cell] = case
    changed = tmp_path / "changed.xlsx"
    book.save(changed)
    number = list(results.scenario_labels).index("with_services") + 1
    found = {code: row for (_, code), row in rows_of(recalculated(changed, tmp_path)[f"Formulas {number}"]).items()}
    rows = [row for row in results.tables["services_plan"] if row["variant"] == variant]
    assert len(rows) == 10
    for row in rows:
        for column in ("cost_pct_gdp", "gap_pct_gdp", "debt_pct_gdp_after"):
            assert found[column][row["year"]] == pytest.approx(row[column], abs=1e-10)


PAID = """
pledges:
  bank: {donor: Bank, purpose: {en: Grant}, status: committed, currency: LCU, amounts: {2026: 300000000, 2028: 1e14}}
  gone: {donor: Bank, purpose: {en: Grant}, status: withdrawn, currency: LCU, amounts: {2026: 300000000}}
debt: {ceiling_pct_gdp: 60}
"""
LOANS = "  loans: {kind: borrowing, low: 0.1, base: 0.2, high: 0.3, start: 2027}\n"


@pytest.mark.parametrize("share", [None, 0.4])
def test_pledges_borrowed_options_and_foreign_debt_are_in_the_formulas(tmp_path, share):
    pack = new(tmp_path / "nowhere")
    file, economy = pack / "financing.yaml", pack / "economy.csv"
    file.write_text(file.read_text(encoding="utf-8") + LOANS + PAID, encoding="utf-8")
    if share is not None:
        with economy.open("a", encoding="utf-8") as rows:
            for year in range(2025, 2031):
                rows.write(f"{year},foreign_debt_share,{share},share,assumption,test\n")
                rows.write(f"{year},exchange_rate,{10 * 1.1 ** (year - 2025)},LCU/USD,assumption,test\n")
    results = results_of(pack, to=2030)
    assert any(row["pledges_pct_gdp"] for row in results.tables["plan"])
    assert any(row["borrowed_pct_gdp"] for row in results.tables["plan"])
    write_workbook(results, tmp_path / "workbook.xlsx")
    openpyxl.load_workbook(tmp_path / "workbook.xlsx").save(tmp_path / "blank.xlsx")
    test_the_plan_and_the_debt_are_equal(results, recalculated(tmp_path / "blank.xlsx", tmp_path))


def test_contributions_that_government_pays_are_in_the_formulas(tmp_path):
    pack = tmp_path / "gha"
    shutil.copytree(find_pack("gha"), pack)
    file = pack / "floors" / "ghana_floor.yaml"
    floor = yaml.safe_load(file.read_text(encoding="utf-8"))
    floor |= {"contributory": ["ssnit_informal"], "services": ["information"], "scenarios": {}}
    file.write_text(yaml.safe_dump(floor), encoding="utf-8")
    results = results_of(pack, to=2028)
    write_workbook(results, tmp_path / "workbook.xlsx")
    openpyxl.load_workbook(tmp_path / "workbook.xlsx").save(tmp_path / "blank.xlsx")
    calculated = recalculated(tmp_path / "blank.xlsx", tmp_path)
    test_every_cost_is_equal_to_the_cent(results, calculated)
    test_the_plan_and_the_debt_are_equal(results, calculated)


def test_prices_after_a_year_that_is_not_known_are_not_known(results, tmp_path):
    """They are neither those of the year before nor 0."""
    economy = [row for row in results.tables["economy"] if (row["series"], row["year"]) != ("inflation", 2030)]
    path = tmp_path / "unknown.xlsx"
    write_workbook(replace(results, tables={**results.tables, "economy": economy}), path)
    found = {code: row for (_, code), row in rows_of(recalculated(path, tmp_path)["Assumptions"]).items()}
    assert found["price_index"][2029] > 1
    assert {found["price_index"][year] for year in range(2030, 2035)} == {"#N/A"}


def test_inputs_are_marked_and_named(workbook):
    book = openpyxl.load_workbook(workbook)
    assert {"benefit_child_grant", "reach_social_pension", "financing_case", "price_index", "gdp"} <= set(
        book.defined_names
    )
    assert not any(sheet.title.startswith("Macro") for sheet in book)
