"""A pack whose scheme gives its caseloads by region and year: run, reported, looked at and refused."""

from __future__ import annotations

import csv

import pytest
from openpyxl import load_workbook

import groundfloor as gf
from groundfloor.cli import main
from groundfloor.errors import GroundfloorError

SCHEME = """
programme: elders_grant
label: {en: Grant for elders, fr: Allocation aux aînés}
guarantee: old_age
function: old_age
status: existing
unit: person
parameters: {grant: {unit: LCU/month, values: {2020-01-01: 100}}}
eligible: age >= 70
amount: grant
caseload_by: caseloads/elders_grant.csv
"""
TABLE = """year,region,caseload,cost_lcu,source
2024,North,60000,72000000,Report of 2024
2024,Coast,50000,60000000,Report of 2024
2024,Hills,900000,,Report of 2024
2026,North,90000,,Report of 2026
"""


@pytest.fixture
def pack(tmp_path):
    folder = gf.new(tmp_path / "nowhere")
    (folder / "schemes" / "caseloads").mkdir(parents=True)
    (folder / "schemes" / "elders_grant.yaml").write_text(SCHEME, encoding="utf-8")
    (folder / "schemes" / "caseloads" / "elders_grant.csv").write_text(TABLE, encoding="utf-8")
    return folder


def in_floor(pack, scenario=""):
    file = pack / "floors" / "floor.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "child_grant, social_pension", "child_grant, social_pension, elders_grant"
    )
    file.write_text(text + scenario, encoding="utf-8")
    return pack


def rows_of(file):
    with file.open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def test_a_run_meets_the_caseloads_and_says_what_it_could_not(pack, tmp_path):
    done = gf.run(in_floor(pack), out=tmp_path / "out", to=2027, languages=["en", "fr"])
    costs = {
        row["year"]: row
        for row in done.results.tables["costs"]
        if row["scenario"] == "floor" and row["programme"] == "elders_grant"
    }
    take_up = rows_of(done.report.parent / "tables" / "take_up.csv")
    for year in (2025, 2026):
        whole = next(row for row in take_up if row["group"] == "all" and row["year"] == str(year))
        assert costs[year]["beneficiaries"] == pytest.approx(float(whole["recipients"]))
        assert costs[year]["target_population"] == pytest.approx(float(whole["eligible"]))
    by = {(row["group"], row["year"]): row for row in take_up}
    # a unit weighs about 9,000 persons in this small sample
    assert float(by["region=North", "2026"]["recipients"]) == pytest.approx(90_000, abs=9000)
    assert float(by["region=North", "2025"]["recipients"]) == pytest.approx(60_000, abs=9000)
    assert by["region=Hills", "2025"]["capped"] == "true"
    assert float(by["region=Hills", "2025"]["take_up"]) == 1
    findings = rows_of(done.report.parent / "tables" / "findings.csv")
    short = [row["message"] for row in findings if row["check"] == "take_up" and row["severity"] == "warning"]
    assert len(short) == 1
    assert "Grant for elders, Hills: fewer are entitled in the survey in 2024" in short[0]
    assert "(900,000)" in short[0]
    beside = {row["group"]: row for row in rows_of(done.report.parent / "tables" / "administrative.csv")}
    assert list(beside) == ["all", "region=Coast", "region=Hills", "region=North"]
    assert float(beside["all"]["administrative_recipients"]) == 1_010_000
    assert beside["all"]["administrative_amount"] == ""
    assert beside["region=Coast"]["survey_recipients"] == ""
    coast = float(beside["region=Coast"]["simulated_recipients"])
    assert float(beside["region=Coast"]["simulated_amount"]) == pytest.approx(1200 * coast)
    english, french = (
        (done.report.parent / name).read_text(encoding="utf-8") for name in ("report.html", "report.fr.html")
    )
    assert "Schemes in force: counted, in the survey and by the rule" in english
    assert "Take-up by place and year" in english
    assert "Régimes en vigueur\u202f: comptés" in french or "Régimes en vigueur\u00a0: comptés" in french
    assert "moins d’ayants droit en 2024" in french
    assert {"Take-up", "Administration"} <= set(load_workbook(done.workbook).sheetnames)
    assert "schemes/caseloads/elders_grant.csv" in done.record.read_text(encoding="utf-8")


