"""Every mistake in economy.yaml is answered with the file, the line and what to do; nothing is guessed."""

import pytest
from tests.economy.made_up import carried, number, pack, people

from groundfloor.economy import complete
from groundfloor.errors import GroundfloorError

TO = number(0.02)
LIFE = number(5, "years")


def refusal(tmp_path, text, values=(), to=2030):
    with pytest.raises(GroundfloorError) as caught:
        complete(pack(tmp_path, dict(values), text), people(), to)
    return str(caught.value).replace(str(tmp_path), "PACK").replace("\\", "/")


WRONG = {
    "": ["economy.yaml", "The file is empty"],
    "[1]": ["economy.yaml", "not a table"],
    "projection:\n": ["economy.yaml:1", "'projection' is empty"],
    "projections: {}\n": ["economy.yaml:1", "Unknown key 'projections'", "Did you mean 'projection'?"],
    "projection: [inflation]\n": ["economy.yaml:1", "projection is no table"],
    "projection:\n  inflation: hold\n": ["economy.yaml:2", "inflation is no table"],
    "projection:\n  inflation: {}\n": ["economy.yaml:2", "rule is None", "hold"],
    "projection:\n  inflation: {rule: holds}\n": ["economy.yaml:2:21", "rule is 'holds'", "Did you mean 'hold'?"],
    "projection:\n  inflation: {rule: hold, at: 3}\n": ["economy.yaml:2:27", "Unknown key 'at'"],
    "projection:\n  inflatoin: {rule: hold}\n": ["economy.yaml:2:3", "no series 'inflatoin'", "Did you mean 'inflation'?"],
    "projection:\n  cattle: {rule: hold}\n": ["economy.yaml:2:3", "no series 'cattle'", "needs a row in economy.csv first"],
    "projection:\n  2025: {rule: hold}\n": ["economy.yaml:2:3", "no series 2025"],
    "projection:\n  debt_pct_gdp: {rule: hold}\n": ["economy.yaml:2", "debt_pct_gdp has no value to start from"],
    "projection:\n  inflation: {rule: hold}\n  inflation: {rule: hold}\n": ["economy.yaml:3", "stands twice"],
    f"projection:\n  inflation: {{rule: converge, to: {TO}}}\n": ["economy.yaml:2", "neither half_life nor by"],
    f"projection:\n  inflation: {{rule: converge, half_life: {LIFE}}}\n": ["economy.yaml:2", "The rule of inflation has no to", "Add to: {value: ..., unit: 'share', source: ...}"],
    f"projection:\n  inflation: {{rule: converge, to: {TO}, half_life: {LIFE}, by: 2030}}\n": ["both half_life and by"],
    f"projection:\n  inflation: {{rule: converge, to: {TO}, half_life: {LIFE}, way: linear}}\n": ["way goes with by"],
    f"projection:\n  inflation: {{rule: converge, to: {TO}, by: soon}}\n": ["economy.yaml:2", "by is 'soon', which is not a year"],
    f"projection:\n  inflation: {{rule: converge, to: {TO}, by: 2024}}\n": ["inflation is given to 2025", "to arrive by 2024"],
    f"projection:\n  inflation: {{rule: converge, to: {number(-0.01)}, by: 2030, way: geometric}}\n": ["No equal factors lead from 0.05 to -0.01", "Write way: linear"],
    f"projection:\n  inflation: {{rule: converge, to: {number(5)}, by: 2030}}\n": ["economy.yaml:2", "value is 5", "Write 0.05 for 5 %"],
    f"projection:\n  inflation: {{rule: converge, to: {number('5 %')}, by: 2030}}\n": ["economy.yaml:2", "value is 5 %"],
    f"projection:\n  inflation: {{rule: converge, to: {number('0;05')}, by: 2030}}\n": ["economy.yaml:2", "not a number"],
    "projection:\n  inflation: {rule: converge, to: {value: '0,05', unit: share, source: S}, by: 2030}\n": ["'0,05' is not a number", "decimal point"],
    "projection:\n  inflation: {rule: converge, to: 0.05, by: 2030}\n": ["economy.yaml:2", "to is no table"],
    "projection:\n  inflation: {rule: converge, to: {value: 0.05, unit: share}, by: 2030}\n": ["The key 'source' is missing in to"],
    "projection:\n  inflation: {rule: converge, to: {value: 0.05, source: S}, by: 2030}\n": ["The key 'unit' is missing in to"],
    f"projection:\n  inflation: {{rule: converge, to: {number(5, 'percent')}, by: 2030}}\n": ["unit is 'percent'", "share"],
    f"projection:\n  inflation: {{rule: step, add: {number(0.01)}}}\n": ["unit is 'share'", "share/year"],
    f"projection:\n  inflation: {{rule: step, add: {number(-0.3, 'share/year')}}}\n": ["The rule step gives inflation the value -1.15 in 2029", "Bound the rule"],
    "projection:\n  inflation: {rule: step, add: {values: {2026: 0.1, 2027: 0.2}, unit: share/year, source: S}}\n": ["add differs by year"],
    "projection:\n  inflation: {rule: follow}\n": ["inflation follows nothing"],
    "projection:\n  inflation: {rule: follow, series: inflation}\n": ["inflation follows itself"],
    "projection:\n  inflation: {rule: follow, series: [5]}\n": ["series is no list of names"],
    "projection:\n  inflation: {rule: follow, series: wage_growth}\n": ["needs wage_growth of 2026, which has neither a row nor a rule"],
    "projection:\n  inflation: {rule: follow, series: wage_growth}\n  wage_growth: {rule: follow, series: inflation}\n": ["The rules of", "wage_growth", "inflation", "need each other"],
    "projection:\n  gdp_nominal: {rule: nominal}\n": ["The rule nominal of gdp_nominal needs gdp_real_growth of 2026", "a row 2026,gdp_real_growth"],
    "projection:\n  gdp_nominal: {rule: nominal, prices: wages}\n": ["prices is 'wages'", "inflation, gdp_deflator_growth"],
    "projection:\n  inflation: {rule: productivity}\n": ["The rule productivity is for gdp_real_growth"],
    "projection:\n  gdp_real_growth: {rule: productivity}\n": ["The rule productivity of gdp_real_growth needs productivity_growth of 2026"],
    "projection:\n  gdp_real_growth: {rule: productivity}\n  productivity_growth: {rule: hold}\n": ["The rule hold of productivity_growth has no value of 2025 to start from"],
    "projection:\n  inflation: {rule: total}\n": ["inflation has no parts", "revenue_pct_gdp and expenditure_pct_gdp"],
    "projection:\n  inflation: {rule: balance}\n": ["The rule balance is for primary_balance_pct_gdp"],
    "projection:\n  inflation: {rule: debt}\n": ["The rule debt is for debt_pct_gdp"],
    f"projection:\n  inflation: {{rule: buoyancy, buoyancy: {number(1, 'ratio')}}}\n": ["The rule buoyancy is for shares of GDP"],
    "projection:\n  primary_balance_pct_gdp: {rule: balance}\n": ["needs revenue_pct_gdp of 2026"],
    "projection:\n  inflation: {rule: hold}\nemployment: {}\n": ["economy.yaml:3", "participation"],
    "projection:\n  inflation: {rule: hold}\nemployment: {participation: {table: none.csv, unit: share, source: S}}\n": ["none.csv", "missing"],
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG, ids=lambda text: "-".join(text.split())[:70] or "nothing")
def test_a_wrong_file_is_refused(tmp_path, text):
    message = refusal(tmp_path, text)
    assert message.startswith("PACK/")
    for part in WRONG[text]:
        assert part in message


