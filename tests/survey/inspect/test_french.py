"""A survey with the short labels that French files have: what is understood of it, and what is left to a person."""

from __future__ import annotations

import pytest
from tests.survey.inspect.making import stata

import groundfloor as gf
from groundfloor.survey import read_survey

FRENCH = {
    "hhid": "Identifiant menage", "numind": "Numero individu", "age": "Age en annees", "sexe": "Genre", "resid": "Resident", "mstat": "Situation de famille",
    "activ7j": "Sit. activite 7 derniers jours", "couvmal": "Indivu couverture maladie", "handig": "Handicap majeur seul", "scol": "Freq. ecole 2017/18",
    "mal30j": "Prob. sante 30 dern. jours", "con30j": "Consulte 30 dern. jours", "bank": "compte banque ou autre", "dali": "Conso annuelle alim. menage",
    "dnal": "Conso annuelle non alim. menage", "dtot": "Conso annuelle totale menage", "pcexp": "Indicateur de bien-etre", "zref": "Seuil pauvrete national",
    "elec_ac": "Acces reseau electrique", "sol": "Sol en materiaux definitifs", "logem": "Occupation logement",
}  # fmt: skip
OUI = {0: "Non", 1: "Oui"}


def french(tmp_path, lines, lang="en"):
    """What is suggested of a file of persons with French labels and these poverty lines."""
    pytest.importorskip("pyreadstat")
    tmp_path.mkdir(exist_ok=True)
    rows = [
        (101 + home, person, 20 + 7 * home + person, 1 + person % 2, person < 3, 1 + person, 1 + (home + person) % 6, home % 2, person == 2, person > 1,
         person == 1, home > 3, person == 2, 500.5 + home, 300.5 + home, 800.5 + 2 * home, 300.5 + home, lines[home % len(lines)], home % 2, home % 3 == 1, 1 + home % 3)
        for home in range(120) for person in (1, 2, 3)
    ]  # fmt: skip
    codes = dict.fromkeys(("resid", "couvmal", "handig", "scol", "mal30j", "con30j", "bank", "elec_ac", "sol"), OUI)
    codes |= {
        "sexe": {1: "Masculin", 2: "Feminin"},
        "mstat": {2: "Celibataire", 3: "Marie", 4: "Veuf"},
        "activ7j": {1: "Occupe", 2: "Chomeur", 3: "TF cherchant emploi", 4: "TF cherchant pas", 5: "Inactif", 6: "Moins de 5 ans"},
        "logem": {1: "Proprietaire titre", 2: "Locataire", 3: "Autre"},
    }  # fmt: skip
    (tmp_path / "gnb_2018.dta").write_bytes(stata(rows, FRENCH, codes))
    text = gf.inspect_survey([tmp_path / "gnb_2018.dta"], out=tmp_path / "survey.yaml", lang=lang).suggestion
    return text, read_survey(tmp_path / "survey.yaml")


def test_labels_of_a_french_survey_are_understood(tmp_path):
    text, survey = french(tmp_path, [271071.75])
    found = {
        "marital_status",
        "employed",
        "health_insurance",
        "disability",
        "in_school",
        "ill",
        "consulted",
        "bank_account",
    }
    found |= {"food_consumption", "consumption", "electricity", "finished_floor", "tenure"}
    assert found <= set(survey.columns)
    # the total is taken and what else could be welfare is named; food is not what is no food
    assert "consumption: {from: dtot, unit: LCU/household/year}" in text
    assert 'it could also be pcexp "Indicateur de bien-etre"' in text
    assert "food_consumption: {from: dali, " in text
    # what is not understood is no error of the survey, and is told
    assert "employed: {from: activ7j, missing: [6], true: [1], false: [2, 3, 4, 5]}" in text
    assert "not understood, and they count as missing: 6 (Moins de 5 ans)" in text
    assert not [one for one in survey.findings if one.check == "codes"]
    assert (
        "# TODO members: {from: resid, true: [...]}, if 1 Oui (240), 0 Non (120) says who belongs to the household"
        in text
    )


def test_a_column_that_gives_the_poverty_line_is_found(tmp_path):
    text, _survey = french(tmp_path, [271071.75])
    assert "# TODO national: {value: 271071.75, unit: LCU/person/year, source: zref}" in text
    text, _survey = french(tmp_path / "other", [1000.5, 1200.5, 1250.5])
    assert (
        "# TODO national: {value: 1200.5, unit: LCU/person/year}, and in consumption deflate: {from: zref, base: 1200.5}"
        in text
    )


def test_all_of_it_is_said_in_french(tmp_path):
    same = french(tmp_path / "same", [271071.75], "fr")[0].replace("\xa0", " ")
    differing = french(tmp_path / "other", [1000.5, 1200.5, 1250.5], "fr")[0].replace("\xa0", " ")
    assert "À VÉRIFIER : ce pourrait aussi être pcexp « Indicateur de bien-etre »" in same
    assert (
        "# À COMPLÉTER members: {from: resid, true: [...]}, si ces codes disent qui appartient au ménage : 1 Oui (240)"
        in same
    )
    assert "source: zref}  # la même valeur à chaque ligne de zref. À VÉRIFIER : son unité" in same
    assert (
        "et, sous consumption, deflate: {from: zref, base: 1200.5}  # zref varie, de 1 000,5 à 1 250,5"
        in differing.replace("\u202f", " ")
    )
