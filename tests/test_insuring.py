"""Contributory schemes in a floor: what government pays of contributions, by hand, and what is refused."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
import yaml

import groundfloor as gf
from groundfloor.country.pack import find_pack
from groundfloor.errors import GroundfloorError
from groundfloor.report.language import Language
from groundfloor.report.page import Page
from groundfloor.report.render import html
from groundfloor.report.sections import contributory, services
from groundfloor.rules import difference, patched, printable

TO = 2028
NAME = "contributory.ssnit_informal"


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    """Ghana with one more scenario, which names the scheme for informal workers, and another that names services too."""
    folder = tmp_path_factory.mktemp("pack") / "gha"
    shutil.copytree(find_pack("gha"), folder)
    file = folder / "floors" / "ghana_floor.yaml"
    floor = yaml.safe_load(file.read_text(encoding="utf-8"))
    named = {"contributory": {"add": ["ssnit_informal"]}}
    floor["scenarios"] = {"insured": named, "both": named | {"services": {"add": ["information"]}}}
    file.write_text(yaml.safe_dump(floor, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def results(pack):
    return gf.results_of(pack, to=TO)


def of(rows, **where):
    return [row for row in rows if all(row[name] == value for name, value in where.items())]


def test_half_of_the_contributions_of_informal_workers_are_a_cost(results):
    """The worker's contribution is 11 % of wages, of which 90 % is collected, and the government pays half: nothing today."""
    tables = results.tables
    wages = {
        row["year"]: row["wages_lcu"] for row in of(tables["contributory"], scheme="ssnit_informal", variant="base")
    }
    insured = {
        row["year"]: row["insured"] for row in of(tables["contributory"], scheme="ssnit_informal", variant="base")
    }
    rows = {row["year"]: row for row in of(tables["costs"], scenario="insured", programme=NAME)}
    assert set(rows) == set(range(2025, TO + 1))
    for year, row in rows.items():
        assert row["total_lcu"] == pytest.approx(0.11 * 0.9 * 0.5 * wages[year], rel=1e-12)
        assert row["beneficiaries"] == pytest.approx(insured[year])
        assert (row["benefit_lcu"], row["transfers_lcu"], row["administration_lcu"]) == (None, None, None)
        assert row["synthetic"] is False
    assert rows[2025]["total_lcu"] == 0
    assert rows[TO]["total_lcu"] > 0


def test_it_is_in_the_plan_and_in_no_other_scenario(results):
    tables = results.tables
    gdp = {row["year"]: row["value"] for row in of(tables["economy"], series="gdp_nominal")}
    for year in range(2025, TO + 1):
        plan = {row["scenario"]: row for row in of(tables["plan"], year=year)}
        (subsidy,) = of(tables["costs"], scenario="insured", programme=NAME, year=year)
        assert plan["insured"]["cost_pct_gdp"] - plan["ghana_floor"]["cost_pct_gdp"] == pytest.approx(
            100 * subsidy["total_lcu"] / gdp[year], abs=1e-12
        )
        whole = sum(row["total_lcu"] for row in of(tables["costs"], scenario="both", year=year))
        assert plan["both"]["cost_pct_gdp"] == pytest.approx(100 * whole / gdp[year], rel=1e-12)
        halves = next(row for row in of(tables["services_plan"], scenario="both", variant="base", year=year))
        assert halves["transfers_pct_gdp"] == pytest.approx(plan["insured"]["cost_pct_gdp"], rel=1e-12)
    assert of(tables["costs"], scenario="ghana_floor", programme=NAME) == []


def test_the_report_says_which_option_counts_it(results):
    found = contributory.content(Page(results, Language("en")))
    texts = [part for kind, part in found["parts"] if kind == "text"]
    assert any(
        text.endswith("in the cost of the options that name the scheme: “insured” and “both”.") for text in texts
    )
    said = services.content(Page(results, Language("fr")))["parts"][0][1]
    assert "«\xa0both\xa0» nomme des services essentiels" in said
    nothing = Page(replace(results, tables={}), Language("en"))
    assert contributory.content(nothing) is None
    assert services.content(nothing) is None


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_sentence_of_a_run_on_schemes_is_said(monkeypatch, results, lang):
    used = set()
    form = Language._form
    monkeypatch.setattr(Language, "_form", lambda self, key, values: used.add(key) or form(self, key, values))
    html(results, lang)
    quiet = {name: rows for name, rows in results.tables.items() if name != "costs"}
    html(replace(results, tables=quiet), lang)
    short = [row | {"reserve_lcu": -1.0} for row in results.tables["contributory"]]
    html(replace(results, tables=quiet | {"contributory": short}), lang)
    own = {key for key in Language(lang).messages if key.startswith("contributory.run.")}
    assert own <= used, own - used


def test_scenarios_that_name_schemes_print_and_read_back(pack):
    floor = gf.read_country(pack).floors["ghana_floor"]
    more = patched(floor, floor.scenarios["insured"], "insured")
    assert more.contributory == ("ssnit_informal",)
    assert difference(floor, more)["contributory"] == {"add": ["ssnit_informal"]}
    assert patched(more, difference(more, floor), "less").contributory == ()
    assert printable(floor, "insured") == "Contributory scheme ssnit_informal: added"
    with pytest.raises(GroundfloorError, match=r"adds 'ssnit_informal', which the floor has"):
        patched(more, floor.scenarios["insured"])
    with pytest.raises(GroundfloorError, match=r"removes 'ssnit', which the floor does not have"):
        patched(more, {"contributory": {"remove": ["ssnit"]}})


def test_a_scheme_that_is_not_described_is_refused(pack, tmp_path):
    other = tmp_path / "gha"
    shutil.copytree(pack, other)
    file = other / "floors" / "ghana_floor.yaml"
    text = file.read_text(encoding="utf-8").replace("- ssnit_informal", "- ssnit_infomal")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(
        GroundfloorError, match=r"no contributory scheme 'ssnit_infomal'.*Did you mean 'ssnit_informal'"
    ):
        gf.check(other)
