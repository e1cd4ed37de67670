import datetime
from dataclasses import replace

import numpy as np
import pytest

from groundfloor.errors import GroundfloorError
from groundfloor.prices import Prices
from groundfloor.rules.programme import DatedParameter, DatedValue, Floor
from groundfloor.survey.frame import Survey, Text

INFLATION = dict.fromkeys(range(2018, 2041), 0.1)
PRICES = Prices(2025, {"inflation": INFLATION, "wages": dict.fromkeys(range(2018, 2041), 0.12)})


def parameter(unit="LCU/month", indexed_to=None, **values):
    dated = tuple(DatedValue(datetime.date(int(year[1:]), 1, 1), value) for year, value in values.items())
    return DatedParameter("p.grant", unit, dated, indexed_to)


def test_a_benefit_indexed_to_prices_keeps_its_worth():
    grant = parameter(indexed_to="inflation", y2026=110.0)
    assert [PRICES.real(grant, year) for year in (2026, 2030, 2040)] == pytest.approx([100.0] * 3)


def test_a_benefit_that_nothing_indexes_is_eaten_by_prices():
    grant = parameter(y2025=100.0)
    assert PRICES.real(grant, 2035) == pytest.approx(100 / 1.1**10)


def test_a_benefit_indexed_to_wages_gains_what_wages_gain_over_prices():
    grant = parameter(indexed_to="wages", y2025=100.0)
    assert PRICES.real(grant, 2035) == pytest.approx(100 * (1.12 / 1.10) ** 10)


def test_a_new_dated_value_is_in_money_of_its_own_year_and_leaves_other_parameters_alone():
    grant = parameter(y2025=100.0, y2030=200.0)
    assert PRICES.real(grant, 2029) == pytest.approx(100 / 1.1**4)
    assert PRICES.real(grant, 2030) == pytest.approx(200 / 1.1**5)


def test_a_number_that_is_not_money_is_never_indexed():
    assert PRICES.real(parameter(unit="year", y2025=65.0), 2040) == 65.0


def test_before_its_first_value_a_parameter_is_missing():
    assert np.isnan(PRICES.real(parameter(y2026=1.0), 2025))


def test_a_missing_rate_stops_with_the_years_and_the_file():
    with pytest.raises(GroundfloorError, match=r"economy.csv: The series 'inflation' is not known .* 2010 to 2025"):
        PRICES.to_base(2010)


def survey(**extra):
    return Survey(
        name="s",
        country="NOW",
        year=2023,
        columns={
            "age": np.array([30.0, 4.0]),
            "consumption": np.array([100.0, 100.0]),
            "region": Text(np.zeros(2, dtype=np.int32), ("a",)),
        },
        starts=np.array([0]),
        weight=np.ones(2),
        welfare=np.array([100.0, np.nan]),
        lines={"national": 50.0},
        **extra,
    )


def test_a_survey_moves_all_its_money_and_nothing_else():
    moved = PRICES.survey(survey())
    assert moved.welfare == pytest.approx([121.0, np.nan], nan_ok=True)
    assert moved.columns["consumption"] == pytest.approx([121.0, 121.0])
    assert moved.columns["age"].tolist() == [30.0, 4.0]
    assert moved.lines == {"national": pytest.approx(60.5)}


def test_a_survey_of_the_base_year_is_left_as_it_is():
    kept = survey()
    assert Prices(2023, {}).survey(kept) is kept


def test_money_comes_from_the_prices_it_is_in_and_not_from_those_of_the_interview():
    # welfare, lines and consumption in prices of 2024; wages in those of 2022: times 1.1 and 1.1 ** 3
    of_2023 = survey(prices=2024, amounts={"consumption": 2024, "wage": 2022, "gifts": 2022})
    wages = of_2023.columns | {"wage": np.array([100.0, np.nan]), "gifts": np.array([10.0, 20.0])}
    moved = PRICES.survey(replace(of_2023, columns=wages))
    assert moved.welfare == pytest.approx([110.0, np.nan], nan_ok=True)
    assert moved.lines == {"national": pytest.approx(55.0)}
    assert moved.columns["consumption"] == pytest.approx([110.0, 110.0])
    assert moved.columns["wage"] == pytest.approx([133.1, np.nan], nan_ok=True)
    assert moved.columns["gifts"] == pytest.approx([13.31, 26.62])
    assert PRICES.survey(moved) is moved


def test_a_survey_in_prices_of_the_base_year_needs_no_inflation_of_its_own_year():
    kept = survey(prices=2025, amounts={"consumption": 2025})
    assert Prices(2025, {}).survey(kept) is kept


def test_on_a_day_a_parameter_keeps_its_date_and_source_and_stands_in_money_of_that_year():
    given = parameter(indexed_to="inflation", y2026=110.0, y2030=500.0)
    program = Floor("f", {"en": "F"}, {}, {"p.grant": given, "p.later": parameter(y2030=1.0)}, {}, {})
    found = Prices(2028, {"inflation": INFLATION}).on(program, datetime.date(2028, 3, 1)).parameters
    [value] = found["p.grant"].values
    assert (value.start, value.value) == (datetime.date(2026, 1, 1), pytest.approx(110 * 1.1**2))
    assert found["p.later"].values == ()


def test_lines_come_to_a_year_of_the_base_years_prices():
    lines = PRICES.lines({"national": {"value": 10, "unit": "LCU/person/day", "year": 2024}})
    assert lines == {"national": pytest.approx(10 * 365 * 1.1)}
