"""The page, the workbook and the tables that a Monte Carlo leaves."""

from __future__ import annotations

import csv
import json
import re
import shutil
from typing import Any

import openpyxl
import pytest
from tests.uncertainty.earlier import bounds_of, earlier_of, economy_of

import groundfloor as gf
from groundfloor.cli import main
from groundfloor.country.pack import find_pack
from groundfloor.report import monte_carlo
from groundfloor.report.language import Language, messages_of
from groundfloor.report.monte_carlo.findings import sentences
from groundfloor.report.page import Page
from groundfloor.report.render import html
from groundfloor.report.spread import asked, fan, moving, reach
from groundfloor.report.workbook import write_workbook
from groundfloor.uncertainty import TABLES
from groundfloor.uncertainty.words import language, results, shown

EN = Language("en")
# columns and tables have no prefix where the workbook reads them
ELSEWHERE = ("columns.", "tables.")


@pytest.fixture(scope="module")
def found():
    return gf.cost_uncertainty("gha", to=2045, paths=60)


@pytest.fixture(scope="module")
def still():
    return gf.cost_uncertainty("gha", to=2032, paths=2, width=0)


@pytest.fixture(scope="module")
def looking_back(tmp_path_factory):
    pack = tmp_path_factory.mktemp("looking_back") / "gha"
    shutil.copytree(find_pack("gha"), pack)
    folder = earlier_of(pack)
    bounds_of(pack, folder)
    economy_of(folder)
    return gf.cost_uncertainty(pack, to=2030, paths=20)


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


