"""Ghana's pack: it says what it rests on, and the command writes what it prints."""

import csv
import json
import zipfile

import pytest

import groundfloor as gf
from groundfloor.cli import main
from groundfloor.costing.services.description import sector_names
from groundfloor.costing.services.tables import COLUMNS


@pytest.fixture(scope="module")
def ghana():
    return gf.cost_services("gha", to=2035)


def test_every_number_says_that_it_is_an_assumption_or_where_it_is_from(ghana):
    rows = ghana.tables["services_numbers"]
    assert {row["sector"] for row in rows} == {"all", *sector_names()}
    for row in rows:
        assert row["source"]
        if "Assumption" in row["source"] or "assumption" in row["source"] or "recalled" in row["source"]:
            assert row["assumption"], row


def test_every_row_is_marked_where_its_sector_rests_on_assumptions(ghana):
    assert all(row["assumption"] for row in ghana.tables["services"])


def test_care_is_what_the_fund_pays_and_twelve_per_cent(ghana):
    row = next(
        row for row in ghana.tables["services"] if row["service"] == "essential_care" and row["variant"] == "base"
    )
    assert row["total_lcu"] == pytest.approx(row["covered"] * 273 * 1.12)
    assert row["covered"] == pytest.approx(0.686 * row["target_population"])


def test_the_command(capsys, tmp_path):
    assert main(["services", "gha", "--to", "2030"]) == 0
    said = capsys.readouterr().out
    assert "numbers are assumptions" in said
    assert "Water and sanitation" in said
    assert main(["services", "gha", "--to", "2030", "--lang", "fr", "--sector", "housing"]) == 0
    assert "hypothèses" in capsys.readouterr().out
    file, book = tmp_path / "services.csv", tmp_path / "services.xlsx"
    assert main(["services", "gha", "--to", "2030", "--out", str(file)]) == 0
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert tuple(rows[0]) == COLUMNS["services"]
    assert {row["variant"] for row in rows} == {"base", "low", "high"}
    assert main(["services", "gha", "--to", "2030", "--lang", "fr", "--out", str(book)]) == 0
    with zipfile.ZipFile(book) as parts:
        names = parts.read("xl/workbook.xml").decode()
    assert all(sheet in names for sheet in ("Services", "Moyens", "Nombres"))
    capsys.readouterr()
    folder = tmp_path / "page"
    assert main(["services", "gha", "--to", "2030", "--lang", "fr", "--lang", "en", "--out", str(folder)]) == 0
    assert capsys.readouterr().out.strip() == str(folder / "report.html")
    assert {path.name for path in folder.iterdir()} == {
        "report.html",
        "report.en.html",
        "workbook.xlsx",
        "tables",
        "record.json",
    }
    assert "Ce que coûtent les services" in (folder / "report.html").read_text(encoding="utf-8")
    assert json.loads((folder / "record.json").read_text(encoding="utf-8"))["settings"]["to"] == 2030
    with (folder / "tables" / "services.csv").open(encoding="utf-8", newline="") as text:
        assert list(csv.DictReader(text)) == rows
    (tmp_path / "a file").write_text("", encoding="utf-8")
    assert main(["services", "gha", "--out", str(tmp_path / "a file")]) == 1
    capsys.readouterr()
    assert main(["services", "gha", "--table", "service"]) == 1
    assert "Did you mean 'services'" in capsys.readouterr().err
