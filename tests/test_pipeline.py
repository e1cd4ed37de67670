"""From a pack to its report, as a user runs it."""

from __future__ import annotations

import csv
import datetime
import json
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

import groundfloor as gf
from groundfloor.errors import GroundfloorError
from groundfloor.report.results import COLUMNS
from groundfloor.starter import new

CONTRACT = ("population", "gaps", "measures", "impact", "costs", "financing", "plan")


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    return new(tmp_path_factory.mktemp("packs") / "nowhere-land")


@pytest.fixture(scope="module")
def done(pack, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "report"
    said: list[str] = []
    finished = gf.run(pack, out=out, languages=["en", "fr"], say=said.append)
    return finished, out, said


def rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_run_leaves_what_the_contract_names(done):
    _, out, said = done
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert {"report.html", "report.fr.html", "workbook.xlsx", "record.json"} <= names
    assert {f"tables/{table}.csv" for table in CONTRACT} <= names
    assert said[0].startswith("Nowhere Land")


@pytest.mark.parametrize("table", CONTRACT)
def test_every_table_has_the_columns_of_the_contract_first_and_some_rows(done, table):
    found = rows(done[1], table)
    assert found
    assert tuple(found[0])[: len(COLUMNS[table])] == COLUMNS[table]


def test_poverty_and_cost_come_from_the_same_entitlements(done):
    """Transfers of all programmes over all persons are what the programmes pay out, in every year shown."""
    out = done[1]
    costs = [row for row in rows(out, "costs") if row["scenario"] == "floor" and row["year"] == "2030"]
    for row in costs:
        assert float(row["transfers_lcu"]) == pytest.approx(float(row["benefit_lcu"]) * float(row["beneficiaries"]))
        assert float(row["total_lcu"]) == pytest.approx(float(row["transfers_lcu"]) + float(row["administration_lcu"]))
        assert 0 < float(row["beneficiaries"]) <= float(row["target_population"])


def test_weights_follow_the_projection(done):
    """Children under five who are entitled are all children under five of the projection."""
    out = done[1]
    for year in ("2026", "2040", "2050"):
        projected = sum(
            float(row["population"]) for row in rows(out, "population") if row["year"] == year and int(row["age"]) < 5
        )
        target = next(
            float(row["target_population"])
            for row in rows(out, "costs")
            if (row["scenario"], row["programme"], row["year"]) == ("floor", "child_grant", year)
        )
        assert target == pytest.approx(projected, rel=1e-5)


def test_a_floor_never_raises_poverty_and_a_smaller_one_helps_less(done):
    found = {
        (row["scenario"], row["year"]): float(row["change"])
        for row in rows(done[1], "impact")
        if (row["measure"], row["line"]) == ("fgt1", "national")
    }
    assert found["floor", "2030"] < found["start_small", "2030"] < 0


def test_phase_in_starts_at_nothing_in_the_base_year(done):
    base = [row for row in rows(done[1], "costs") if row["year"] == "2025"]
    assert base
    assert all(float(row["transfers_lcu"]) == 0 for row in base)


def test_the_plan_adds_up(done):
    for row in rows(done[1], "plan"):
        gap = float(row["cost_pct_gdp"]) - float(row["financing_pct_gdp"])
        assert float(row["gap_pct_gdp"]) == pytest.approx(gap, abs=1e-12)


def test_the_same_input_gives_the_same_bytes(done, pack, tmp_path):
    gf.run(pack, out=tmp_path / "again", languages=["en", "fr"])
    first = sorted(path for path in done[1].rglob("*") if path.is_file())
    for path in first:
        assert path.read_bytes() == (tmp_path / "again" / path.relative_to(done[1])).read_bytes(), path.name


def test_the_record_names_no_folder_of_this_machine(done, pack):
    record = (done[1] / "record.json").read_text(encoding="utf-8")
    assert str(pack.parent) not in record
    assert str(Path(gf.__file__).parent) not in record
    assert len(json.loads(record)["fingerprint"]) == 64


class Loads(HTMLParser):
    """Collects what a page would fetch."""

    def __init__(self):
        super().__init__()
        self.fetched = []

    def handle_starttag(self, tag, attributes):
        self.fetched += [value for name, value in attributes if name == "src" or (tag == "link" and name == "href")]


def test_the_report_fetches_nothing(done):
    for name in ("report.html", "report.fr.html"):
        page = Loads()
        page.feed((done[1] / name).read_text(encoding="utf-8"))
        assert all(value.startswith("data:") for value in page.fetched)


@pytest.mark.parametrize("engine", ["plain"])
def test_every_engine_gives_the_same_costs(done, pack, engine):
    other = gf.cost(pack, engine=engine, to=2027)
    first = [row for row in done[0].results.tables["costs"] if row["year"] <= 2027]
    assert len(other) == len(first)
    for one, two in zip(first, other, strict=True):
        assert two["total_lcu"] == pytest.approx(one["total_lcu"], rel=1e-9)


def test_finance_gives_the_options_by_year(pack):
    found = gf.finance(pack, to=2026)
    assert {row["option"] for row in found} == {"tax_administration", "subsidies"}


def test_a_run_over_an_older_one_leaves_other_files_alone(pack, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    gf.run(pack, out=out, to=2026)
    gf.run(pack, out=out, to=2026)
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert not list(tmp_path.glob(".groundfloor-*"))


def test_a_file_in_place_of_the_folder_is_refused(pack, tmp_path):
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(GroundfloorError, match="There is a file of that name"):
        gf.run(pack, out=tmp_path / "out")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_a_last_year_before_the_base_year_is_refused(pack):
    with pytest.raises(GroundfloorError, match="2020 lies before the base year 2025"):
        gf.results_of(pack, to=2020)


def test_an_unknown_floor_is_refused_with_the_nearest(pack):
    with pytest.raises(GroundfloorError, match="Did you mean 'floor'"):
        gf.results_of(pack, floor="flor")


def test_without_inflation_for_a_year_the_run_stops(pack, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(pack, copy)
    file = copy / "economy.csv"
    kept = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("2028,inflation")]
    file.write_text("\n".join(kept) + "\n", encoding="utf-8")
    with pytest.raises(GroundfloorError, match=r"economy\.csv: The series inflation lacks 2028"):
        gf.results_of(copy, to=2035)


def test_check_runs_the_cases(pack, tmp_path):
    found = gf.check(pack)
    assert found.sound
    assert any("1 holds, 0 fail" in line for line in found.lines)
    copy = tmp_path / "copy"
    shutil.copytree(pack, copy)
    case = copy / "programmes" / "cases" / "child_grant.yaml"
    case.write_text(case.read_text(encoding="utf-8").replace("[0, 150]", "[0, 160]"), encoding="utf-8")
    found = gf.check(copy)
    assert not found.sound
    assert any("amount 0.00, 160.00" in line and "got" in line for line in found.lines)


def test_explain_wants_a_person_and_a_date_that_are_there(pack):
    assert "Child grant" in gf.explain(pack, "child_grant", date=datetime.date(2026, 7, 1))
    with pytest.raises(GroundfloorError, match="There is no person 0"):
        gf.explain(pack, "child_grant", person=0)
    with pytest.raises(GroundfloorError, match="'soon' is not a date"):
        gf.explain(pack, "child_grant", date="soon")


def test_an_unknown_public_name_is_none_of_ours():
    with pytest.raises(AttributeError, match="no attribute 'walk'"):
        gf.walk  # noqa: B018 -- the access is what is tested


def test_demo_is_a_run_of_the_ghana_pack(tmp_path):
    done = gf.demo(out=tmp_path / "ghana", to=2031, languages=["fr"])
    results = done.results
    assert results.synthetic
    assert results.currency == "GHS"
    costs = [row for row in results.tables["costs"] if row["scenario"] == "ghana_floor" and row["year"] == 2030]
    assert len(costs) == 6
    assert 0.5 < sum(row["pct_gdp"] for row in costs) < 3
    assert "synthétique" in done.report.read_text(encoding="utf-8")
