"""One value from several columns, rows and visits; households without persons; ages and disability."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundfloor.errors import GroundfloorError
from groundfloor.survey.collect import VERBS, across, collected

ITEMS = """\
home,item,value,unit,bought
A,101,10,week,1
A,102,2,month,0
A,901,500,week,1
B,101,7,week,
B,101,3,week,0
"""
ITEM_FILE = "persons.csv}\n  items: {path: items.csv, key: {household_id: home}}"


def plain(values, key, keys, how):
    """`collected` in its slowest form."""
    out = []
    for one in range(keys):
        mine = [value for value, whose in zip(values, key, strict=True) if whose == one]
        known = [value for value in mine if not math.isnan(value)]
        if not mine or (not known and how not in ("count", "sum", "any", "all")):
            out.append(math.nan)
        elif how in ("any", "all"):
            decisive = 1.0 if how == "any" else 0.0
            out.append(decisive if decisive in known else math.nan if len(known) < len(mine) else 1.0 - decisive)
        else:
            out.append(
                {
                    "sum": lambda m=mine: sum(m),
                    "count": lambda k=known: float(len(k)),
                    "mean": lambda k=known: sum(k) / len(k),
                    "max": lambda k=known: max(k),
                    "min": lambda k=known: min(k),
                    "first": lambda k=known: k[0],
                    "last": lambda k=known: k[-1],
                }[how]()
            )
    return out


CELLS = st.lists(
    st.tuples(st.sampled_from([0.0, 1.0, math.nan]) | st.floats(-1e6, 1e6), st.integers(0, 3)), max_size=20
)


@pytest.mark.parametrize("how", sorted({verb for verbs in VERBS.values() for verb in verbs}))
@given(cells=CELLS)
def test_collected_is_what_a_loop_says(how, cells):
    values = [round(value) % 2 if how in ("any", "all") and not math.isnan(value) else value for value, _key in cells]
    values = [float(value) for value in values]
    key = [whose for _value, whose in cells]
    found = collected(np.array(values, dtype=float), np.array(key, dtype=np.int64), 4, how)
    np.testing.assert_allclose(found, plain(values, key, 4, how), rtol=1e-9, atol=1e-6)


def test_across_columns_in_their_order():
    columns = [np.array([math.nan, 1.0, math.nan]), np.array([2.0, 5.0, math.nan])]
    for how, expected in {
        "first": [2, 1, None],
        "last": [2, 5, None],
        "mean": [2, 3, None],
        "sum": [None, 6, None],
    }.items():
        np.testing.assert_array_equal(across(columns, how), [math.nan if e is None else float(e) for e in expected])


def spent(folder, words):
    folder.put("items.csv", ITEMS).describe("persons.csv}", ITEM_FILE)
    folder.describe("{from: food, unit: LCU/household/week}", "{" + words + "}")
    return folder.read()


def test_a_long_file_of_items_is_summed_over_those_asked_for(folder):
    survey = spent(folder, "from: value, collect: sum, where: {item: [101]}, unit: LCU/household/year")
    assert survey.columns["consumption"].tolist() == pytest.approx([10 / 3] * 3 + [10])


def test_items_but_some_each_in_its_own_unit(folder):
    unit = "unit: {from: unit, codes: {week: LCU/household/week, month: LCU/household/month}}"
    survey = spent(folder, "from: value, file: items, collect: sum, where: {item: {except: [901]}}, " + unit)
    year = 365 / 7
    assert survey.columns["consumption"].tolist() == pytest.approx([(10 * year + 2 * 12) / 3] * 3 + [10 * year])


def test_who_has_no_row_that_counts_and_who_has_none_at_all(folder):
    folder.change("persons.csv", "B,1,70", "C,1,70").put("items.csv", ITEMS)
    folder.describe("persons.csv}", ITEM_FILE)
    other = (
        "other:\n  soap: {kind: number, level: household, from: value, collect: sum, where: {item: [102]}SAID}\ngroups:"
    )
    for said, expected in {"": math.nan, ", absent: 0": 0.0, ", empty: 0": math.nan}.items():
        folder.put(
            "survey.yaml", (folder.path / "survey.yaml").read_text().replace("groups:", other.replace("SAID", said), 1)
        )
        soap = folder.read().columns["soap"]
        np.testing.assert_array_equal(soap, [2.0, 2.0, 2.0, expected])
        folder.describe(other.replace("SAID", said), "groups:")
    folder.change("persons.csv", "C,1,70", "B,1,70")
    folder.describe("groups:", other.replace("SAID", ", empty: 0"))
    assert folder.read().columns["soap"].tolist() == [2.0, 2.0, 2.0, 0.0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("kind: number, level: household, from: item, collect: count", [3, 3, 3, 2]),
        ("kind: number, level: household, from: bought, collect: count", [3, 3, 3, 1]),
        ("kind: number, level: household, from: value, collect: max", [500, 500, 500, 7]),
        ("kind: number, level: household, from: value, collect: last", [500, 500, 500, 3]),
        ("kind: boolean, level: household, from: bought, collect: any", [1, 1, 1, None]),
        ("kind: boolean, level: household, from: bought, collect: all", [0, 0, 0, 0]),
        ("kind: boolean, level: household, from: bought, collect: all, empty: true", [0, 0, 0, 0]),
        ("kind: boolean, level: household, from: value, at_least: 400, collect: any", [1, 1, 1, 0]),
    ],
)
def test_every_way_of_collecting_rows(folder, words, expected):
    folder.put("items.csv", ITEMS).describe("persons.csv}", ITEM_FILE)
    survey = folder.describe("groups:", f"other:\n  one: {{{words}}}\ngroups:").read()
    np.testing.assert_array_equal(survey.columns["one"], [math.nan if e is None else e for e in expected])


def test_weight_and_design_are_collected_as_well(folder):
    folder.put("items.csv", ITEMS).describe("persons.csv}", ITEM_FILE)
    folder.describe("weight: weight", "weight: {from: value, collect: max, where: {item: [101]}}")
    survey = folder.describe("psu: cluster", "psu: {from: unit, collect: first}").read()
    assert survey.weight.tolist() == [10, 10, 10, 7]
    assert survey.psu.levels == ("week",)


def test_small_files_are_among_those_of_the_record(folder):
    from groundfloor.survey import data_files

    folder.describe("from: food,", "from: food, deflate: {by: [area], path: prices.csv},")
    folder.describe("{value: 2, unit: LCU/person/day}", "{value: 3, unit: PPP2021/person/day, factors: ppp.csv}")
    names = [path.name for path in data_files(folder.path / "survey.yaml")]
    assert names == ["persons.csv", "prices.csv", "ppp.csv"]


def test_words_are_collected_too(folder, words):
    folder.put("items.csv", ITEMS).describe("persons.csv}", ITEM_FILE)
    entry = "other:\n  one: {kind: text, level: household, from: item, collect: last, where: {bought: [1]}, empty: nothing}\ngroups:"
    assert words(folder.describe("groups:", entry).read(), "one") == ["901", "901", "901", "nothing"]


def test_a_file_of_several_rows_is_refused_where_nothing_says_what_to_make_of_them(folder):
    with pytest.raises(GroundfloorError, match=r"several rows.*collect: sum"):
        spent(folder, "from: value, unit: LCU/household/week")


def test_the_sum_of_columns_by_name_and_by_pattern(folder):
    text = "home,exp_a,exp_b,exp_c\nA,1,2,\nB,4,5,6\n"
    folder.put("spent.csv", text).describe("persons.csv}", "persons.csv}\n  spent: {path: spent.csv}")
    old = "{from: food, unit: LCU/household/week}"
    for new, expected in {
        "{from: 'exp_*', collect: sum, empty: 0, unit: LCU/household/year}": [1, 1, 1, 15],
        "{from: 'exp_*', collect: sum, unit: LCU/household/year}": [math.nan] * 3 + [15],
        "{from: [exp_a, exp_b], collect: sum, unit: LCU/household/year}": [1, 1, 1, 9],
        "{from: [exp_c, 'exp_?', 'exp_*'], collect: first, unit: LCU/household/year}": None,
    }.items():
        folder.describe(old, new)
        old = new
        if expected is None:
            with pytest.raises(GroundfloorError, match=r"no column 'exp_\?'"):
                folder.read()
        else:
            np.testing.assert_allclose(folder.read().columns["consumption"], expected)
    folder.describe(old, "{from: 'nothing_*', collect: sum, unit: LCU/household/year}")
    with pytest.raises(GroundfloorError, match=r"no column 'nothing_\*'"):
        folder.read()


VISITS = """\
home,person,years,sex,relation,weight,food,area,cluster,work,visit
A,1,40,1,1,10,70,North,c1,yes,2
A,1,39,1,1,10,50,North,c1,no,1
A,2,38,2,2,10,70,North,c1,no,1
B,1,70,2,1,20,14,South,c2,no,10
B,1,69,2,1,20,28,South,c2,no,9
"""


def test_a_row_a_visit_counts_as_last_seen_and_collects_all(folder):
    folder.put("persons.csv", VISITS).describe("persons.csv}", "persons.csv, visits: visit}")
    folder.describe("employed: work", "employed: {from: work, collect: any}")
    survey = folder.describe("from: food,", "from: food, collect: mean,").read()
    assert survey.columns["age"].tolist() == [40, 38, 70]
    assert survey.columns["employed"].tolist() == [1, 0, 0]
    # of A the members' rows disagree: 60 on average, and 70
    assert survey.columns["consumption"].tolist() == pytest.approx([60 * 365 / 7 / 2, 70 * 365 / 7 / 2, 21 * 365 / 7])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [("no,10", "no,9", "'9' stands twice"), ("no,10", "no,", "no visit")],
)
def test_visits_that_cannot_be_told_apart(folder, old, new, says):
    folder.put("persons.csv", VISITS.replace(old, new)).describe("persons.csv}", "persons.csv, visits: visit}")
    with pytest.raises(GroundfloorError, match=says):
        folder.read()


def test_a_household_file_with_a_row_a_visit(folder):
    folder.put("homes.csv", "home,round,spent\nA,1,1\nA,2,3\nB,1,5\n")
    folder.describe("persons.csv}", "persons.csv}\n  homes: {path: homes.csv, visits: round}")
    entry = "{from: spent, unit: LCU/household/year}"
    survey = folder.describe("{from: food, unit: LCU/household/week}", entry).read()
    assert survey.columns["consumption"].tolist() == [1, 1, 1, 5]
    survey = folder.describe(entry, "{from: spent, collect: mean, unit: LCU/household/year}").read()
    assert survey.columns["consumption"].tolist() == pytest.approx([2 / 3, 2 / 3, 2 / 3, 5])


HOUSEHOLDS = """\
survey: Budget survey
country: NOW
year: 2024
level: household
files: {households: homes.csv}
variables:
  household_id: home
  household_size: members
  weight: wgt
  age: head_age
  region: area
  consumption: {from: [food, other], collect: sum, unit: LCU/household/year}
