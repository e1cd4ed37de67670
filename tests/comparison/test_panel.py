"""Two surveys that asked some persons or households twice: against comparison.R, by hand, and on hard input."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import groundfloor as gf
from groundfloor.comparison import compare_persons, compare_surveys
from groundfloor.comparison.panel import linked, matched
from groundfloor.errors import GroundfloorError
from groundfloor.report.comparison import told
from groundfloor.survey.frame import Survey, Text
from groundfloor.survey.weighting.replicates import replicate

from .conftest import plain, text
from .test_against_r import agrees, named


@pytest.fixture
def waves(surveys):
    """The panel of comparison.R. Files write a household's unit where it lives now: household 17 has moved to another."""
    _, second, got = surveys
    house, person = second.household_of, np.arange(second.persons)
    before = replace(
        second,
        columns={**second.columns, "person": person.astype(float), "home": house.astype(float)},
        lines={"z": 380.0},
        year=2020,
    )
    stay = (house % 11 != 3) & (person % 13 != 5)
    old = house[stay]
    born = np.repeat(np.arange(160, 172), 2)
    income = (second.welfare * 1.25 + got + ((house * 17) % 23 - 11) * 12 + 0.37)[stay]
    home = np.concatenate((old, born))
    lives = np.where(home == 17, 30, np.where(home < 160, home // 5, np.where(home < 166, 5, 40 + home % 2)))
    stratum = np.where(lives < 9, 0, np.where(lives < 20, 1, np.where(lives < 40, 2, 7)))
    region = np.concatenate((second.columns["region"].codes[stay], born % 3))
    after = Survey(
        name="later",
        country="XXX",
        year=2022,
        columns={
            "region": text(region),
            "person": np.concatenate((person[stay], 10000 + np.arange(len(born)))).astype(float),
            "home": home.astype(float),
        },
        starts=np.flatnonzero(np.diff(home, prepend=-1) != 0),
        weight=np.concatenate((second.weight[stay] * (1 + (old % 3) / 10), np.full(len(born), 80.0))),
        welfare=np.concatenate((income, 300.37 + (born * 31) % 200)),
        lines={"z": 400.0},
        groups=("region",),
        strata=text(stratum),
        psu=text(lives),
    )
    return before, after


@pytest.mark.parametrize("case", ["panel", "both"])
def test_against_r(waves, case):
    found = compare_surveys(*waves, panel=["person"], between=(300.0, 300.0 + 49 * 50.0))
    assert found.kind == "panel"
    ours = named(found)
    for row in found.tables["transitions"]:
        ours[f"{row['measure']} {row['from']} {row['to']}"] = row
    for row in found.tables["differences"]:
        if row["group"] == "all":
            name = {"mean_welfare": "difference y", "fgt0": "difference f0"}.get(row["measure"])
            ours |= {name: row | {"value": row["change"]}} if name else {}
    assert agrees(case, ours) > (200 if case == "panel" else 45)


def test_what_both_have_in_common_makes_a_change_surer(waves):
    apart, panel = (compare_surveys(*waves, panel=of).tables["differences"] for of in ((), ["person"]))
    for row, other in zip(panel, apart, strict=True):
        assert row["change"] == pytest.approx(other["change"], nan_ok=True)
        if row["measure"] in ("mean_welfare", "fgt1", "gini", "median_welfare") and row["group"] == "all":
            assert row["se"] < 0.5 * other["se"], row["measure"]


def test_the_same_survey_twice_is_the_same_persons(surveys):
    _, second, got = surveys
    ids = np.arange(second.persons, dtype=float)
    before = replace(second, columns={**second.columns, "id": ids})
    after = replace(before, welfare=second.welfare + got)
    panel, same = compare_surveys(before, after, panel=["id"]), compare_persons(second, second.welfare, after.welfare)
    assert panel.in_both == same.persons[0]
    for table in ("winners", "transitions"):
        assert str(panel.tables[table]) == str(same.tables[table])
    for table in ("decomposition", "growth"):
        rows = {str([row[k] for k in row if isinstance(row[k], str)]): row for row in same.tables[table]}
        for row in panel.tables[table]:
            other = rows[str([row[k] for k in row if isinstance(row[k], str)])] if "reason" not in row else None
            if other is not None:
                assert row["value"] == pytest.approx(other["value"], nan_ok=True, abs=1e-12)
                assert row["se"] == pytest.approx(other["se"], nan_ok=True, abs=1e-9)


def test_households_are_followed_where_members_are_not(waves):
    before, after = waves
    # one household has split in two: each part was it before
    home = np.where(after.columns["home"] == 12.0, 12.0, after.columns["home"])
    split = replace(
        after,
        columns={**after.columns, "home": home},
        starts=np.sort(np.append(after.starts, np.flatnonzero(home == 12.0)[1])),
    )
    found = matched(before, split, ["home"])
    assert found.households
    of = found.of(before.columns["home"])
    np.testing.assert_array_equal(of[~np.isnan(of)], home[~np.isnan(of)])
    assert np.isnan(of[home >= 160]).all()
    assert (~np.isnan(of[home < 160])).all()


def test_a_household_is_where_it_was_drawn(waves):
    before, after = waves
    first, second = linked(before, after, matched(before, after, ["person"]))
    home = after.columns["home"]

    def unit(survey, at):
        return survey.psu.codes[at], survey.strata.codes[at]

    one, other = np.flatnonzero(home == 17)[0], np.flatnonzero(before.columns["home"] == 17)[0]
    assert unit(second, one) == unit(first, other)
    # new in a unit that was drawn before; new in one that was not
    assert unit(second, np.flatnonzero(home == 160)[0]) == unit(first, np.flatnonzero(before.columns["home"] == 25)[0])
    assert unit(second, np.flatnonzero(home == 170)[0])[0] not in first.psu.codes
    assert unit(second, np.flatnonzero(home == 170)[0])[1] not in first.strata.codes


def test_two_columns_make_a_person(waves):
    before, after = waves

    def numbered(survey):
        member = np.arange(survey.persons) - survey.starts[survey.household_of]
        # the member's number as words, of another order in each survey
        levels = tuple(f"m{k}" for k in range(8))
        return replace(survey, columns={**survey.columns, "member": Text(member.astype(np.int32), levels)})

    one, two = numbered(before), numbered(after)
    two = replace(
        two,
        columns={**two.columns, "member": Text(7 - two.columns["member"].codes, two.columns["member"].levels[::-1])},
    )
    found = matched(one, two, ["home", "member"])
    assert not found.households
    row = found.row[found.row >= 0]
    np.testing.assert_array_equal(one.columns["home"][row], two.columns["home"][found.row >= 0])
    np.testing.assert_array_equal(one.columns["member"].codes[row], 7 - two.columns["member"].codes[found.row >= 0])


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=20, unique=True),
    st.lists(st.integers(0, 30), min_size=1, max_size=20, unique=True),
)
def test_who_is_in_both_is_found(first, second):
    one, two = (plain(np.ones(len(ids)), columns={"id": np.array(ids, dtype=float)}) for ids in (first, second))
    if not set(first) & set(second):
        with pytest.raises(GroundfloorError, match="Nobody of"):
            matched(one, two, ["id"])
        return
    found = matched(one, two, ["id"])
    assert [first[row] if row >= 0 else None for row in found.row] == [ID if ID in first else None for ID in second]


