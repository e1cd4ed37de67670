"""Data files suggest a survey.yaml that says why, and that runs once a person has filled its gaps."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pytest
from tests.survey.inspect.making import stata

import groundfloor as gf
from groundfloor.errors import GroundfloorError
from groundfloor.survey import read_survey
from groundfloor.survey.inspect.keys import keys_of
from groundfloor.survey.inspect.look import look

ROWS = [
    # household, person, sex, age, relationship, area, weight, consumption
    (101, 1, 1, 40, 1, 1, 10.5, 9000),
    (101, 2, 2, 38, 2, 1, 10.5, 9000),
    (101, 3, 1, 4, 3, 1, 10.5, 9000),
    (102, 1, 2, 70, 1, 2, 20.25, 3000),
    (102, 2, 2, 12, 4, 2, 20.25, 3000),
    (103, 1, 1, 30, 1, 2, 30.0, 2000),
    (103, 2, 1, 99, 5, 2, 30.0, 2000),
]


LANGUAGES = {
    "en": (
        {"hhid": "Household identifier", "pid": "Line number", "q1": "Sex of household member", "q2": "Age in completed years",
         "q3": "Relationship to the head", "q4": "Urban/rural", "w": "Household weight", "c": "Annual consumption expenditure of the household"},
        {"q1": {1: "Male", 2: "Female"}, "q2": {99: "Don't know"}, "q4": {1: "Urban", 2: "Rural"},
         "q3": {1: "Head", 2: "Wife/husband", 3: "Son/daughter", 4: "Grandchild", 5: "Servant"}},
    ),
    "fr": (
        {"idmen": "Identifiant du ménage", "numind": "Numéro d’ordre", "b2": "Sexe", "b3": "Âge en années révolues",
         "b4": "Lien de parenté avec le chef de ménage", "b5": "Milieu de résidence", "poids": "Poids de sondage", "dtot": "Dépense totale annuelle du ménage"},
        {"b2": {1: "Masculin", 2: "Féminin"}, "b3": {99: "Ne sait pas"}, "b5": {1: "Urbain", 2: "Rural"},
         "b4": {1: "Chef de ménage", 2: "Conjoint(e)", 3: "Fils/fille", 4: "Petit-fils/petite-fille", 5: "Domestique"}},
    ),
    "es": (
        {"folio": "Identificador del hogar", "renglon": "Número de persona", "p1": "Sexo", "p2": "Edad", "p3": "Relación de parentesco con el jefe",
         "p4": "Zona de residencia", "fexp": "Factor de expansión", "gasto": "Gasto total anual del hogar"},
        {"p1": {1: "Hombre", 2: "Mujer"}, "p2": {99: "No sabe"}, "p4": {1: "Urbana", 2: "Rural"},
         "p3": {1: "Jefe(a)", 2: "Cónyuge", 3: "Hijo(a)", 4: "Nieto(a)", 5: "Empleada doméstica"}},
    ),
    "pt": (
        {"id_agregado": "Identificador do agregado", "id_pessoa": "Número da pessoa", "v1": "Sexo", "v2": "Idade", "v3": "Relação de parentesco com o chefe",
         "v4": "Área de residência", "peso": "Peso amostral", "desp": "Despesa total anual do agregado"},
        {"v1": {1: "Homem", 2: "Mulher"}, "v2": {99: "Não sabe"}, "v4": {1: "Urbana", 2: "Rural"},
         "v3": {1: "Chefe", 2: "Cônjuge", 3: "Filho(a)", 4: "Neto(a)", 5: "Empregada doméstica"}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stata_file_with_labels_is_a_survey_as_it_is(language, tmp_path, words):
    pytest.importorskip("pyreadstat")
    labels, codes = LANGUAGES[language]
    (tmp_path / "gha_2020.dta").write_bytes(stata(ROWS, labels, codes))
    found = gf.inspect_survey([tmp_path / "gha_2020.dta"], out=tmp_path / "survey.yaml")
    survey = read_survey(tmp_path / "survey.yaml")
    assert (survey.persons, survey.households, survey.country, survey.year) == (7, 3, "GHA", 2020)
    assert words(survey, "sex") == ["male", "female", "male", "female", "female", "male", "male"]
    assert words(survey, "relationship") == ["head", "spouse", "child", "head", "grandchild", "head", "domestic_worker"]
    np.testing.assert_array_equal(survey.columns["age"], [40, 38, 4, 70, 12, 30, np.nan])
    assert survey.columns["urban"].tolist() == [1, 1, 1, 0, 0, 0, 0]
    assert survey.weight[-1] == 30
    assert survey.welfare.tolist() == [3000, 3000, 3000, 1500, 1500, 1000, 1000]
    # no guess without its reason
    entries = re.findall(r"(?m)^  (\w+):.*$", found.suggestion.partition("variables:")[2].partition("welfare:")[0])
    assert len(entries) == found.suggestion.count("# guessed from label") + 2
    assert all(f"{name}: " in found.suggestion for name in ("sex", "age", "relationship", "urban", "weight"))


def test_a_file_without_labels_leaves_what_it_does_not_say_to_a_person(folder):
    folder.put(
        "nga_2019.csv", "hhid,pid,sex,age,relation,wgt,spending\n1,1,1,40,1,2,90\n1,2,2,38,2,2,90\n2,1,2,70,1,4,30\n"
    )
    text = gf.inspect_survey([folder.path / "nga_2019.csv"], out=folder.path / "new.yaml").suggestion
    assert "sex: {from: sex, codes: {1: male, 2: female}}" in text
    assert "CHECK: the file does not say what its codes mean; 1 male, 2 female is the usual order" in text
    assert "# TODO relationship: relation" in text
    assert "# TODO consumption: {from: spending, unit: LCU/household/month}" in text
    assert "nothing says whether it is of a day, week, month or year" in text
    assert "TODO region" in text
    assert read_survey(folder.path / "new.yaml").persons == 3
    # a person fills in what is left
    text = text.replace("# TODO consumption", "consumption").replace("# TODO welfare", "welfare", 1)
    text = re.sub(r"(?m)^(welfare: \{[^}]*\}).*$", r"\1", text)
    (folder.path / "new.yaml").write_text(text, encoding="utf-8")
    assert read_survey(folder.path / "new.yaml").welfare is not None


def test_an_existing_file_is_not_written_over(folder):
    before = (folder.path / "survey.yaml").read_bytes()
    with pytest.raises(GroundfloorError, match="exists"):
        gf.inspect_survey([folder.path / "persons.csv"], out=folder.path / "survey.yaml")
    assert (folder.path / "survey.yaml").read_bytes() == before


def test_several_files_join_and_what_does_not_meet_is_counted(folder):
    folder.put("ken_2020_roster.csv", "hhid,line,age,sex\n1,1,40,M\n1,2,3,F\n2,1,50,F\n3,1,20,M\n")
    folder.put("ken_2020_homes.csv", "hhid,region,weight\n1,North,10\n2,South,20\n9,South,30\n")
    folder.put("ken_2020_food.csv", "hhid,item,cost\n1,10,5.5\n1,11,6\n2,10,7\n")
    files = [folder.path / f"ken_2020_{name}.csv" for name in ("food", "homes", "roster")]
    found = gf.inspect_survey(files, out=folder.path / "new.yaml")
    seen, text = "\n".join(found.seen), found.suggestion
    assert "ken_2020_roster.csv (persons)" in seen
    assert "2 households meet, 1 of the persons are without a row in it, 1 in it are without persons" in seen
    assert "several rows a household, by hhid" in seen
    assert "households: {path: ken_2020_homes.csv, key: {household_id: hhid}}" in text
    assert "consumption: {from: cost, file: ken_2020_food, collect: sum, unit: LCU/household/week}" in text
    survey = read_survey(folder.path / "new.yaml")
    assert survey.weight.tolist() == [10, 10, 20, 0]
    for comment in ("# TODO ken_2020_food: ", "#   consumption: "):
        text = text.replace(comment, comment.strip("# ").removeprefix("TODO ") + " ", 1)
    text = text.replace("}: it has several rows a household; take the mark away once a variable collects from it", "}")
    folder.put("new.yaml", text)
    spent = read_survey(folder.path / "new.yaml").columns["consumption"]
    np.testing.assert_allclose(spent, np.array([5.75, 5.75, 7, np.nan]) * 365 / 7)


def test_a_file_of_households_alone_is_read_by_their_size(folder):
    folder.put("per_2021.csv", "folio,factor,mieza,tam_hogar,gasto_mensual\n1,2,1,4,400\n2,3,1,1,100\n3,3,2,2,50\n")
    text = gf.inspect_survey([folder.path / "per_2021.csv"], out=folder.path / "new.yaml").suggestion
    assert "level: household" in text
    survey = read_survey(folder.path / "new.yaml")
    assert survey.persons == 7
    assert survey.welfare.tolist() == [1200] * 4 + [1200, 300, 300]


def test_visits_are_recognised(folder):
    rows = "\n".join(
        f"{home},{person},{visit},{30 + person},{10 * visit}"
        for home in (1, 2)
        for person in (1, 2)
        for visit in (1, 2, 3)
    )
    folder.put("col_2022.csv", f"hogar,persona,visita,edad,ingreso_mensual\n{rows}\n")
    text = gf.inspect_survey([folder.path / "col_2022.csv"], out=folder.path / "new.yaml").suggestion
    assert "visits: visita" in text
    assert read_survey(folder.path / "new.yaml").persons == 4


@pytest.mark.parametrize("content", ["a\n1\n", "a,b\n1,\n1,\n", "x\nNaN\n", "hhid,pid\n1,1\n1,1\n", "sex\nM\nF\n"])
def test_files_that_say_little_are_still_shown(folder, content):
    folder.put("odd.csv", content)
    found = gf.inspect_survey([folder.path / "odd.csv"])
    assert found.seen[0].startswith("odd.csv (persons)")
    assert "TODO" in found.suggestion
    folder.put("new.yaml", found.suggestion)
    with pytest.raises(GroundfloorError):
        read_survey(folder.path / "new.yaml")


def test_names_that_yaml_would_read_otherwise(folder):
    folder.put("ken_2020.csv", '"hh id","no","age: years","sex"\n1,1,40,M\n1,2,30,F\n2,1,20,F\n')
    text = gf.inspect_survey([folder.path / "ken_2020.csv"], out=folder.path / "new.yaml").suggestion
    assert 'person_id: "no"' in text
    assert 'age: "age: years"' in text
    assert read_survey(folder.path / "new.yaml").persons == 3


def test_keys_of_a_cluster_and_a_number_in_it(folder):
    folder.put("x.csv", "cluster,hhid,line\n1,1,1\n1,1,2\n1,2,1\n1,2,2\n2,1,1\n2,1,2\n2,2,1\n2,2,2\n")
    keys = keys_of(look(folder.path / "x.csv"))
    assert (keys.rows, keys.home, keys.person) == ("person", ("cluster", "hhid"), ("line",))


@pytest.mark.parametrize(
    "names",
    [
        ["uganda_unps/uga_unps2009_persons.csv.gz"],
        ["ghana_gsps/gha_gsps_w1_2009_persons.csv.gz", "ghana_gsps/gha_gsps_w1_2009_households.csv.gz"],
        ["ghana_gsps/gha_gsps_w3_2018_households.csv.gz", "ghana_gsps/gha_gsps_w3_2018_persons.csv.gz"],
        ["malawi_ihs3/mwi_ihs3_2010_individuals.csv.gz"],
    ],
)
def test_real_files_give_a_survey_that_runs(names, tmp_path):
    root = os.environ.get("GROUNDFLOOR_REFERENCE")
    if not root:
        pytest.skip("GROUNDFLOOR_REFERENCE is not set")
    files = [Path(root) / "data" / "microdata" / name for name in names]
    gf.inspect_survey(files, out=tmp_path / "survey.yaml")
    survey = read_survey(tmp_path / "survey.yaml")
    assert survey.persons > 18_000
    assert {"age", "sex"} <= set(survey.columns)


def test_no_answer_is_no_no(folder):
    folder.put(
        "per_2020.csv", "hogar,persona,edad,sexo,asiste\n1,1,40,H,No sabe\n1,2,30,M,No\n2,1,9,M,Sí\n2,2,8,H,Si\n"
    )
    gf.inspect_survey([folder.path / "per_2020.csv"], out=folder.path / "new.yaml")
    survey = read_survey(folder.path / "new.yaml")
    np.testing.assert_array_equal(survey.columns["in_school"], [np.nan, 0, 1, 1])
    assert survey.columns["sex"].is_("male").tolist() == [1, 0, 0, 1]


def test_strata_are_often_regions_by_urban_and_rural(folder):
    folder.put("ken_2020.csv", "hhid,line,age,region,urban\n1,1,40,North,1\n1,2,30,North,1\n2,1,20,South,0\n")
    text = gf.inspect_survey([folder.path / "ken_2020.csv"], out=folder.path / "new.yaml").suggestion
    assert "# TODO design: {strata: [region, urban]}, if the sample was drawn so: no column was recognised" in text
    assert "# TODO design: {psu: COLUMN}: no column was recognised" in text
    french = gf.inspect_survey([folder.path / "ken_2020.csv"], lang="fr").suggestion
    assert "design: {strata: [region, urban]}, si l’échantillon a été tiré ainsi: aucune colonne" in french


def test_labels_of_several_lines_stay_in_their_comments(tmp_path):
    pytest.importorskip("pyreadstat")
    codes = {1: "Head\nof household", 2: "Wife/husband", 3: "Son/daughter", 4: "Grandchild", 5: "Who\nknows"}
    labels = {
        "hhid": "Household",
        "pid": "Line number",
        "rel": "Relationship\nto the head",
        "c": "Total annual\nconsumption of the household",
    }
    (tmp_path / "gha_2020.dta").write_bytes(
        stata([(*row[:2], row[4], row[7] + row[0]) for row in ROWS], labels, {"rel": codes})
    )
    gf.inspect_survey([tmp_path / "gha_2020.dta"], out=tmp_path / "survey.yaml")
    assert "relationship" in read_survey(tmp_path / "survey.yaml").columns
