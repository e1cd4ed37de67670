"""What the profile of a survey says of the cost of services to people."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
from tests.measures.made_homes import made, survey_of

from groundfloor.profiling import results_of_survey
from groundfloor.report import profile
from groundfloor.report.language import Language
from groundfloor.report.page import Page
from groundfloor.report.profile.affording import content
from groundfloor.report.render import html


def page_of(survey, language="en"):
    return Page(results_of_survey(survey, ("standard", "services")), Language(language))


def section(survey, language="en"):
    text = html(results_of_survey(survey, ("standard", "services")), language, package=profile)
    found = re.search(r'<section[^>]*id="affording".*?</section>', text, re.DOTALL)
    return None if found is None else found[0]


def test_both_definitions_stand_in_tables_of_their_own():
    found = content(page_of(survey_of(made())))
    assert found is not None
    for name, words in (("new", "adopted in 2025"), ("old", "until 2024")):
        assert words in found[name].caption
        assert all(("2025" in heading) == (name == "new") for heading in found[name].headings[1:])
    assert "societal poverty line" in found["hardship"].sentence


def test_the_old_one_is_shown_where_the_new_one_cannot_be_given():
    found = content(page_of(replace(survey_of(made()), dollar=None, vintage=None)))
    assert found is not None
    assert found["new"] is None
    assert "more than 10" in found["hardship"].sentence


def test_ages_stand_in_their_order():
    found = content(page_of(survey_of(made())))
    assert found is not None
    sides = [row[0].text for row in found["new"].rows]
    first = sides.index("0-4")
    assert sides[first : first + 4] == ["0-4", "5-17", "18-59", "60+"]
    assert sides[first + 4] == "Fifth 1"


def test_a_survey_that_asks_nothing_of_it_has_no_section():
    survey = survey_of(made())
    asked = {name: survey.columns[name] for name in ("g", "age", "sex", "consumption")}
    assert content(page_of(replace(survey, columns=asked))) is None
    unknown = {**asked, "health_spending": np.full(survey.persons, np.nan)}
    assert content(page_of(replace(survey, columns=unknown))) is None


def test_the_page_says_it_in_both_languages():
    survey = survey_of(made())
    english, french = section(survey), section(survey, "fr")
    assert english is not None
    assert french is not None
    assert "must not be continued" in english
    assert "ne doivent pas prolonger" in french
    assert english.count("<figure") == french.count("<figure") == 2
