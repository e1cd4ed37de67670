"""The ages and grades of school in survey.yaml, and a survey built anew with them."""

from __future__ import annotations

import pytest

from groundfloor.errors import GroundfloorError
from groundfloor.survey import read_survey
from groundfloor.survey.build import build
from groundfloor.survey.schooling import Level

HEAD = "survey: S\ncountry: NOW\nyear: 2020\nfiles: {persons: p.csv}\nvariables: {household_id: hh, person_id: hh}\n"


@pytest.fixture
def described(tmp_path):
    def read(schooling):
        (tmp_path / "p.csv").write_text("hh\n1\n2\n", encoding="utf-8")
        (tmp_path / "survey.yaml").write_text(f"{HEAD}schooling: {schooling}\n", encoding="utf-8")
        return read_survey(tmp_path / "survey.yaml")

    return read


def test_a_level_begins_where_the_one_before_it_ends(described):
    found = described(
        "{primary: {from: 6, grades: 6}, lower_secondary: {grades: 3}, upper_secondary: {from: 16, grades: 2}, source: Act}"
    ).schooling
    assert found is not None
    assert found.source == "Act"
    assert dict(found.levels) == {
        "primary": Level(6, 6, 0),
        "lower_secondary": Level(12, 3, 6),
        "upper_secondary": Level(16, 2, 9),
    }
    assert found.levels["upper_secondary"].last_grade == 11


@pytest.mark.parametrize(
    ("schooling", "says"),
    [
        ("{lower_secondary: {from: 12, grades: 3}}", "schooling has no primary school"),
        ("{primary: {grades: 6}}", "primary has no from"),
        ("{primary: {from: 6}}", "primary has no grades"),
        ("{primary: {from: 6, grades: 5.5}}", "grades is 5.5"),
        ("{primary: {from: 60, grades: 6}}", "a whole number from 3 to 25"),
        ("{primary: {from: 6, grades: 6}, upper_secondary: {grades: 3}}", "without the level before it"),
        ("{primary: {from: 6, grades: 6}, tertiary: {grades: 3}}", "Unknown key 'tertiary'"),
    ],
)
def test_what_is_written_wrongly_is_said(described, schooling, says):
    with pytest.raises(GroundfloorError) as error:
        described(schooling)
    assert says in str(error.value)


def test_a_survey_built_anew_has_its_school_and_its_ladders(tmp_path):
    lines = ["hh,source,minutes", "1,11,996", "2,43,5", "3,21,40"]
    (tmp_path / "p.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    variables = (
        "variables:\n  household_id: hh\n  person_id: hh\n  water: {ladder: dhs8, source: source, minutes: minutes}\n"
    )
    text = (
        HEAD.partition("variables")[0] + variables + "schooling: {primary: {from: 7, grades: 5}, source: 'Act, 2008'}\n"
    )
    (tmp_path / "survey.yaml").write_text(text, encoding="utf-8")
    survey, beside = build(tmp_path / "survey.yaml", tmp_path / "built.csv")
    again = read_survey(beside)
    assert again.schooling == survey.schooling
    for name in ("water", "basic_water", "improved_water", "water_on_premises"):
        one, other = survey.columns[name], again.columns[name]
        assert getattr(one, "levels", None) == getattr(other, "levels", None)
        assert getattr(one, "codes", one).tolist() == getattr(other, "codes", other).tolist()