def test_who_receives_today_is_simulated_where_the_survey_is_silent(pack):
    today = [
        row for row in gf.measure(pack, to=2025) if row["scenario"] == "today" and row["programme"] == "elders_grant"
    ]
    reached = next(row["value"] for row in today if row["measure"] == "coverage_direct" and row["group"] == "all")
    assert 0 < reached < 0.2


def test_a_scenario_that_writes_take_up_is_followed(pack):
    scenario = "  everybody:\n    label: {en: Everybody}\n    programmes:\n      elders_grant: {take_up: 1.0}\n"
    found = gf.cost(in_floor(pack, scenario), to=2026)
    everybody = [row for row in found if row["scenario"] == "everybody" and row["programme"] == "elders_grant"]
    assert all(row["beneficiaries"] == row["target_population"] for row in everybody)
    counted = [row for row in found if row["scenario"] == "floor" and row["programme"] == "elders_grant"]
    assert all(row["beneficiaries"] < row["target_population"] for row in counted)


@pytest.mark.parametrize("engine", ["sql", "plain"])
def test_a_run_is_the_same_on_every_engine(pack, engine):
    fast, slow = (
        gf.cost(in_floor(pack) if one == "arrays" else pack, to=2026, engine=one) for one in ("arrays", engine)
    )
    assert [row["beneficiaries"] for row in fast] == pytest.approx([row["beneficiaries"] for row in slow])


def test_the_table_is_had_without_a_run(pack, tmp_path, capsys):
    assert main(["caseloads", str(pack)]) == 0
    text = capsys.readouterr().out
    assert "Warning: Grant for elders, Hills: fewer are entitled" in text
    assert "elders_grant  region=North  2026" in text
    assert main(["caseloads", str(pack), "--lang", "fr", "--programme", "elders_grant"]) == 0
    assert "Avertissement" in capsys.readouterr().out
    out = tmp_path / "counts.csv"
    assert main(["caseloads", str(pack), "--table", "administrative", "--out", str(out)]) == 0
    assert [row["group"] for row in rows_of(out)] == ["all", "region=Coast", "region=Hills", "region=North"]
    book = tmp_path / "counts.xlsx"
    assert main(["caseloads", str(pack), "--out", str(book)]) == 0
    assert {"Take-up", "Administration", "Findings"} <= set(load_workbook(book).sheetnames)
    rows = gf.take_up(pack).tables["take_up"]
    ran = gf.results_of(pack, to=2026).tables["take_up"]
    assert [row["recipients"] for row in rows] == [row["recipients"] for row in ran]


def test_a_pack_without_counts_and_an_unknown_programme_are_refused(pack, tmp_path):
    with pytest.raises(
        GroundfloorError, match=r"no programme 'elders_grnt' with a caseload.*Did you mean 'elders_grant'"
    ):
        gf.take_up(pack, programme="elders_grnt")
    with pytest.raises(GroundfloorError, match=r"says how many receive it.*Add caseload_by"):
        gf.take_up(gf.new(tmp_path / "bare"))


@pytest.mark.parametrize("verb", [gf.check, gf.take_up, lambda pack: gf.results_of(pack, to=2025)])
def test_a_region_that_the_survey_lacks_is_refused_with_its_row(pack, verb):
    file = pack / "schemes" / "caseloads" / "elders_grant.csv"
    file.write_text(TABLE.replace("2024,Hills", "2024,Hils"), encoding="utf-8")
    said = r"elders_grant\.csv:4, column 'region': A caseload names region 'Hils'.*Did you mean 'Hills'"
    with pytest.raises(GroundfloorError, match=said):
        verb(pack)