def test_everything_is_left_in_a_folder(tmp_path):
    out = tmp_path / "likely"
    assert (
        main(["uncertainty", "gha", "--to", "2028", "--paths", "20", "--out", str(out), "--lang", "fr", "--lang", "en"])
        == 0
    )
    assert {one.name for one in out.iterdir()} == {
        "report.html",
        "report.en.html",
        "workbook.xlsx",
        "tables",
        "record.json",
    }
    assert '<html lang="fr"' in (out / "report.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in (out / "report.en.html").read_text(encoding="utf-8")
    for name, columns in TABLES.items():
        file = out / "tables" / f"{name}.csv"
        if file.is_file():
            assert tuple(next(csv.reader(file.read_text(encoding="utf-8").splitlines()))) == columns
    record = json.loads((out / "record.json").read_text(encoding="utf-8"))
    assert record["settings"]["paths"] == 20
    assert record["fingerprint"] in (out / "report.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(out / "workbook.xlsx")
    assert {"Incertitude", "Facteurs", "Passé"} <= set(book.sheetnames)
    assert book["Incertitude"]["E1"].value.startswith("Calcul central")


def test_the_workbook_counts_people_as_people_and_rates_as_shares(looking_back, tmp_path):
    write_workbook(results(looking_back), tmp_path / "book.xlsx", language("en"))
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    for sheet, column, form in (
        ("Past people", "forecast", "#,##0"),
        ("Past people", "p95", "#,##0"),
        ("Past costs", "actual_lcu", "#,##0"),
        ("Past people", "error_pct", "0.00"),
        ("Back-test", "forecast", "0.0%"),
        ("Uncertainty", "share_above_zero", "0.0%"),
    ):
        names = [cell.value for cell in book[sheet][2]]
        assert book[sheet].cell(3, names.index(column) + 1).number_format == form, column


def test_a_file_in_place_of_the_folder_is_refused_before_the_work(tmp_path):
    (tmp_path / "likely").write_text("", encoding="utf-8")
    with pytest.raises(gf.GroundfloorError, match="a file of that name"):
        gf.cost_uncertainty("gha", out=tmp_path / "likely")


def test_the_same_input_leaves_the_same_page(looking_back):
    again = gf.cost_uncertainty(looking_back.country.path, to=2030, paths=20)
    assert html(results(looking_back), "fr", monte_carlo) == html(results(again), "fr", monte_carlo)


def test_sentences_say_what_the_tables_say(found):
    page = Page(results(found), EN)
    row = next(
        row
        for row in found.tables["uncertainty"]
        if (row["scenario"], row["programme"], row["year"], row["quantity"])
        == (found.floor.name, "all", 2040, "pct_gdp")
    )
    told = [plain(one) for one in sentences(page)]
    assert told[0].startswith(
        f"In 2040 the floor is likely to cost between {row['p25']:.2f} and {row['p75']:.2f} % of GDP"
    )
    assert f"between {row['p5']:.2f} and {row['p95']:.2f} %" in told[0]
    assert asked(page) == [2030, 2040, 2045]
    widest = max(
        (
            row
            for row in found.tables["drivers"]
            if (row["scenario"], row["quantity"], row["year"]) == (found.floor.name, "pct_gdp", 2045)
            and row["component"] != "all"
        ),
        key=lambda row: row["swing"],
    )
    assert moving(page, "pct_gdp", 2045)[0]["component"] == widest["component"]
    assert EN.text(f"monte_carlo.component.{widest['component']}") in told[3]
    gap = next(
        row
        for row in found.tables["uncertainty"]
        if (row["scenario"], row["year"], row["quantity"]) == (found.floor.name, 2040, "gap_pct_gdp")
    )
    assert f"on {round(100 * gap['share_above_zero'])} % of the paths" in told[5]


def test_the_share_of_paths_above_nought_is_that_of_their_quantiles(found):
    for row in found.tables["uncertainty"]:
        share = row["share_above_zero"]
        assert 0 <= share <= 1
        if row["p5"] > 0:
            assert share >= 0.94
        if row["p95"] < 0:
            assert share <= 0.06


def test_every_chart_has_its_text_and_its_table(found):
    text = html(results(found), "en", monte_carlo)
    figures = re.findall(r"<figure.*?</figure>", text, re.DOTALL)
    assert len(figures) == len(found.floor.scenarios) + 1 + 2 + 3
    for one in figures:
        assert one.count('role="img"') == 2  # wide and narrow
        assert one.count("<desc") == 2
        assert "<table" in one


def test_a_fan_is_made_of_the_quantiles(found):
    page = Page(results(found), EN)
    figure = fan(page, found.floor.name, "pct_gdp")
    assert figure is not None
    row = next(
        row
        for row in page.view.rows("uncertainty", scenario=found.floor.name, programme="all", quantity="pct_gdp")
        if row["year"] == 2040
    )
    cells = next(cells for cells in figure.table.rows if cells[0].text == "2040")
    assert [cell.text for cell in cells[1:]] == [
        f"{row[name]:.2f}" for name in ("central", "p5", "p10", "p25", "p50", "p75", "p90", "p95")
    ]


def test_where_nothing_varies_the_page_says_so(still):
    page = Page(results(still), EN)
    assert reach(page, "pct_gdp", 2032) is None
    text = html(results(still), "en", monte_carlo)
    assert EN.text("monte_carlo.findings.still") in text


def test_an_earlier_projection_is_told_in_words_and_tables(looking_back):
    whole, *_ = (row for row in looking_back.tables["backtest_population"] if not row["sex"])
    for code in ("en", "fr"):
        text = plain(html(results(looking_back), code, monte_carlo))
        say = Language(code)
        assert (
            plain(
                say.text("number.percent", n=say.number(100 * (whole["forecast"] / whole["actual"] - 1), 1, sign=True))
            )
            in text
        )
        assert plain(say.text("monte_carlo.past.people_caption", origin="2015", year="2025")) in text
        assert plain(say.text("monte_carlo.past.method.published")) in text
    assert [heading for heading, _, _ in shown(looking_back) if "2015" in heading]


@pytest.fixture(scope="module")
def unknown(tmp_path_factory):
    """A pack whose GDP is known in its base year alone, with a series of few values and one band alone."""
    pack = gf.new(tmp_path_factory.mktemp("unknown") / "nowhere")
    economy = pack / "economy.csv"
    lines = economy.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if ",gdp_nominal," not in line or line.startswith("2025")]
    economy.write_text("\n".join(kept) + "\n", encoding="utf-8")
    (pack / "economy.yaml").unlink()  # no rule either
    band = "economy: {inflation: {sd: 0.05, persistence: 0.5, basis: assumption, source: X}}\nsurvey: true\n"
    (pack / "uncertainty.yaml").write_text(band, encoding="utf-8")
    return gf.cost_uncertainty(pack, to=2029, paths=20)


def test_what_is_not_known_is_said_and_never_nought(unknown):
    page = Page(results(unknown), EN)
    told = list(sentences(page))
    assert told[0] == EN.text("monte_carlo.findings.unknown", year="2029")
    text = html(results(unknown), "en", monte_carlo)
    assert EN.text("monte_carlo.findings.still") not in text
    assert "– and –" not in text
    row = next(row for row in unknown.tables["uncertainty"] if row["quantity"] == "total_lcu" and row["year"] == 2029)
    assert row["p5"] < row["p95"]


def test_no_message_is_left_over(monkeypatch, found, still, looking_back, unknown):
    used: set[str] = set()

    def form(self: Language, key: str, values: Any, original: Any = Language._form) -> str:
        used.add(key.removeprefix("monte_carlo."))
        return original(self, key, values)

    monkeypatch.setattr(Language, "_form", form)
    for one in (found, still, looking_back, unknown):
        html(results(one), "en", monte_carlo)
        list(shown(one))
    known = {key.removeprefix("monte_carlo.") for key in messages_of("en") if key.startswith("monte_carlo.")}
    left = {key for key in known - used if not key.startswith(ELSEWHERE)}
    assert left <= {"past.wide"}  # bands that held


def test_columns_and_tables_are_explained_in_both_languages():
    for code in ("en", "fr"):
        say = language(code)
        for table, columns in TABLES.items():
            assert say.has(f"tables.{table}.sheet")
            assert say.has(f"tables.{table}.meaning")
            for column in columns:
                assert say.has(f"columns.{column}.label"), column
                assert say.has(f"columns.{column}.meaning"), column
