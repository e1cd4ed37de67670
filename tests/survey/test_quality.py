"""How far a survey can be believed: indices of ages, weights beside the population, outliers, copies; in words and as a page."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import groundfloor as gf
from groundfloor.errors import GroundfloorError
from groundfloor.population.known import population_in
from groundfloor.report.quality import html, lines, parts
from groundfloor.survey.frame import Survey
from groundfloor.survey.quality import PARTS, part_of, quality
from groundfloor.survey.quality.ages import myers, whipple
from groundfloor.survey.quality.figure import Figure, Known
from groundfloor.survey.quality.sample import copies
from groundfloor.survey.table import coded


def people(ages, **more):
    ages = np.asarray(ages, dtype=float)
    return Survey("s", "NOW", 2024, {"age": ages, **more}, np.arange(len(ages)), np.ones(len(ages)))


def said(survey, population=None):
    figures, findings = quality(survey, population)
    return {(one.name, one.of): one for one in figures}, {one.says: one for one in findings}


@given(st.lists(st.floats(0, 1e6), min_size=100, max_size=100))
def test_indices_of_ages_are_what_a_loop_over_the_formula_says(counts):
    ages = np.array(counts)
    among = sum(counts[23:63])
    if among > 0:
        assert whipple(ages) == pytest.approx(500 * sum(counts[a] for a in range(25, 61, 5)) / among)
    blended = [
        (d + 1) * sum(counts[a] for a in range(10 + d, 90, 10))
        + (9 - d) * sum(counts[a] for a in range(20 + d, 90, 10))
        for d in range(10)
    ]
    if sum(blended) > 0:
        assert myers(ages) == pytest.approx(sum(abs(100 * b / sum(blended) - 10) for b in blended) / 2, abs=1e-9)
        assert 0 <= myers(ages) <= 90 + 1e-9


def test_ages_rounded_to_tens_are_called_so():
    figures, findings = said(people(np.repeat(np.arange(0, 90, 10), 20)))
    assert figures["whipple", "all"].value == 500
    assert figures["myers", "all"].value == pytest.approx(90)
    assert findings["ages.heaped"].severity == "warning"
    assert "ages.heaped" not in said(people(np.tile(np.arange(90), 5)))[1]
    assert ("whipple", "all") not in said(people([1.0, 2.0]))[0]


def test_weights_beside_the_population():
    known = np.zeros((2, 101))
    known[0, 30], known[1, 30], known[1, 70] = 60, 40, 20
    survey = people([30, 30, 70, np.nan], sex=coded(["female", "male", "male", "female"])).with_weight(
        np.array([30.0, 20, 10, 30])
    )
    figures, findings = said(survey, Known(2023, known))
    assert figures["people", "all"].value == 90
    assert figures["people", "all"].expected == 120
    assert figures["people", "female 25-49"].value == 30
    assert figures["people", "male 65+"].expected == 20
    assert figures["sex_ratio", "all"].value == pytest.approx(50)
    assert "75.0% of the 120" in findings["population.apart"].message
    assert "in 2023" in findings["population.apart"].message
    # the shares by age agree
    assert not {"population.women_apart", "population.men_apart"} & set(findings)
    known[0, 30] = 200
    assert "women and girls of 25-49" in said(survey, Known(2023, known))[1]["population.women_apart"].message


def test_outliers_of_welfare_and_what_they_do():
    welfare = np.append(np.exp(np.random.default_rng(1).normal(7, 0.5, 200)), [1e9, 1e-9, 0, np.nan])
    survey = Survey("s", "NOW", 2024, {}, np.arange(204), np.ones(204), welfare=welfare)
    figures, findings = said(survey)
    assert figures["beyond_spreads", "all"].value == 2
    assert findings["outliers.high"].rows == 1
    assert findings["outliers.high"].values["share"] == pytest.approx(1e9 / np.nansum(welfare))
    assert findings["outliers.low"].rows == 1


@pytest.mark.parametrize("welfare", [[], [np.nan], [0.0, 0.0], [5.0, 5.0, 5.0], [-1.0, 2.0]])
def test_welfare_of_too_few_or_all_alike(welfare):
    size = len(welfare)
    if size:
        survey = Survey("s", "NOW", 2024, {}, np.arange(size), np.zeros(size), welfare=np.array(welfare))
        assert not {"outliers.high", "outliers.low"} & set(said(survey)[1])


def test_households_entered_twice_are_counted():
    rng = np.random.default_rng(7)
    answers = {name: rng.integers(0, 90, 300).astype(float) for name in ("age", "rooms", "wage", "work_hours")}
    starts = np.arange(0, 300, 3)
    survey = Survey("s", "NOW", 2024, answers, starts, np.ones(300), welfare=np.ones(300))
    assert copies(survey) == 0
    for column in answers.values():
        column[3:6] = column[0:3]
        column[294:297] = column[0:3]
        column[297:299] = column[0:2]
    answers["age"][[0, 3, 294]] = np.nan
    assert copies(survey) == 2
    assert said(survey)[1]["copies"].rows == 2
    # the same people in another order did not give one by one the same answers
    for column in answers.values():
        column[3:6] = column[[1, 0, 2]]
    assert copies(survey) == 1
    assert copies(people([1.0, 2.0])) is None


def test_large_households_food_unequal_weights_and_gaps_by_group():
    count = 90
    region = coded(["North"] * 40 + ["South"] * 50)
    columns = {
        "age": np.where(np.arange(count) < 30, np.nan, 20.0),
        "region": region,
        "consumption": np.full(count, 10.0),
        "food_consumption": np.where(np.arange(count) < 40, 0.0, 1e4),
    }
    survey = Survey(
        "s", "NOW", 2024, columns, np.array([0, 40, 45]), np.repeat([1.0, 900, 1], [40, 5, 45]), groups=("region",)
    )
    figures, findings = said(survey)
    assert figures["household_size_max", "all"].value == 45
    assert findings["outliers.size"].rows == 2
    assert (findings["outliers.food_zero"].rows, findings["outliers.food_above"].rows) == (1, 2)
    assert figures["weights_effect", "all"].value == pytest.approx(3 * (900**2 + 2) / 902**2)
    assert findings["design.weights_effect"].severity == "note"
    assert figures["age", "region=North"].value == pytest.approx(30 / 40)
    assert "75.0% of region=North and for 0.0% of region=South" in findings["missing_by_group"].message


def test_every_finding_of_a_survey_has_its_part_and_every_language_its_words(folder):
    survey = folder.read()
    figures, more = quality(survey, Known(2024, np.ones((2, 101))))
    findings = [*survey.findings, *more]
    assert {part_of(one.check) for one in findings} <= set(PARTS)
    for lang in ("en", "fr"):
        made = parts(findings, figures, lang)
        assert sum(len(part.findings) for part in made) == len(findings)
        text = "\n".join(lines(made))
        assert all(told in text for part in made for told in part.findings)
        page = html(survey, made, lang)
        assert f'lang="{lang}"' in page
        assert page.count("<section") == len(made)
        assert "nan" not in text
    assert "<script>" not in html(folder.describe("survey: Example", "survey: <script>").read(), made, "en")


def test_every_figure_has_a_name_in_every_language():
    from groundfloor.report.language import messages_of

    figures = {key.rpartition(".")[2] for key in messages_of("en") if key.startswith("quality.figures.")}
    made = [Figure("ages", name, "all", 1.0) for name in sorted(figures)]
    for lang in ("en", "fr"):
        assert all(row[0] != name for row, name in zip(parts([], made, lang)[0].rows, sorted(figures), strict=True))


def test_the_command_checks_by_default_and_writes_a_page(folder, capsys):
    from groundfloor.cli import main

    source = str(folder.path / "survey.yaml")
    assert main(["survey", source]) == 0
    plain = capsys.readouterr().out
    assert main(["survey", "check", source, "--html", str(folder.path / "q.html"), "--lang", "fr"]) == 0
    assert "Pondérations et population" in capsys.readouterr().out
    assert "Pondérations" in (folder.path / "q.html").read_text(encoding="utf-8")
    assert plain.startswith("Example: 4 persons in 2 households, weighted 50.")
    assert plain.count("Note: ") + plain.count("Warning: ") >= len(folder.read().findings)
    assert main(["survey", "check", source, "--format", "csv"]) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert rows[0]["check"] == "population"
    assert all(row["message"] for row in rows)


def test_the_population_comes_from_a_table_a_pack_or_inputs(folder, tmp_path):
    folder.put("people.csv", "year,sex,age,population\n2020,f,0,5\n2025,f,0,10\n2025,m,120,20\n")
    year, found = population_in(folder.path / "people.csv", 2024)
    assert (year, found.sum(), found[1, 100]) == (2025, 30, 20)
    pack = gf.new(str(tmp_path / "nowhere"))
    assert population_in(pack, 1990, "NOW")[0] == population_in(pack / "population", 1990, "NOW")[0] == 2025
    assert gf.check_survey(folder.path / "survey.yaml", population=pack).figures
    folder.put("people.csv", "year,sex,age,population\n2020,x,0,5\n")
    with pytest.raises(GroundfloorError, match="The sex is 'x'"):
        population_in(folder.path / "people.csv", 2024)
    with pytest.raises(GroundfloorError, match=r"nothing\.csv"):
        population_in(folder.path / "nothing.csv", 2024)


def test_ages_and_sexes_of_heads_alone_are_not_those_of_the_people():
    heads = np.tile([40.0, np.nan], 50)
    relationship = coded(["head", None] * 50)
    homes = Survey("s", "NOW", 2024, {"age": heads, "sex": coded(["male", None] * 49 + ["female", None]), "relationship": relationship}, np.arange(0, 100, 2), np.ones(100))  # fmt: skip
    figures, findings = said(homes)
    assert not {("whipple", "all"), ("sex_ratio", "all"), ("age", "all")} & set(figures)
    assert "sex.ratio" not in findings


def test_a_variable_is_named_as_in_the_file_that_is_to_be_mended(folder):
    folder.persons("A,2,38,2,2,10,70,North,c1,no", "A,2,38,2,2,10,70,North,c1,perhaps")
    (codes,) = [one for one in parts(folder.read().findings, [], "en") if one.name == "codes"]
    assert codes.findings[0].startswith("Error: Works (employed): 1 row of work holds 'perhaps'")
    assert "write it under missing" in codes.findings[0]
