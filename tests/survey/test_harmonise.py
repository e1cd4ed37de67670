"""The words of survey.yaml that make a variable of columns."""

from __future__ import annotations

import numpy as np
import pytest

NAN = np.nan


def column(folder, entry, cells, name="disability"):
    """Variable `name` under `entry`, from the column or columns `cells` (x, y)."""
    columns = {"x": cells} if isinstance(cells, list) else cells
    rows = ["home,person," + ",".join(columns)]
    rows += [f"A,{i}," + ",".join(row) for i, row in enumerate(zip(*columns.values(), strict=True))]
    folder.put("persons.csv", "\n".join(rows) + "\n")
    folder.put(
        "survey.yaml",
        "{survey: s, country: NOW, year: 2024, files: {persons: persons.csv},"
        f" variables: {{household_id: home, person_id: person, {name}: {entry}}}}}",
    )
    return folder.read()


@pytest.mark.parametrize(
    ("entry", "cells", "expected"),
    [
        ("x", ["1", "0", "yes", "NO", "oui", "non", "True", ""], [1, 0, 1, 0, 1, 0, 1, NAN]),
        ("{from: x, true: [1]}", ["1", "2", "9", ""], [1, 0, 0, NAN]),
        ("{from: x, true: [1], missing: [9]}", ["1", "2", "9", ""], [1, 0, NAN, NAN]),
        ("{from: x, true: 1, false: 2}", ["1.0", "2.0", "9.0", ""], [1, 0, NAN, NAN]),
        ("{from: x, false: [3, 4]}", ["1", "3", "4", ""], [1, 0, 0, NAN]),
        ("{from: x, at_least: 3}", ["1", "3", "4.5", ""], [0, 1, 1, NAN]),
        ("{from: x, at_least: 3, missing: [8]}", ["1", "3", "8", ""], [0, 1, NAN, NAN]),
        ("{from: x, at_least: 2, at_most: 3}", ["1", "2", "3", "4"], [0, 1, 1, 0]),
        ("{from: x, at_most: 3, empty: false}", ["1", "9", "", ""], [1, 0, 0, 0]),
        ("{from: x, true: [1], empty: true}", ["1", "2", "", ""], [1, 0, 1, 1]),
        ("{from: x, true: ['yes', 'No way']}", ["yes", "no", "No way", ""], [1, 0, 1, NAN]),
    ],
)
def test_a_boolean_of_one_column(folder, entry, cells, expected):
    np.testing.assert_equal(column(folder, entry, cells).columns["disability"], expected)


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        ("", [1, 1, 1, 1, 0, NAN, 1, NAN, NAN]),
        (", match: any", [1, 1, 1, 1, 0, NAN, 1, NAN, NAN]),
        (", match: all", [1, 0, NAN, 0, 0, 0, NAN, 0, NAN]),
    ],
)
def test_a_boolean_of_several_columns_is_three_valued(folder, match, expected):
    cells = {"x": ["3", "3", "3", "1", "1", "1", "", "", ""], "y": ["3", "1", "", "3", "1", "", "3", "1", ""]}
    survey = column(folder, f"{{from: [x, y], at_least: 3{match}}}", cells)
    np.testing.assert_equal(survey.columns["disability"], expected)


def test_a_question_put_only_to_some_is_false_for_the_others(folder):
    cells = {"x": ["1", "1", "0", ""], "y": ["1", "0", "", ""]}
    survey = column(folder, "{from: [x, y], match: all}", cells, "in_school")
    np.testing.assert_equal(survey.columns["in_school"], [1, 0, 0, NAN])


def test_words_that_are_neither_true_nor_false_are_missing_and_reported(folder, found):
    survey = column(folder, "x", ["1", "2", "2", "0"])
    np.testing.assert_equal(survey.columns["disability"], [1, NAN, NAN, 0])
    assert found(survey, "codes", "disability") == [("error", 2)]
    assert "'2' (2)" in next(f.message for f in survey.findings if f.check == "codes")


@pytest.mark.parametrize(
    ("entry", "cells", "expected"),
    [
        ("x", ["Male", "FEMALE", ""], ["male", "female", None]),
        ("{from: x, codes: {1: male, 2: female}}", ["1", "2", "3"], ["male", "female", None]),
        ("{from: x, codes: {1: male}, rest: female}", ["1", "2", ""], ["male", "female", None]),
        ("{from: x, codes: {1: male, 2: ~}}", ["1", "2", ""], ["male", None, None]),
        ("{from: x, codes: {1: male, 2: female}, missing: 2}", ["1", "2", ""], ["male", None, None]),
        ("{from: x, codes: {1: male, 2: female}, empty: female}", ["1", "2", ""], ["male", "female", "female"]),
    ],
)
def test_words_of_a_closed_list(folder, words, entry, cells, expected):
    assert words(column(folder, entry, cells, "sex"), "sex") == expected


