"""Verbs on the contributory schemes of a pack."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from groundfloor import population
from groundfloor.contributory.country import Contributory, people_of, project_schemes
from groundfloor.country import read_country
from groundfloor.economy import complete
from groundfloor.economy.rates import rates
from groundfloor.insuring import money_of
from groundfloor.pipeline import HORIZON
from groundfloor.population import read_population


def project_contributory(
    pack: str | Path,
    to: int = HORIZON,
    *,
    scheme: str | None = None,
    accounts: bool = False,
    changes: Mapping[str, object] | None = None,
) -> Contributory:
    """The contributory schemes of a pack year by year from its base year to `to`: insured, pensioners, money, reserve and rights.

    `scheme` is the name of the only one wanted; `accounts` adds what persons may expect over their lives, which takes longer.
    `changes` puts a reform beside the scheme, as the variant `reform`: numbers of the description by their dotted path, or
    `contribution_rate` and `retirement_age`, each a value or values by year. A pack without the folder contributory/, a wrong description and a rate that is
    needed and not there raise GroundfloorError. Amounts are LCU of the year; method and sources: docs/methods/contributory.md.

    >>> found = project_contributory("gha", to=2027, scheme="ssnit")
    >>> row = found.tables["contributory"][0]
    >>> row["scheme"], row["variant"], row["year"], round(row["pensioners"]), row["illustrative"]
    ('ssnit', 'base', 2025, 243575, True)
    >>> later = project_contributory("gha", to=2027, scheme="ssnit", changes={"contribution_rate": 0.14})
    >>> [row["to"] for row in later.tables["contributory_changes"] if row["variant"] == "reform"]
    ['0.14']
    """
    country = read_country(pack)
    inputs = read_population(country.population)
    people = population.project(inputs, to)
    country = complete(country, people, to)
    known = rates(country, people.total())
    return project_schemes(
        country, people_of(inputs, people), money_of(country, known), scheme, accounts=accounts, changes=changes
    )
