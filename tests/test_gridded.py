"""What a grid leaves for its readers: the page, the workbook, the tables and the command."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import groundfloor as gf
from groundfloor.cli.main import main
from groundfloor.errors import GroundfloorError
from groundfloor.gridded import MOST, efficient, results
from groundfloor.report.columns import OF_GRID, kind_of
from groundfloor.report.grid import sections
from groundfloor.report.grid.words import language
from groundfloor.report.language import Language, messages_of
from groundfloor.report.render import html
from groundfloor.report.results import Results
from groundfloor.report.workbook import write_workbook
from groundfloor.varying import Grid

TWO = {
    "child_grant.grant": [float(one) for one in range(20, 120, 20)],
    "child_grant.take_up": [0.2, 0.4, 0.6, 0.8, 1.0],
}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return gf.new(tmp_path_factory.mktemp("grid") / "nowhere")


@pytest.fixture(scope="module")
def session(pack: Path) -> gf.Session:
    return gf.Session(pack, to=2030)


@pytest.fixture(scope="module")
def found(session: gf.Session) -> Grid:
    return session.grid(TWO, year=2030)


def of(session: gf.Session, varied: Any, year: int = 2030) -> Results:
    return results(session.grid(varied, year=year), session.at, session.floor)


def test_it_knows_the_floor_as_it_stands(session: gf.Session, found: Grid) -> None:
    own = dict(zip(found.names, found.own, strict=True))
    again = session.grid({name: [value] for name, value in own.items()}, year=2030)
    columns = again.columns[len(own) :]
    np.testing.assert_allclose(again.values[0], [found.standing[name] for name in columns], rtol=1e-12)
    before = {row["measure"]: row["value"] for row in session.figures(year=2030) if row["scenario"] == "today"}
    assert found.today["gini"] == before["gini"]


settled = st.tuples(st.sampled_from([1.0, 1.5, 2.0, 3.0, np.nan]), st.sampled_from([0.1, 0.2, 0.3, np.nan]))


@given(st.lists(settled, max_size=12))
def test_efficient_is_what_no_other_setting_beats(points: list[tuple[float, float]]) -> None:
    def beaten(x: float, y: float) -> bool:
        return any(a <= x and b <= y and (a < x or b < y) for a, b in points)

    plain = [not np.isnan(x + y) and not beaten(x, y) for x, y in points]
    cost, poor = (np.array([point[k] for point in points], dtype=float) for k in (0, 1))
    assert efficient(cost, poor).tolist() == plain


@pytest.mark.parametrize(("lang", "raising"), [("en", "Raising “"), ("fr", "Porter «")])
def test_the_page_says_the_answer_in_its_heading(session: gf.Session, found: Grid, lang: str, raising: str) -> None:
    shown = results(found, session.at, session.floor)
    page = html(shown, lang, sections)
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert heading is not None
    assert heading[1].startswith(raising)
    assert session.floor.programmes["child_grant"].label[lang] in heading[1]
    # with take-up as near to the floor as it stands as the grid comes, from the least amount to the largest
    line, own = next(iter(session.at.survey.lines)), found.own[1]
    near = min(TWO["child_grant.take_up"], key=lambda one: abs(one - own))
    ends = [row for row in found.rows if row["child_grant.take_up"] == near and row["child_grant.grant"] in (20, 100)]
    for row in ends:
        assert Language(lang).percent(row[f"fgt0.{line}"], 1) in heading[1]
    assert len(re.findall(r"<section", page)) == 5
    assert page.count("<figure") == 3
    assert "<script" not in page
    assert not re.search(r"grid\.\w+[.<]|>nan<|None|\{\w+\}", page.replace("grid.csv", ""))
    badge = Language(lang).text("page.badge")
    assert badge not in page
    assert html(replace(shown, synthetic=True), lang, sections).count(badge) > 6
    assert Language(lang).text("grid.errors") in page


@pytest.mark.parametrize(("many", "rows"), [(40, 40), (120, 40), (7, 7)])
def test_the_table_of_settings_is_not_long(session: gf.Session, many: int, rows: int) -> None:
    page = html(of(session, {"child_grant.grant": [float(one) for one in range(1, many + 1)]}), "en", sections)
    table = page[page.index('id="settings"') : page.index('id="basis"')]
    assert table.count("<tr>") == rows + 1
    assert (f"40 of {many} settings" in table) == (many > 40)


def test_no_message_is_left_over(session: gf.Session, monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[str] = set()

    def form(self: Language, key: str, values: Any, original: Callable[..., str] = Language._form) -> str:
        used.add(key)
        return original(self, key, values)

    monkeypatch.setattr(Language, "_form", form)
    years = {
        "child_grant.grant": [20.0, 60.0, 100.0],
        "child_grant.take_up": [0.5, 0.9],
        "social_pension.benefit": [50.0],
    }
    shown = [
        of(session, TWO),
        of(session, years, 2027),
        of(session, {"child_grant.grant": [50.0]}),
        of(session, {"child_grant.grant": [20.0, 40.0]}),
        of(session, {"child_grant.grant": [20.0 + k / 8 for k in range(400)], "child_grant.take_up": [0.5, 0.9]}),
    ]
    without = replace(
        shown[0], tables={name: [poverty_unknown(row) for row in rows] for name, rows in shown[0].tables.items()}
    )
    alone = replace(
        shown[2], tables={name: [poverty_unknown(row) for row in rows] for name, rows in shown[2].tables.items()}
    )
    numbers = [{**row, "programme": ""} for row in shown[0].tables["grid_numbers"]]
    of_the_floor = replace(shown[0], tables={**shown[0].tables, "grid_numbers": numbers})
    largest = max(row["transfers_lcu"] for row in shown[0].tables["grid"])
    sizes = [
        with_rows(shown[0], lambda row, to=to: {"transfers_lcu": row["transfers_lcu"] / largest * to})
        for to in (1e4, 1e7, 1e10)
    ]
    every = with_rows(shown[0], lambda row: {"efficient": True})
    for one in (*shown, without, alone, of_the_floor, *sizes, every):
        html(one, "en", sections)
        language("en", one)
    kinds = ("grid.axis.", "grid.amount.", "grid.columns.", "grid.tables.")
    left = {key for key in messages_of("en") if key.startswith("grid.") and not key.startswith(kinds)} - used
    assert left == set()


def with_rows(shown: Results, change: Callable[[Any], dict[str, Any]]) -> Results:
    rows = [{**row, **change(row)} for row in shown.tables["grid"]]
    return replace(shown, tables={**shown.tables, "grid": rows})


def poverty_unknown(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not name.startswith(("fgt", "gini"))}


def test_every_column_of_the_workbook_is_in_words(session: gf.Session, found: Grid, tmp_path: Path) -> None:
    shown = results(found, session.at, session.floor)
    for lang in ("en", "fr"):
        write_workbook(shown, tmp_path / f"{lang}.xlsx", language(lang, shown))
        book = openpyxl.load_workbook(tmp_path / f"{lang}.xlsx", read_only=True)
        say = Language(lang)
        for table in shown.tables:
            sheet = book[say.text(f"grid.tables.{table}.sheet")]
            names, codes = (row for row, _ in zip(sheet.iter_rows(values_only=True), range(2), strict=False))
            assert all(name and name != code for name, code in zip(names, codes, strict=True) if code)
        book.close()
    for table in OF_GRID:
        for column in shown.tables[table][0]:
            assert kind_of(table, column) != "text" or column == "scenario"


def test_the_command_leaves_a_folder(pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    words = ["grid", str(pack), "--vary", "child_grant.grant=20:100:40", "--to", "2030"]
    assert main([*words, "--out", str(out), "--lang", "fr", "--lang", "en"]) == 0
    assert capsys.readouterr().out.strip() == str(out / "report.html")
    assert sorted(path.name for path in out.iterdir()) == [
        "record.json", "report.en.html", "report.html", "tables", "workbook.xlsx",
    ]  # fmt: skip
    assert 'lang="fr"' in (out / "report.html").read_text(encoding="utf-8")
    record = json.loads((out / "record.json").read_text(encoding="utf-8"))
    assert record["settings"]["varied"] == {"child_grant.grant": [20.0, 60.0, 100.0]}
    rows = list(csv.DictReader((out / "tables" / "grid.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["child_grant.grant"] for row in rows] == ["20.0", "60.0", "100.0"]
    assert {row["synthetic"] for row in rows} == {"false"}
    assert main([*words, "--out", str(tmp_path / "grid.csv")]) == 0
    text = (tmp_path / "grid.csv").read_text(encoding="utf-8")
    assert text.startswith("child_grant.grant,target_population.child_grant,")
    assert main([*words, "--out", str(tmp_path / "grid.xlsx")]) == 0
    assert (tmp_path / "grid.xlsx").read_bytes()[:2] == b"PK"


def test_what_cannot_be_written_is_refused(session: gf.Session, found: Grid, pack: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(GroundfloorError, match="file of that name"):
        gf.grid(pack, {"child_grant.grant": "20,40"}, out=tmp_path / "file")
    many = replace(found, settings=np.zeros((MOST + 1, 2)))
    with pytest.raises(GroundfloorError, match="5,001 settings"):
        results(many, session.at, session.floor)
