"""The floor of five programmes in OpenFisca-Core; run it in an environment of its own with `openfisca-core`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import SimpleNamespace

from openfisca_core import periods
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.reforms import Reform
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from peer_floor import FORMULAS, SINCE, Floor

CORE = SimpleNamespace(
    build_entity=build_entity,
    MONTH=periods.MONTH,
    ParameterNode=ParameterNode,
    SimulationBuilder=SimulationBuilder,
    TaxBenefitSystem=TaxBenefitSystem,
    Variable=Variable,
)
COMPUTED = [formula.__name__ for formulas in FORMULAS.values() for formula in formulas]


def reformed(system: TaxBenefitSystem, law: Mapping[str, float]) -> TaxBenefitSystem:
    """A parametric reform, as openfisca.org/doc/coding-the-legislation/reforms.html has it."""

    def changed(parameters: ParameterNode) -> ParameterNode:
        for name, value in law.items():
            getattr(parameters, name).update(start=periods.instant(SINCE), value=value)
        return parameters

    class Changed(Reform):
        def apply(self) -> None:
            self.modify_parameters(modifier_function=changed)

    return Changed(system)


def loaded(made: Simulation, system: TaxBenefitSystem) -> Simulation:
    """The same simulation under the reform, with all that was computed forgotten; there is no documented way to this."""
    made.tax_benefit_system = system
    for name in COMPUTED:
        made.delete_arrays(name)
    return made


if __name__ == "__main__":
    Floor(CORE, reformed, loaded).timings("openfisca", int(sys.argv[1]))
