"""Counts of an administration as they are written: read, checked, and refused where they are wrong."""

from __future__ import annotations

import pytest

from groundfloor.errors import GroundfloorError
from groundfloor.rules import load_schemes

SCHEME = (
    "programme: elders\nlabel: {en: Elders}\nguarantee: old_age\nfunction: old_age\nstatus: existing\nunit: person\n"
    "parameters: {sum: {unit: LCU/month, values: {2020-01-01: 10}}}\neligible: age >= 60\namount: sum\nsource: Yearbook\n"
)
HEAD = "year,region,caseload,cost_lcu,source\n"


@pytest.fixture
def read(tmp_path):
    def go(table=None, more="caseload_by: counts/elders.csv\n"):
        folder = tmp_path / "schemes"
        (folder / "counts").mkdir(parents=True, exist_ok=True)
        (folder / "elders.yaml").write_text(SCHEME + more, encoding="utf-8")
        if table is not None:
            (folder / "counts" / "elders.csv").write_text(table, encoding="utf-8")
        return load_schemes(folder)[0].counts

    return go


def test_a_table_of_counts_is_read_with_its_sources(read):
    counts = read(
        HEAD + '2024,North,120,1500,"Report, p. 3"\n2024,South,80,,Report\n2026,,250,4000,Budget\n2025,,,900,Budget\n'
    )
    assert (counts.variable, counts.meet, counts.years) == ("region", True, (2024, 2026))
    north = counts.caseloads(2024)["North"]
    assert (north.caseload, north.cost, north.source, north.place.line) == (120, 1500, "Report, p. 3", 2)
    assert counts.caseloads(2026)[""].cost == 4000
    assert counts.caseloads(2025) == {}


def test_counts_of_the_whole_country_need_no_place(read):
    counts = read("year,caseload,source\n2024,120,Report\n")
    assert (counts.variable, counts.caseloads(2024)[""].caseload) == (None, 120)


def test_counts_may_be_by_a_variable_of_the_survey_s_own(read):
    counts = read("# as reported\nyear,district,caseload,source\n2024,Iganga,120,Report\n")
    assert (counts.variable, counts.caseloads(2024)["Iganga"].caseload) == ("district", 120)


def test_a_table_in_the_file_is_of_the_year_of_the_caseload(read):
    counts = read(
        more="caseload_by: {region: {North: 120, South: 0}}\ncaseload: 150\ncaseload_year: 2024\ncost_lcu: 9\ncost_year: 2023\n"
    )
    found = counts.caseloads(2024)
    assert {level: one.caseload for level, one in found.items()} == {"North": 120, "South": 0, "": 150}
    assert [one.cost for one in counts.counts if one.year == 2023] == [9]


def test_a_caseload_alone_changes_no_take_up(read):
    counts = read(more="caseload: 150\ncaseload_year: 2024\ncost_lcu: 9\ncost_year: 2024\n")
    assert not counts.meet
    assert [(one.level, one.year, one.caseload, one.cost) for one in counts.counts] == [("", 2024, 150, 9)]


def test_the_table_stands_before_the_scheme_for_the_same_year(read):
    counts = read(
        "year,caseload,source\n2024,120,Report\n",
        "caseload_by: counts/elders.csv\ncaseload: 150\ncaseload_year: 2024\n",
    )
    assert [one.caseload for one in counts.counts] == [120]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", r"elders\.csv: The file is empty"),
        (HEAD, r"elders\.csv:1: The file has no rows below its header"),
        (HEAD + "2024,North,120,,Report\n2024,North,130,,Report\n", r"elders\.csv:3: North of 2024 stands twice\. It stands on line 2"),
        (HEAD + "2024,,120,,Report\n2024,,130,,Report\n", "the whole country of 2024 stands twice"),
        (HEAD + "2024,North,-5,,Report\n", r"elders\.csv:2, column 'caseload': caseload is -5\. Expected 0 or more"),
        (HEAD + "2024,North,5,-1,Report\n", "column 'cost_lcu': cost_lcu is -1"),
        (HEAD + '2024,North,"12,5",,Report\n', r"column 'caseload': '12,5' is not a number.*Write a decimal point"),
        (HEAD + "2024,North,12,5,,Report\n", "The row has 6 cells, the header 5"),
        (HEAD + "2024,North,350 000,,Report\n", "'350 000' is not a number"),
        (HEAD + "2024,North,nan,,Report\n", "'nan' is not a finite number"),
        (HEAD + ",North,120,,Report\n", r"elders\.csv:2, column 'year': The year is empty"),
        (HEAD + "2024.5,North,120,,Report\n", "'2024.5' is not a year"),
        (HEAD + "2024,North,,,Report\n", "The row counts nothing"),
        (HEAD + "2024,North,,7,Report\n", "No row has a caseload"),
        (HEAD + "2024,North,120,,\n", "column 'source': The source is empty"),
        (HEAD.replace(",", ";") + "2024;North;1;;R\n", "The columns are not separated by commas"),
        (HEAD.replace("region", "regoin") + "2024,North,1,,R\n", "Unknown column 'regoin'.*'region'"),
        ("year,region,relationship,caseload,source\n2024,North,head,1,R\n", "by region and by relationship|by relationship and by region"),
        ("year,region,source\n2024,North,R\n", "The column 'caseload' is missing"),
        (HEAD + "2024,North,120,,Report\n2024,South,80,,Report\n2024,,150,,Report\n", r"elders\.csv:4: The caseloads by place of 2024 add up to 200, more than the 150"),
    ],
)  # fmt: skip
def test_a_wrong_table_is_refused_where_it_is_wrong(read, table, said):
    with pytest.raises(GroundfloorError, match=said):
        read(table)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("caseload_by: counts/eldres.csv\n", r"elders\.yaml:11:14: There is no file counts/eldres\.csv"),
        ("caseload_by: region\n", "caseload_by is 'region'.*or a file such as"),
        ("caseload_by: [1]\n", "caseload_by is"),
        ("caseload_by: {region: {North: 1}}\n", "caseload_by has no year"),
        ("caseload_by: {region: {North: 1}, urban: {yes: 2}}\ncaseload_year: 2024\n", "caseload_by is by 2 variables"),
        ("caseload_by: {region: {North: -1}}\ncaseload_year: 2024\n", "North is -1"),
        ("caseload_by: {region: {North: 9}}\ncaseload: 5\ncaseload_year: 2024\n", "add up to 9, more than the 5"),
    ],
)
def test_a_wrong_entry_is_refused(read, more, said):
    with pytest.raises(GroundfloorError, match=said):
        read(more=more)
