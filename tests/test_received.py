"""A run on a survey that says what people receive: what the report tells of it, before anything is changed."""

from __future__ import annotations

import csv

import pytest

import groundfloor as gf
from groundfloor.report.language import Language
from groundfloor.report.render import html
from groundfloor.scenarios import OBSERVED

SCHEME = """programme: elders_grant
label: {en: Elders’ grant, fr: Allocation aux aînés}
guarantee: old_age
function: old_age
status: existing
unit: person
parameters: {sum: {unit: LCU/month, values: {2020-01-01: 100}}}
eligible: age >= 65
amount: sum
"""
TRANSFERS = """transfers:
  elders_grant:
    label: {en: Elders’ grant, fr: Allocation aux aînés}
    kind: social_pension
    unit: person
    amount: {from: elders, unit: LCU/month}
  relief:
    label: {en: Relief, fr: Secours}
    kind: unconditional_cash
    unit: household
    amount: {from: relief, unit: LCU/month}
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    pack = gf.new(tmp_path_factory.mktemp("packs") / "nowhere")
    with (pack / "survey.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for i, row in enumerate(rows):
        old = float(row["age"]) >= 65 and float(row["age"]) < 98
        row["elders"] = 80 if (old and i % 3) or (not old and i % 97 == 0) else 0
        row["relief"] = 40 if int(row["household"][1:]) % 4 == 0 and row["person"] == "1" else 0
    with (pack / "survey.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    (pack / "schemes").mkdir(exist_ok=True)
    (pack / "schemes" / "elders_grant.yaml").write_text(SCHEME, encoding="utf-8")
    with (pack / "survey.yaml").open("a", encoding="utf-8") as file:
        file.write(TRANSFERS)
    return gf.results_of(pack, to=2030)


def test_what_people_receive_stands_apart_from_what_schemes_would_give_them(results):
    rows = [row for row in results.tables["measures"] if row["scenario"] == OBSERVED]
    assert {row["programme"] for row in rows} >= {"elders_grant", "relief", "all_social_protection"}
    assert all(row["programme"] for row in rows)
    keys = [(row["scenario"], row["measure"], row["line"], row["programme"], row["group"]) for row in rows]
    assert len(set(keys)) == len(keys)
    fifths = {row["group"] for row in rows if row["measure"] == "adequacy" and row["programme"] == "relief"}
    assert {f"quintile={k}" for k in range(1, 6)} <= fifths


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_report_tells_of_it(results, lang):
    say, text = Language(lang), html(results, lang)
    assert say.text("sections.received") in text
    assert text.index(say.text("received.adequacy")) < text.index(say.text("sections.left_out") + "</h2>")
    for name in ("coverage", "benefits"):
        assert text.count(f'id="figure-{name}"') == 1
    (row,) = (row for row in results.tables["against_rule"] if row["group"] == "all")
    assert 0 < row["exclusion_error"] < 1
    for error in ("exclusion_error", "inclusion_error"):
        assert say.percent(row[error]) in text.partition(say.text("received.rules"))[2]
    # 80 a month of 2024 are 84.8 in prices of 2025, when the rule gives 100
    assert row["amount_ratio"] == pytest.approx(0.848)


def test_a_run_on_a_survey_that_says_nothing_of_it_has_no_such_section(tmp_path):
    found = gf.results_of(gf.new(tmp_path / "nowhere"), to=2026)
    assert "observed" not in {row["scenario"] for row in found.tables["measures"]}
    assert Language("en").text("sections.received") not in html(found)


def test_the_figures_are_those_of_the_survey(results):
    (row,) = (
        row
        for row in results.tables["measures"]
        if (row["scenario"], row["measure"], row["programme"], row["group"])
        == (OBSERVED, "coverage", "elders_grant", "all")
    )
    assert 0 < row["value"] < 1
    assert row["ci_low"] < row["value"] < row["ci_high"]
