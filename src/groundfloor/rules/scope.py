"""What the names of an expression may stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from groundfloor.survey.variables import VARIABLES, Harmonised

RESULTS = ("amount", "eligible", "receives")


@dataclass(frozen=True)
class Scope:
    """Names in the order in which they are looked up: parameters, survey variables, other programmes.

    `parameters` maps a short name to its full name and unit, the programme's own before the floor's. `own` is the programme whose
    rule it is, which cannot read its own result.
    """

    parameters: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    variables: Mapping[str, Harmonised] = field(default_factory=lambda: VARIABLES)
    programmes: tuple[str, ...] = ()
    own: str = ""

    @property
    def names(self) -> list[str]:
        """Every name there is, for suggestions."""
        results = [f"{name}.{what}" for name in self.programmes for what in RESULTS]
        return [*self.parameters, *self.variables, *results]
