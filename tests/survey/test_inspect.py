"""Data files are understood in four languages, the suggestion says why, and it runs once a person has filled its gaps."""

from __future__ import annotations

import gzip
import os
import re
import struct
from pathlib import Path

import numpy as np
import pytest

import groundfloor as gf
from groundfloor.errors import GroundfloorError
from groundfloor.survey import inspect, read_survey
from groundfloor.survey.formats import Options, endings, read_table
from groundfloor.survey.inspect.hints import hints, said, words
from groundfloor.survey.inspect.keys import keys_of
from groundfloor.survey.inspect.look import look
from groundfloor.survey.stata import Variable, dta
from groundfloor.survey.table import coded
from groundfloor.survey.variables import VARIABLES

SAMPLES = Path(__file__).parent / "samples"


def stata(rows, labels, codes):
    """A Stata file of rows of numbers under the names of `labels`."""
    columns = np.array(rows, dtype=float).T
    return dta(
        [
            Variable(name, column, label, codes.get(name, {}))
            for (name, label), column in zip(labels.items(), columns, strict=True)
        ]
    )


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


@pytest.mark.parametrize(
    ("encoding", "mark", "decimal"),
    [("cp1252", ";", ","), ("latin-1", ",", "."), ("utf-8-sig", ";", ","), ("utf-16", "\t", "."), ("utf-8", "|", ",")],
)
def test_how_a_text_file_is_written_is_found_out(folder, encoding, mark, decimal, words):
    table = [["hogar", "persona", "edad", "región", "factor"], ["1", "1", "40", "Córdoba", "1.5"], ["1", "2", "4", "Córdoba", "1.5"], ["2", "1", "30", "Ñuble", "2.5"]]  # fmt: skip
    text = "\n".join(mark.join(cell.replace(".", decimal) for cell in row) for row in table) + "\n"
    folder.put("chl_2020.csv", text.encode(encoding))
    gf.inspect_survey([folder.path / "chl_2020.csv"], out=folder.path / "new.yaml")
    survey = read_survey(folder.path / "new.yaml")
    assert survey.weight.tolist() == [1.5, 1.5, 2.5]
    assert words(survey, "region") == ["Córdoba", "Córdoba", "Ñuble"]


def test_arabic_is_read_in_the_encoding_of_windows_and_in_labels(folder, words):
    text = "hhid,pid,sex,age\n1,1,ذكر,40\n1,2,أنثى,38\n2,1,أنثى,20\n"
    folder.put("tun_2021.csv", text.encode("cp1256"))
    suggested = gf.inspect_survey([folder.path / "tun_2021.csv"], out=folder.path / "new.yaml").suggestion
    assert "encoding: cp1256" in suggested
    assert words(read_survey(folder.path / "new.yaml"), "sex") == ["male", "female", "female"]
    pytest.importorskip("pyreadstat")
    sex = Variable("jins", np.array([1.0, 2, 2]), "الجنس sex", {1: "ذكر", 2: "أنثى"})
    ids = [Variable("hhid", np.array([1.0, 1, 2])), Variable("pid", np.array([1.0, 2, 1]))]
    folder.put("tun_2021.dta", dta([*ids, sex]))
    assert look(folder.path / "tun_2021.dta").columns["jins"].labels == {"1": "ذكر", "2": "أنثى"}
    gf.inspect_survey([folder.path / "tun_2021.dta"], out=folder.path / "dta.yaml")
    assert words(read_survey(folder.path / "dta.yaml"), "sex") == ["male", "female", "female"]


@pytest.mark.parametrize(
    ("written", "said", "hint"),
    [
        ("cp1252", "", "encoding: cp1252"),
        ("utf-8", ", encoding: cp1252", "The file is in UTF-8, not cp1252"),
        ("utf-8", ", encoding: latin-1", "The file is in UTF-8, not latin-1"),
        ("utf-16", "", "encoding: utf-16"),
    ],
)
def test_another_encoding_than_said_is_refused_with_the_right_one(folder, written, said, hint):
    text = (folder.path / "persons.csv").read_text().replace("North", "Línea").replace("South", "Año")
    folder.put("persons.csv", text.encode(written))
    folder.describe("persons.csv}", f"persons.csv{said}}}")
    with pytest.raises(GroundfloorError, match=hint):
        folder.read()


def old_stata(word, encoding):
    """A file of Stata 10 (format 114) with one variable of words, which such files hold in the letters of the machine."""
    cell = word.encode(encoding)
    header = struct.pack("<BBBBHI", 114, 2, 1, 0, 1, 2) + bytes(81) + bytes(18)
    names = b"lugar".ljust(33, b"\0") + bytes(4) + f"%{len(cell)}s".encode().ljust(49, b"\0") + bytes(33)
    return header + bytes([len(cell)]) + names + word.encode(encoding).ljust(81, b"\0") + bytes(5) + cell * 2


