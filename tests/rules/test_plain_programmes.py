"""The definition of the language, programme by programme."""

import datetime
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundfloor.errors import GroundfloorError
from groundfloor.rules.entitlements import Listed
from groundfloor.rules.load import floor_of
from groundfloor.rules.periods import per_year
from groundfloor.rules.plain import by_law, evaluate_plain
from groundfloor.survey.frame import Survey, Text

DAY = datetime.date(2026, 7, 1)
RELATIONSHIP = ("head", "spouse", "child")


def programme(name="grant", unit="person", eligible="age < 5", amount="benefit", period="month", value=75, **more):
    return {
        "programme": name,
        "label": {"en": name},
        "guarantee": "children",
        "function": "family_child",
        "status": "proposed",
        "unit": unit,
        "parameters": {"benefit": {"unit": f"LCU/{period}", "values": {datetime.date(2026, 1, 1): value}}},
        "eligible": eligible,
        "amount": amount,
        **more,
    }


def survey(ages, sizes=None, relationship=None, **columns):
    sizes = [len(ages)] if sizes is None else sizes
    starts = np.cumsum([0, *sizes])[:-1].astype(int)
    home = np.repeat(np.arange(len(sizes)), np.array(sizes, dtype=int))
    words = relationship or [None] * len(ages)
    codes = np.array([-1 if word is None else RELATIONSHIP.index(word) for word in words], dtype=np.int32)
    levels = tuple(str(i) for i in range(max(len(ages), 1)))
    return Survey(
        "test",
        "",
        2026,
        {
            "age": np.array([np.nan if age is None else float(age) for age in ages]),
            "relationship": Text(codes, RELATIONSHIP),
            "household_id": Text(home.astype(np.int32), levels),
            "person_id": Text(np.arange(len(ages), dtype=np.int32), levels),
            **{name: np.array(values, dtype=float) for name, values in columns.items()},
        },
        starts,
        np.ones(len(ages)),
    )


def run(programmes, people, day=DAY, seed=0):
    return evaluate_plain(floor_of(programmes), people, day, seed).programmes


def test_unknown_does_not_entitle_and_is_counted():
    found = run([programme()], survey([3, 5, None]))["grant"]
    np.testing.assert_array_equal(found.eligible, [1, 0, np.nan])
    np.testing.assert_array_equal(found.receives, [1, 0, 0])
    np.testing.assert_array_equal(found.amount, [900, 0, 0])
    np.testing.assert_array_equal(found.full_amount, [900, 0, 0])
    assert found.undecided == 1


@pytest.mark.parametrize(("period", "times"), [("month", 12), ("day", 365), ("week", 365 / 7), ("year", 1)])
def test_amounts_become_amounts_a_year(period, times):
    found = run([programme(period=period, value=2)], survey([3]))["grant"]
    assert found.amount[0] == 2 * times
    assert per_year(f"LCU/{period}") == times


@pytest.mark.parametrize("unit", ["LCU", "LCU/hour", "year", "1", "USD/month"])
def test_what_is_no_money_per_period_is_refused(unit):
    with pytest.raises(GroundfloorError, match="not money per period"):
        per_year(unit)


def test_an_amount_that_cannot_be_computed_is_missing_for_those_entitled_only():
    before = datetime.date(2025, 12, 31)
    found = run([programme()], survey([3, 30]), before)["grant"]
    np.testing.assert_array_equal(found.eligible, [1, 0])
    np.testing.assert_array_equal(found.full_amount, [np.nan, 0])
    np.testing.assert_array_equal(found.amount, [np.nan, 0])
    assert found.undecided == 0


def test_an_amount_too_large_for_a_year_is_missing():
    assert np.isnan(run([programme(value=1e308)], survey([3]))["grant"].amount[0])


def test_a_dated_value_begins_on_its_day():
    dated = programme()
    dated["parameters"]["benefit"]["values"][datetime.date(2027, 1, 1)] = 90
    people = survey([3])
    for day, money in ((datetime.date(2026, 12, 31), 75), (datetime.date(2027, 1, 1), 90)):
        assert run([dated], people, day)["grant"].amount[0] == money * 12


def test_a_limit_takes_the_smallest_first_missing_last_ties_by_row():
    limited = programme(eligible="wage < 100", limit={"first": 2, "per": "household", "by": "age"})
    people = survey([4, None, 2, 2, 1, None, None, None], sizes=[5, 3], wage=[0, 0, 0, 0, 200, 0, 0, 0])
    np.testing.assert_array_equal(run([limited], people)["grant"].eligible, [0, 0, 1, 1, 0, 1, 1, 0])


def test_the_undecided_neither_count_towards_a_limit_nor_fall_under_it():
    limited = programme(eligible="wage < 100", limit={"first": 1, "per": "household", "by": "age"})
    people = survey([1, 2, 3], wage=[np.nan, 0, 0])
    found = run([limited], people)["grant"]
    np.testing.assert_array_equal(found.eligible, [np.nan, 1, 0])
    assert found.undecided == 1


