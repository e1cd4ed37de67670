"""The report on two distributions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import groundfloor as gf
from groundfloor.cli import main
from groundfloor.comparison import Comparison
from groundfloor.errors import GroundfloorError
from groundfloor.report import compare as package
from groundfloor.report.comparison import results
from groundfloor.report.language import languages
from groundfloor.report.render import html

TITLES = {
    "en": ("What differs", "Where a change in poverty comes from", "Who grew by how much", "What the figures rest on"),
    "fr": ("Ce qui diffère", "D’où vient la variation de la pauvreté", "Qui a progressé", "Sur quoi reposent"),
}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return gf.new(tmp_path_factory.mktemp("packs") / "nowhere")


@pytest.mark.parametrize("lang", languages())
def test_every_comparison_has_a_page(comparisons: list[Comparison], read: Callable[[str], Any], lang: str) -> None:
    for found in comparisons:
        page = read(html(results(found), lang, package))
        assert not re.search(r"\b(nan|inf|None)\b", page.text)
    assert all(title in read(html(results(comparisons[0]), lang, package)).text for title in TITLES[lang])


def test_what_the_page_says_stands_in_the_tables(comparisons: list[Comparison], read: Callable[[str], Any]) -> None:
    found = comparisons[1]
    text = read(html(results(found), package=package)).text
    (row,) = (
        row
        for row in found.tables["differences"]
        if (row["measure"], row["line"], row["group"]) == ("fgt0", "national", "all")
    )
    assert f"live {100 * row['after']:.1f} % of the people, against {100 * row['before']:.1f} % before" in text
    low, high = (f"{100 * row[end]:+.1f}".replace("-", "−") for end in ("ci_low", "ci_high"))
    assert f"({100 * 0.95:.0f} % interval: {low} to {high})" in text
    (total,) = (
        row["value"]
        for row in found.tables["decomposition"]
        if (row["method"], row["index"], row["line"], row["group"], row["component"])
        == ("kolenikov_shorrocks", "fgt0", "national", "all", "total")
    )
    assert f"change of {100 * total:+.1f} percentage points in the headcount".replace("-", "−") in text


def test_the_band_of_a_curve_is_its_interval(comparisons: list[Comparison]) -> None:
    found = comparisons[1]
    text = html(results(found), package=package)
    assert text.count('class="band"') == 6
    rows = [row for row in found.tables["curves"] if row["curve"] == "growth_incidence"]
    band = re.search(r'id="figure-growth-incidence">.*?<path d="([^"]*)Z" class="band"', text, re.DOTALL)
    assert band is not None
    known = sum(not np.isnan(row["ci_low"]) for row in rows)
    assert len(band[1].split(" ")) == 2 * known


def test_the_command_leaves_a_report_a_workbook_tables_and_the_record(
    pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["compare", str(pack), "--out", str(out), "--lang", "fr", "--lang", "en"]) == 0
    assert capsys.readouterr().out.strip() == str(out / "report.html")
    assert "Aujourd’hui et " in (out / "report.html").read_text(encoding="utf-8")
    record = json.loads((out / "record.json").read_text(encoding="utf-8"))
    assert "survey.yaml" in record["pack"]
    assert set(record["tables"]) == {file.name for file in (out / "tables").iterdir()}
    assert {"winners.csv", "curves.csv"} <= set(record["tables"])
    assert main(["compare", str(pack), "--out", str(tmp_path / "book.xlsx")]) == 0
    assert (tmp_path / "book.xlsx").stat().st_size > 0


def test_the_record_tells_two_files_of_one_name_apart(pack: Path, tmp_path: Path) -> None:
    for year in (2015, 2020):
        folder = tmp_path / str(year)
        folder.mkdir()
        for name in ("survey.yaml", "survey.csv"):
            text = (pack / name).read_text(encoding="utf-8")
            (folder / name).write_text(re.sub(r"(?m)^year: \d+", f"year: {year}", text), encoding="utf-8")
    gf.compare(tmp_path / "2015", tmp_path / "2020", out=tmp_path / "out", lines={"z": 6000.0})
    record = json.loads((tmp_path / "out" / "record.json").read_text(encoding="utf-8"))
    assert set(record["pack"]) == {"survey.yaml"}
    assert set(record["data"]) == {"survey.csv", "survey.yaml", "2020/survey.csv"}


def test_a_survey_in_memory_is_refused_before_the_work(pack: Path, tmp_path: Path) -> None:
    survey = gf.read_survey(pack)
    with pytest.raises(GroundfloorError, match="A survey in memory has no files"):
        gf.compare(survey, survey, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()
