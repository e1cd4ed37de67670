"""Explanations: whole texts in both languages."""

from tests.rules.explained import FAMILY, said


def test_somebody_entitled_in_english():
    assert said(FAMILY, row=2) == [
        "Child grant, on 1 July 2026",
        "Person: 3~years old, female, child of the head.",
        "The rule: age < up_to and household.count(age < up_to and relationship != 'boarder') > 0 and not pension",
        "  all of the following: yes",
        "    age~3 < up to~5: yes",
        "    number of household members [age < up to and relationship to the head ≠ boarder] (3) > 0: yes",
        "      in the household of 5~persons: 3 yes, 1 no, 1 not known",
        "    does not receive an old-age pension: yes",
        "  grant: 75.50~LCU a month since 1 January 2026. Source: Act 9, section 2",
        "  up to: 5~years since 15 March 2020",
        "  At most 2 in the household, lowest age first: this person is number 2 of 3.",
        "Entitled.",
        "Amount (grant): 75.50~LCU a month, which is 906~LCU a year.",
        "Law: Children's Act, section 5",
        "Institution: Ministry of Children",
        "Source: Gazette 12",
    ]


def test_somebody_entitled_in_french():
    assert said(FAMILY, row=2, lang="fr", currency="GHS") == [
        "Allocation pour enfant, au 1er juillet 2026",
        "Personne~: 3~ans, sexe féminin, enfant du chef de ménage.",
        "La règle~: age < up_to and household.count(age < up_to and relationship != 'boarder') > 0 and not pension",
        "  toutes les conditions suivantes~: oui",
        "    âge~3 < up to~5~: oui",
        "    nombre de membres du ménage [âge < up to et lien avec le chef de ménage ≠ pensionnaire] (3) > 0~: oui",
        "      dans le ménage de 5~personnes~: 3 oui, 1 non, 1 non connu",
        "    ne reçoit pas de pension de vieillesse~: oui",
        "  allocation~: 75,50~GHS par mois depuis le 1er janvier 2026. Source~: Act 9, section 2",
        "  up to~: 5~ans depuis le 15 mars 2020",
        "  Au plus 2 dans le ménage, par ordre croissant (âge)~: cette personne est au rang 2 sur 3.",
        "A droit à la prestation.",
        "Montant (allocation)~: 75,50~GHS par mois, soit 906~GHS par an.",
        "Loi~: Loi sur l’enfance, article 5",
        "Institution~: Ministry of Children",
        "Source~: Gazette 12",
    ]


def test_somebody_whom_the_limit_leaves_out():
    lines = said(FAMILY, row=1)
    at = lines.index("Not entitled:")
    assert lines[at - 1] == "  At most 2 in the household, lowest age first: this person is number 3 of 3."
    assert lines[at + 1] == "  the rule is met, but others in the household come first"
    lines = said(FAMILY, row=1, lang="fr")
    at = lines.index("N’a pas droit à la prestation~:")
    assert lines[at + 1] == "  la règle est remplie, mais d’autres membres du ménage passent avant"
    assert not any(line.startswith("Montant") for line in lines)


def test_somebody_not_entitled_is_told_every_condition_that_failed():
    lines = said([{"age": 70, "pension": True}, {"age": 3}])
    assert lines[3:8] == [
        "  all of the following: no",
        "    age~70 < up to~5: no",
        "    number of household members [age < up to and relationship to the head ≠ boarder] (0) > 0: no",
        "      in the household of 2~persons: 0 yes, 1 no, 1 not known",
        "    does not receive an old-age pension: no",
    ]
    at = lines.index("Not entitled:")
    assert lines[at + 1 : at + 4] == [
        "  age is 70, while the rule asks for less than 5 (up to)",
        "  number of household members [age < up to and relationship to the head ≠ boarder] is 0, while the rule asks for more than 0",
        "  receives an old-age pension",
    ]


def test_somebody_undecided_is_told_what_is_not_known():
    lines = said(FAMILY, row=4)
    at = lines.index("Not decided, because this is not known:")
    assert lines[at + 1 : at + 4] == [
        "  age of the person",
        "  receipt of an old-age pension of the person",
        "What is not known gives no entitlement; the decision can be taken once it is known.",
    ]
    assert "Nothing is known of the person." in lines
    assert "    age (not known) < up to~5: not known (this leaves it open)" in lines
    lines = said(FAMILY, row=4, lang="fr")
    at = lines.index("Non décidé, car ceci n’est pas connu~:")
    assert lines[at + 1 : at + 4] == [
        "  âge (la personne)",
        "  perception d’une pension de vieillesse (la personne)",
        "Ce qui n’est pas connu n’ouvre pas de droit~; la décision pourra être prise dès que ce sera connu.",
    ]


def test_a_household_benefit_by_its_head():
    people = [{"age": 12}, {"age": 40, "relationship": "head", "disability": False}, {"age": 30, "disability": True}]
    assert said(people, "works", lang="fr", shared={"consumption": 9000}) == [
        "Travaux publics, au 1er juillet 2026",
        "Personne~: 12~ans.",
        "La prestation est due au ménage dans son ensemble~; la règle s’applique à son chef.",
        "La règle~: consumption < line and household.any(18 <= age < 65 and not disability)",
        "  toutes les conditions suivantes~: oui",
        "    consommation annuelle~9~000 < seuil de pauvreté~12~345,50~: oui",
        "    au moins un membre du ménage [(18 ≤ âge et âge < 65) et n’est pas en situation de handicap]~: oui",
        "      dans le ménage de 3~personnes~: 1 oui, 2 non, 0 non connu",
        "  salaire pour un~: 1~000~LCU par an depuis le 1er janvier 2026",
        "  salaire pour deux~: 1~800~LCU par an depuis le 1er janvier 2026",
        "  seuil de pauvreté~: 12~345,50~LCU par an depuis le 1er janvier 2026",
        "Le ménage a droit à la prestation.",
        "Le montant dépend de~:",
        "  nombre de membres du ménage [18 ≤ âge et âge < 65] (2) = 1~: non",
        "    dans le ménage de 3~personnes~: 2 oui, 1 non, 0 non connu",
        "Montant (salaire pour deux~1~800 × nombre de membres du ménage (3) ÷ 2)~: 2~700~LCU par an.",
    ]


def test_a_household_without_a_head():
    lines = said([{"age": 12, "disability": False}], "works", shared={"consumption": 20000})
    assert lines[2] == (
        "The benefit is for the household as a whole; it has no head, and the rule is asked of its first person."
    )
    at = lines.index("The household is not entitled:")
    assert lines[at + 1 :] == [
        "  yearly consumption is 20,000, while the rule asks for less than 12,345.50 (poverty line)",
        "  nobody in the household: (18 ≤ age and age < 65) and does not have a disability",
    ]
    lines = said([{"age": 12, "disability": False}, {"age": 30}], "works")
    at = lines.index("Not decided for the household, because this is not known:")
    assert lines[at + 1 : at + 3] == [
        "  yearly consumption of the person asked for the household",
        "  disability of 1~person in the household",
    ]
