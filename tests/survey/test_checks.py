"""What the checks say, and that a sound survey is not accused."""

from __future__ import annotations

import re

import numpy as np
import pytest

from groundfloor.survey.checks import CHECKS, check
from groundfloor.survey.frame import Survey, Text

NAN = np.nan


def survey(sizes=(2, 2), **given) -> Survey:
    """A survey of households of these sizes with what is given."""
    persons = sum(sizes)
    columns = given.pop("columns", {})
    weight = np.asarray(given.pop("weight", np.full(persons, 50.0)))
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int64)
    return Survey("s", "NOW", 2024, columns, starts, weight, **given)


def text(*words):
    levels = tuple(dict.fromkeys(word for word in words if word))
    return Text(np.array([levels.index(word) if word else -1 for word in words], np.int32), levels)


def severities(of: Survey, name: str) -> list[tuple[str, str, int]]:
    return [(one.severity, one.variable, one.rows) for one in check(of) if one.check == name]


def test_a_sound_survey_gets_one_note(folder):
    folder.persons(",c1,\n", ",c1,0\n").describe("{strata: area, psu: cluster}", "{strata: area, psu: cluster}")
    folder.put(
        "persons.csv",
        (folder.path / "persons.csv").read_text() + "C,1,30,1,1,10,9,North,c3,1\nD,1,30,1,1,20,9,South,c4,1\n",
    )
    assert [(one.severity, one.check) for one in folder.read().findings] == [("note", "population")]


def test_weights_that_add_up_to_the_sample_are_no_population():
    assert severities(survey(weight=np.ones(4)), "population") == [("warning", "weight", 4)]
    assert severities(survey(), "population") == [("note", "weight", 4)]


def test_weights_missing_zero_and_unequal():
    found = severities(survey(weight=[NAN, NAN, 0.0, 3.0]), "weights")
    assert found == [("error", "weight", 2), ("warning", "weight", 1), ("warning", "weight", 1)]


def test_a_missing_weight_becomes_nobody_after_it_is_reported(folder, found):
    result = folder.persons(",20,14", ",,14").read()
    assert result.weight.tolist() == [10, 10, 10, 0]
    assert found(result, "weights") == [("error", 1)]


def test_weights_that_count_the_members_already():
    sizes = (1, 3, 2, 4)
    unit = text(*"aaaabbbbbb")
    of_households = np.repeat([10.0, 10, 20, 20], sizes)
    members = np.repeat(sizes, sizes)
    assert severities(survey(sizes, weight=of_households * members, psu=unit), "weights") == [("error", "weight", 10)]
    assert severities(survey(sizes, weight=of_households, psu=unit), "weights") == []
    assert severities(survey((2, 2), weight=[3, 3, 4, 4.0], psu=text(*"aabb")), "weights") == []
    nowhere = survey((1, 2), weight=[1, 2, 2.0], psu=Text(np.full(3, -1, np.int32), ()))
    assert severities(nowhere, "weights") == []


def test_households_without_a_head_or_with_two():
    relation = text("head", "head", "child", None)
    assert severities(survey(columns={"relationship": relation}), "heads") == [
        ("warning", "relationship", 1),
        ("warning", "relationship", 1),
    ]


def test_how_much_of_a_variable_is_missing():
    columns = {"age": np.array([1, 2, 3, NAN]), "region": text("a", "a", "b", "b"), "_key": np.full(4, NAN)}
    assert severities(survey(columns=columns), "missing") == [("warning", "age", 1)]
    many = survey((100,), columns={"age": np.append(np.ones(99), NAN)})
    assert severities(many, "missing") == [("note", "age", 1)]


def test_welfare_missing_negative_zero_and_unequal():
    assert severities(survey(), "welfare") == [("warning", "", 4)]
    assert severities(survey(welfare=np.array([-1.0, 0.0, NAN, NAN])), "welfare") == [
        ("warning", "", 2),
        ("warning", "", 1),
        ("warning", "", 1),
        ("warning", "", 1),
    ]
    assert severities(survey((1,) * 200, welfare=np.append(np.ones(199), 0.0)), "welfare") == [("note", "", 1)]


def test_missing_welfare_names_the_groups_it_is_missing_for():
    one = survey(
        (2, 2, 2),
        welfare=np.array([1, 1, 2, 2, NAN, NAN]),
        columns={"region": text(*"aabbcc"), "urban": np.array([1, 1, 0, 0, 1, 1.0]), "sex": text(*"mfmfmf")},
        groups=("urban", "region", "sex", "nothing"),
    )
    said = next(found.message for found in check(one) if found.check == "welfare")
    assert "33.3% of the population" in said
    assert said.endswith("It is missing for 100.0% of region=c and for 0.0% of region=a.")


