"""Verb on the economy of a pack."""

from __future__ import annotations

from pathlib import Path

from groundfloor import population
from groundfloor.country import read_country
from groundfloor.country.given import VARIANTS
from groundfloor.economy import Projected, projected
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.pipeline import HORIZON
from groundfloor.population import read_population


def project_economy(pack: str | Path, to: int = HORIZON, *, variant: str = "base") -> Projected:
    """A pack's economy and public finance to the year `to`: official figures to their last year, then the rules of its economy.yaml.

    `tables` of the result holds `economy` (every series by year with unit, status and source, and what follows: real GDP, GDP per head,
    employment, output a worker, levels of prices and wages) and `identities` (whether the figures agree). `variant` is base, low or high of the
    rules' numbers. A last year before the base year, a wrong economy.yaml and a rule that lacks what it needs raise GroundfloorError.
    Method: docs/methods/economy.md.

    >>> found = project_economy("gha", to=2050)
    >>> round(found.series("gdp_real_growth")[2050], 4), round(found.series("gdp_per_head_usd")[2030])
    (0.04, 3557)
    """
    if variant not in VARIANTS:
        raise GroundfloorError(
            f"There is no variant {variant!r}",
            expected=f"one of {', '.join(VARIANTS)}",
            hint=nearest(variant, VARIANTS),
        )
    country = read_country(pack)
    if to < country.base_year:
        raise GroundfloorError(
            f"The last year {to} lies before the base year {country.base_year}", hint="Choose a later year."
        )
    return projected(country, population.project(read_population(country.population), to), to, variant)
