"""The command, the verb and the pages on it, on the example that ships with the documentation."""

from __future__ import annotations

import csv
import importlib.util
import io
import re
from pathlib import Path

import openpyxl
import pytest

import groundfloor as gf
from groundfloor.cli import main
from groundfloor.errors import GroundfloorError
from groundfloor.fiscal import description, forms
from groundfloor.fiscal.kinds import KINDS
from groundfloor.report.results import COLUMNS
from groundfloor.survey.sentences import sentences

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "fiscal"
PAGE = (ROOT / "docs" / "fiscal.md").read_text(encoding="utf-8")
METHOD = (ROOT / "docs" / "methods" / "fiscal-incidence.md").read_text(encoding="utf-8")


def run(capsys, *arguments):
    assert main(["fiscal", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def test_the_example_is_what_its_script_makes():
    spec = importlib.util.spec_from_file_location("make", EXAMPLE / "make.py")
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([make.HEADER, *(row for number in range(300) for row in make.household(number))])
    assert (EXAMPLE / "survey.csv").read_text(encoding="utf-8") == text.getvalue()


def test_a_summary_in_either_language(capsys):
    english, french = run(capsys, EXAMPLE), run(capsys, EXAMPLE / "survey.yaml", "--lang", "fr")
    assert "Poverty and inequality from market to final income" in english
    assert "Pauvreté et inégalité, du revenu de marché au revenu final" in french
    assert "is below 0 for 88 persons" in english
    assert re.search(r"^family_grant +direct_transfer .* pro_poor$", english, re.MULTILINE)


def test_one_table_or_all(capsys, tmp_path):
    rows = list(csv.DictReader(io.StringIO(run(capsys, EXAMPLE, "--format", "csv"))))
    assert tuple(rows[0]) == ("table", *COLUMNS["fiscal_concepts"])
    assert {row["table"] for row in rows} == {name for name in COLUMNS if name.startswith("fiscal_")} - {"fiscal_items"}
    run(capsys, EXAMPLE, "--pensions", "PGT", "--table", "fiscal_items", "--out", tmp_path / "items.csv")
    items = list(csv.DictReader(io.StringIO((tmp_path / "items.csv").read_text(encoding="utf-8"))))
    assert tuple(items[0]) == COLUMNS["fiscal_items"]
    assert {row["pensions"] for row in items} == {"PGT"}
    assert len(items) == 11
    assert main(["fiscal", str(EXAMPLE), "--table", "fiscal_item"]) == 1
    assert "Did you mean 'fiscal_items'?" in capsys.readouterr().err


def test_a_workbook_of_all_tables(capsys, tmp_path):
    run(capsys, EXAMPLE, "--out", tmp_path / "fiscal.xlsx", "--lang", "fr")
    book = openpyxl.load_workbook(tmp_path / "fiscal.xlsx")
    assert book.sheetnames[2:6] == ["Postes", "Concepts", "Appauvrissement", "Apports"]
    heads = [cell.value for cell in book["Apports"][2]]
    assert heads[:6] == ["pensions", "measure", "concept", "item", "line", "group"]


def test_measures_of_ceq_say_where_taxes_and_benefits_are(capsys):
    assert main(["measure", str(EXAMPLE), "--set", "ceq", "--format", "csv"]) == 0
    said = capsys.readouterr()
    assert f"groundfloor fiscal {EXAMPLE}" in said.err
    assert said.out.startswith("scenario,measure")
    assert main(["measure", str(EXAMPLE), "--set", "adept", "--format", "csv"]) == 0
    assert "groundfloor fiscal" not in capsys.readouterr().err


def test_the_two_scenarios_of_pensions_differ_where_they_should():
    pdi, pgt = (gf.fiscal_incidence(EXAMPLE, pensions=one) for one in ("PDI", "PGT"))
    for concept in ("market", "disposable", "final"):
        assert pdi.concepts[concept].tolist() == pytest.approx(pgt.concepts[concept].tolist())
    assert pdi.concepts["gross"].tolist() != pytest.approx(pgt.concepts["gross"].tolist())
    items = [
        {row["item"] for row in found.tables["fiscal_contributions"] if not str(row["item"]).startswith("all_")}
        for found in (pdi, pgt)
    ]
    assert items[1] - items[0] == {"pension_contribution", "old_age_pension"}


def test_a_file_of_another_place_and_none(tmp_path):
    survey = gf.read_survey(EXAMPLE)
    file = tmp_path / "other.yaml"
    file.write_text(
        "fiscal: x\nwelfare_is: market\npensions: PDI\nitems:\n  levy: {kind: direct_tax, unit: person, amount: 0.1 * wage}\n"
    )
    assert list(gf.fiscal_incidence(survey, file).amounts) == ["levy"]
    with pytest.raises(GroundfloorError, match="Give `fiscal`"):
        gf.fiscal_incidence(survey)
    with pytest.raises(GroundfloorError, match="no description of taxes and benefits"):
        gf.fiscal_incidence("gha")


def test_every_figure_of_an_engine_is_that_of_another():
    survey = gf.read_survey(EXAMPLE)
    described = gf.fiscal_incidence(survey, EXAMPLE / "fiscal.yaml").described
    from groundfloor.fiscal import incidence

    plain = incidence(survey, described, engine="plain")
    fast = incidence(survey, described)
    for name, one in fast.amounts.items():
        assert one.amount.tolist() == pytest.approx(plain.amounts[name].amount.tolist()), name


def names_in(text: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", text))


def test_the_page_has_every_key_kind_and_finding():
    rows = "\n".join(line.partition("|")[2].partition("|")[0] for line in PAGE.splitlines() if line.startswith("|"))
    keys = {*description.TOP, *description.ITEM, *forms.FORMS, *(key for more in forms.FORMS.values() for key in more)}
    assert keys - names_in(rows) == set()
    assert set(KINDS) <= names_in(rows)
    assert set(re.findall(r"^\| `fiscal\.(\w+)`", PAGE, re.MULTILINE)) == set(sentences("en")["fiscal"])
    assert {name for name in COLUMNS if name.startswith("fiscal_")} <= names_in(PAGE)


def numberless(name):
    return re.sub(r"\d+", "#", name)


def test_every_measure_has_its_definition():
    tables = gf.fiscal_incidence(EXAMPLE).tables
    methods = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "docs" / "methods").glob("*.md"))
    found = {row["measure"] for rows in tables.values() for row in rows if "measure" in row}
    # a page names a family by its ends: `arop_40` … `arop_70`
    assert {numberless(name) for name in found} - {numberless(name) for name in names_in(methods)} == set()
    # what the families of measures give is defined on their own pages
    of_ours = {
        row["measure"]
        for name, rows in tables.items()
        for row in rows
        if name not in ("fiscal_items", "fiscal_concepts", "fiscal_euromod")
    }
    assert of_ours - names_in(METHOD) == set()


def test_what_the_page_shows_is_a_file(tmp_path):
    text = re.search(r"(?m)^    fiscal: Taxes and benefits of Nowhere, 2024\n(?:    .*\n)+", PAGE)
    file = tmp_path / "fiscal.yaml"
    file.write_text("\n".join(line[4:] for line in text[0].splitlines()) + "\n", encoding="utf-8")
    assert set(gf.fiscal_incidence(gf.read_survey(EXAMPLE), file).amounts) == {"pension_contribution", "income_tax"}