@pytest.mark.parametrize(("word", "encoding"), [("Córdoba", "cp1252"), ("تونس", "cp1256")])
def test_an_old_stata_file_has_the_letters_of_its_machine(tmp_path, word, encoding):
    pytest.importorskip("pyreadstat")
    (tmp_path / "old.dta").write_bytes(old_stata(word, encoding))
    table = read_table(tmp_path / "old.dta", Options(encoding=encoding), {"lugar"})
    assert (table.columns["lugar"].levels, table.labels["lugar"]) == ((word,), word)
    if encoding == "cp1252":
        assert look(tmp_path / "old.dta").columns["lugar"].text.levels == (word,)
    with pytest.raises(GroundfloorError, match="another encoding"):
        read_table(tmp_path / "old.dta", Options(encoding="utf-8"), {"lugar"})


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "dta"])
def test_every_format_looks_the_same(folder, ending):
    if ending == "dta":
        pytest.importorskip("pyreadstat")
    gf.build_survey(folder.path / "survey.yaml", folder.path / f"all.{ending}")
    columns = look(folder.path / f"all.{ending}").columns
    assert columns["age"].range == (4, 39, 70)
    assert columns["household_id"].frequent == (("A", 3), ("B", 1))
    assert columns["employed"].missing == 0.25
    assert columns["sex"].kind == "code"


@pytest.mark.parametrize("name", ["sample.sas7bdat.gz", "sample.xpt.gz", "sample.por.gz"])
def test_files_of_sas_and_spss_as_their_makers_wrote_them(tmp_path, name):
    pytest.importorskip("pyreadstat")
    data = (SAMPLES / name).read_bytes()
    path = tmp_path / name.removesuffix(".gz")
    path.write_bytes(gzip.decompress(data))
    columns = {one.lower(): column for one, column in look(path).columns.items()}
    assert columns["mychar"].text.levels == ("a", "b", "c", "d", "e")
    assert columns["mynum"].range == (-1000.3, 1.1, 1000.3)
    assert columns["mydate"].kind == "date"
    assert columns["mydate"].missing == pytest.approx(0.2)
    assert columns["mylabl"].frequent == (("1", 3), ("2", 2))
    path.write_bytes(path.read_bytes()[:700])
    with pytest.raises(GroundfloorError, match="cannot be read"):
        look(path)


def test_kinds_of_columns(folder):
    lines = "\n".join(f"{i},{i / 7},{'ab'[i % 2]},2020-01-{i + 1:02d},,name of {i}" for i in range(28))
    folder.put("x.csv", f"id,share,group,day,nothing,text\n{lines}\n")
    kinds = {name: column.kind for name, column in look(folder.path / "x.csv").columns.items()}
    assert kinds == {
        "id": "number",
        "share": "number",
        "group": "code",
        "day": "date",
        "nothing": "empty",
        "text": "text",
    }


@pytest.mark.parametrize("content", ["a\n1\n", "a,b\n1,\n1,\n", "x\nNaN\n", "hhid,pid\n1,1\n1,1\n", "sex\nM\nF\n"])
def test_files_that_say_little_are_still_shown(folder, content):
    folder.put("odd.csv", content)
    found = gf.inspect_survey([folder.path / "odd.csv"])
    assert found.seen[0].startswith("odd.csv (persons)")
    assert "TODO" in found.suggestion
    folder.put("new.yaml", found.suggestion)
    with pytest.raises(GroundfloorError):
        read_survey(folder.path / "new.yaml")


@pytest.mark.parametrize(
    ("label", "taken"),
    [
        ("Total household consumption, annual", True),
        ("Total consumption: food and non-food, annual", True),
        ("Total food consumption, annual", False),
        ("Total non-food expenditure, annual", False),
        ("Dépense totale alimentaire annuelle", False),
        ("Gasto total en alimentos, anual", False),
    ],
)
def test_food_alone_is_no_consumption(label, taken):
    from groundfloor.survey.inspect.guess import score
    from groundfloor.survey.inspect.look import Column

    column = Column("v17", label, "number", 90, 90, 88, (), (1.0, 50.0, 900.0), {}, coded(["1", "50", "900"]))
    assert (score(hints()["consumption"], column)[0] > 0) == taken


def test_columns_without_a_name_are_passed_over(folder):
    folder.put("ken_2020.csv", ",hhid,pid,,age\n0,1,1,,40\n1,1,2,,30\n2,2,1,,20\n")
    assert list(look(folder.path / "ken_2020.csv").columns) == ["hhid", "pid", "age"]


