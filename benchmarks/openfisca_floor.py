"""The floor of five programmes in OpenFisca-Core, timed; run it in an environment of its own with `openfisca-core`.

Every amount is computed for one month, which is the least work OpenFisca can do, and taken twelve times. The numbers of
the law are read from a mapping, which is less work than OpenFisca's own dated parameters.
"""

from __future__ import annotations

import json
import sys

import numpy as np
from laws import LAW, REFORM
from openfisca_core.entities import build_entity
from openfisca_core.periods import MONTH
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from people import LINE, people
from timing import Timed, timed
from uniform import draws

from figures import Measures

Household = build_entity(key="household", plural="households", label="", roles=[{"key": "member", "plural": "members"}])
Person = build_entity(key="person", plural="persons", label="", is_person=True)
PERIOD = "2026-01"
LAW_IN_FORCE = dict(LAW)


def given(name: str, entity: object, kind: type) -> type[Variable]:
    """An input variable."""
    return type(name, (Variable,), {"value_type": kind, "entity": entity, "definition_period": MONTH, "label": name})


class child_grant(Variable):  # noqa: N801
    value_type, entity, definition_period, label = float, Person, MONTH, "first two under five"

    def formula(person, period):  # noqa: N805
        age = person("age", period)
        small = age < 5
        rank = person.get_rank(person.household, age, condition=small)
        return LAW_IN_FORCE["child_grant"] * (small & (rank < 2))


class social_pension(Variable):  # noqa: N801
    value_type, entity, definition_period, label = float, Person, MONTH, "65 and over"

    def formula(person, period):  # noqa: N805
        return 200.0 * (person("age", period) >= 65)


class disability_grant(Variable):  # noqa: N801
    value_type, entity, definition_period, label = float, Person, MONTH, "disability below 65"

    def formula(person, period):  # noqa: N805
        return 150.0 * (person("disability", period) & (person("age", period) < 65))


class maternity(Variable):  # noqa: N801
    value_type, entity, definition_period, label = float, Person, MONTH, "pregnant women"

    def formula(person, period):  # noqa: N805
        return 100.0 * person("pregnant", period)


class poor_households(Variable):  # noqa: N801
    value_type, entity, definition_period, label = float, Household, MONTH, "low proxy score, four in five take it up"

    def formula(household, period):  # noqa: N805
        age = household.members("age", period)
        score = (
            20.0
            + 5.0 * household("urban", period)
            + 4.0 * household("electricity", period)
            + 6.0 * household("television", period)
            + 3.0 * household("telephone", period)
            + 2.0 * household("iron_roof", period)
            + 2.5 * household("rooms", period)
            - 3.0 * household.sum(age < 15)
            - 1.5 * household.sum(age >= 65)
        )
        return 120.0 * ((score < LAW_IN_FORCE["threshold"]) & (household("draw", period) < 0.8))


PERSON, HOUSEHOLD = ("child_grant", "social_pension", "disability_grant", "maternity"), ("poor_households",)
INPUTS = {
    "person": {"age": float, "disability": bool, "pregnant": bool},
    "household": {
        "urban": bool, "electricity": bool, "television": bool, "telephone": bool, "iron_roof": bool, "rooms": float,
        "draw": float,
    },
}  # fmt: skip


def main(persons: int) -> None:
    """Time the rules, loading, the first and a changed scenario."""
    person, household, home = people(persons)
    households = len(household["weight"])
    household["draw"] = draws(households, "poor_households")
    entities = {"person": Person, "household": Household}

    def rules() -> TaxBenefitSystem:
        system = TaxBenefitSystem([Person, Household])
        for entity, names in INPUTS.items():
            for name, kind in names.items():
                system.add_variable(given(name, entities[entity], kind))
        for variable in (child_grant, social_pension, disability_grant, maternity, poor_households):
            system.add_variable(variable)
        return system

    def load(system: TaxBenefitSystem) -> Simulation:
        builder = SimulationBuilder()
        builder.create_entities(system)
        builder.declare_person_entity("person", np.arange(len(home)))
        instance = builder.declare_entity("household", np.arange(households))
        builder.join_with_persons(instance, home, np.full(len(home), "member"))
        made = builder.build(system)
        for entity, names in INPUTS.items():
            for name in names:
                made.set_input(name, PERIOD, (person if entity == "person" else household)[name])
        return made

    def first(_: TaxBenefitSystem, made: Simulation) -> tuple[Simulation, Measures, dict[str, float]]:
        measures = Measures(household, home, LINE)
        return made, measures, scenario(made, measures)

    def scenario(made: Simulation, measures: Measures) -> dict[str, float]:
        transfers = {name: 12 * made.household.sum(made.calculate(name, PERIOD)) for name in PERSON}
        transfers |= {name: 12 * made.calculate(name, PERIOD) for name in HOUSEHOLD}
        return measures.after(transfers)

    def change(state: tuple[Simulation, Measures, dict[str, float]], law: dict[str, float]) -> dict[str, float]:
        made, measures, _ = state
        LAW_IN_FORCE.update(law)
        # what has been calculated stays, so that only what the law changes need be calculated again
        for name in ("child_grant", "poor_households"):
            made.delete_arrays(name)
        return scenario(made, measures)

    print(json.dumps(timed("openfisca", len(home), Timed(rules, load, first, change), LAW, REFORM)))


if __name__ == "__main__":
    main(int(sys.argv[1]))
