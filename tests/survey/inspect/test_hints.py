"""What labels and codes say of variables, in four languages."""

from __future__ import annotations

import re

import pytest

from groundfloor.survey.inspect.guess import score
from groundfloor.survey.inspect.hints import folded, hints, said, words
from groundfloor.survey.inspect.look import Column
from groundfloor.survey.table import coded
from groundfloor.survey.variables import VARIABLES


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
    column = Column("v17", label, "number", 90, 90, 88, (), (1.0, 50.0, 900.0), {}, coded(["1", "50", "900"]))
    assert (score(hints()["consumption"], column)[0] > 0) == taken


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

    choices = hints()[variable].codes
    wrong = {
        label: said(label, choices) for label in LABELS[variable][level].split("|") if said(label, choices) != level
    }
    assert wrong == {}, folded(next(iter(wrong)))


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