def test_calibrated_weights_know_what_both_have_in_common(waves):
    totals = [{"region": str(k), "total": 20000.0 + 900 * k} for k in range(3)]
    weighted = [gf.reweight(survey, totals, by="person").survey for survey in waves]
    both = compare_surveys(*weighted, panel=["person"]).tables
    one = compare_surveys(weighted[0], waves[1], panel=["person"]).tables
    for tables in (both, one):
        (mean,) = (r for r in tables["differences"] if (r["measure"], r["group"]) == ("fgt1", "all"))
        (total,) = (
            r
            for r in tables["decomposition"]
            if (r["method"], r["index"], r["group"], r["component"]) == ("shapley", "fgt1", "all", "total")
        )
        assert mean["se"] > 0
        assert mean["se"] == pytest.approx(total["se"], rel=1e-9)


def test_a_panel_is_told_of(waves):
    found = compare_surveys(*waves, panel=["person"])
    for lang, words in (("en", "were in both"), ("fr", "étaient dans les deux")):
        text_ = "\n".join(told(found, lang=lang))
        assert words in text_
        assert f"{found.in_both}" in text_
    noted = compare_surveys(replicate(waves[0], "bootstrap", number=5), waves[1], panel=["person"])
    assert noted.notes == ("panel_linearised",)