welfare: {from: consumption, per: capita}
lines: {national: {value: 30, unit: LCU/person/year}}
groups: [region]
"""
HOMES = "home,members,wgt,head_age,area,food,other\nA,4,10,50,North,80,20\nB,1,20,70,South,30,20\n"


def test_a_survey_of_households_counts_their_members(folder, found, words):
    folder.put("survey.yaml", HOUSEHOLDS).put("homes.csv", HOMES)
    survey = folder.read()
    assert (survey.persons, survey.households, survey.weight.sum()) == (5, 2, 60)
    assert survey.welfare.tolist() == [25, 25, 25, 25, 50]
    np.testing.assert_array_equal(survey.columns["age"], [50, math.nan, math.nan, math.nan, 70])
    assert words(survey, "relationship") == ["head", None, None, None, "head"]
    assert words(survey, "person_id") == ["1", "2", "3", "4", "1"]
    assert found(survey, "level") == [("note", 5)]
    assert found(survey, "heads") == []
    from groundfloor import measure

    rows = {(row["measure"], row["group"]): row["value"] for row in measure(survey)}
    assert rows["fgt0", "all"] == pytest.approx(40 / 60)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("A,4", "A,", "household_size is missing"),
        ("A,4", "A,2.5", "household_size is 2.5"),
        ("B,1", "A,1", "household 'A' stands twice"),
    ],
)
def test_households_that_cannot_be_counted(folder, old, new, says):
    folder.put("survey.yaml", HOUSEHOLDS).put("homes.csv", HOMES.replace(old, new))
    with pytest.raises(GroundfloorError, match=says):
        folder.read()


def test_a_survey_without_a_file_of_persons_is_told_what_to_do(folder):
    folder.put("survey.yaml", HOUSEHOLDS.replace("level: household\n", "")).put("homes.csv", HOMES)
    with pytest.raises(GroundfloorError, match=r"person_id|level: household"):
        folder.read()


def test_ages_are_imputed_only_where_that_is_asked_for(folder, found):
    folder.persons("A,3,4,1,3", "A,3,,1,3").persons("home,person", "home,person,born", 1)
    text = (folder.path / "persons.csv").read_text().replace("A,1,", "A,1,1984,").replace("A,2,", "A,2,,")
    text = text.replace("B,1,", "B,1,,").replace("A,3,", "A,3,2019,")
    folder.put("persons.csv", text)
    assert np.isnan(folder.read().columns["age"]).sum() == 1
    assert "age_imputed" not in folder.read().columns
    survey = folder.describe("age: years", "age: {from: years, birth_year: born}").read()
    assert survey.columns["age"].tolist() == [40, 38, 5, 70]
    assert survey.columns["age_imputed"].tolist() == [0, 0, 1, 0]
    assert ("note", 1) in found(survey, "ages")
    survey = folder.describe("birth_year: born", "impute: median").read()
    assert survey.columns["age"].tolist() == [40, 38, 40, 70]
    assert ("warning", 1) in found(survey, "ages")
    # no child's age is known, so that there is no median of children
    survey = folder.describe("impute: median", "impute: median_by_relationship").read()
    np.testing.assert_array_equal(survey.columns["age"], [40, 38, math.nan, 70])


def test_disability_by_the_cut_off_of_the_washington_group(folder, words):
    """The worst of six domains; a domain without an answer leaves it open unless another decides."""
    for home, cells in {"A,1": "see,4,1", "A,2": "see,,3", "A,3": "see,,2", "B,1": "see,2,1"}.items():
        folder.persons(home + ",", home + "," + cells.removeprefix("see,") + ",")
    folder.persons("home,person", "home,person,see,hear")
    codes = "{from: %s, codes: {1: none, 2: some, 3: a_lot, 4: cannot}}"
    entries = f"  difficulty_seeing: {codes % 'see'}\n  difficulty_hearing: {codes % 'hear'}\n  weight"
    survey = folder.describe("  weight", entries).read()
    np.testing.assert_array_equal(survey.columns["disability"], [1, 1, math.nan, 0])
    assert words(survey, "functioning") == ["cannot", "a_lot", None, "some"]
