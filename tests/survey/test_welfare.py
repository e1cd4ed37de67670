"""Amounts at their level, welfare, its scales, and lines on the same basis."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from groundfloor.survey.frame import Survey, Text
from groundfloor.survey.relative import middle
from groundfloor.survey.scales import NEEDS, SCALES, who

NAN = np.nan
WEEKS = 365 / 7


def test_welfare_per_person_from_the_household_by_hand(folder):
    survey = folder.read()
    np.testing.assert_allclose(survey.welfare, [70 * WEEKS / 3] * 3 + [14 * WEEKS])
    assert survey.columns["consumption"] is survey.welfare
    assert survey.sharing is None
    assert survey.lines == {"national": 2 * 365}


@pytest.mark.parametrize(
    ("scale", "family", "alone"),
    [
        ("oxford", 1 + 0.7 + 0.5, 1.0),
        ("oecd", 1 + 0.5 + 0.3, 1.0),
        # a man, a woman, a boy of 4; a woman of 70
        ("who", 1.00 + 0.73 + 0.61, 0.73),
    ],
)
def test_welfare_per_adult_equivalent_by_hand(folder, scale, family, alone):
    folder.describe("per: capita", f"per: adult_equivalent({scale})").describe(
        "LCU/person/day", "LCU/adult_equivalent/day"
    )
    survey = folder.read()
    np.testing.assert_allclose(survey.sharing, [family] * 3 + [alone])
    np.testing.assert_allclose(survey.welfare, [70 * WEEKS / family] * 3 + [14 * WEEKS / alone])
    np.testing.assert_allclose(survey.columns["adult_equivalents"], survey.sharing)
    assert survey.lines == {"national": 730}


def test_the_surveys_own_adult_equivalents(folder):
    folder.put("homes.csv", "home,ae\nA,2.5\nB,0\n")
    folder.describe("files:\n", "files:\n  homes: homes.csv\n").describe(
        "  region:", "  adult_equivalents: ae\n  region:"
    )
    folder.describe("per: capita", "per: adult_equivalent(table)").describe("LCU/person/day", "LCU/day")
    np.testing.assert_allclose(folder.read().welfare, [70 * WEEKS / 2.5] * 3 + [NAN])


def test_an_amount_per_person_is_taken_as_it_stands(folder):
    folder.describe("LCU/household/week", "LCU/person/month")
    expected = [840, 840, 840, 168]
    assert folder.read().welfare.tolist() == expected
    assert folder.describe("per: capita", "per: person").read().welfare.tolist() == expected


def test_an_amount_per_adult_equivalent_is_taken_as_it_stands(folder):
    folder.describe("LCU/household/week", "LCU/adult_equivalent/year").describe(
        "per: capita", "per: adult_equivalent(oecd)"
    )
    folder.describe("LCU/person/day", "LCU/adult_equivalent/month")
    survey = folder.read()
    assert survey.welfare.tolist() == [70, 70, 70, 14]
    assert survey.lines == {"national": 24}
    np.testing.assert_allclose(survey.sharing, [1.8, 1.8, 1.8, 1.0])


def test_an_amount_per_person_is_shared_anew_by_adult_equivalents(folder):
    folder.describe("LCU/household/week", "LCU/person/year").describe("per: capita", "per: adult_equivalent(oecd)")
    folder.describe("LCU/person/day", "LCU/day")
    np.testing.assert_allclose(folder.read().welfare, [70 * 3 / 1.8] * 3 + [14])


def test_members_incomes_are_added_and_shared(folder):
    folder.persons("A,2,38,2,2,10,70", "A,2,38,2,2,10,20").persons("A,3,4,1,3,10,70", "A,3,4,1,3,10,0")
    folder.describe("consumption: {from: food, unit: LCU/household/week}", "income: {from: food, unit: LCU/month}")
    folder.describe("from: consumption", "from: income")
    survey = folder.read()
    assert survey.welfare.tolist() == [360, 360, 360, 168]
    assert survey.columns["income"].tolist() == [840, 240, 0, 168]
    own = folder.describe("per: capita", "per: person").read()
    assert own.welfare.tolist() == [840, 240, 0, 168]


def test_a_household_with_an_unknown_income_has_unknown_welfare(folder):
    folder.persons("A,3,4,1,3,10,70", "A,3,4,1,3,10,")
    folder.describe("consumption: {from: food, unit: LCU/household/week}", "income: {from: food, unit: LCU/month}")
    folder.describe("from: consumption", "from: income")
    assert np.isnan(folder.read().welfare).tolist() == [True, True, True, False]
    folder.describe("unit: LCU/month", "unit: LCU/month, empty: 0")
    assert folder.read().welfare.tolist() == [560, 560, 560, 168]


def test_consumption_is_shared_as_welfare_is_even_beside_it(folder):
    folder.describe("  region:", "  income: {from: food, unit: LCU/year}\n  region:")
    folder.describe("{from: consumption, per: capita}", "{from: income, per: adult_equivalent(oecd)}")
    folder.describe("LCU/person/day", "LCU/day")
    survey = folder.read()
    np.testing.assert_allclose(survey.welfare, [210 / 1.8] * 3 + [14])
    np.testing.assert_allclose(survey.columns["consumption"], [70 * WEEKS / 1.8] * 3 + [14 * WEEKS])


def test_consumption_without_welfare_is_per_person(folder):
    folder.describe("welfare: {from: consumption, per: capita}\n", "")
    folder.describe("lines:\n  national: {value: 2, unit: LCU/person/day}\n", "")
    survey = folder.read()
    assert survey.welfare is None
    np.testing.assert_allclose(survey.columns["consumption"], [70 * WEEKS / 3] * 3 + [14 * WEEKS])


def test_what_a_household_spends_is_the_sum_of_what_its_members_spend(folder):
    folder.persons("A,2,38,2,2,10,70", "A,2,38,2,2,10,20")
    folder.describe(
        "  consumption: {from: food, unit: LCU/household/week}",
        "  health_spending: {from: food, unit: LCU/person/month}",
    ).describe("welfare: {from: consumption, per: capita}\n", "")
    folder.describe("lines:\n  national: {value: 2, unit: LCU/person/day}\n", "")
    assert folder.read().columns["health_spending"].tolist() == [1920, 1920, 1920, 168]
    folder.describe("LCU/person/month", "LCU/household/year").persons("10,20", "10,70")
    assert folder.read().columns["health_spending"].tolist() == [70, 70, 70, 14]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{value: 2, unit: LCU/day}", 730),
        ("{value: 100, unit: LCU/person/month}", 1200),
        ("{value: 7, unit: LCU/person/week}", 365),
        ("{value: 500, unit: LCU/person/year, label: Low, source: here}", 500),
        ("{share: 0.5, of: mean}", 0.5 * (30 * 70 * WEEKS / 3 + 20 * 14 * WEEKS) / 50),
        ("{share: 0.6, of: median}", 0.6 * 70 * WEEKS / 3),
    ],
)
def test_lines_by_hand(folder, line, expected):
    folder.describe("{value: 2, unit: LCU/person/day}", line)
    assert folder.read().lines["national"] == pytest.approx(expected)


def test_a_line_of_a_survey_whose_welfare_is_missing_is_missing(folder):
    folder.persons("10,70,", "10,,", 3).persons("20,14,", "20,,").describe(
        "{value: 2, unit: LCU/person/day}", "{share: 0.5, of: mean}"
    )
    assert np.isnan(folder.read().lines["national"])


def test_amounts_stand_in_prices_of_the_surveys_year_unless_it_says_otherwise(folder):
    survey = folder.read()
    assert (survey.price_year, survey.amounts) == (2024, {"consumption": 2024})
    folder.describe("year: 2024", "year: 2024\nprices: 2026")
    survey = folder.read()
    assert (survey.year, survey.price_year, survey.amounts) == (2024, 2026, {"consumption": 2026})
    assert survey.lines == {"national": 730}


def test_one_amount_may_be_in_other_prices_and_lines_go_with_welfare(folder):
    folder.describe("unit: LCU/household/week}", "unit: LCU/household/week, prices: 2026}")
    folder.describe("  region:", "  wage: {from: food, unit: LCU/month}\n  region:")
    folder.describe("groups:", "other:\n  gifts: {kind: number, from: food, unit: LCU/year, prices: 2020}\ngroups:")
    survey = folder.read()
    assert survey.amounts == {"wage": 2024, "consumption": 2026, "gifts": 2020}
    assert (survey.year, survey.price_year) == (2024, 2026)


def test_a_line_may_have_a_name_by_language(folder):
    folder.describe("unit: LCU/person/day}", "unit: LCU/person/day, label: {en: Food line, fr: Seuil alimentaire}}")
    assert folder.read().line_labels == {"national": {"en": "Food line", "fr": "Seuil alimentaire"}}
    folder.describe("{en: Food line, fr: Seuil alimentaire}", "Food line")
    assert folder.read().line_labels == {"national": {"en": "Food line"}}


def test_the_scale_of_needs_band_by_band():
    ages = np.array([0, 1, 3, 4, 6, 7, 9, 10, 12, 13, 15, 16, 19, 20, 90, NAN])
    band = [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 7]
    single = np.arange(16)
    for sex in ("male", "female"):
        survey = Survey("s", "X", 2020, {"age": ages, "sex": Text(np.zeros(16, np.int32), (sex,))}, single, np.ones(16))
        assert who(survey).tolist() == [NEEDS[sex][one] for one in band]
    unknown = Survey("s", "X", 2020, {"age": ages, "sex": Text(np.full(16, -1, np.int32), ())}, single, np.ones(16))
    np.testing.assert_allclose(who(unknown), [(NEEDS["male"][one] + NEEDS["female"][one]) / 2 for one in band])


@settings(max_examples=60, deadline=None)
@given(arrays.arrays(np.float64, st.integers(1, 12), elements=st.integers(0, 90)))
def test_a_household_counts_for_one_adult_at_least_and_its_members_at_most(ages):
    text = Text(np.zeros(len(ages), np.int32), ("male",))
    survey = Survey("s", "X", 2020, {"age": ages, "sex": text}, np.array([0]), np.ones(len(ages)))
    for name in ("oxford", "oecd"):
        scale = SCALES[name](survey)
        assert len(set(scale.tolist())) == 1
        assert 1 <= scale[0] <= len(ages)
    assert (SCALES["oecd"](survey) <= SCALES["oxford"](survey) + 1e-12).all()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 5)), min_size=1, max_size=20))
def test_the_weighted_median_is_that_of_the_values_repeated(pairs):
    values = np.array([value for value, _count in pairs], dtype=float)
    counts = np.array([count for _value, count in pairs])
    found = middle(values, counts.astype(float), "median")
    assert found == pytest.approx(np.median(np.repeat(values, counts)))
