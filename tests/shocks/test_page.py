"""The report, the workbook and the command."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from groundfloor.cli.main import main
from groundfloor.report import shocks
from groundfloor.report.language import Language, languages, messages_of
from groundfloor.report.render import html
from groundfloor.report.results import Results
from groundfloor.shocks import Shocked, results, told


@pytest.fixture(scope="module")
def whole(found: Shocked) -> Results:
    return results(found)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_has_every_part(whole: Results, lang: str) -> None:
    page = html(whole, lang, shocks)
    assert re.findall(r'<section id="([\w-]+)"', page) == ["answer", "path", "hit", "mended", "money", "basis"]
    assert (
        page.count("<h3>")
        == len(whole.shock_labels.keys() & {"nothing", "drought", "slump", "dear", "drought+slump"}) + 1
    )
    assert page.count('id="figure-path-') == 5
    assert 'id="figure-debt-slump"' in page
    assert not re.search(r"shocks\.\w|>nan<|None|\bnan\b", page)
    assert "Twice the child grant for those hit" in page


def test_what_is_told_is_what_the_tables_say(found: Shocked, whole: Results) -> None:
    row = next(row for row in whole.tables["shocks"] if (row["shock"], row["scenario"]) == ("slump", "floor"))
    said = [one.replace("\xa0", " ") for one in told(found)]
    start = next(i for i, one in enumerate(said) if one.startswith("slump"))
    assert f"{100 * row['headcount_baseline']:.1f} % to {100 * row['headcount_shocked']:.1f} %" in said[start + 1]
    assert f"takes away {100 * row['absorbed']:.0f} %" in said[start + 1]
    assert f"the floor costs {row['cost_pct_gdp_shocked']:.2f} % of GDP" in said[start + 2]
    assert told(found, "fr")[0].startswith("nothing")


def test_no_message_is_left_over(whole: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[str] = set()

    def form(self: Language, key: str, values: Any, original: Callable[..., str] = Language._form) -> str:
        used.add(key)
        return original(self, key, values)

    monkeypatch.setattr(Language, "_form", form)
    html(whole, "en", shocks)
    tables = dict(whole.tables)
    # a floor that makes things worse, a response whose share is not known, households of whom nothing is known, further numbers
    tables["shocks"] = [
        {**row, "absorbed": -0.1 if row["scenario"] == "floor" else float("nan")} for row in tables["shocks"]
    ]
    tables["shock_hit"] = [
        {**row, "undecided": 3 if row["undecided"] is not None else None} for row in tables["shock_hit"]
    ]
    more = {
        "shock": "dear",
        "part": "food",
        "year": None,
        "value": 0.5,
        "unit": "share",
        "assumption": False,
        "source": "s",
    }
    tables["shock_sources"] = [*tables["shock_sources"], {**more, "quantity": "budget_share"}]
    still = [{**row, "debt_pct_gdp_shocked": row["debt_pct_gdp_baseline"]} for row in tables["shock_finance"]]
    baseline = {row["year"]: row["debt_pct_gdp_baseline"] for row in still if row["scenario"] == "floor"}
    tables["shock_finance"] = [
        row if row["scenario"] == "today" else {**row, "debt_pct_gdp_shocked": baseline[row["year"]]} for row in still
    ]
    html(replace(whole, tables=tables), "en", shocks)
    missing = {key for key in messages_of("en") if key.startswith("shocks.") and key not in used}
    assert missing == {"shocks.title"} - used


def test_the_command_leaves_everything(pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    words = [
        "shocks",
        str(pack),
        "drought",
        "slump+dear",
        "--to",
        "2028",
        "--response",
        "start_small",
        "--out",
        str(out),
    ]
    assert main([*words, "--lang", "fr", "--lang", "en", "--variant", "low"]) == 0
    assert sorted(path.name for path in out.iterdir()) == [
        "record.json", "report.en.html", "report.html", "tables", "workbook.xlsx",
    ]  # fmt: skip
    record = json.loads((out / "record.json").read_text(encoding="utf-8"))
    assert record["settings"]["names"] == ["drought", "slump+dear"]
    assert record["settings"]["variant"] == "low"
    assert any(name.endswith("shocks/drought.yaml") for name in map(str, _names(record)))
    sheets = load_workbook(out / "workbook.xlsx", read_only=True).sheetnames
    assert {"Chocs", "Besoins", "Qui est touché", "Part supprimée"} <= set(sheets)
    assert capsys.readouterr().out.strip().endswith("report.html")


def _names(record: Any) -> list[str]:
    """Every text in a record."""
    if isinstance(record, dict):
        return [*record, *(name for value in record.values() for name in _names(value))]
    if isinstance(record, list):
        return [name for value in record for name in _names(value)]
    return [str(record)]


def test_the_command_prints(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shocks", str(pack), "drought", "--to", "2027"]) == 0
    assert "newly fall below" in capsys.readouterr().out
    assert main(["shocks", str(pack), "drought", "--to", "2027", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["scenario"] for row in rows} == {"today", "floor", "doubled"}
    assert {row["synthetic"] for row in rows} == {"false"}
    assert main(["shocks", str(pack), "drougt"]) == 1
    assert "Did you mean 'drought'" in capsys.readouterr().err


def test_columns_have_words_in_every_language(whole: Results) -> None:
    for lang in languages():
        say = Language(lang)
        for table, rows in whole.tables.items():
            assert say.has(f"tables.{table}.meaning"), table
            assert [name for name in rows[0] if not say.has(f"columns.{name}.label")] == [], (lang, table)