@given(
    st.lists(
        st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 4)), st.booleans()), min_size=1, max_size=6),
        min_size=1,
        max_size=5,
    ),
    st.integers(1, 3),
)
def test_a_limit_leaves_at_most_so_many_and_nobody_before_them(homes, first):
    everybody = [member for home in homes for member in home]
    people = survey(
        [age for age, _ in everybody], [len(home) for home in homes], wage=[not poor for _, poor in everybody]
    )
    limited = programme(eligible="wage < 1", limit={"first": first, "per": "household", "by": "age"})
    eligible = run([limited], people)["grant"].eligible.tolist()
    row = 0
    for home in homes:
        kept = [eligible[row + who] == 1 for who in range(len(home))]
        row += len(home)
        entitled = [(99 if age is None else age, who) for who, (age, poor) in enumerate(home) if poor]
        assert sum(kept) == min(first, len(entitled))
        assert [kept[who] for _, who in sorted(entitled)] == [i < first for i in range(len(entitled))]


def test_a_household_programme_asks_the_head_and_stands_on_the_first_row():
    found = run(
        [programme(unit="household", eligible="age >= 60", amount="benefit * household.size")],
        survey(
            [3, 70, 60, 20, 65, 2, 80],
            [2, 2, 1, 2],
            ["child", "head", None, None, "spouse", "head", "head"],
        ),
    )["grant"]
    # asked: the head of 70; without a head the first, of 60; the spouse alone, of 65; the first of two heads, of 2
    np.testing.assert_array_equal(found.eligible, [1, 0, 1, 0, 1, 0, 0])
    np.testing.assert_array_equal(found.amount, [1800, 0, 1800, 0, 900, 0, 0])


def test_an_undecided_household_is_counted_once():
    found = run([programme(unit="household")], survey([3, None], [2], ["child", "head"]))["grant"]
    np.testing.assert_array_equal(found.eligible, [np.nan, 0])
    assert found.undecided == 1


def test_a_survey_without_relationships_has_no_heads():
    people = survey([3, 70])
    del people.columns["relationship"]
    found = run([programme(unit="household", eligible="age < 5")], people)["grant"]
    np.testing.assert_array_equal(found.eligible, [1, 0])


def test_results_of_other_programmes_are_read_on_ones_own_row():
    home_grant = programme("home_grant", "household", "household.size > 1", period="year", value=1000)
    top_up = programme("top_up", eligible="home_grant.amount >= 1000 and home_grant.eligible and home_grant.receives")
    shared = programme("shared", eligible="household.sum(home_grant.amount) >= 1000", amount="home_grant.amount")
    found = run([top_up, shared, home_grant], survey([30, 3, 40], [2, 1]))
    np.testing.assert_array_equal(found["home_grant"].amount, [1000, 0, 0])
    np.testing.assert_array_equal(found["top_up"].eligible, [1, 0, 0])
    np.testing.assert_array_equal(found["shared"].eligible, [1, 1, 0])
    np.testing.assert_array_equal(found["shared"].amount, [1000, 0, 0])


def test_what_depends_on_an_undecided_programme_is_undecided():
    other = programme("other", eligible="not grant.eligible")
    found = run([programme(), other], survey([3, None]))
    np.testing.assert_array_equal(found["other"].eligible, [0, np.nan])
    # who is undecided does not receive, and that is known
    receipt = programme("receipt", eligible="not grant.receives")
    np.testing.assert_array_equal(run([programme(), receipt], survey([3, None]))["receipt"].eligible, [0, 1])


def drawn(key, name, seed):
    """The draw as the method's page writes it, with Python's unbounded integers."""
    h = (key ^ zlib.crc32(f"{name}:{seed}".encode())) % 2**32
    for _ in range(2):
        h = ((h ^ (h >> 16)) * 0x45D9F3B) % 2**32
    return (h ^ (h >> 16)) / 2**32


@pytest.mark.parametrize("seed", [0, 7])
def test_take_up_is_a_draw_from_the_identifiers(seed):
    ages, sizes = [3] * 60, [2] * 30
    people = survey(ages, sizes)
    found = run([programme(take_up=0.4)], people, seed=seed)["grant"]
    expected = [drawn(zlib.crc32(f"{row // 2}/{row}".encode()), "grant", seed) < 0.4 for row in range(60)]
    np.testing.assert_array_equal(found.receives, expected)
    np.testing.assert_array_equal(found.amount, np.where(expected, 900, 0))
    assert found.full_amount.tolist() == [900] * 60
    home = run([programme(unit="household", take_up=0.4)], people, seed=seed)["grant"]
    expected = [drawn(zlib.crc32(str(h).encode()), "grant", seed) < 0.4 for h in range(30)]
    np.testing.assert_array_equal(home.receives[::2], expected)
    assert not home.receives[1::2].any()


def test_who_receives_at_a_low_take_up_receives_at_a_higher_one():
    people = survey([3] * 200)
    low, high = (run([programme(take_up=share)], people)["grant"].receives for share in (0.3, 0.6))
    assert (low <= high).all()
    assert 0.2 < low.mean() < 0.4 < high.mean() < 0.8
    assert run([programme(take_up=0.0)], people)["grant"].receives.sum() == 0


