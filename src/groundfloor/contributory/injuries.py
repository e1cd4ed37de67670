"""How often the insured are injured for good, and the pensions that follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groundfloor.contributory.bereaved import RelativeRates, prepared_relatives
from groundfloor.contributory.cohorts import Demography, Events, aged
from groundfloor.contributory.injury import WorkInjury
from groundfloor.contributory.pensions import Pensioners
from groundfloor.country.rates import Floats, Ints
from groundfloor.errors import GroundfloorError


@dataclass(frozen=True)
class InjuryShares:
    """Of a group's insured, [year, sex, age]: who is disabled at work, who of them stops working, who dies at work."""

    disabled: Floats
    stopping: Floats
    fatal: Floats


def injury_shares(
    branch: WorkInjury | None, ages: tuple[int, int], density: Floats, demography: Demography, variant: str
) -> InjuryShares:
    """Incidence of the time worked; more deaths at work than deaths raise GroundfloorError."""
    years, none = demography.years, np.zeros_like(density)
    permanent, fatal = (None, None) if branch is None else (branch.permanent, branch.fatal)
    disabled = stopping = killed = none
    if permanent is not None:
        disabled = density * permanent.incidence.rates(years, ages, variant)
        stopping = permanent.stops.rates(years, ages, variant)
    if fatal is not None:
        killed = density * fatal.incidence.rates(years, ages, variant)
        over = killed > 1 - demography.survival + 1e-12
        if over.any():
            i, sex, age = (int(one) for one in np.argwhere(over)[0])
            raise GroundfloorError(
                f"More {('women', 'men')[sex]} of {age} die at work in {years[i]} than die at all",
                fatal.incidence.place,
                expected=f"at most {1 - demography.survival[i, sex, age]:.2g}, the mortality of the population",
            )
    return InjuryShares(disabled, stopping, killed)


@dataclass(frozen=True)
class InjuryRates:
    """The branch's pensions by year: shares of the wage, [year, sex, age] before the birthday; mortality [year]; relatives of the dead."""

    replaced: Floats
    mortality: Floats
    relatives: RelativeRates | None


def prepared_injury(branch: WorkInjury, years: Ints, ages: tuple[int, int], variant: str) -> InjuryRates:
    """What the branch pays by year, for `ages` from the first to the last insured one."""
    replaced, mortality = np.zeros((len(years), 2, 101)), np.ones(len(years))
    if branch.permanent is not None:
        degree, share = (
            one.rates(years, ages, variant) for one in (branch.permanent.degree, branch.permanent.replacement)
        )
        replaced = degree * share
        mortality = branch.permanent.mortality.by_year(years, variant)
    relatives = None if branch.fatal is None else prepared_relatives(branch.fatal.relatives, years, variant)
    return InjuryRates(replaced, mortality, relatives)


def disabled_pensions(rates: InjuryRates, i: int, events: Events, wages: Floats) -> Pensioners:
    """New pensions for permanent disablement; `wages` are the insured wages of the year, [sex, age] before the birthday."""
    persons = events.disabled.sum(axis=-1)
    return Pensioners(persons, persons * aged(rates.replaced[i] * wages))


def killed_wages(events: Events, wages: Floats) -> Pensioners:
    """Who died at work, with their wages, of which relatives receive shares."""
    persons = events.killed.sum(axis=-1)
    return Pensioners(persons, persons * aged(wages))
