"""Explanations: the steps beneath them, what they must never show, and their languages."""

import datetime
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.explained import DAY, FAMILY, FLOOR, rule, said

from groundfloor.errors import GroundfloorError
from groundfloor.rules import messages
from groundfloor.rules.explain import explain
from groundfloor.rules.household import household
from groundfloor.rules.load import floor_of
from groundfloor.rules.plain import evaluate_plain
from groundfloor.rules.steps import Amount, AmountTest, Conclusion, Condition, Rank, Who, steps
from groundfloor.survey.frame import Survey, Text
from groundfloor.survey.variables import VARIABLES


def test_steps_are_in_no_language():
    found = steps(FLOOR, household(FAMILY, FLOOR), "child_grant", 1, DAY)
    who, conclusion, rank = found[0], *(next(s for s in found if isinstance(s, kind)) for kind in (Conclusion, Rank))
    assert who == Who({"age": 4.0, "sex": "male", "relationship": "child"})
    assert (conclusion.entitled, conclusion.beyond_limit, conclusion.against) == (False, True, ())
    assert (rank.rank, rank.entitled, rank.limit.first) == (3, 3, 2)
    assert [step.term.answer for step in found if isinstance(step, Condition)] == [True, True, True, True]
    assert not any(isinstance(step, Amount | AmountTest) for step in found)


def test_no_identifier_is_shown():
    people = household(FAMILY, FLOOR)
    people.columns["household_id"] = people.columns["person_id"] = Text(np.zeros(5, dtype=np.int32), ("SECRET-7",))
    for row, lang in itertools.product(range(5), messages.languages()):
        assert "SECRET" not in explain(FLOOR, people, "child_grant", row, DAY, lang)


def whole_survey(homes):
    everybody = [member for home in homes for member in home]
    one = household(everybody, FLOOR)
    one.columns["household_size"] = np.repeat([float(len(home)) for home in homes], [len(home) for home in homes])
    starts = np.cumsum([0, *(len(home) for home in homes)])[:-1]
    return Survey("all", "", 2026, one.columns, starts, np.ones(len(everybody)))


members = st.fixed_dictionaries(
    {
        "age": st.one_of(st.none(), st.integers(0, 70)),
        "pension": st.sampled_from([None, False, True]),
        "relationship": st.sampled_from([None, "head", "child", "boarder"]),
        "disability": st.sampled_from([None, False, True]),
        "consumption": st.sampled_from([None, 100, 20000]),
    }
)


@settings(deadline=None)
@given(
    st.lists(st.lists(members, min_size=1, max_size=4), min_size=1, max_size=4),
    st.sampled_from(["child_grant", "works"]),
)
def test_an_explanation_concludes_what_the_rule_gives(homes, programme):
    people = whole_survey(homes)
    result = evaluate_plain(FLOOR, people, DAY).programmes[programme]
    first = np.repeat(people.starts, people.sizes)
    for row in range(people.persons):
        at = first[row] if programme == "works" else row
        found = steps(FLOOR, people, programme, row, DAY)
        (conclusion,) = (step for step in found if isinstance(step, Conclusion))
        assert conclusion.entitled is {0.0: False, 1.0: True}.get(result.eligible[at])
        # nobody is turned away without a reason
        assert bool(conclusion.against or conclusion.beyond_limit) == (conclusion.entitled is False)
        assert bool(conclusion.unknown) == (conclusion.entitled is None)
        for step in found:
            if isinstance(step, Amount):
                assert step.yearly == result.full_amount[at]
        for lang in messages.languages():
            assert explain(FLOOR, people, programme, row, DAY, lang)


def test_mistakes():
    people = household(FAMILY, FLOOR)
    with pytest.raises(GroundfloorError, match=r"no programme 'child_gant'.* Did you mean 'child_grant'"):
        explain(FLOOR, people, "child_gant", 0, DAY)
    with pytest.raises(GroundfloorError, match=r"no person in row 5\. Expected a row from 0 to 4"):
        explain(FLOOR, people, "child_grant", 5, DAY)
    with pytest.raises(GroundfloorError, match="no person in row -1"):
        explain(FLOOR, people, "child_grant", -1, DAY)
    with pytest.raises(GroundfloorError, match=r"no language 'frr'.* Did you mean 'fr'"):
        explain(FLOOR, people, "child_grant", 0, DAY, "frr")
    del people.columns["pension"]
    with pytest.raises(GroundfloorError, match="has no variable 'pension'"):
        explain(FLOOR, people, "child_grant", 0, DAY)


def test_a_survey_without_facts_about_persons():
    floor = floor_of([rule("urban")])
    people = household([{"urban": True}], floor)
    for name in ("age", "sex", "relationship"):
        del people.columns[name]
    assert explain(floor, people, "one", 0, DAY).splitlines()[1] == "Nothing is known of the person."


def keys(entry, path=()):
    if isinstance(entry, dict):
        forms = set(entry) <= {"one", "many", "other"} and "other" in entry
        return {path} if forms else {key for name, one in entry.items() for key in keys(one, (*path, name))}
    return {path}


def test_every_language_has_every_text():
    texts = {code: keys(dict(messages.sentences(code))) for code in messages.languages()}
    assert texts["en"] == texts["fr"]


@pytest.mark.parametrize("code", messages.languages())
def test_every_variable_and_word_of_a_closed_list_is_named(code):
    texts = messages.sentences(code)
    assert set(texts["variables"]) == set(VARIABLES)
    for name, variable in VARIABLES.items():
        assert isinstance(texts["variables"][name], dict) == (variable.kind == "boolean")
        if variable.levels:
            assert set(texts["levels"][name]) == set(variable.levels)


def test_numbers_and_days():
    en, fr = messages.Messages("en"), messages.Messages("fr")
    assert [en.number(x) for x in (-0.0, -3.0, 1234567.0, 0.1 + 0.2, 2 / 3)] == [
        "0",
        "−3",
        "1,234,567",
        "0.3",
        "0.666667",
    ]
    assert [en.number(x, money=True) for x in (75.0, 75.5, 1e6 + 0.25)] == ["75", "75.50", "1,000,000.25"]
    assert fr.number(1234.5) == "1\u202f234,5"
    assert fr.date(datetime.date(2026, 8, 1)) == "1er août 2026"
    assert fr.date(datetime.date(2026, 8, 2)) == "2 août 2026"
    assert en.date(datetime.date(2026, 8, 1)) == "1 August 2026"


def test_children_in_their_first_year():
    assert said([{"age": 0}])[1] == "Person: 0~years old."
    assert said([{"age": 1}])[1] == "Person: 1~year old."
    assert said([{"age": 0}], lang="fr")[1] == "Personne~: 0~an."
