"""New pensions and lump sums from what happened to the insured in a year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groundfloor.contributory.branches import Formula
from groundfloor.contributory.cohorts import Events
from groundfloor.contributory.pensions import Pensioners, accrued, awarded, nobody
from groundfloor.country.rates import Floats


@dataclass(frozen=True)
class Awards:
    """What the events of a year give, valued with reference wages [sex, age after the birthday, service].

    `bounds` are the least and largest pension in money of this year and of the next, `survivors_service` the service that
    entitles survivors, None without them; `grant` the share of the reference wage a year of service gives as a lump sum, `injuries`
    that relatives of those who died at work are paid by the branch of work injury instead.
    """

    formula: Formula
    events: Events
    reference: Floats
    spread: float
    factor: Floats
    bounds: tuple[tuple[float, float], tuple[float, float]]
    credited: float
    survivors_service: float | None
    grant: float
    injuries: bool

    @property
    def service(self) -> Floats:
        """0, 1, 2 ... years."""
        return np.arange(float(self.reference.shape[-1]))

    def _awarded(self, persons: Floats, share: Floats, reference: Floats, year: int) -> Pensioners:
        return awarded(persons, share, reference, self.spread, *self.bounds[year])

    def old_age(self) -> Pensioners:
        """Who retired, from work and from former insurance."""
        share = accrued(self.formula, self.service) * self.factor[:, :, None]
        former = self.events.former_retired
        each = np.divide(self.events.former_retired_wages, former, out=np.zeros_like(former), where=former > 0)
        return self._awarded(self.events.retired, share, self.reference, 1) + self._awarded(former, share, each, 1)

    @property
    def _credited(self) -> Floats:
        return accrued(self.formula, np.maximum(self.service, self.credited))

    def invalid(self) -> Pensioners:
        """Who became invalid after enough service."""
        return self._awarded(self.events.invalid, self._credited, self.reference, 1)

    def died(self) -> Pensioners:
        """Insured who died after enough service, with the pension of invalidity they would have had."""
        if self.survivors_service is None:
            return nobody()
        enough = self.service >= self.survivors_service
        died = self.events.died - self.events.killed if self.injuries else self.events.died
        return self._awarded(died * enough, self._credited, self.reference, 0)

    def granted(self) -> float:
        """LCU paid once to those too short of service at the end of their working life."""
        wages = self.events.granted * self.reference + self.events.former_granted_wages
        return float((wages * self.service).sum() * self.grant)