def test_files_that_are_none_are_refused(folder):
    with pytest.raises(GroundfloorError, match="no such file"):
        gf.inspect_survey([folder.path / "nothing.csv"])
    folder.put("empty.dta", b"")
    with pytest.raises(GroundfloorError, match="empty"):
        gf.inspect_survey([folder.path / "empty.dta"])


def test_names_that_yaml_would_read_otherwise(folder):
    folder.put("ken_2020.csv", '"hh id","no","age: years","sex"\n1,1,40,M\n1,2,30,F\n2,1,20,F\n')
    text = inspect.suggestion(inspect.find([look(folder.path / "ken_2020.csv")]), folder.path)
    assert 'person_id: "no"' in text
    assert 'age: "age: years"' in text
    folder.put("new.yaml", text)
    assert read_survey(folder.path / "new.yaml").persons == 3


def test_keys_of_a_cluster_and_a_number_in_it(folder):
    folder.put("x.csv", "cluster,hhid,line\n1,1,1\n1,1,2\n1,2,1\n1,2,2\n2,1,1\n2,1,2\n2,2,1\n2,2,2\n")
    keys = keys_of(look(folder.path / "x.csv"))
    assert (keys.rows, keys.home, keys.person) == ("person", ("cluster", "hhid"), ("line",))


def test_every_hint_is_of_a_variable_and_can_be_matched():
    known = {*VARIABLES, "weight", "strata", "psu"}
    for name, hint in hints().items():
        assert name in known
        for pattern in (
            *hint.names,
            *hint.labels,
            *hint.excluded,
            *(one for each in hint.codes.values() for one in each),
        ):
            re.compile(pattern)
        if name in VARIABLES and VARIABLES[name].levels:
            assert set(hint.codes) == set(VARIABLES[name].levels), name


def test_every_format_can_be_inspected():
    assert {"csv", "parquet", "xlsx", "dta", "sav", "sas7bdat", "xpt"} <= set(endings())


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


LABELS = {
    "relationship": {
        "head": "Head|Head of household|Household head|HEAD (HOH)|Chef de ménage|Chef|CM|Jefe|Jefa del hogar|Jefe(a)|Chefe|Chefe do agregado|Pessoa responsável|Pessoa de referência",
        "spouse": "Spouse|Wife/husband|Wife or husband|Co-wife|Partner|Conjoint(e)|Conjoint du CM|Épouse|Époux/épouse|Esposa(o)|Cónyuge o pareja|Pareja, esposo(a)|Cônjuge|Companheiro(a)",
        "child": "Son/daughter|Own child|Child|Adopted/foster/step child|Step-child|Fils/fille|Fils/Fille du CM|Fils du chef de ménage|Enfant du chef de ménage|Enfant adopté|Hijo(a)|Hijastro|Filho(a)|Enteado(a)",
        "grandchild": "Grandchild|Grandson/granddaughter|Petit-fils/petite-fille|Petits-enfants|Petit-fils du chef de ménage|Nieto(a)|Neto/a",
        "parent": "Parent|Father/mother|Mother|Père/mère|Père du chef de ménage|Mère du CM|Padre o madre|Pai/mãe",
        "sibling": "Brother/sister|Sister|Sibling|Frère/soeur|Frère du chef de ménage|Hermano(a)|Irmão/irmã",
        "other_relative": "Son-in-law or daughter-in-law|Son/daughter-in-law|Brother's wife|Son's wife|Wife's mother|Spouse's brother|Niece/nephew|Other relative|Mother/father-in-law|Grandparent|Beau-fils/belle-fille|Beau-frère|Neveu/nièce|Autre parent|Avós|Tante|Yerno/nuera|Suegro(a)|Sobrino|Otro pariente|Genro/nora|Outro parente|Sobrinho",
        "domestic_worker": "Domestic worker|Servant or servant's relative|House help|Maid|Domestique|Empleado(a) doméstico(a)|Empregada doméstica",
        "boarder": "Lodger/Lodger's relative|Boarder|Locataire|Pensionista|Inquilino",
        "other": "Not related|Non-relative|Other non-relative|Other (specify)|Unrelated|Sans lien de parenté|Autre (à préciser)|No pariente|Otro no pariente|Sem parentesco|Pessoa não aparentada com o chefe",
    },
    "difficulty_seeing": {
        "none": "No|No difficulty|No, no difficulty|No - no difficulty|Non, pas de difficulté|Aucune difficulté|Ninguna|No, ninguna dificultad|Sin dificultad|Não, nenhuma dificuldade",
        "some": "Some difficulty|Yes, some difficulty|Oui, quelques difficultés|Un peu de difficulté|Alguna dificultad|Sí, cierta dificultad|Sim, alguma dificuldade",
        "a_lot": "A lot of difficulty|Yes - a lot of difficulty|Oui, beaucoup de difficultés|Mucha dificultad|Sim, muita dificuldade",
        "cannot": "Cannot do at all|Cannot see|Can't do|Unable|Ne peut pas du tout|N'y arrive pas du tout|No puede ver|No puede hacerlo|Não consegue de modo algum|Não consegue ver",
    },
    "sex": {"male": "Male|M|Man|Masculin|Homme|Hombre|Masculino|Homem|ذكر", "female": "Female|F|Woman|Féminin|Femme|Mujer|Femenino|Mulher|Feminino|أنثى"},
    "urban": {"true": "Urban|Urbain|Urbano|Other urban|Cabecera", "false": "Rural|Rural disperso|Village|Resto rural"},
    "employed": {"true": "Oui|Yes|Occupé|Ocupado|Employed", "false": "Non|No|Chômeur|Inactif|Unemployed|Desempregado|Not working|TF cherchant emploi"},
    "tenure": {"owner": "Propriétaire avec titre|Owned|Propia, totalmente pagada|Própria", "renter": "Locataire|Rented|Alquilada|Arrendada", "free": "Logé gratuitement|Free|Cedida", "other": "Autre|Other|Otra|Outra"},
    "poor": {"true": "Poor|Extremely poor|Pauvre|Pobre", "false": "Non-poor|Not poor|Non pauvre|No pobre|Não pobre"},
}  # fmt: skip


