"""The floor of five programmes in PolicyEngine-core; run it in an environment of its own with `policyengine-core`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import SimpleNamespace

from peer_floor import SINCE, Floor
from policyengine_core import periods
from policyengine_core.entities import build_entity
from policyengine_core.parameters import ParameterNode
from policyengine_core.reforms import Reform
from policyengine_core.simulations import Simulation, SimulationBuilder
from policyengine_core.taxbenefitsystems import TaxBenefitSystem
from policyengine_core.variables import Variable

CORE = SimpleNamespace(
    build_entity=build_entity,
    MONTH=periods.MONTH,
    ParameterNode=ParameterNode,
    SimulationBuilder=SimulationBuilder,
    TaxBenefitSystem=TaxBenefitSystem,
    Variable=Variable,
)


def reformed(system: TaxBenefitSystem, law: Mapping[str, float]) -> TaxBenefitSystem:
    """A reform from a mapping, which policyengine.github.io/policyengine-core/usage/reforms.html recommends."""
    return Reform.from_dict({name: {SINCE: value} for name, value in law.items()})(system)


def loaded(made: Simulation, system: TaxBenefitSystem) -> Simulation:
    """A branch with another policy, as policyengine.github.io/policyengine-core/usage/branches.html has it."""
    made.branches.pop("reform", None)
    branch = made.get_branch("reform")
    branch.tax_benefit_system = system
    branch.drop_computed_arrays()
    return branch


if __name__ == "__main__":
    Floor(CORE, reformed, loaded).timings("policyengine", int(sys.argv[1]))
