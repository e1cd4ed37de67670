"""Ghana's first tier against what SSNIT publishes, its page, workbook and command."""

import csv
import re

import numpy as np
import openpyxl
import pytest

import groundfloor as gf
from groundfloor.cli import main
from groundfloor.contributory.pensions import accrued
from groundfloor.contributory.tables import COLUMNS
from groundfloor.report.contributory.words import language

# SSNIT, "What are the qualifying conditions for the superannuation pension?" (1 December 2015): pension right in % by years
PENSION_RIGHT = {
    15: 37.50, 16: 38.63, 17: 39.75, 18: 40.88, 19: 42.00, 20: 43.13, 21: 44.25, 22: 45.38, 23: 46.50, 24: 47.63,
    25: 48.75, 26: 49.88, 27: 51.00, 28: 52.13, 29: 53.25, 30: 54.38, 31: 55.50, 32: 56.63, 33: 57.75, 34: 58.88,
    35: 60.00, 36: 60.00, 45: 60.00,
}  # fmt: skip


@pytest.fixture(scope="module")
def found():
    return gf.project_contributory("gha", to=2035)


def test_the_pension_right_is_the_published_table(found):
    formula = {one.name: one for one in found.schemes}["ssnit"].branches.old_age.formula
    for years, right in PENSION_RIGHT.items():
        assert 100 * accrued(formula, np.array([float(years)]))[0] == pytest.approx(right, abs=0.0051)


def test_eleven_per_cent_of_wages_reach_the_scheme(found):
    for row in found.tables["contributory"]:
        if row["scheme"] == "ssnit" and row["variant"] != "higher_rate":
            assert row["contribution_rate"] == pytest.approx(0.11)


def test_the_base_year_is_near_what_is_known(found):
    """A check of plausibility: benefits of 2023 and 2025 in % of GDP; the number of pensioners is the start, so no check."""
    rows = {row["figure"]: row for row in found.tables["contributory_known"]}
    assert rows["pensioners"]["used"]
    assert rows["pensioners"]["known"] == 243575
    assert not rows["benefits_pct_gdp"]["used"]
    assert rows["benefits_pct_gdp"]["known"] == pytest.approx(100 * 5445910000 / 887748000000)
    assert 0.5 < rows["benefits_pct_gdp"]["ratio"] < 2
    assert not rows["pensioners_steady"]["used"]
    assert 0.5 < rows["pensioners_steady"]["ratio"] < 2


def test_everything_says_that_it_is_illustrative(found):
    assert all(row["illustrative"] for rows in found.tables.values() for row in rows)


def test_informal_workers_pay_half_and_the_government_the_other(found):
    paid = {
        row["payer"]: row["amount_lcu"]
        for row in found.tables["contributory_payers"]
        if (row["scheme"], row["variant"], row["year"]) == ("ssnit_informal", "base", 2035)
    }
    assert set(paid) == {"worker", "government"}
    assert paid["worker"] == pytest.approx(paid["government"]) != 0


def test_most_of_health_insurance_is_paid_by_the_levy(found):
    """What SSNIT passes on is what health insurance receives, and the whole comes to the Fund of 2025."""
    paid = {
        (row["scheme"], row["payer"]): row["amount_lcu"]
        for row in found.tables["contributory_payers"]
        if (row["variant"], row["year"]) == ("base", 2025)
    }
    assert paid["nhis", "worker"] == pytest.approx(-paid["ssnit", "passed_on:health_insurance"])
    received = paid["nhis", "worker"] + paid["nhis", "premium"] + paid["nhis", "levy:health_insurance_levy"]
    assert received == pytest.approx(10.1e9, rel=0.001)
    assert paid["nhis", "levy:health_insurance_levy"] > 0.75 * received
    row = next(
        one
        for one in found.tables["contributory"]
        if (one["scheme"], one["variant"], one["year"]) == ("nhis", "base", 2025)
    )
    assert row["insured"] == pytest.approx(0.686 * 35064274, rel=0.005)  # the census says so of everybody
    assert row["benefits_lcu"] == pytest.approx(6.56e9, rel=0.005)
    assert row["administration_lcu"] == pytest.approx(1.354e9, rel=0.005)


def test_what_the_page_on_validation_says_of_ghana(found):
    """Contributions of GHS 6,880.99 million and 1,951,494 contributors in 2023 (SSNIT, as reported by Newscenta): near, and not fitted."""
    rows = [one for one in found.tables["contributory"] if (one["scheme"], one["variant"]) == ("ssnit", "base")]
    assert pytest.approx(0.775, abs=0.0005) == 100 * 6880.99 / 887748
    assert rows[0]["contributions_pct_gdp"] == pytest.approx(0.695, abs=0.0005)
    assert 0.9 * rows[0]["insured"] == pytest.approx(2028067, abs=1)
    assert next(one["year"] for one in rows if one["balance_lcu"] < 0) == 2026
    paid = [
        one
        for one in found.tables["contributory_payers"]
        if (one["scheme"], one["variant"], one["year"]) == ("nhis", "base", 2025)
    ]
    levy = sum(one["amount_lcu"] for one in paid if one["payer"].startswith("levy"))
    assert levy / sum(one["amount_lcu"] for one in paid) == pytest.approx(0.77, abs=0.005)


def test_every_number_has_a_source(found):
    assert all(row["source"] and row["unit"] and row["file_line"] for row in found.tables["contributory_numbers"])


def test_the_command_writes_pages_workbook_and_tables(tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["contributory", "gha", "--to", "2027", "--out", str(out), "--lang", "en", "--lang", "fr"]) == 0
    assert capsys.readouterr().out.strip() == str(out / "report.html")
    for name, word in (("report.html", "Illustrative"), ("report.fr.html", "À titre d’illustration")):
        page = (out / name).read_text(encoding="utf-8")
        assert word in page
        assert page.count("<svg") >= 6
        assert not re.search(r"https?://(?!www\.w3\.org)", page)
    book = openpyxl.load_workbook(out / "workbook.xlsx")
    assert "Contributory" in book.sheetnames
    heads = [cell.value for cell in book["Contributory"][1]]
    assert heads[0] == "Scheme"
    assert "Illustrative" in heads
    for table, columns in COLUMNS.items():
        with (out / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            assert tuple(next(csv.reader(file))) == columns


def test_the_command_prints_a_summary_a_table_or_csv(capsys, tmp_path):
    assert main(["contributory", "gha", "--to", "2027", "--scheme", "ssnit"]) == 0
    told = capsys.readouterr().out
    assert "illustration" in told
    assert "payg_cost_rate" in told
    assert main(["contributory", "gha", "--to", "2026", "--table", "contributory_branches", "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == ",".join(COLUMNS["contributory_branches"])
    assert main(["contributory", "gha", "--to", "2026", "--out", str(tmp_path / "one.csv")]) == 0
    assert main(["contributory", "gha", "--to", "2026", "--out", str(tmp_path / "one.xlsx")]) == 0
    assert {file.name for file in tmp_path.iterdir()} == {"one.csv", "one.xlsx"}
    assert main(["contributory", "gha", "--table", "contributory_payer"]) != 0
    assert "Did you mean 'contributory_payers'" in capsys.readouterr().err


@pytest.mark.parametrize("code", ["en", "fr"])
def test_every_column_and_table_has_its_words_in_every_language(code):
    say = language(code)
    assert set(say.messages) == set(language("en").messages)
    for table, columns in COLUMNS.items():
        assert say.text(f"tables.{table}.sheet")
        for column in columns:
            assert say.has(f"columns.{column}.label"), column
            assert say.has(f"columns.{column}.meaning"), column
