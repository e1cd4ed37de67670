"""The contributory schemes of a country pack, and the people and the money they are projected with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from groundfloor.contributory import tables
from groundfloor.contributory.accounts import lifetimes
from groundfloor.contributory.cohorts import Demography, demography_of
from groundfloor.contributory.description import Scheme, read_scheme
from groundfloor.contributory.money import Money
from groundfloor.contributory.projection import Projection, project_scheme
from groundfloor.contributory.reforms import own_reform
from groundfloor.country.model import Country
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.population import Population, PopulationInputs
from groundfloor.rules.programme import Programme

FOLDER = "contributory"


@dataclass(frozen=True)
class Contributory:
    """The contributory schemes of a country, projected: one projection a scheme and variant, and rows by table name."""

    country: Country
    projections: Sequence[Projection]
    tables: dict[str, list[tables.Row]]

    @property
    def schemes(self) -> tuple[Scheme, ...]:
        """The schemes, each once."""
        return tuple({one.scheme.name: one.scheme for one in self.projections if one.variant == "base"}.values())

    @property
    def illustrative(self) -> bool:
        """Whether a scheme has not been calibrated to its own records."""
        return any(scheme.illustrative for scheme in self.schemes)


def described_in(country: Country) -> list[Scheme]:
    """The descriptions in a pack's folder contributory/, each with its reforms read too; none where there is no such folder."""
    found = [read_scheme(file) for file in sorted((country.path / FOLDER).glob("*.yaml"))]
    for one in found:
        for reform in one.reforms:
            read_scheme(one.file, reform)
    return found


def schemes_of(country: Country, scheme: str | None = None) -> list[Scheme]:
    """The descriptions in a pack's folder contributory/, or the one called `scheme`; none raises GroundfloorError."""
    folder = country.path / FOLDER
    found = {one.name: one for one in described_in(country)}
    if not found:
        raise GroundfloorError(
            "The pack describes no contributory scheme",
            Place(str(folder)),
            expected="a file NAME.yaml there",
            hint="docs/contributory.md says how a scheme is described.",
        )
    if scheme is not None and scheme not in found:
        raise GroundfloorError(
            f"There is no contributory scheme {scheme!r}",
            Place(str(folder)),
            expected=f"one of {', '.join(found)}",
            hint=nearest(scheme, found),
        )
    return [one for name, one in found.items() if scheme in (None, name)]


def people_of(inputs: PopulationInputs, population: Population) -> Demography:
    """The projected population with its survival from each age to the next; the year after the last rates has the last ones."""
    if inputs.width != 1 or inputs.base.ndim != 2:
        raise GroundfloorError("The insured are followed by single years", expected="one population by single age")
    steps = min(len(population.years), inputs.steps)
    alive = inputs.survival()[:steps]
    following = np.concatenate([alive[:, :, 1:], alive[:, :, -1:]], axis=2)
    return demography_of(population.years, population.values, following, inputs.fertility[:steps])


def project_schemes(
    country: Country,
    demography: Demography,
    money: Money,
    scheme: str | None = None,
    *,
    accounts: bool = False,
    changes: Mapping[str, object] | None = None,
) -> Contributory:
    """Every scheme of the pack, or one, under each variant of its numbers and each of its reforms.

    With `accounts` those of persons over their lives too; `changes` are one more reform, of the only scheme there is or the one named.

    Method: docs/methods/contributory.md.
    """
    found: list[Projection] = []
    rows: dict[str, list[tables.Row]] = {name: [] for name in tables.COLUMNS}
    chosen = schemes_of(country, scheme)
    if changes and len(chosen) > 1:
        raise GroundfloorError(
            "Which scheme is to change is not clear",
            Place("--set"),
            expected=f"--scheme and one of {', '.join(one.name for one in chosen)}",
        )
    for one in chosen:
        programme = in_force(country, one)
        reforms = (*one.reforms, own_reform(changes)) if changes else one.reforms
        projections = [
            project_scheme(one, demography, money, variant=variant, programme=programme) for variant in one.variants
        ]
        lives = list(lifetimes(one, demography, money)) if accounts else []
        for reform in reforms:
            other = read_scheme(one.file, reform)
            projections.append(project_scheme(other, demography, money, programme=programme, called=reform.name))
            lives += lifetimes(other, demography, money, reform.name) if accounts else ()
            rows["contributory_changes"] += tables.change_rows(one, other, reform)
        found += projections
        for projection in projections:
            rows["contributory"] += tables.scheme_rows(projection)
            rows["contributory_branches"] += tables.branch_rows(projection)
            rows["contributory_payers"] += tables.payer_rows(projection)
            rows["contributory_flows"] += tables.flow_rows(projection)
        rows["contributory_known"] += tables.known_rows(
            projections[0], programme, country.economy.series("gdp_nominal")
        )
        rows["contributory_accounts"] += tables.account_rows(lives)
        rows["contributory_lifetimes"] += tables.lifetime_rows(lives)
        rows["contributory_numbers"] += tables.number_rows(one)
    return Contributory(country, found, rows)


def in_force(country: Country, scheme: Scheme) -> Programme | None:
    """The scheme in force that a description starts from, None where it names none; one that is not there raises GroundfloorError."""
    if not scheme.caseload:
        return None
    known = {one.name: one for one in country.schemes}
    if scheme.caseload not in known:
        raise GroundfloorError(
            f"There is no scheme in force {scheme.caseload!r}",
            Place(str(scheme.file)),
            expected=f"one of {', '.join(known)}" if known else "a scheme in schemes/",
            hint=nearest(scheme.caseload, known),
        )
    return known[scheme.caseload]
