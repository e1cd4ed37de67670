"""What the tests of explanations share: two programmes, a family, and an explanation as its lines."""

import datetime

from groundfloor.rules.explain import explain
from groundfloor.rules.household import household
from groundfloor.rules.load import floor_of

DAY = datetime.date(2026, 7, 1)
EVE = datetime.date(2026, 6, 30)
CHILD = """
programme: child_grant
label: {en: Child grant, fr: Allocation pour enfant}
guarantee: children
function: family_child
status: proposed
unit: person
law: {en: "Children's Act, section 5", fr: "Loi sur l’enfance, article 5"}
institution: Ministry of Children
source: Gazette 12
parameters:
  grant:
    unit: LCU/month
    label: {en: grant, fr: allocation}
    source: Budget 2026
    values: {2025-01-01: 50, 2026-01-01: {value: 75.5, source: "Act 9, section 2"}}
  up_to: {unit: year, values: {2020-03-15: 5}}
eligible: age < up_to and household.count(age < up_to and relationship != 'boarder') > 0 and not pension
limit: {first: 2, per: household, by: age}
amount: grant
take_up: 0.0
"""
WORKS = """
programme: works
label: {en: Public works, fr: Travaux publics}
guarantee: working_age
function: unemployment
status: proposed
unit: household
parameters:
  wage_1: {unit: LCU/year, label: {en: wage for one, fr: salaire pour un}, values: {2026-01-01: 1000}}
  wage_2: {unit: LCU/year, label: {en: wage for two, fr: salaire pour deux}, values: {2026-01-01: 1800}}
  line: {unit: LCU/year, label: {en: poverty line, fr: seuil de pauvreté}, values: {2026-01-01: 12345.5}}
eligible: consumption < line and household.any(18 <= age < 65 and not disability)
amount: wage_1 if household.count(18 <= age < 65) == 1 else wage_2 * household.size / 2
"""
FLOOR = floor_of([CHILD, WORKS])
FAMILY = [
    {"age": 40, "sex": "female", "relationship": "head", "pension": False},
    {"age": 4, "sex": "male", "relationship": "child", "pension": False},
    {"age": 3, "sex": "female", "relationship": "child", "pension": False},
    {"age": 1, "sex": "male", "relationship": "grandchild", "pension": False},
    {},
]


def said(persons, programme="child_grant", row=0, lang="en", floor=FLOOR, day=DAY, **more):
    shared = more.pop("shared", None)
    text = explain(floor, household(persons, floor, shared), programme, row, day, lang, **more)
    return text.replace("\xa0", "~").replace("\u202f", "~").splitlines()


def rule(eligible, amount="benefit", unit="person", **more):
    return {
        "programme": "one",
        "label": {"en": "One"},
        "guarantee": "children",
        "function": "family_child",
        "status": "proposed",
        "unit": unit,
        "parameters": {"benefit": {"unit": "LCU/month", "values": {datetime.date(2026, 1, 1): 10}}},
        "eligible": eligible,
        "amount": amount,
        **more,
    }


def lines_of(eligible, persons, amount="benefit", lang="en", others=(), day=DAY, parameters=None):
    floor = floor_of([rule(eligible, amount), *others], parameters=parameters)
    lines = said(persons, "one", 0, lang, floor, day)
    start = next(i for i, line in enumerate(lines) if line.startswith(("The rule", "La règle")))
    return lines[start + 1 :]


OTHER = rule("age < 5") | {"programme": "other", "label": {"en": "the other grant", "fr": "autre aide"}}
