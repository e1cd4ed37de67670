"""Households on the ladders: every code of the questionnaires, and the rules of DHS and MICS said again in plain words."""

from __future__ import annotations

import itertools
import math
import re
from pathlib import Path

import pytest

from groundfloor.errors import GroundfloorError
from groundfloor.survey import read_survey
from groundfloor.survey.frame import Text
from groundfloor.survey.ladders.tables import questionnaire, questionnaires, table
from groundfloor.survey.variables import LADDER

HEAD = "survey: By hand\ncountry: NOW\nyear: 2020\nfiles: {persons: p.csv}\nvariables:\n  household_id: hh\n  person_id: hh\n"
LOWEST, UNIMPROVED, LIMITED, BASIC, SAFE = LADDER
DHS = "water: {ladder: dhs8, source: hv201, minutes: hv204}"
MICS = "water: {ladder: mics6, source: WS1, other_source: WS2, place: WS3, minutes: WS4}"
TOILET = "sanitation: {ladder: mics6, facility: WS11, shared: WS15, emptied: WS12, emptied_to: WS13}"


@pytest.fixture
def climb(tmp_path):
    """The survey of one household a row, by the columns and the ladders written."""

    def read(columns, rows, *ladders):
        lines = [f"hh,{columns}", *(f"{i},{row}" for i, row in enumerate(rows))]
        (tmp_path / "p.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        written = HEAD + "".join(f"  {ladder}\n" for ladder in ladders)
        (tmp_path / "survey.yaml").write_text(written, encoding="utf-8")
        return read_survey(tmp_path / "survey.yaml")

    return read


def rungs(survey, name):
    column = survey.columns[name]
    assert isinstance(column, Text)
    return [None if code < 0 else column.levels[code] for code in column.codes]


def answers(survey, name):
    return [None if math.isnan(value) else bool(value) for value in survey.columns[name]]


def plain_dhs(source, minutes):
    """The rule of the DHS Program, said condition by condition."""
    improved = {11, 12, 13, 14, 15, 21, 31, 41, 51, *range(61, 74)}
    if source == 43:
        return LOWEST
    if source in {30, 32, 40, 42, 96}:
        return UNIMPROVED
    if source not in improved:
        return None
    return BASIC if minutes in {0, 996} or (minutes is not None and 1 <= minutes <= 30) else LIMITED


def test_dhs_water_is_as_its_programs_have_it(climb):
    sources = [*(int(code) for code in questionnaire("dhs8", "water")["source"]["codes"]), 99]
    times = [0, 1, 30, 31, 900, 996, 998, 999, None]
    pairs = list(itertools.product(sources, times))
    survey = climb("hv201,hv204", [f"{one},{'' if time is None else time}" for one, time in pairs], DHS)
    assert rungs(survey, "water") == [plain_dhs(*pair) for pair in pairs]


def plain_mics(source, other, place, minutes):
    """Basic or not by the rule of MICS6 for those whose source is improved, said code by code."""
    near = minutes is not None and minutes <= 30

    def passes(code):
        if code in {11, 12}:
            return True
        if code in {61, 71, 72}:
            return near
        return code in {13, 14, 21, 31, 41, 51} and (place in {1, 2} or near)

    return passes(other if source in {91, 92} else source)


def test_mics_water_is_as_its_tables_have_it(climb):
    codes = sorted(int(code) for code in questionnaire("mics6", "water")["source"]["codes"])
    cases = [
        (source, other, place, minutes)
        for source in codes
        for other in ((11, 21, 32, 61, 81) if source in {91, 92} else (None,))
        for place in (1, 2, 3)
        for minutes in (0, 30, 31, 990, 998)
    ]
    rows = [",".join("" if part is None else str(part) for part in case) for case in cases]
    columns = "WS1,WS2,WS3,WS4"
    survey = climb(columns, rows, MICS.replace("WS4}", "WS4, unknown_time: limited}"))
    found = rungs(survey, "water")
    for case, rung in zip(cases, found, strict=True):
        if case[0] == 81:
            wanted = LOWEST
        elif case[0] in {32, 42, 96}:
            wanted = UNIMPROVED
        else:
            wanted = BASIC if plain_mics(*case) else LIMITED
        assert rung == wanted, case
    unsure = rungs(climb(columns, rows, MICS), "water")
    differ = [case for case, one, other in zip(cases, found, unsure, strict=True) if one != other]
    assert {case[3] for case in differ} == {998}
    assert all(rung is None for rung, case in zip(unsure, cases, strict=True) if case in differ)


def test_safely_managed_water_joins_what_is_known(climb):
    ladder = MICS.replace("WS4}", "WS4, available: WS7, ecoli: WQ27}")
    rows = [
        "11,,,,2,0",
        "11,,,,1,0",
        "11,,,,2,3",
        "11,,,,8,0",
        "11,,,,8,5",
        "21,,3,10,2,0",
        "21,,3,40,2,0",
        "11,,,,2,998",
        "32,,1,,2,0",
    ]
    survey = climb("WS1,WS2,WS3,WS4,WS7,WQ27", rows, ladder)
    assert rungs(survey, "water") == [SAFE, BASIC, BASIC, None, BASIC, BASIC, LIMITED, None, UNIMPROVED]
    assert answers(survey, "basic_water") == [True, True, True, True, True, True, False, True, False]
    assert answers(survey, "safely_managed_water") == [True, False, False, None, False, False, False, None, False]


def test_toilets_of_mics(climb):
    rows = [
        "11,2,,", "12,2,4,", "12,2,1,1", "12,2,1,2", "12,2,1,5", "12,2,8,", "12,1,4,", "14,2,,", "23,2,4,", "41,2,,", "51,2,,",
        "95,,,", "96,2,,", "18,2,,", "31,9,4,", "99,2,,",
    ]  # fmt: skip
    columns = "WS11,WS15,WS12,WS13"
    survey = climb(columns, rows, TOILET)
    assert rungs(survey, "sanitation") == [
        None, SAFE, None, SAFE, BASIC, SAFE, LIMITED, UNIMPROVED, UNIMPROVED, UNIMPROVED, UNIMPROVED,
        LOWEST, UNIMPROVED, None, None, None,
    ]  # fmt: skip
    treated = climb(columns, rows, TOILET.replace("WS13}", "WS13, removed_treated: true}"))
    assert rungs(treated, "sanitation")[:3] == [SAFE, SAFE, SAFE]
    untreated = climb(columns, rows, TOILET.replace("WS13}", "WS13, removed_treated: false}"))
    assert rungs(untreated, "sanitation")[:3] == [BASIC, SAFE, BASIC]


def test_every_toilet_of_mics(climb):
    codes = [int(code) for code in questionnaire("mics6", "sanitation")["facility"]["codes"]]
    cases = [(code, shared) for code in codes for shared in (1, 2, 9)]
    ladder = "sanitation: {ladder: mics6, facility: WS11, shared: WS15}"
    survey = climb("WS11,WS15", [f"{code},{shared}" for code, shared in cases], ladder)

    def plain(code, shared):
        if code == 95:
            return LOWEST
        return {1: LIMITED, 2: BASIC}.get(shared) if code in {11, 12, 13, 18, 21, 22, 31} else UNIMPROVED

    assert rungs(survey, "sanitation") == [plain(*case) for case in cases]


def test_toilets_of_dhs(climb):
    codes = [int(code) for code in questionnaire("dhs8", "sanitation")["facility"]["codes"]]
    cases = [(code, shared) for code in (*codes, 16, 99) for shared in (0, 1, 9)]
    ladder = "sanitation: {ladder: dhs8, facility: hv205, shared: hv225}"
    survey = climb("hv205,hv225", [f"{code},{shared}" for code, shared in cases], ladder)

    def plain(code, shared):
        if code == 31:
            return LOWEST
        if code in {14, 23, 42, 43, 96}:
            return UNIMPROVED
        return {0: BASIC, 1: LIMITED}.get(shared) if code in {11, 12, 13, 15, 21, 22, 41, 51} else None

    assert rungs(survey, "sanitation") == [plain(*case) for case in cases]


def test_hands_are_washed_where_it_was_seen(climb):
    rows = ["1,1,1", "2,1,0", "1,0,1", "3,,", "4,,", "5,,", "1,1,9", "2,0,9"]
    ladder = "hygiene: {ladder: dhs8, place: hv230a, water: hv230b, soap: hv232}"
    survey = climb("hv230a,hv230b,hv232", rows, ladder)
    assert rungs(survey, "hygiene") == ["basic", "limited", "limited", "none", None, None, None, "limited"]
    assert [(one.rows, one.says) for one in survey.findings if one.check == "ladders"] == [(2, "ladders.not_seen")]


def test_a_code_that_is_not_listed_is_named_with_its_rows(climb):
    survey = climb("hv201,hv204", ["11,996", "77,5", "77,5"], DHS)
    assert rungs(survey, "water") == [BASIC, None, None]
    found = next(one for one in survey.findings if one.check == "codes")
    assert (found.variable, found.rows) == ("water.source", 2)
    assert "'77' (2)" in found.message


def test_the_codes_of_one_survey(climb):
    rows = ["21,10", "32,10", "33,10", "13,10"]
    plain = rungs(climb("hv201,hv204", rows, DHS), "water")
    recoded = rungs(climb("hv201,hv204", rows, DHS.replace("hv204}", "hv204, recode: GH4}")), "water")
    assert plain == [BASIC, UNIMPROVED, None, BASIC]
    assert recoded == [UNIMPROVED, BASIC, BASIC, BASIC]
    later = climb("hv201,hv204", rows, DHS.replace("hv204}", "hv204, recode: [TZ5, 2003]}"))
    assert rungs(later, "water") == [UNIMPROVED, BASIC, None, BASIC]
    unknown = climb("hv201,hv204", rows, DHS.replace("hv204}", "hv204, recode: GH9}"))
    assert rungs(unknown, "water") == plain
    assert [one.says for one in unknown.findings if one.check == "ladders"] == ["ladders.standard"]


@pytest.mark.parametrize(
    ("ladder", "says"),
    [
        ("water: {ladder: dhs8, source: hv201}", "has no minutes"),
        ("water: {ladder: dsh8, source: hv201}", "Did you mean 'dhs8'?"),
        ("water: {ladder: dhs8, source: hv201, minutes: hv204, recode: BO3}", "the year in hv007"),
        ("water: {ladder: dhs8, source: hv201, minutes: hv204, recode: KH5}", "wet and in the dry season"),
        ("sanitation: {ladder: dhs8, facility: hv201, shared: hv204, recode: [UG6, 2011]}", "two surveys"),
        ("water: {ladder: jmp, source: hv201, recode: GH7}", "recode is of water and sanitation in dhs8"),
        ("water: {ladder: dhs8, source: hv201, minutes: hv204, unknown_time: often}", "one of limited, basic, missing"),
        ("water: {ladder: jmp, source: {from: hv201, codes: {11: pipe}}}", "water.source has no word 'pipe'"),
    ],
)
def test_what_is_written_wrongly_is_said(climb, ladder, says):
    with pytest.raises(GroundfloorError) as error:
        climb("hv201,hv204", ["11,996"], ladder)
    assert says in str(error.value)


def test_words_in_any_spelling(climb):
    rows = ['"Puits (non protégé)",12', "BOREHOLE,31", '"Piped into dwelling",', "River,5", "moon,5"]
    survey = climb("w,m", rows, "water: {ladder: words, source: w, minutes: m}")
    assert rungs(survey, "water") == [UNIMPROVED, LIMITED, BASIC, LOWEST, None]
    assert next(one for one in survey.findings if one.check == "codes").rows == 1


def test_codes_of_ones_own_and_without_minutes(climb):
    own = "water: {ladder: jmp, source: {from: q, codes: {a: piped_yard, b: tube_well, c: surface}}}"
    survey = climb("q", ["a", "b", "c"], own)
    assert rungs(survey, "water") == [BASIC, None, LOWEST]
    assert answers(survey, "improved_water") == [True, True, False]


def test_a_variable_of_its_own_stands(climb):
    survey = climb("hv201,hv204,b", ["11,996,0"], DHS, "basic_water: b")
    assert answers(survey, "basic_water") == [False]


def test_every_word_of_the_tables_is_one_of_the_ladders():
    facilities = table("facilities")
    for name in questionnaires():
        for ladder, part in (("water", "source"), ("sanitation", "facility")):
            said = questionnaire(name, ladder).get(part, {})
            words = set(said.get("codes", {}).values()) | set(said.get("phrases", {}))
            assert words <= set(facilities[ladder]), name
    standard = {
        ladder: set(questionnaire("dhs8", ladder)[part]["codes"])
        for ladder, part in (("water", "source"), ("sanitation", "facility"))
    }
    for ladder, surveys in table("recodes").items():
        for survey, entries in surveys.items():
            for entry in entries:
                assert set(entry.get("codes", {}).values()) <= standard[ladder], (ladder, survey)


def test_no_phrase_says_two_things():
    for ladder, part in (("water", "source"), ("sanitation", "facility"), ("hygiene", "place"), ("water", "place")):
        phrases = [one for said in questionnaire("words", ladder)[part]["phrases"].values() for one in said]
        assert len(phrases) == len(set(phrases))


def test_the_examples_of_the_page_are_ladders(climb):
    page = (Path(__file__).parents[3] / "docs" / "survey.md").read_text(encoding="utf-8")
    blocks = [one for one in re.findall(r"(?m)(?:^    .*\n)+", page) if "ladder:" in one]
    assert len(blocks) == 2
    columns = (
        "WS1,WS2,WS3,WS4,WS7,WQ27,WS11,WS15,WS12,WS13,HW1,HW2,HW7A,HW7B,hv201,hv204,hv205,hv225,hv230a,hv230b,hv232"
    )
    row = "21,,2,,2,0,12,2,4,,1,1,,B,13,20,21,0,1,1,0"
    for block, hygiene in zip(blocks, ("basic", "limited"), strict=True):
        written = [line[2:] for line in block.replace("    variables:\n", "").splitlines()]
        survey = climb(columns, [row], "\n  ".join(line[4:] if line.startswith("    ") else line for line in written))
        assert rungs(survey, "hygiene") == [hygiene]
        assert rungs(survey, "water") == [SAFE if hygiene == "basic" else BASIC]
        assert rungs(survey, "sanitation") == [SAFE if hygiene == "basic" else BASIC]