def test_the_design():
    assert severities(survey(), "design") == [("warning", "psu", 4)]
    assert severities(survey(psu=text(*"aabb")), "design") == [("note", "strata", 4)]
    assert severities(survey(psu=text("a", "a", None, None), strata=text(*"xxxx")), "design") == [("warning", "psu", 1)]
    sound = {"psu": text(*"aabbccdd"), "strata": text(*"xxxxyyyy")}
    assert severities(survey((2, 2, 2, 2), **sound), "design") == []
    assert severities(survey(psu=text(*"abcc"), strata=text(*"xxxy")), "design") == [
        ("warning", "psu", 1),
        ("warning", "strata", 1),
    ]
    assert severities(survey(psu=text(*"aabb"), strata=text("x", "x", None, None)), "design") == [
        ("warning", "strata", 1),
        ("note", "strata", 1),
    ]


def test_strata_with_one_unit_are_named_up_to_five():
    codes = np.arange(6, dtype=np.int32)
    strata = Text(codes, tuple("uvwxyz"))
    said = [one.message for one in check(survey((1,) * 6, psu=Text(codes, tuple("abcdef")), strata=strata))]
    assert any("6 strata have one primary sampling unit (u, v, w, x, y, ...)" in one for one in said)


@pytest.mark.parametrize("one", CHECKS)
def test_every_check_says_what_it_is(one):
    assert one.__doc__


def test_every_finding_is_whole_sentences(folder):
    folder.persons("70,2,1", "999,3,1")
    for found in folder.read().findings:
        assert found.severity in ("note", "warning", "error")
        assert re.fullmatch(r"[^\n]+\.", found.message), found.message
        assert found.rows > 0


def test_prices_of_another_year_are_said():
    y = np.full(4, 10.0)
    assert severities(survey(welfare=y), "prices") == []
    assert severities(survey(welfare=y, prices=2024), "prices") == []
    of = survey(welfare=y, prices=2026)
    assert severities(of, "prices") == [("note", "", 4)]
    [said] = [one.message for one in check(of) if one.check == "prices"]
    assert said.startswith(
        "Consumption or income and the poverty lines are in prices of 2026, while the survey is of 2024."
    )


def test_a_stratum_whose_households_have_no_unit_has_as_many_units_as_households():
    psu = text("a", "a", "b", "b", None, None, None, None)
    found = severities(survey((2, 2, 2, 2), psu=psu, strata=text(*"xxxxyyyy")), "design")
    assert found == [("warning", "psu", 2)]


def test_a_unit_in_two_strata_is_said_unless_units_are_numbered_anew_in_each():
    names = [name for k in range(11) for name in (f"u{k}", f"u{k}")]
    strata = [stratum for k in range(11) for stratum in ("x" if k < 5 else "y", "x" if k <= 5 else "y")]
    one = survey((1,) * 22, psu=text(*names), strata=text(*strata))
    assert severities(one, "design") == [("note", "psu", 1)]
    anew = survey((1,) * 4, psu=text(*"abab"), strata=text(*"xxyy"))
    assert severities(anew, "design") == []


def test_a_size_that_is_not_the_number_of_members_listed():
    columns = {"household_size": np.array([2.0, 2, 3, 3, NAN])}
    (one,) = [one for one in check(survey((2, 2, 1), columns=columns)) if one.check == "households"]
    assert (one.severity, one.rows, one.says) == ("warning", 1, "households.size")
    assert dict(one.values) == {"count": 1, "share": 1 / 3, "missing": 1, "beyond": 0}
    assert severities(survey((2, 2), columns={"household_size": np.full(4, 2.0)}), "households") == []


def test_what_a_survey_of_households_does_not_ask_of_members_is_not_missing():
    columns = {
        "relationship": text("head", None, None, "head", None),
        "sex": text("male", None, None, "male", None),
        "age": np.array([40.0, NAN, NAN, NAN, NAN]),
        "electricity": np.array([1.0, 1, 1, NAN, NAN]),
    }
    homes = survey((3, 2), columns=columns)
    assert severities(homes, "missing") == [("warning", "age", 1), ("warning", "electricity", 2)]
    assert [one.values["share"] for one in check(homes) if one.check == "missing"] == [0.5, 0.4]
    # in a roster the same gaps are gaps
    columns["relationship"] = text("head", "child", None, "head", None)
    roster = severities(survey((3, 2), columns=columns), "missing")
    assert [variable for _severity, variable, _rows in roster] == ["relationship", "sex", "age", "electricity"]
