"""The report on taxes and benefits, on the example of the documentation."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import groundfloor as gf
from groundfloor.cli import main
from groundfloor.errors import GroundfloorError
from groundfloor.report import fiscal as package
from groundfloor.report.incidence import results
from groundfloor.report.language import Language, languages
from groundfloor.report.render import html
from groundfloor.report.results import Results

EXAMPLE = Path(__file__).parents[3] / "examples" / "fiscal"


@pytest.fixture(scope="module")
def found() -> Results:
    return results(gf.fiscal_incidence(EXAMPLE))


@pytest.mark.parametrize("lang", languages())
def test_every_section_is_there_in_each_language(found: Results, read: Callable[[str], Any], lang: str) -> None:
    page, say = read(html(found, lang, package)), Language(lang)
    for name in ("concepts", "contributions", "effectiveness", "impoverished", "incidence", "reach", "basis"):
        assert say.text(f"fiscal.sections.{name}").replace("\xa0", " ") in page.text
    assert len(page.all("figure")) == 7
    assert not re.search(r"\b(nan|inf|None)\b", page.text)


def test_what_the_sentences_say_stands_in_the_tables(found: Results, read: Callable[[str], Any]) -> None:
    text = read(html(found, package=package)).text
    rows = found.tables["fiscal_concepts"]
    gini = {row["concept"]: row["value"] for row in rows if (row["measure"], row["group"]) == ("gini", "all")}
    assert f"from {gini['market_plus_pensions']:.3f} to {gini['final']:.3f}" in text
    lost = next(
        row["value"]
        for row in found.tables["fiscal_impoverishment"]
        if (row["measure"], row["concept"]) == ("fiscal_impoverishment_headcount", "consumable")
    )
    assert f"{100 * lost:.1f} % of the people are made poor or poorer" in text
    best = max(
        (
            row
            for row in found.tables["fiscal_contributions"]
            if (row["measure"], row["concept"]) == ("marginal_contribution_gini", "final")
            and not row["item"].startswith("all_")
        ),
        key=lambda row: row["value"],
    )
    assert best["item"] == "family_grant"
    assert f"Family grant does most for equality: without it the Gini coefficient would be {best['value']:.3f}" in text


def test_pensions_alone_have_a_page(taxed: Callable[..., Results], read: Callable[[str], Any]) -> None:
    page = read(
        html(taxed("insured: {kind: contributory_pension, unit: person, amount: pension_amount}"), package=package)
    )
    assert "leave the Gini coefficient where it is" in page.text
    assert "What each tax and benefit does" not in page.text
    assert not re.search(r"\b(nan|inf|None)\b", page.text)


def test_a_survey_without_a_line_has_a_page(read: Callable[[str], Any]) -> None:
    survey = replace(gf.read_survey(EXAMPLE), lines={})
    page = read(html(results(gf.fiscal_incidence(survey, EXAMPLE / "fiscal.yaml")), package=package))
    assert "Who pays and who receives" in page.text
    assert "live" not in page.text.partition("What each tax and benefit does")[0].partition("1 From")[2]
    assert not re.search(r"\b(nan|inf|None)\b", page.text)


def test_the_command_leaves_a_report_a_workbook_tables_and_the_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["fiscal", str(EXAMPLE), "--out", str(out), "--lang", "fr", "--lang", "en", "--pensions", "PGT"]) == 0
    assert capsys.readouterr().out.strip() == str(out / "report.html")
    assert 'lang="fr"' in (out / "report.html").read_text(encoding="utf-8")
    assert "transfers of the government (PGT)" in (out / "report.en.html").read_text(encoding="utf-8")
    record = json.loads((out / "record.json").read_text(encoding="utf-8"))
    assert set(record["data"]) == {"survey.csv", "fiscal.yaml", "education_costs.csv"}
    assert record["settings"] == {"pensions": "PGT", "languages": ["fr", "en"]}
    assert record["fingerprint"] in (out / "report.html").read_text(encoding="utf-8")


def test_what_cannot_be_written_is_refused_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(GroundfloorError, match="a file of that name"):
        gf.fiscal_incidence(EXAMPLE, out=tmp_path / "out")
    survey = gf.read_survey(EXAMPLE)
    with pytest.raises(GroundfloorError, match="A survey in memory has no files"):
        gf.fiscal_incidence(survey, EXAMPLE / "fiscal.yaml", out=tmp_path / "other")
    assert not (tmp_path / "other").exists()