@pytest.mark.parametrize(("variable", "level"), [(name, level) for name, of in LABELS.items() for level in of])
def test_what_labels_say(variable, level):
    from groundfloor.survey.inspect.hints import folded, said

    choices = hints()[variable].codes
    wrong = {
        label: said(label, choices) for label in LABELS[variable][level].split("|") if said(label, choices) != level
    }
    assert wrong == {}, folded(next(iter(wrong)))


def test_no_answer_is_no_no(folder):
    folder.put(
        "per_2020.csv", "hogar,persona,edad,sexo,asiste\n1,1,40,H,No sabe\n1,2,30,M,No\n2,1,9,M,Sí\n2,2,8,H,Si\n"
    )
    gf.inspect_survey([folder.path / "per_2020.csv"], out=folder.path / "new.yaml")
    survey = read_survey(folder.path / "new.yaml")
    np.testing.assert_array_equal(survey.columns["in_school"], [np.nan, 0, 1, 1])
    assert survey.columns["sex"].is_("male").tolist() == [1, 0, 0, 1]


@pytest.mark.parametrize(
    ("label", "period"),
    [
        ("Amount in the last 6 months", "half_year"),
        ("Montant par semestre", "half_year"),
        ("Gasto de la quincena", "fortnight"),
        ("Spent in the past two weeks", "fortnight"),
        ("Spent in the past week", "week"),
        ("Monthly pension", "month"),
        ("Despesa anual", "year"),
    ],
)
def test_periods_are_understood(label, period):
    assert said(label, words()["period"]) == period


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


def test_a_file_by_cluster_is_said_not_to_join(by_cluster):
    files = sorted(by_cluster.path.glob("sen_2021_*.csv"))
    text = gf.inspect_survey(files, out=by_cluster.path / "new.yaml").suggestion
    assert "prix.csv}: it has a row for each grappe, and files join by household or person" in text


FRENCH = {
    "hhid": "Identifiant menage", "numind": "Numero individu", "age": "Age en annees", "sexe": "Genre", "resid": "Resident", "mstat": "Situation de famille",
    "activ7j": "Sit. activite 7 derniers jours", "couvmal": "Indivu couverture maladie", "handig": "Handicap majeur seul", "scol": "Freq. ecole 2017/18",
    "mal30j": "Prob. sante 30 dern. jours", "con30j": "Consulte 30 dern. jours", "bank": "compte banque ou autre", "dali": "Conso annuelle alim. menage",
    "dnal": "Conso annuelle non alim. menage", "dtot": "Conso annuelle totale menage", "pcexp": "Indicateur de bien-etre", "zref": "Seuil pauvrete national",
    "elec_ac": "Acces reseau electrique", "sol": "Sol en materiaux definitifs", "logem": "Occupation logement",
}  # fmt: skip
OUI = {0: "Non", 1: "Oui"}


def french(tmp_path, lines):
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
    text = gf.inspect_survey([tmp_path / "gnb_2018.dta"], out=tmp_path / "survey.yaml").suggestion
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
