"""From files to a survey: order, kinds, keys, joins and members."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundfloor.errors import GroundfloorError
from groundfloor.rules.keys import household_keys, person_keys
from groundfloor.survey import data_files, read_survey
from groundfloor.survey.frame import Text

NAN = np.nan


def test_a_survey_is_read_sorted_by_household_in_its_own_order(folder, words):
    survey = folder.read()
    assert (survey.name, survey.country, survey.year) == ("Example", "NOW", 2024)
    assert survey.starts.tolist() == [0, 3]
    assert words(survey, "household_id") == ["A", "A", "A", "B"]
    assert words(survey, "person_id") == ["1", "2", "3", "1"]
    assert survey.columns["age"].tolist() == [40, 38, 4, 70]
    assert words(survey, "sex") == ["male", "female", "male", "female"]
    assert words(survey, "relationship") == ["head", "spouse", "child", "head"]
    assert words(survey, "region") == ["North", "North", "North", "South"]
    np.testing.assert_equal(survey.columns["employed"], [1, 0, NAN, 0])
    assert survey.columns["household_size"].tolist() == [3, 3, 3, 1]
    assert survey.weight.tolist() == [10, 10, 10, 20]
    assert [survey.psu.levels[code] for code in survey.psu.codes] == ["c1", "c1", "c1", "c2"]
    assert [survey.strata.levels[code] for code in survey.strata.codes] == ["North", "North", "North", "South"]
    assert survey.groups == ("region", "sex")
    assert not survey.synthetic


def test_the_keys_of_the_draw_are_those_the_rules_define(folder):
    survey = folder.read()
    bare = dataclasses.replace(survey, columns={k: v for k, v in survey.columns.items() if not k.startswith("_")})
    assert person_keys(survey).tolist() == person_keys(bare).tolist()
    assert household_keys(survey).tolist() == household_keys(bare).tolist()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("CABD"), st.integers(0, 99)), min_size=1, max_size=30))
def test_any_order_of_rows_gives_whole_households(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("survey")
    lines = [f"{home},{number},{age}" for number, (home, age) in enumerate(rows)]
    (folder / "p.csv").write_text("\n".join(["home,person,age", *lines]))
    (folder / "survey.yaml").write_text(
        "{survey: s, country: NOW, year: 2024, files: {persons: p.csv},"
        " variables: {household_id: home, person_id: person, age: age}}"
    )
    survey = read_survey(folder / "survey.yaml")
    homes = survey.columns["household_id"]
    seen = [homes.levels[code] for code in homes.codes[survey.starts]]
    assert seen == list(dict.fromkeys(home for home, _age in rows))
    expected = [age for home in seen for one, age in rows if one == home]
    assert survey.columns["age"].tolist() == expected
    assert survey.sizes.sum() == len(rows)


def test_codes_are_read_as_they_are_written(folder, words):
    """YAML would read 01 as 1, NO as false and true as a boolean."""
    folder.persons("North", "NO", 3).persons("South", "01")
    folder.describe("region: area", "region: {from: area, codes: {NO: Norway, 01: First}}")
    assert words(folder.read(), "region") == ["Norway", "Norway", "Norway", "First"]


def test_codes_that_a_package_has_spelt_with_a_decimal_point_are_the_same_codes(folder, words):
    folder.put("persons.csv", (folder.path / "persons.csv").read_text().replace(",1,1,", ",1.0,1.0,"))
    assert words(folder.read(), "sex") == ["male", "female", "male", "female"]


def test_a_household_file_joins_by_its_key_whatever_its_order(folder, words):
    folder.put("homes.csv", "hh,roof,urb\nB,straw,1\nA,iron,0\n")
    folder.describe("files:\n", "files:\n  homes: {path: homes.csv, key: {household_id: hh}}\n")
    folder.describe("  region: area\n", "  region: roof\n  urban: {from: urb, file: homes}\n")
    survey = folder.read()
    assert words(survey, "region") == ["iron", "iron", "iron", "straw"]
    assert survey.columns["urban"].tolist() == [0, 0, 0, 1]
    assert [path.name for path in data_files(folder.path / "survey.yaml")] == ["homes.csv", "persons.csv"]


def test_a_file_of_persons_joins_by_both_identifiers(folder, found):
    folder.put("health.csv", "home,person,card\nA,1,1\nA,3,0\nB,1,1\nZ,1,1\n")
    folder.describe(
        "files:\n", "files:\n  health: {path: health.csv, key: {household_id: home, person_id: person}}\n"
    ).describe("  region: area\n", "  region: area\n  health_insurance: card\n")
    survey = folder.read()
    np.testing.assert_equal(survey.columns["health_insurance"], [1, NAN, 0, 1])
    assert found(survey, "join") == [("warning", 1), ("warning", 1)]


@pytest.mark.parametrize("key", ["by: area", "by: [area]", "by: {zone: area}"])
def test_a_file_about_places_joins_by_the_columns_of_the_place(folder, words, found, key):
    there = "zone" if "zone" in key else "area"
    folder.put("persons.csv", "home,person,area,age\nA,1,N,40\nA,2,N,3\nB,1,S,70\nC,1,,9\n")
    folder.put("places.csv", f"{there},roof\nS,straw\nN,iron\nW,tile\n")
    folder.put("survey.yaml", f"survey: s\ncountry: NOW\nyear: 2024\nfiles:\n  persons: persons.csv\n  places: {{path: places.csv, key: {{{key}}}}}\n"
               "variables: {household_id: home, person_id: person, region: roof}\n")  # fmt: skip
    survey = folder.read()
    assert words(survey, "region") == ["iron", "iron", "straw", None]
    assert found(survey, "join") == [("warning", 1), ("warning", 1)]


def test_a_key_of_a_place_is_of_columns_that_both_files_have(folder):
    folder.put("places.csv", "area,roof\nS,straw\n")
    for key, what in {
        "by: arae": "no column 'arae'",
        "by: {area: arae}": "no column 'arae'",
        "by: area, household_id: home": "household and of a place",
        "by: {}": "by",
    }.items():
        folder.describe("files:\n", f"files:\n  places: {{path: places.csv, key: {{{key}}}}}\n")
        with pytest.raises(GroundfloorError, match=what):
            folder.read()
        folder.describe(f"files:\n  places: {{path: places.csv, key: {{{key}}}}}\n", "files:\n")


def test_household_numbers_that_begin_anew_in_each_cluster_are_joined_with_it(folder, words):
    folder.put("persons.csv", "cl,home,person\n1,1,1\n2,1,1\n1,1,2\n")
    folder.put("homes.csv", "cl,home,area\n1,1,North\n2,1,South\n")
    folder.put(
        "survey.yaml",
        """
