"""The page, the workbook, the folder and the command."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pytest
import yaml
from openpyxl import load_workbook

from groundfloor.access import reach, tables
from groundfloor.access.layers import read_raster
from groundfloor.access.tables import COLUMNS
from groundfloor.cli.main import main
from groundfloor.report.access import results, sections, told
from groundfloor.report.access.words import MESSAGES, PREFIX, language
from groundfloor.report.language import Language, flat, languages
from groundfloor.report.render import html


@pytest.fixture(scope="module")
def whole(found):
    return results(found)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_has_every_part(whole, lang):
    page = html(whole, lang, sections)
    assert re.findall(r'<section id="([\w-]+)"', page) == [
        "answer",
        "places",
        "areas",
        "served",
        "facilities",
        "siting",
        "basis",
    ]
    assert page.count('id="figure-areas-') == 2
    assert page.count('class="area m') >= 2 * 2 * 4
    assert not re.search(r"access\.\w|>nan<|None|\bnan\b|Synthetic", page)
    assert len(page.encode()) < 150_000


def test_areas_without_people_are_drawn_as_such(country, found):
    """One district moved to the sea of the south-west, then all of them far away."""
    file = country / "districts.geojson"
    document = json.loads(file.read_text(encoding="utf-8"))
    sea = document["features"][3]["geometry"]
    sea["coordinates"] = [[[1.0, 10.0], [1.05, 10.0], [1.05, 10.04], [1.0, 10.04], [1.0, 10.0]]]
    file.write_text(json.dumps(document), encoding="utf-8")
    for lang, words in (("en", "nobody lives there"), ("fr", "personne n’y vit")):
        assert words in html(results(reach(country)), lang, sections)
        assert words not in html(results(found), lang, sections)
    for one in document["features"]:
        one["geometry"] = sea
    file.write_text(json.dumps(document), encoding="utf-8")
    page = html(results(reach(country)), "en", sections)
    assert 'id="figure-areas-' not in page
    assert "In no area" in page


def test_what_is_told_is_what_the_tables_say(found):
    [row] = [
        row
        for row in tables(found)["access"]
        if (row["service"], row["variant"], row["group"], row["within_minutes"]) == ("hospital", "base", "all", 60)
    ]
    said = [one.replace("\xa0", " ") for one in told(found) if one.startswith("Hospital")]
    assert said[0].startswith(f"Hospital: {100 * row['share']:.1f} % of people are within 60 minutes (")
    assert told(found, "fr")[0].startswith("Tout établissement de santé")


def test_no_message_is_left_over(found, whole, monkeypatch):
    used = set()

    def form(self, key, values, original=Language._form):
        used.add(key)
        return original(self, key, values)

    monkeypatch.setattr(Language, "_form", form)
    html(whole, "en", sections)
    told(found)
    one = {key: value for key, value in found.travels.items() if key[1] == "base"}
    told(replace(found, travels=one))
    words = flat(yaml.safe_load((MESSAGES / "en.yaml").read_text(encoding="utf-8")), PREFIX)
    elsewhere = {key for key in words if key.startswith((f"{PREFIX}tables.", f"{PREFIX}columns.", f"{PREFIX}siting."))}
    rare = {f"{PREFIX}areas.nobody", f"{PREFIX}hours", f"{PREFIX}none", f"{PREFIX}never", f"{PREFIX}answer.half"}
    rare |= {f"{PREFIX}heading.places", f"{PREFIX}layer.sites"}
    assert words.keys() - used - elsewhere <= rare


def test_every_column_is_explained_in_every_language():
    for code in languages():
        words = language(code)
        for table, columns in COLUMNS.items():
            assert words.has(f"tables.{table}.sheet"), table
            assert all(words.has(f"columns.{column}.meaning") for column in columns), (code, table)


def test_tables_have_the_columns_that_are_documented(found):
    for name, rows in tables(found).items():
        assert tuple(rows[0]) == COLUMNS[name]


def test_a_folder_holds_everything(made_up, found, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["access", "example", "--out", str(out), "--lang", "fr", "--lang", "en"]) == 0
    assert capsys.readouterr().out.strip() == str(out / "report.html")
    assert '<html lang="fr"' in (out / "report.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in (out / "report.en.html").read_text(encoding="utf-8")
    record = json.loads((out / "record.json").read_text(encoding="utf-8"))
    assert set(record["data"]) == {
        "people.tif", "ground.tif", "relief.tif", "districts.geojson", "roads.geojson", "river.geojson", "facilities.csv",
    }  # fmt: skip
    assert set(record["pack"]) == {"access.yaml"}
    drawn = read_raster(out / "maps" / "seconds_hospital.tif")
    seconds = found.travels["hospital", "base"].seconds
    assert drawn.grid == found.grid
    assert (drawn.values[seconds < 1e9] == seconds[seconds < 1e9].astype("float32")).all()
    sheet = load_workbook(out / "workbook.xlsx")["À portée"]
    assert sheet.max_row == 2 + len(tables(found)["access"])
    again = tmp_path / "again"
    assert main(["access", "example", "--out", str(again), "--lang", "fr", "--lang", "en"]) == 0
    for file in (file for file in out.rglob("*") if file.is_file() and file.suffix != ".xlsx"):
        assert file.read_bytes() == (again / file.relative_to(out)).read_bytes(), file.name


def test_the_command_prints_a_text_or_a_table(made_up, tmp_path, capsys):
    assert main(["access", "example"]) == 0
    out = capsys.readouterr().out
    assert "Any health facility: " in out
    assert "1 facility has no coordinates and is in no figure: Roaming Clinic." in out
    assert main(["access", "example", "--lang", "fr"]) == 0
    assert "1 établissement n’a pas de coordonnées" in capsys.readouterr().out
    assert main(["access", "example", "--table", "access_time", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert tuple(rows[0]) == COLUMNS["access_time"]
    assert main(["access", "example", "--out", str(tmp_path / "book.xlsx")]) == 0
    assert (tmp_path / "book.xlsx").is_file()
    assert main(["access", str(tmp_path)]) != 0
    assert "access.yaml" in capsys.readouterr().err