def test_by_the_command(tmp_path, capsys):
    from groundfloor.cli.main import main

    for name, year, add in (("one", 2020, 0), ("two", 2022, 30)):
        folder = tmp_path / name
        folder.mkdir()
        rows = "".join(f"{h},1,{100 + (h * 37) % 91 + add * (h % 3)}\n" for h in range(add // 6, 60))
        (folder / "p.csv").write_text("home,person,food\n" + rows)
        (folder / "survey.yaml").write_text(
            f"survey: S\ncountry: GHA\nyear: {year}\nfiles: {{persons: p.csv}}\n"
            "variables:\n  household_id: home\n  person_id: person\n"
            "  consumption: {from: food, unit: LCU/household/year}\nwelfare: {from: consumption, per: capita}\n"
            "lines: {z: {value: 150, unit: LCU/person/year}}\n"
        )
    files = [str(tmp_path / name / "survey.yaml") for name in ("one", "two")]
    asked = ["compare", *files, "--panel", "household_id", "person_id"]
    assert main([*asked, "--table", "transitions", "--format", "csv"]) == 0
    printed = capsys.readouterr().out
    assert "quintile=1,quintile=1" in printed
    assert "z,poor,not_poor" in printed
    assert main(["compare", *files, "--panel", "household"]) != 0
    assert "has no variable 'household'" in capsys.readouterr().err


WRONG = {
    "no such column": ({}, ["nobody"], "has no variable 'nobody'"),
    "nobody in both": ({"id": [11.0, 12, 13, 14]}, ["id"], "Nobody of"),
    "all missing": ({"id": [math.nan] * 4}, ["id"], "Nobody of"),
    "words and numbers": ({"id": text([0, 1, 2, 3])}, ["id"], "words in one survey and numbers in the other"),
}


@pytest.mark.parametrize(("columns", "panel", "says"), WRONG.values(), ids=WRONG)
def test_wrong_columns_are_refused(columns, panel, says):
    one = plain([1.0, 2, 3, 4], columns={"id": np.array([1.0, 2, 3, 4])}, lines={"z": 2.5})
    given_ = {k: v if isinstance(v, Text) else np.array(v) for k, v in columns.items()}
    two = plain([1.0, 2, 3, 5], columns=given_ or one.columns, lines={"z": 2.5})
    with pytest.raises(GroundfloorError, match=says):
        compare_surveys(one, two, panel=panel)


def test_columns_that_tell_nobody_apart_are_refused():
    twice = plain([1.0, 2, 3, 4], columns={"id": np.array([1.0, 1, 2, 3])}, lines={"z": 2.5})
    with pytest.raises(GroundfloorError, match="tells neither persons nor households apart"):
        compare_surveys(twice, twice, panel=["id"])
    home = Survey("s", "X", 2020, {"id": np.ones(2)}, np.array([0]), np.ones(2), np.array([1.0, 2.0]), {"z": 1.5})
    with pytest.raises(GroundfloorError, match="members of one have different welfare"):
        compare_surveys(home, home, panel=["id"])


def test_a_panel_is_of_two_surveys_and_its_errors_are_linearised():
    one = plain([1.0, 2, 3, 4], columns={"id": np.arange(4.0)}, lines={"z": 2.5})
    with pytest.raises(GroundfloorError, match="panel is of two surveys"):
        gf.compare(one, one.welfare * 2, panel=["id"])
    with pytest.raises(GroundfloorError, match="Errors of a panel are linearised"):
        compare_surveys(one, one, panel=["id"], errors="replicates")
