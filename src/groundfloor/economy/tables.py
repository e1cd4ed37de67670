"""An economy carried on, as tables: every series with what follows from it, and whether the figures agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from groundfloor.country.model import Country
from groundfloor.economy.derived import DERIVED, derived
from groundfloor.economy.description import read_projection
from groundfloor.economy.employment import Employment
from groundfloor.economy.identities import COLUMNS as OF_IDENTITIES
from groundfloor.economy.identities import findings, identities
from groundfloor.economy.project import RULE, complete
from groundfloor.population import Population
from groundfloor.survey.frame import Finding

COLUMNS = {"economy": ("year", "series", "value", "unit", "status", "source"), "identities": OF_IDENTITIES}


@dataclass(frozen=True)
class Projected:
    """A country whose economy reaches the last year, the tables COLUMNS of it, and the rules' disagreements as findings."""

    country: Country
    to: int
    tables: Mapping[str, Sequence[Mapping[str, Any]]]
    findings: Sequence[Finding]

    def series(self, name: str) -> dict[int, float]:
        """The values of a series by year, derived ones included; empty where there is none."""
        return {row["year"]: row["value"] for row in self.tables["economy"] if row["series"] == name}


def projected(country: Country, population: Population, to: int, variant: str = "base") -> Projected:
    """The economy of a country to the year `to`, with everything that follows from it, as tables.

    `population` reaches `to`; `variant` is base, low or high. Errors are those of `complete`. Method: docs/methods/economy.md.

    >>> from groundfloor import project, read_country
    >>> found = projected(read_country("gha"), project("gha", 2031), 2031)
    >>> round(found.series("employed")[2031] / 1e6, 2), [one.variable for one in found.findings]
    (16.07, ['debt'])
    """
    found = complete(country, population, to, variant)
    written = read_projection(country)
    employment = Employment(population, None if written is None else written.participation, variant)
    more = derived(found, population.total(), employment, to)
    compared = identities(found, to)
    rows = [vars(row) for row in (*found.economy.observations, *more) if row.year <= to]
    tables = {"economy": rows, "identities": [one.row() for one in compared]}
    return Projected(found, to, tables, tuple(findings(compared)))


def by_series(found: Projected, years: Iterable[int]) -> list[dict[str, Any]]:
    """One row a series: its unit, the last year given, what carries it on, and its values in `years`, named by them."""
    rows = []
    wanted = list(years)
    for name in dict.fromkeys(row["series"] for row in found.tables["economy"]):
        own = [row for row in found.tables["economy"] if row["series"] == name]
        given = [row["year"] for row in own if row["status"] not in (RULE, DERIVED)]
        then = own[-1]["source"].split(":")[0].lower() if own[-1]["status"] in (RULE, DERIVED) else None
        values = {row["year"]: row["value"] for row in own}
        head = {"series": name, "unit": own[0]["unit"], "given_to": max(given, default=None), "then": then}
        rows.append(head | {str(year): values.get(year) for year in wanted})
    return rows