survey: s
country: NOW
year: 2024
files:
  persons: persons.csv
  homes: {path: homes.csv, key: {household_id: [cl, home]}}
variables: {household_id: [cl, home], person_id: person, region: area}
""",
    )
    survey = folder.read()
    assert words(survey, "household_id") == ["1/1", "1/1", "2/1"]
    assert words(survey, "region") == ["North", "North", "South"]


def test_the_join_uses_the_names_of_the_persons_file_when_no_key_is_given(folder, words):
    folder.put("homes.csv", "home,roof\nA,iron\nB,straw\n")
    folder.describe("files:\n", "files:\n  homes: homes.csv\n").describe("region: area", "region: roof")
    assert words(folder.read(), "region") == ["iron", "iron", "iron", "straw"]


def test_those_who_are_no_members_are_left_out_and_reported(folder, found):
    folder.describe("variables:\n", "members: {from: relation, true: [1, 2]}\nvariables:\n")
    survey = folder.read()
    assert survey.columns["age"].tolist() == [40, 38, 70]
    assert survey.columns["household_size"].tolist() == [2, 2, 1]
    assert found(survey, "members") == [("note", 1)]


def test_whoever_may_be_a_member_is_kept_and_reported(folder, found):
    folder.describe("variables:\n", "members: work\nvariables:\n")
    survey = folder.read()
    assert survey.columns["age"].tolist() == [40, 4]
    assert found(survey, "members") == [("note", 2), ("warning", 1)]


def test_paths_may_name_environment_variables(folder, monkeypatch, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("data")
    (folder.path / "persons.csv").rename(elsewhere / "persons.csv")
    monkeypatch.setenv("SURVEY_DATA", str(elsewhere))
    assert folder.describe("path: persons.csv", 'path: "${SURVEY_DATA}/persons.csv"').read().persons == 4


def test_variables_of_ones_own_stand_under_other(folder, words):
    folder.describe(
        "welfare:",
        "other:\n"
        "  roof: {kind: text, from: area, levels: [iron, straw], codes: {North: iron, South: straw}, level: household}\n"
        "  rent: {kind: number, unit: LCU/household/month, from: food, level: household}\n"
        "  distance: {kind: number, unit: km, from: years, scale: 0.5}\n"
        "  old: {kind: boolean, from: years, at_least: 65, meaning: is old}\n"
        "welfare:",
    )
    survey = folder.read()
    assert words(survey, "roof") == ["iron", "iron", "iron", "straw"]
    assert survey.columns["rent"].tolist() == [840, 840, 840, 168]
    assert survey.columns["distance"].tolist() == [20, 19, 2, 35]
    assert survey.columns["old"].tolist() == [0, 0, 0, 1]


def test_a_survey_without_weights_counts_each_person_once_and_says_so(folder, found):
    survey = folder.describe("  weight: weight\n", "").read()
    assert survey.weight.tolist() == [1, 1, 1, 1]
    assert ("warning", 4) in found(survey, "weights")


def test_a_column_that_two_other_files_have_needs_the_file(folder):
    for name in ("one", "two"):
        folder.put(f"{name}.csv", "home,roof\nA,iron\nB,straw\n")
        folder.describe("files:\n", f"files:\n  {name}: {name}.csv\n")
    folder.describe("region: area", "region: roof")
    with pytest.raises(GroundfloorError, match=r"'roof' is in the files .* Say which with file: "):
        folder.read()
    folder.describe("region: roof", "region: {from: roof, file: one}")
    assert isinstance(folder.read().columns["region"], Text)
