import pytest

from groundfloor.errors import GroundfloorError
from groundfloor.financing import financing_table, read_options
from groundfloor.financing.plan import plan

TAX = {"low": 0.1, "base": 0.4, "high": 0.8, "start": 2027, "ramp_years": 4}


def table(**options):
    rows = financing_table(read_options(options, "financing.yaml"), range(2026, 2033))
    return {(row["option"], row["year"]): row for row in rows}


def test_a_recurrent_option_grows_evenly_to_its_full_effect_and_stays():
    rows = table(tax=TAX)
    assert [round(rows["tax", year]["base"], 3) for year in range(2026, 2033)] == [0, 0.1, 0.2, 0.3, 0.4, 0.4, 0.4]
    assert rows["tax", 2031]["low"] == 0.1
    assert rows["tax", 2031]["high"] == 0.8


def test_without_ramp_years_the_full_effect_comes_at_once():
    rows = table(tax={key: value for key, value in TAX.items() if key != "ramp_years"})
    assert (rows["tax", 2026]["base"], rows["tax", 2027]["base"]) == (0, 0.4)


def test_a_one_off_comes_once():
    rows = table(sale={**TAX, "one_off": True})
    assert [rows["sale", year]["base"] for year in (2026, 2027, 2028)] == [0, 0.4, 0]
    assert rows["sale", 2027]["one_off"] is True


def test_notes_and_labels_come_by_language_or_plain():
    options = read_options({"tax": {**TAX, "note": {"en": "a", "fr": "b"}}, "aid": {**TAX, "note": "c"}}, "f.yaml")
    assert options["tax"].note == {"en": "a", "fr": "b"}
    assert options["aid"].note == {"en": "c"}
    assert options["aid"].label == {"en": "aid"}
    assert read_options({"tax": TAX}, "f.yaml")["tax"].note == {}


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (5, "Option 'tax' is not a table of values"),
        ({"base": 1, "high": 2, "start": 2027}, "lacks 'low'"),
        ({**TAX, "base": "some"}, "has a value that is not a number"),
        ({**TAX, "low": 9}, "low <= base <= high"),
    ],
)
def test_a_wrong_option_is_refused(entry, message):
    with pytest.raises(GroundfloorError, match=message):
        read_options({"tax": entry}, "financing.yaml")


def test_an_unfinanced_floor_adds_to_debt_with_interest_and_growth():
    cost = dict.fromkeys(range(2026, 2029), 1.0)
    raised = dict.fromkeys(cost, 0.4)
    rows = plan("s", cost, raised, dict.fromkeys(cost, 50.0), dict.fromkeys(cost, 0.10), dict.fromkeys(cost, 0.08))
    extra, expected = 0.0, []
    for _ in rows:
        extra = extra * 1.10 / 1.08 + 0.6
        expected.append(50 + extra)
    assert [row["debt_pct_gdp_after"] for row in rows] == pytest.approx(expected)


def test_what_is_left_over_repays():
    rows = plan("s", {2026: 0.2}, {2026: 0.5}, {2026: 40.0}, {}, {})
    assert rows[0]["debt_pct_gdp_after"] == pytest.approx(39.7)


def test_a_missing_rate_leaves_the_debt_after_it_empty():
    rows = plan("s", {2026: 1.0, 2027: 1.0}, {2026: 0.0, 2027: 0.0}, {2026: 40.0, 2027: 40.0}, {}, {2027: 0.1})
    assert rows[0]["debt_pct_gdp_after"] == 41.0
    assert rows[1]["debt_pct_gdp_after"] != rows[1]["debt_pct_gdp_after"]