def test_keys_may_be_given_with_the_survey():
    people = survey([3, 3], _key=[11, 12])
    found = run([programme(take_up=0.5)], people)["grant"]
    np.testing.assert_array_equal(found.receives, [drawn(key, "grant", 0) < 0.5 for key in (11, 12)])


def test_numeric_identifiers_are_written_with_the_digits_they_have():
    people = survey([3, 3])
    people.columns["household_id"], people.columns["person_id"] = np.array([12.0, 12.0]), np.array([1.0, 2.5])
    found = run([programme(take_up=0.5)], people)["grant"]
    expected = [drawn(zlib.crc32(text), "grant", 0) < 0.5 for text in (b"12/1", b"12/2.5")]
    np.testing.assert_array_equal(found.receives, expected)


def test_those_entitled_in_a_list():
    found = run([programme(take_up=0.4)], survey([3, 30, None, 4, 2]))["grant"]
    assert found.granted.rows.tolist() == [0, 3, 4]
    assert found.granted.money.tolist() == [900, 900, 900]
    assert found.granted.takes.tolist() == found.receives[[0, 3, 4]].astype(bool).tolist()
    listed = Listed(5, found.granted, np.array([2]))
    for what in ("eligible", "receives", "amount", "full_amount"):
        np.testing.assert_array_equal(getattr(listed, what), getattr(found, what))
    assert listed.granted.rows.tolist() == [0, 3, 4]
    assert listed.undecided == 1


def test_by_law_everybody_entitled_comes_forward():
    floor = by_law(floor_of([programme(take_up=0.1), programme("other", take_up=0.2)]))
    assert {one.take_up for one in floor.programmes.values()} == {1.0}
    assert evaluate_plain(floor, survey([3] * 50), DAY).programmes["grant"].receives.all()


def test_a_survey_without_a_variable_of_the_rules_is_refused():
    with pytest.raises(GroundfloorError, match="has no variable 'wage'"):
        run([programme(eligible="wage < 1")], survey([3]))


def test_a_survey_without_persons():
    found = run([programme(), programme("home", "household")], survey([], []))
    assert [one.eligible.tolist() for one in found.values()] == [[], []]
    assert [one.undecided for one in found.values()] == [0, 0]


def test_boolean_columns_are_answers():
    found = run(
        [programme(eligible="urban == True and not pregnant")],
        survey([1, 1, 1], urban=[1, 0, np.nan], pregnant=[0, 0, 1]),
    )
    np.testing.assert_array_equal(found["grant"].eligible, [1, 0, 0])


RULES = [
    ("age < 3 or (poverty_score >= 2 and not urban)", "benefit"),
    ("household.count(age < 3) > 1 and household.head.age > 1", "benefit * household.size / max(poverty_score, 1)"),
    ("not household.any(urban) or household.all(age < 4)", "benefit + round(benefit / 7, 1) * (poverty_score // 2)"),
    ("1 <= age < 4 and relationship in ('child', 'head')", "benefit if urban else 2 * benefit"),
    ("coalesce(poverty_score, household.max(poverty_score), 0) % 3 == 1", "min(benefit, benefit / poverty_score)"),
]
cells = st.tuples(
    st.one_of(st.none(), st.integers(0, 4)),
    st.sampled_from([None, *RELATIONSHIP]),
    st.sampled_from([np.nan, 0, 1, 2, 3]),
    st.sampled_from([np.nan, 0, 1]),
)


@settings(deadline=None)
@given(
    st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=6),
    st.sampled_from(RULES),
    st.sampled_from(["person", "household", "limit"]),
    st.integers(0, 3),
)
def test_the_engine_in_memory_gives_the_same(homes, rule, unit, seed):
    from groundfloor.engine import apply

    everybody = [member for home in homes for member in home]
    age, relationship, poverty_score, urban = (list(column) for column in zip(*everybody, strict=True))
    people = survey(age, [len(home) for home in homes], relationship, poverty_score=poverty_score, urban=urban)
    more = {"limit": {"first": 1, "per": "household", "by": "poverty_score"}} if unit == "limit" else {}
    eligible, amount = rule
    one = programme(
        unit="household" if unit == "household" else "person", eligible=eligible, amount=amount, take_up=0.7, **more
    )
    floor = floor_of(
        [one, programme("second", eligible="not grant.receives", amount="grant.amount + per_year(benefit)")]
    )
    slow, fast = (apply(floor, people, DAY, engine=engine, seed=seed) for engine in ("plain", "arrays"))
    for name in floor.programmes:
        for what in ("eligible", "receives"):
            np.testing.assert_array_equal(getattr(slow.programmes[name], what), getattr(fast.programmes[name], what))
        for what in ("amount", "full_amount"):
            np.testing.assert_allclose(
                getattr(slow.programmes[name], what), getattr(fast.programmes[name], what), rtol=1e-12
            )
        assert slow.programmes[name].undecided == fast.programmes[name].undecided
