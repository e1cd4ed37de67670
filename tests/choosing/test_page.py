"""The report, the workbook and the command."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

import groundfloor as gf
from groundfloor.choosing import Choice, results, told
from groundfloor.cli.main import main
from groundfloor.report import choosing
from groundfloor.report.render import html

from .conftest import BOTH, SMALL


@pytest.fixture(scope="module")
def found(pack: Path) -> Choice:
    asked = {**SMALL, "frontier": [0.5], "capacity": 900_000, "debt_ceiling": 60, "commitments": ["social_pension"]}
    return gf.choose(pack, envelope="0.6%gdp", objective=BOTH, within=1.0, **asked)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_has_what_was_chosen(found: Choice, lang: str) -> None:
    page = html(results(found), lang, choosing)
    assert len(re.findall(r"<section", page)) == 5
    assert ("would close" if lang == "en" else "permettr") in page
    assert page.count("<figure") == 2
    assert ("Chosen floor" if lang == "en" else "Socle retenu") in page
    for programme in found.chosen.picks:
        assert found.floor.programmes[programme].label[lang] in page
    assert not re.search(r"choosing\.\w|>nan<|None", page)


def test_the_page_says_when_nothing_is_chosen(pack: Path) -> None:
    nothing = gf.choose(pack, envelope=0, **SMALL)
    page = html(results(nothing), "en", choosing)
    assert "the choice is empty" in page
    assert "No other set of programmes" in page
    assert told(nothing, "fr")[0].startswith("Dans ces limites")


def test_the_command_leaves_everything(pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, file = tmp_path / "out", tmp_path / "choice.yaml"
    file.write_text("envelope: 9%gdp\nto: 2027\nlevels: [0.5, 1.5]\nsteps: [0.4, 1]\nfrontier: []\n", encoding="utf-8")
    words = ["choose", str(pack), "--settings", str(file), "--envelope", "0.6%gdp", "--out", str(out)]
    words += [
        "--commitments",
        "social_pension=0.3@2027",
        "--capacity",
        "child_grant=900000",
        "--objective",
        "headcount",
    ]
    assert main([*words, "--lang", "fr", "--lang", "en"]) == 0
    assert sorted(path.name for path in out.iterdir()) == [
        "floors", "record.json", "report.en.html", "report.html", "tables", "workbook.xlsx",
    ]  # fmt: skip
    assert 'lang="fr"' in (out / "report.html").read_text(encoding="utf-8")
    record = json.loads((out / "record.json").read_text(encoding="utf-8"))
    assert record["settings"]["envelope"] == "0.6%gdp"
    assert record["settings"]["to"] == 2027
    capsys.readouterr()


def test_the_command_prints(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["choose", str(pack), "--envelope", "2026=0.4%gdp", "--envelope", "2027=0.6%gdp", "--to", "2027"]
    words += ["--alternatives", "0", "--seconds", "5"]
    assert main(words) == 0
    assert "no choice from this menu" in capsys.readouterr().out
    assert main([*words, "--table", "limits", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["limit"] for row in rows} == {"envelope"}
    assert all(float(row["room"]) >= 0 for row in rows)


def test_the_command_says_what_conflicts(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["choose", str(pack), "--envelope", "0", "--to", "2026", "--commitments", "child_grant"]
    assert main(words) == 1
    said = capsys.readouterr().err
    assert "No floor keeps all the limits" in said
    assert "an envelope of" in said