def test_a_word_outside_the_list_is_missing_and_reported(folder, words, found):
    survey = column(folder, "x", ["male", *["f"] * 7, *["male"] * 200], "sex")
    assert words(survey, "sex")[:2] == ["male", None]
    assert found(survey, "codes", "sex") == [("warning", 7)]


def test_a_code_listed_for_missing_is_not_reported(folder, found):
    assert found(column(folder, "{from: x, codes: {1: male, 9: ~}}", ["1", "9"], "sex"), "codes") == []


def test_only_levels_that_occur_are_kept_in_the_order_of_the_list(folder):
    survey = column(folder, "x", ["other", "head", "child"], "relationship")
    assert survey.columns["relationship"].levels == ("head", "child", "other")


@pytest.mark.parametrize(
    ("entry", "cells", "expected"),
    [
        ("x", ["1.5", "-2", "1e3", " 7 ", ""], [1.5, -2, 1000, 7, NAN]),
        ("{from: x, missing: [NA, '.', -9]}", ["1", "NA", ".", "-9", "-9.0"], [1, NAN, NAN, NAN, NAN]),
        ("{from: x, scale: 60}", ["1", "0.5"], [60, 30]),
        ("{from: x, codes: {1: 7.5, 2: 22, 3: ~}}", ["1", "2", "3", "4", ""], [7.5, 22, NAN, NAN, NAN]),
        ("{from: x, codes: {9: 0}, rest: 5, unit: minute}", ["9", "2", ""], [0, 5, NAN]),
        ("{from: x, empty: 0}", ["1", ""], [1, 0]),
    ],
)
def test_numbers(folder, entry, cells, expected):
    np.testing.assert_equal(column(folder, entry, cells, "facility_minutes").columns["facility_minutes"], expected)


def test_an_empty_cell_that_is_given_a_value_is_reported(folder, found):
    assert found(column(folder, "{from: x, empty: 0}", ["1", "", ""], "poverty_score"), "empty") == [("note", 2)]


def test_decimal_commas_are_read_when_the_file_is_said_to_have_them(folder):
    folder.put("persons.csv", "home;person;x\nA;1;1,5\nA;2;7\n")
    folder.put(
        "survey.yaml",
        "{survey: s, country: NOW, year: 2024, files: {persons: {path: persons.csv, decimal: ','}},"
        " variables: {household_id: home, person_id: person, facility_minutes: x}}",
    )
    assert folder.read().columns["facility_minutes"].tolist() == [1.5, 7]


@pytest.mark.parametrize(
    ("unit", "yearly"),
    [
        ("day", 365),
        ("week", 365 / 7),
        ("fortnight", 365 / 14),
        ("month", 12),
        ("quarter", 4),
        ("half_year", 2),
        ("year", 1),
    ],
)
@pytest.mark.parametrize("whose", ["LCU/person/", "LCU/"])
def test_amounts_become_yearly(folder, unit, yearly, whose):
    survey = column(folder, f"{{from: x, unit: {whose}{unit}}}", ["10", ""], "wage")
    np.testing.assert_allclose(survey.columns["wage"], [10 * yearly, NAN])


def test_the_period_of_an_amount_may_stand_in_a_column(folder, found):
    cells = {"x": ["10", "10", "10", "10", ""], "y": ["1", "2", "7", "", "1"]}
    entry = "{from: x, scale: 2, unit: {from: y, codes: {1: LCU/month, 2: LCU/day}}}"
    survey = column(folder, entry, cells, "wage")
    np.testing.assert_allclose(survey.columns["wage"], [240, 7300, NAN, NAN, NAN])
    assert found(survey, "codes", "wage") == [("error", 1)]


def test_ages_become_completed_years_and_impossible_ones_are_missing(folder, found):
    survey = column(folder, "x", ["4.5", "999", "-1", "120", ""], "age")
    np.testing.assert_equal(survey.columns["age"], [4, NAN, NAN, 120, NAN])
    assert found(survey, "ages") == [("error", 2), ("note", 1)]
    assert "(-1, 999)" in next(f.message for f in survey.findings if f.check == "ages")


def test_an_answer_of_the_household_on_one_row_is_its_members_too(folder, found, words):
    survey = column(folder, "x", ["Coast", "", ""], "region")
    assert words(survey, "region") == ["Coast"] * 3
    assert found(survey, "households") == [("note", 2)]
    survey = column(folder, "x", ["1", "", "1"], "urban")
    assert survey.columns["urban"].tolist() == [1, 1, 1]


def test_members_who_disagree_keep_their_answers(folder, found):
    survey = column(folder, "x", ["1", "", "0"], "urban")
    np.testing.assert_equal(survey.columns["urban"], [1, NAN, 0])
    assert found(survey, "households") == [("warning", 1)]
