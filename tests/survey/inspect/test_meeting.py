"""Which of several files is that of persons or households, and by which columns the others meet it."""

from __future__ import annotations

import numpy as np
import pytest

import groundfloor as gf
from groundfloor.survey import read_survey


@pytest.fixture
def by_cluster(folder):
    """Households with one number in one file, and with that of the cluster and one within it in the others; a module of questions to persons."""
    homes = [(cluster, home) for cluster in range(1, 9) for home in range(1, 4)]
    rows = [f"{100 * c + h},{c},{h},{c % 2},5,{2 + h},{900 * h},1" for c, h in homes]
    folder.put(
        "sen_2021_welfare.csv", "hhid,grappe,menage,vague,poids,hhsize,depense_annuelle,region\n" + "\n".join(rows)
    )
    folder.put("sen_2021_logement.csv", "grappe,menage,toit\n" + "\n".join(f"{c},{h},{h % 2}" for c, h in homes))
    people = [(c, h, person) for c, h in homes for person in range(1, 3 + h)]
    rows = [f"{c},{h},{c % 2},{person},{'' if person > 1 else 1500 * h}" for c, h, person in people]
    folder.put("sen_2021_revenus.csv", "grappe,menage,vague,membres__id,s05q02\n" + "\n".join(rows))
    folder.put("sen_2021_prix.csv", "grappe,indice\n" + "\n".join(f"{c},{90 + c}.5" for c in range(1, 9)))
    return folder


def test_files_meet_by_the_key_that_most_of_them_have(by_cluster):
    files = sorted(by_cluster.path.glob("sen_2021_*.csv"))
    text = gf.inspect_survey(files, out=by_cluster.path / "new.yaml").suggestion
    assert "household_id: [grappe, menage]" in text
    assert "sen_2021_logement: {path: sen_2021_logement.csv, key: {household_id: [grappe, menage]}}" in text
    survey = read_survey(by_cluster.path / "new.yaml")
    assert (survey.households, survey.persons) == (24, 96)


def test_a_module_of_questions_to_persons_is_no_roster(by_cluster):
    files = sorted(by_cluster.path.glob("sen_2021_*.csv"))
    text = gf.inspect_survey(files, out=by_cluster.path / "new.yaml").suggestion
    assert "level: household" in text
    # what is collected is the amount and not the number of the member; a wave is no visit
    assert "#   amount: {from: s05q02, file: sen_2021_revenus, collect: sum, unit: LCU/household/week}\n" in text


def test_a_file_with_a_row_a_cluster_joins_by_it(by_cluster, found):
    by_cluster.put(
        "sen_2021_prix.csv",
        "grappe,toit,indice,strate\n" + "\n".join(f"{c},1,{90 + c}.5,{c % 3}" for c in range(2, 11)),
    )
    files = sorted(by_cluster.path.glob("sen_2021_*.csv"))
    inspected = gf.inspect_survey(files, out=by_cluster.path / "new.yaml")
    said = "by grappe: 7 values meet, 1 are without a row in it, 2 of it are without persons"
    assert f"  sen_2021_prix: {{path: sen_2021_prix.csv, key: {{by: grappe}}}}  # {said}\n" in inspected.suggestion
    assert "  a row for each grappe" in inspected.seen
    assert any("meets the persons by grappe: 7 values meet" in line for line in inspected.seen)
    # what stands in it is of the persons of the cluster
    assert "  strata: strate" in inspected.suggestion
    survey = read_survey(by_cluster.path / "new.yaml")
    assert found(survey, "join") == [("warning", 3), ("warning", 2)]
    cluster = np.repeat(np.arange(1, 9), 12)
    assert [survey.strata.levels[code] if code >= 0 else None for code in survey.strata.codes] == [
        None if one == 1 else str(one % 3) for one in cluster
    ]


def test_a_file_with_a_row_a_region_and_month_joins_by_both(by_cluster):
    months = "\n".join(f"{cluster},{wave},{100 + cluster + wave}.5" for cluster in range(1, 9) for wave in (0, 1))
    by_cluster.put("sen_2021_prix.csv", f"grappe,vague,indice\n{months}\n")
    files = sorted(by_cluster.path.glob("sen_2021_*.csv"))
    text = gf.inspect_survey(files, out=by_cluster.path / "new.yaml").suggestion
    assert (
        "sen_2021_prix: {path: sen_2021_prix.csv, key: {by: [grappe, vague]}}  # by grappe and vague: 8 values" in text
    )
    assert read_survey(by_cluster.path / "new.yaml").persons == 96


@pytest.mark.parametrize(
    "prices",
    [
        "grappe,indice\n" + "\n".join(f"{c},90.5" for c in range(101, 109)),
        "lieu,indice\n" + "\n".join(f"{c},90.5" for c in range(101, 109)),
        "grappe,produit,indice\n" + "\n".join(f"{c},{p},90.5" for c in range(1, 9) for p in range(4)),
    ],
    ids=["no value meets", "no column meets", "several rows a cluster"],
)
def test_a_file_that_meets_nowhere_is_left_as_a_comment(by_cluster, prices):
    by_cluster.put("sen_2021_prix.csv", prices + "\n")
    files = sorted(by_cluster.path.glob("sen_2021_*.csv"))
    text = gf.inspect_survey(files, out=by_cluster.path / "new.yaml").suggestion
    assert "# TODO sen_2021_prix: {path: sen_2021_prix.csv}: no column was found by which it meets the file of" in text
    assert read_survey(by_cluster.path / "new.yaml").persons == 96


def test_it_is_said_in_french(by_cluster):
    files = sorted(by_cluster.path.glob("sen_2021_*.csv"))
    found = gf.inspect_survey(files, out=by_cluster.path / "new.yaml", lang="fr")
    seen, text = "\n".join(found.seen).replace("\xa0", " "), found.suggestion.replace("\xa0", " ")
    assert "une ligne pour chaque valeur de grappe\n  relié aux personnes par grappe : valeurs communes, 8 ;" in seen
    assert (
        "key: {by: grappe}}  # valeurs communes de grappe : 8 ; sans ligne dans ce fichier : 0 ; sans personne : 0"
        in text
    )
    assert (
        "# À COMPLÉTER sen_2021_revenus a plusieurs lignes par ménage : dire ce qu’il faut en faire, sous transfers"
        in text
    )


def test_numbers_of_rows_are_no_place(folder):
    people = [f"{row},h{row // 3},{row % 3},{20 + row}" for row in range(30)]
    folder.put("ken_2020_roster.csv", "row,hhid,line,age\n" + "\n".join(people) + "\n")
    folder.put("ken_2020_prices.csv", "row,price\n" + "\n".join(f"{row},{row}.5" for row in range(10)) + "\n")
    files = [folder.path / f"ken_2020_{name}.csv" for name in ("roster", "prices")]
    text = gf.inspect_survey(files, out=folder.path / "new.yaml").suggestion
    assert "# TODO ken_2020_prices: {path: ken_2020_prices.csv}: no column was found" in text
