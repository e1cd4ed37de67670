"""The floor of five programmes for OpenFisca-Core and for PolicyEngine-core, its descendant, timed in each way a law is changed there.

Every amount is computed for one month, which is the least work these engines can do, and taken twelve times.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
from laws import LAW, REFORM
from people import LINE, people
from timing import Figures, Timed, timed
from uniform import draws

from figures import Measures

PERIOD = "2026-01"
SINCE = "2020-01-01"
PERSON, HOUSEHOLD = ("child_grant", "social_pension", "disability_grant", "maternity"), ("poor_households",)
COUNTED = "child_grant_counted"
TOUCHED = ("child_grant", COUNTED, "poor_households")
INPUTS = {
    "person": {"age": float, "disability": bool, "pregnant": bool},
    "household": {
        "urban": bool, "electricity": bool, "television": bool, "telephone": bool, "iron_roof": bool, "rooms": float,
        "draw": float,
    },
}  # fmt: skip
System = Any
Simulation = Any


def child_grant(person, period, parameters):
    """The first two under five: says which child it is, as a register has to."""
    age = person("age", period)
    small = age < 5
    rank = person.get_rank(person.household, age, condition=small)
    return parameters(period).child_grant * (small & (rank < 2))


def child_grant_counted(household, period, parameters):
    """The same money by household, where nobody need be named."""
    small = household.sum(household.members("age", period) < 5)
    return parameters(period).child_grant * np.minimum(small, 2)


def social_pension(person, period, parameters):
    """65 and over."""
    return 200.0 * (person("age", period) >= 65)


def disability_grant(person, period, parameters):
    """Disability below 65."""
    return 150.0 * (person("disability", period) & (person("age", period) < 65))


def maternity(person, period, parameters):
    """Pregnant women."""
    return 100.0 * person("pregnant", period)


def poor_households(household, period, parameters):
    """A low proxy score; four in five take it up."""
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
    return 120.0 * ((score < parameters(period).threshold) & (household("draw", period) < 0.8))


FORMULAS = {
    "person": (child_grant, social_pension, disability_grant, maternity),
    "household": (child_grant_counted, poor_households),
}


class Floor:
    """The floor in one of the two engines.

    `core` holds what they have under the same names, `reformed` makes the system of another law from a system, `loaded` the
    simulation of another system on the data of a simulation.
    """

    def __init__(
        self,
        core: SimpleNamespace,
        reformed: Callable[[System, Mapping[str, float]], System],
        loaded: Callable[[Simulation, System], Simulation],
    ) -> None:
        self.core, self.reformed, self.loaded = core, reformed, loaded
        roles = [{"key": "member", "plural": "members"}]
        self.entities = {
            "person": core.build_entity(key="person", plural="persons", label="", is_person=True),
            "household": core.build_entity(key="household", plural="households", label="", roles=roles),
        }

    def variable(self, name: str, entity: str, kind: type, formula: Callable[..., Any] | None = None) -> type:
        """A variable of the engine: an input, or with a formula."""
        says = {"value_type": kind, "entity": self.entities[entity], "label": name}
        more = {} if formula is None else {"formula": formula}
        return type(name, (self.core.Variable,), {**says, "definition_period": self.core.MONTH, **more})

    def system(self) -> System:
        """The law as it is, with dated parameters."""
        system = self.core.TaxBenefitSystem(list(self.entities.values()))
        values = {name: {"values": {SINCE: {"value": value}}} for name, value in LAW.items()}
        system.parameters = self.core.ParameterNode("", data=values)
        for entity, names in INPUTS.items():
            for name, kind in names.items():
                system.add_variable(self.variable(name, entity, kind))
        for entity, formulas in FORMULAS.items():
            for formula in formulas:
                system.add_variable(self.variable(formula.__name__, entity, float, formula))
        return system

    def timings(self, engine: str, persons: int) -> None:
        """Print the JSON of reading, loading, a first run, and a change in each way."""
        columns, households, home = people(persons)
        count = len(households["weight"])
        households["draw"] = draws(count, "poor_households")
        data = {"person": columns, "household": households}
        known: dict[str, System] = {}  # the systems of both laws, made once

        def load(system: System) -> Simulation:
            builder = self.core.SimulationBuilder()
            builder.create_entities(system)
            builder.declare_person_entity("person", np.arange(len(home)))
            instance = builder.declare_entity("household", np.arange(count))
            builder.join_with_persons(instance, home, np.full(len(home), "member"))
            made = builder.build(system)
            for entity, names in INPUTS.items():
                for name in names:
                    made.set_input(name, PERIOD, data[entity][name])
            return made

        def scenario(made: Simulation, measures: Measures, *, counted: bool = False) -> Figures:
            persons, homes = (PERSON[1:], (COUNTED, *HOUSEHOLD)) if counted else (PERSON, HOUSEHOLD)
            transfers = {name: 12 * made.household.sum(made.calculate(name, PERIOD)) for name in persons}
            transfers |= {name: 12 * made.calculate(name, PERIOD) for name in homes}
            if counted:
                transfers["child_grant"] = transfers.pop(COUNTED)
            return measures.after(transfers.items())

        def first(system: System, made: Simulation) -> tuple[System, Simulation, Measures, Figures]:
            measures = Measures(households, home, LINE)
            return system, made, measures, scenario(made, measures)

        def documented(state: Any, law: Mapping[str, float]) -> Figures:
            return scenario(load(self.reformed(state[0], law)), state[2])

        def loaded(state: Any, law: Mapping[str, float]) -> Figures:
            return scenario(self.loaded(state[1], self.reformed(state[0], law)), state[2])

        def helped(state: Any, law: Mapping[str, float], *, counted: bool = False) -> Figures:
            system, made, measures, _ = state
            made.tax_benefit_system = known.get(str(law)) or known.setdefault(str(law), self.reformed(system, law))
            for name in TOUCHED:
                made.delete_arrays(name)
            return scenario(made, measures, counted=counted)

        ways = {
            "loaded": loaded,
            "helped": helped,
            "counted": lambda state, law: helped(state, law, counted=True),
        }
        work = Timed(self.system, load, first, documented, ways)
        print(json.dumps({**timed(engine, work, LAW, REFORM), "persons": len(home)}))
