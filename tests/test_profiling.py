"""The profile of a survey, as an analyst gets it."""

from __future__ import annotations

import csv
import json

import openpyxl
import pytest

import groundfloor as gf
from groundfloor.errors import GroundfloorError

REGIONS = {"Northern": 0, "Central": 1, "Southern": 2}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    pack = gf.new(tmp_path_factory.mktemp("pack") / "nowhere")
    survey = gf.read_survey(pack)
    square = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
    names = survey.columns["region"].levels
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "Polygon", "coordinates": [[[x + i, y] for x, y in square]]},
        }
        for i, name in enumerate(names)
    ]
    (pack / "regions.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    described = (pack / "survey.yaml").read_text(encoding="utf-8")
    (pack / "survey.yaml").write_text(
        described + "map: {path: regions.geojson, name: name, group: region}\n"
        "lines: {half: {share: 0.5, of: median}}\n",
        encoding="utf-8",
    )
    return pack


@pytest.fixture(scope="module")
def done(folder, tmp_path_factory):
    return gf.profile(
        folder / "survey.yaml",
        out=tmp_path_factory.mktemp("out") / "profile",
        languages=["en", "fr"],
        sets=["standard", "dasp"],
    )


def test_the_report_is_written_in_each_language(done):
    english, french = (
        (done.report.parent / page).read_text(encoding="utf-8") for page in ("report.html", "report.fr.html")
    )
    assert "Who is poor" in english
    assert "Qui est pauvre" in french
    assert 'lang="fr"' in french
    assert english.count("<figure") == 4
    assert english.count('class="area') >= 2 * len(REGIONS)


def test_the_tables_hold_every_measure_and_curve(done):
    with (done.report.parent / "tables" / "measures.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    gini = next(row for row in rows if row["measure"] == "gini" and row["group"] == "all")
    assert float(gini["ci_low"]) < float(gini["value"]) < float(gini["ci_high"])
    assert (done.report.parent / "tables" / "curves.csv").stat().st_size > 0


def test_the_workbook_opens_with_a_sheet_a_table(done):
    book = openpyxl.load_workbook(done.workbook, read_only=True)
    assert {"Measures", "Curves", "Findings"} <= set(book.sheetnames)


def test_the_record_names_every_file_behind_it(done):
    record = json.loads(done.record.read_text(encoding="utf-8"))
    assert set(record["pack"]) == {"survey.yaml"}
    assert set(record["data"]) == {"survey.csv", "regions.geojson"}


def test_the_same_survey_gives_the_same_bytes(folder, done, tmp_path):
    again = gf.profile(folder, out=tmp_path / "again", languages=["en", "fr"], sets=["standard", "dasp"])
    for name in ("report.html", "report.fr.html", "workbook.xlsx", "record.json"):
        assert (again.report.parent / name).read_bytes() == (done.report.parent / name).read_bytes()


def test_a_survey_without_welfare_has_a_profile_too(tmp_path):
    (tmp_path / "p.csv").write_text("h,p,sex\n1,1,f\n1,2,m\n2,1,m\n")
    (tmp_path / "survey.yaml").write_text(
        "survey: S\ncountry: NOW\nyear: 2024\nfiles: {persons: p.csv}\n"
        "variables: {household_id: h, person_id: p, sex: {from: sex, codes: {f: female, m: male}}}\n"
    )
    page = gf.profile(tmp_path, out=tmp_path / "out").report.read_text(encoding="utf-8")
    assert "What the figures rest on" in page
    assert "Who is poor</h2>" not in page


def test_nothing_is_written_when_the_survey_is_wrong(tmp_path):
    (tmp_path / "survey.yaml").write_text("survey: S\n")
    with pytest.raises(GroundfloorError):
        gf.profile(tmp_path, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_in_place_of_the_folder_is_refused_before_the_work(folder, tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(GroundfloorError, match="a file of that name"):
        gf.profile(folder, out=tmp_path / "out")


def test_what_people_have_is_told_in_each_language(done):
    """The survey knows of no programme, so the page promises none."""
    english, french = (
        (done.report.parent / page).read_text(encoding="utf-8") for page in ("report.html", "report.fr.html")
    )
    assert "Who is poor, and what people have" in english
    assert "Qui est pauvre, et ce dont les gens disposent" in french
    assert "A pension, from 60 years" in english
    assert "Une pension, à partir de 60 ans" in french


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_share_of_the_measures_has_its_words(language):
    from groundfloor.measures.families.access import SHARES, named
    from groundfloor.report.language import Language

    say = Language(language)
    missing = [name for name in (named(*one) for one in SHARES.items()) if not say.has(f"measure.{name}")]
    assert missing == []
