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

AREAS = ("North West", "North East", "South West", "South East")


def change(file, *pairs):
    """Put one text for another in a file, each of which must be there."""
    text = file.read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def whole(found):
    return results(found)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_has_every_part(whole, lang):
    page = html(whole, lang, sections)
    assert re.findall(r'<section id="([\w-]+)"', page) == [
        "answer", "places", "equity", "areas", "served", "supply", "referral", "effective", "facilities", "siting", "basis",
    ]  # fmt: skip
    assert page.count('id="figure-areas-') == 2
    assert page.count('class="area m') >= 2 * 2 * 4
    assert not re.search(r"access\.\w|>nan<|None|\bnan\b|Synthetic", page)
    assert len(page.encode()) < 150_000


@pytest.fixture(scope="module")
def elsewhere(made_up, tmp_path_factory):
    """The country with the share of poor of each area, a survey that does not say where people live, and hospitals reached by all facilities."""
    folder = made_up.write(tmp_path_factory.mktemp("access") / "elsewhere")
    change(
        folder / "districts.geojson", *((f'"{name}"', f'"{name}", "poor": 0.{i}') for i, name in enumerate(AREAS, 2))
    )
    poverty = "{measure: share_poor, column: poor, source: Made up}"
    change(
        folder / "access.yaml",
        (made_up.ACCESS.partition("poverty: ")[2].partition("\n")[0], poverty),
        ("  survey: survey.yaml", "  survey: survey.yaml\n  areas: region"),
        ("within: [60, 120]", "within: [60, 400]"),
    )
    change(
        folder / "survey.yaml", (made_up.SURVEY.partition("other:")[2].partition("design:")[0], "\n"), ("other:\n", "")
    )
    return reach(folder)


@pytest.fixture(scope="module")
def cut_off(made_up, tmp_path_factory):
    """The country without a bridge, with the share of poor of each cell."""
    folder = made_up.write(tmp_path_factory.mktemp("access") / "cut_off")
    poverty = "{measure: share_poor, path: wealth.csv, column: poor, longitude: longitude, latitude: latitude, source: Made up}"
    change(
        folder / "access.yaml",
        (made_up.ACCESS.partition("poverty: ")[2].partition("\n")[0], poverty),
        ('roads: {path: roads.geojson, class: highway, source: "Made up"}\n', ""),
    )
    points = "\n".join(f"{1 + i / 50},{10 + k / 50},0.{k % 9 + 1}" for i in range(20) for k in range(15))
    (folder / "wealth.csv").write_text(f"longitude,latitude,poor\n{points}\n", encoding="utf-8")
    return reach(folder)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_bounds_and_the_poor_are_shown(elsewhere, cut_off, lang):
    for one in (elsewhere, cut_off):
        page = html(results(one), lang, sections)
        assert not re.search(r"access\.\w|>nan<|None|\bnan\b", page)
    assert ("no single figure is given" if lang == "en" else "aucun chiffre unique") in html(
        results(elsewhere), lang, sections
    )


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


def test_no_message_is_left_over(found, whole, elsewhere, cut_off, monkeypatch):
    used = set()

    def form(self, key, values, original=Language._form):
        used.add(key)
        return original(self, key, values)

    monkeypatch.setattr(Language, "_form", form)
    html(whole, "en", sections)
    told(found)
    one = {key: value for key, value in found.travels.items() if key[1] == "base"}
    told(replace(found, travels=one))
    for other in (elsewhere, cut_off):
        html(results(other), "en", sections)
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


def test_tables_have_the_columns_that_are_documented(found, elsewhere):
    assert tables(found).keys() == COLUMNS.keys()
    for one in (found, elsewhere):
        for name, rows in tables(one).items():
            assert all(tuple(row) == COLUMNS[name] for row in rows)
    lacking = {name for name in COLUMNS if not tables(found)[name]}
    assert lacking == {"access_poor"}
    assert tables(elsewhere)["access_poor"]


def test_a_folder_holds_everything(made_up, found, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["access", "example", "--out", str(out), "--lang", "fr", "--lang", "en"]) == 0
    assert capsys.readouterr().out.strip() == str(out / "report.html")
    assert '<html lang="fr"' in (out / "report.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in (out / "report.en.html").read_text(encoding="utf-8")
    record = json.loads((out / "record.json").read_text(encoding="utf-8"))
    assert set(record["data"]) == {
        "people.tif", "ground.tif", "relief.tif", "districts.geojson", "roads.geojson", "river.geojson", "facilities.csv",
        "women.tif", "children.tif", "wealth.csv", "survey.yaml", "survey.csv",
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