def test_shares_that_leave_nought_to_one_are_refused(tmp_path):
    text = f"projection:\n  unemployment_rate: {{rule: step, add: {number(-0.04, 'share/year')}}}\n"
    message = refusal(tmp_path, text, {"unemployment_rate": {2025: 0.1}})
    assert "gives unemployment_rate the value -0.02 in 2028" in message
    assert "a share from 0 to 1" in message


def test_what_overflows_is_refused(tmp_path):
    text = (
        f"projection:\n  wage: {{rule: follow, series: inflation, above: {number(1)}}}\n  inflation: {{rule: hold}}\n"
    )
    gdp = {2024: 100e9, 2025: 900e12}
    values = {"wage": {2025: 1e300}, "inflation": {2025: 8999.0}, "gdp_nominal": gdp}
    assert "gives wage the value inf in 2027" in refusal(tmp_path, text, values)


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        ({"revenue_taxes_income_pct_gdp": {2025: 17.5}}, {"revenue_pct_gdp": {2025: 17.0}}, "come to 17.5 and the whole is 17"),
        (
            {f"expenditure_{name}_pct_gdp": {2025: 1.9} for name in (
                "public_services", "defence", "public_order", "economic_affairs", "environment", "housing_community", "health",
                "recreation_culture", "education", "social_protection",
            )},
            {"expenditure_pct_gdp": {2025: 19.2}},
            "come to 19 and the whole is 19.2",
        ),
    ],
)  # fmt: skip
def test_parts_that_are_not_the_whole_are_refused(tmp_path, part, whole, said):
    with pytest.raises(GroundfloorError, match=said) as caught:
        pack(tmp_path, {**part, **whole}, None)
    assert "economy.csv:" in str(caught.value)
    assert "within 0.1 % of GDP" in str(caught.value)


def test_parts_within_the_tolerance_and_parts_that_are_not_all_known_are_read(tmp_path):
    for value in (17.05, 3.0):
        pack(tmp_path, {"revenue_taxes_income_pct_gdp": {2025: value}, "revenue_pct_gdp": {2025: 17.0}}, None)


def test_a_pack_without_rules_is_as_it_was(tmp_path):
    country = pack(tmp_path, {}, None)
    assert complete(country, people(), 2050) is country


def test_ten_years_beyond_the_people_are_refused_where_people_count():
    given = {"participation_rate": {2025: 0.6}, "unemployment_rate": {2025: 0.1}, "productivity_growth": {2025: 0.03}}
    rules = dict.fromkeys(("participation_rate", "unemployment_rate", "productivity_growth"), "{rule: hold}")
    with pytest.raises(GroundfloorError, match="needs the employed of 2031"):
        carried(given, rules | {"gdp_real_growth": "{rule: productivity}"}, 2035, population=people(range(2025, 2031)))


def test_years_ahead_are_carried_on_as_far_as_rules_can(tmp_path):
    """People are known to 2030: growth and GDP end there, inflation goes on."""
    given = {"participation_rate": {2025: 0.6}, "unemployment_rate": {2025: 0.1}, "productivity_growth": {2025: 0.03}}
    names = ("participation_rate", "unemployment_rate", "productivity_growth", "inflation")
    text = "projection:\n" + "".join(f"  {name}: {{rule: hold}}\n" for name in names)
    text += "  gdp_real_growth: {rule: productivity}\n  gdp_nominal: {rule: nominal}\n"
    found = complete(pack(tmp_path, given, text), people(range(2025, 2031)), 2028, ahead=12).economy
    assert {name: max(found.series(name)) for name in ("gdp_nominal", "gdp_real_growth", "inflation")} == {
        "gdp_nominal": 2030,
        "gdp_real_growth": 2030,
        "inflation": 2040,
    }
