"""What is written and shown: rows, workbook, record, and words in English and French."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import openpyxl
import pytest
import yaml
from tests.presets.examples import country

import groundfloor as gf
from groundfloor.cli import main
from groundfloor.presets import COLUMNS, calculate, parameters_of, presets
from groundfloor.presets.words import MESSAGES, PREFIX, language, meaning, named, note, shares, told, written
from groundfloor.report.language import flat, languages


def messages(code: str) -> dict[str, str]:
    return flat(yaml.safe_load((MESSAGES / f"{code}.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("code", languages())
def test_every_language_has_the_same_messages_with_the_same_places(code: str):
    english, other = messages("en"), messages(code)
    assert set(other) == set(english)
    for key, text in other.items():
        assert text.count("{") == english[key].count("{"), key


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("preset", sorted(presets()))
def test_everything_of_a_preset_has_words(preset: str, code: str):
    say = language(code)
    done = calculate(preset, country(), {"orphan_share": 0.1} if preset == "spf_calculator" else {})
    assert say.has(f"{PREFIX}label.{preset}")
    for name, one in parameters_of(preset).items():
        assert meaning(say, name) != say.words(None, name), name
        assert say.has(f"{PREFIX}unit.{one.unit}"), name
    for row in done.rows:
        assert say.has(f"{PREFIX}block.{row['block']}")
        assert say.has(f"{PREFIX}programme.{row['programme']}"), row["programme"]
        note(say, row["note"])
    assert list(told(done, say))
    assert written(done, say)[0]["preset"] == preset
    assert shares(done, say)[0]


def test_a_benefit_of_ones_own_is_called_by_its_name():
    assert named(language("en"), "programme", "winter_fuel") == "Winter fuel"


def test_the_rows_have_their_columns_and_absent_is_empty(tmp_path: Path, capsys):
    file = tmp_path / "costs.csv"
    assert main(["preset", "gha", "rap", "--to", "2026", "--out", str(file)]) == 0
    assert str(file) in capsys.readouterr().err
    with file.open(encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    assert tuple(rows[0]) == COLUMNS
    labour = next(row for row in rows if row["block"] == "labour")
    assert float(labour["target_population"]) > 1e7
    assert labour["total_lcu"] == labour["pct_gdp"] == ""
    found = gf.preset("gha", "rap", to=2026)
    for row, ours in zip(rows, found.rows, strict=True):
        value = ours["total_lcu"]
        assert row["total_lcu"] == ("" if math.isnan(value) else repr(value))


def test_the_record_says_what_was_given(tmp_path: Path):
    file = tmp_path / "costs.csv"
    command = ["preset", "gha", "ilo_2008", "--to", "2026", "--set", "pension_age=70", "--out", str(file)]
    assert main(command) == 0
    record = json.loads((tmp_path / "costs.record.json").read_text(encoding="utf-8"))
    said = record["settings"]
    assert said["overridden"] == {"pension_age": {"standard": 65, "value": 70.0}}
    assert said["parameters"]["pension_age"] == {"value": 70.0, "status": "unverified"}
    assert (said["preset"], said["years"]) == ("ilo_2008", [2025, 2026])
    assert list(record["tables"]) == ["costs.csv"]
    first = record["fingerprint"]
    assert main(command) == 0
    assert json.loads((tmp_path / "costs.record.json").read_text(encoding="utf-8"))["fingerprint"] == first


@pytest.mark.parametrize("code", languages())
def test_the_workbook_has_figures_and_parameters(code: str, tmp_path: Path):
    file = tmp_path / "costs.xlsx"
    command = ["preset", "gha", "spf_index", "--to", "2026", "--set", "health_benchmark=5", "--lang", code]
    assert main([*command, "--out", str(file)]) == 0
    book = openpyxl.load_workbook(file)
    say = language(code)
    figures = book[say.text("tables.preset.sheet")]
    assert [cell.value for cell in figures[2]][: len(COLUMNS)] == list(COLUMNS)
    assert all(isinstance(row[9].value, float | int) for row in figures.iter_rows(min_row=3))
    parameters = book[say.text("tables.preset_parameters.sheet")]
    (given,) = (row for row in parameters.iter_rows(min_row=3, values_only=True) if row[0] == "health_benchmark")
    assert given[1:5] == ("5", say.text(f"{PREFIX}unit.pct_gdp"), say.text(f"{PREFIX}status.given"), "4.3")
    assert (tmp_path / "costs.record.json").is_file()


def test_a_folder_in_place_of_the_file_leaves_nothing(tmp_path: Path, capsys):
    assert main(["preset", "gha", "helpage_pension", "--to", "2026", "--out", str(tmp_path)]) == 1
    assert "There is a folder of that name" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_figures_of_synthetic_households_say_so(capsys):
    assert main(["preset", "gha", "spf_index", "--to", "2026"]) == 0
    assert "generated and not interviewed" in capsys.readouterr().out
    rows = gf.preset("gha", "spf_index", to=2026).rows
    assert {row["programme"]: row["synthetic"] for row in rows} == {"income": True, "health": False, "total": True}


def test_parameters_are_listed_with_what_they_rest_on(capsys):
    assert main(["preset", "gha", "helpage_pension", "--to", "2026", "--table", "parameters", "--format", "csv"]) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert {row["parameter"]: row["status"] for row in rows} == {
        "pension_age": "published",
        "pension_share": "unverified",
        "administration": "unverified",
    }
