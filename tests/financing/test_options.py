"""The options of financing.yaml, their growth, the plan and its debt."""

import pytest

from groundfloor.country.model import Economy
from groundfloor.errors import GroundfloorError
from groundfloor.financing import Accounts, count, financing_table, read_options
from groundfloor.financing.plan import plan

TAX = "low: 0.1, base: 0.4, high: 0.8, start: 2027"


@pytest.fixture
def read(tmp_path):
    def options(text: str):
        file = tmp_path / "financing.yaml"
        file.write_text(text, encoding="utf-8")
        return read_options(file)

    return options


def table(options):
    found = count(options, (), Accounts(2026, Economy(())), range(2026, 2033))
    return {(row["option"], row["year"]): row for row in financing_table(options, found)}


def test_a_recurrent_option_grows_evenly_to_its_full_effect_and_stays(read):
    rows = table(read(f"options:\n  tax: {{{TAX}, ramp_years: 4}}\n"))
    assert [round(rows["tax", year]["base"], 3) for year in range(2026, 2033)] == [0, 0.1, 0.2, 0.3, 0.4, 0.4, 0.4]
    assert rows["tax", 2031]["low"] == 0.1
    assert rows["tax", 2031]["high"] == 0.8


def test_without_ramp_years_the_full_effect_comes_at_once(read):
    rows = table(read(f"options:\n  tax: {{{TAX}}}\n"))
    assert (rows["tax", 2026]["base"], rows["tax", 2027]["base"]) == (0, 0.4)


def test_a_one_off_comes_once(read):
    rows = table(read(f"options:\n  sale: {{{TAX}, one_off: true}}\n"))
    assert [rows["sale", year]["base"] for year in (2026, 2027, 2028)] == [0, 0.4, 0]
    assert rows["sale", 2027]["one_off"] is True


def test_texts_come_by_language(read):
    options = read(f"options:\n  tax: {{{TAX}, note: {{en: a, fr: b}}, source: s}}\n  aid_money: {{{TAX}}}\n")
    assert options["tax"].note == {"en": "a", "fr": "b"}
    assert options["tax"].source == "s"
    assert options["aid_money"].label == {"en": "aid money"}
    assert table(options)["aid_money", 2026]["note"] is None


def test_a_pack_may_have_no_options(read):
    assert read_options(None) == {}
    assert read("options: {}\n") == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("option: {}\n", [":1:9", "Unknown key 'option'", "Did you mean 'options'?"]),
        ("options: [tax]\n", [":1:10", "'options' is not a table"]),
        ("options:\n  tax: 5\n", [":2:8", "'tax' is not a table"]),
        ("options:\n  tax: {base: 1, high: 2, start: 2027}\n", [":2:8", "The option 'tax' has no low"]),
        ("options:\n  tax: {low: 1, base: some, high: 2, start: 2027}\n", [":2:23", "'some' is not a number"]),
        ("options:\n  tax: {low: '0,1', base: 1, high: 2, start: 2027}\n", [":2:14", "decimal point"]),
        (
            "options:\n  tax: {low: 9, base: 1, high: 2, start: 2027}\n",
            [":2:14", "low 9, base 1, high 2", "low <= base"],
        ),
        ("options:\n  tax: {low: 1, base: 1, high: 2, start: soon}\n", [":2:42", "soon", "year"]),
        ("options:\n  tax: {low: 1, base: 1, high: 2, strat: 2027}\n", ["'strat'", "Did you mean 'start'?"]),
        (f"options:\n  tax: {{{TAX}, ramp_years: 0}}\n", ["ramp_years is '0'"]),
        (f"options:\n  tax: {{{TAX}, ramp_years: 2.5}}\n", ["ramp_years is '2.5'"]),
        (f"options:\n  tax: {{{TAX}, ramp_years: 2, one_off: true}}\n", ["comes once and grows"]),
        (f"options:\n  tax: {{{TAX}, one_off: perhaps}}\n", ["one_off is 'perhaps'", "true, false"]),
        (f"options:\n  tax: {{{TAX}, label: Tax}}\n", ["no languages"]),
        (f"options:\n  tax: {{{TAX}, note: {{fr: Impôt}}}}\n", ["no English text"]),
    ],
)
def test_a_wrong_option_is_refused_at_its_place(read, text, expected):
    with pytest.raises(GroundfloorError) as caught:
        read(text)
    for part in expected:
        assert part in str(caught.value)


def test_an_unfinanced_floor_adds_to_debt_with_interest_and_growth():
    cost = dict.fromkeys(range(2026, 2029), 1.0)
    raised = dict.fromkeys(cost, 0.4)
    rows = plan("s", cost, raised, dict.fromkeys(cost, 50.0), dict.fromkeys(cost, 1.10 / 1.08))
    extra, expected = 0.0, []
    for _ in rows:
        extra = extra * 1.10 / 1.08 + 0.6
        expected.append(50 + extra)
    assert [row["debt_pct_gdp_after"] for row in rows] == pytest.approx(expected)


def test_what_is_left_over_repays():
    rows = plan("s", {2026: 0.2}, {2026: 0.5}, {2026: 40.0}, {})
    assert rows[0]["debt_pct_gdp_after"] == pytest.approx(39.7)


def test_a_missing_factor_leaves_the_debt_after_it_empty():
    rows = plan("s", {2026: 1.0, 2027: 1.0}, {2026: 0.0, 2027: 0.0}, {2026: 40.0, 2027: 40.0}, {})
    assert rows[0]["debt_pct_gdp_after"] == 41.0
    assert rows[1]["debt_pct_gdp_after"] != rows[1]["debt_pct_gdp_after"]
