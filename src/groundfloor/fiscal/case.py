"""A survey with its concepts of income: what every table of fiscal incidence works from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.fiscal.amounts import Amounts
from groundfloor.fiscal.description import Description
from groundfloor.fiscal.kinds import CONCEPTS, ENDS, KINDS, PREFISCAL
from groundfloor.fiscal.order import Order
from groundfloor.measures.cuts import DECILES
from groundfloor.measures.design import ALL, Mask, Partition, everyone, groupings, partitions
from groundfloor.measures.estimate import Base, base
from groundfloor.measures.ranking import quantile_groups
from groundfloor.measures.replicates import Errors
from groundfloor.survey.frame import Finding, Floats, Ints, Survey


@dataclass(frozen=True)
class Instrument:
    """A tax or benefit, or a sum of several: what each person pays or receives (`each`, LCU a year) and its sign.

    `held` are the concepts that count it.
    """

    name: str
    kind: str
    sign: int
    each: Floats
    held: frozenset[str]

    @property
    def added(self) -> Floats:
        """What it adds to income, below 0 where it takes."""
        return self.each * self.sign


@dataclass(frozen=True)
class Case:
    """Survey, description and amounts under a scenario of pensions; the concepts are over all persons, NaN where not known.

    Its figures are of the persons `inside` the `group`, all of them when that is None, in the design of the whole survey. `errors`
    are those that replicates give, None where they are linearised; `replicate`: it stands for one of them, and only values count.
    """

    survey: Survey
    described: Description
    pensions: str
    amounts: Mapping[str, Amounts]
    concepts: Mapping[str, Floats]
    lines: Mapping[str, float]
    group: str = ALL
    inside: Mask | None = None
    errors: Errors | None = None
    replicate: bool = False

    @cached_property
    def known(self) -> Mask:
        """The persons every table is about: with all items and welfare known, and a weight above 0."""
        known: Mask = ~np.isnan(self.concepts[PREFISCAL]) & (self.survey.weight > 0)
        return known if self.inside is None else known & self.inside

    @cached_property
    def parts(self) -> tuple[Partition, ...]:
        """The partitions of all persons by the survey's grouping variables."""
        return partitions(self.survey, [found for found in groupings(self.survey, None) if found[0] != (ALL,)])

    @cached_property
    def areas(self) -> tuple[Case, ...]:
        """This case, and that of each group of the survey in which anybody is known."""
        groups = [
            replace(self, group=name, inside=part.code == code)
            for part in self.parts
            for code, name in enumerate(part.names)
        ]
        return (self, *(one for one in groups if one.known.any()))

    @cached_property
    def everyone(self) -> Partition:
        """The partition of all persons in one group, which bears the name of the case's."""
        whole = everyone(self.survey)
        return whole if self.group == ALL else Partition((self.group,), whole.code, whole.atoms)

    @cached_property
    def cell(self) -> Ints:
        """The cell of that partition in which each of the persons known is."""
        return self.everyone.cell_of()[self.known]

    @cached_property
    def base(self) -> Base:
        """The persons known, as the base of figures over everybody."""
        counted, part = self.known.astype(float), self.everyone
        return base(part, part.atoms.sum(counted), part.atoms.sum(counted * self.survey.weight))

    @cached_property
    def weight(self) -> Floats:
        """The weights of the persons known."""
        return self.survey.weight[self.known]

    def of(self, values: Floats) -> Floats:
        """Values of the persons known."""
        return values[self.known]

    @cached_property
    def singles(self) -> tuple[Instrument, ...]:
        """Every tax and benefit."""
        return tuple(
            Instrument(name, one.item.kind, one.item.sign, one.each, one.item.held(self.pensions))
            for name, one in self.amounts.items()
            if KINDS[one.item.kind].group
        )

    @cached_property
    def sums(self) -> tuple[Instrument, ...]:
        """Of the items after pre-fiscal income: each group's sum, then all that is paid but fees, and all that is received.

        A sum of one item alone is left out.
        """
        single = [one for one in self.singles if PREFISCAL not in one.held]
        groups = dict.fromkeys(KINDS[one.kind].group for one in single)
        found = [_sum(name, [one for one in single if KINDS[one.kind].group == name]) for name in groups]
        for name, sign in SIDES.items():
            side = [one for one in single if one.sign == sign and one.kind != "user_fee"]
            if len({KINDS[one.kind].group for one in side}) > 1:  # else its group's sum says the same
                found.append(_sum(name, side))
        return tuple(one for one in found if one is not None)

    @cached_property
    def interventions(self) -> tuple[Instrument, ...]:
        """Items and sums that come after pre-fiscal income."""
        return (*(one for one in self.singles if PREFISCAL not in one.held), *self.sums)

    @cached_property
    def ends(self) -> tuple[str, ...]:
        """Disposable income, and those after it to which the survey's items add anything."""
        held = {kind: one.item.held(self.pensions) for kind, one in self.amounts.items()}
        added = {end for before, end in pairwise(ENDS) for one in held.values() if end in one and before not in one}
        return tuple(end for end in ENDS if end == ENDS[0] or end in added)

    @property
    def shown(self) -> tuple[str, ...]:
        """The concepts that say anything of their own: under PGT market income is pre-fiscal income, pensions or not."""
        ends = (*self.ends, *(name for name in CONCEPTS if name not in ENDS))
        return tuple(name for name in CONCEPTS if name in ends and (name != PREFISCAL or self.pensions != "PGT"))

    def deciles(self, concept: str) -> tuple[Partition, Partition]:
        """All persons, and those known by tenth of a concept, the poorest first."""
        if concept not in self._deciles:
            code = quantile_groups(self.concepts[concept], self.survey.weight * self.known, DECILES)
            names = tuple(f"decile={i + 1}" for i in range(DECILES))
            all_, tenths = partitions(self.survey, [*groupings(self.survey, ()), (names, code)])
            self._deciles[concept] = all_, tenths
        return self._deciles[concept]

    @cached_property
    def _deciles(self) -> dict[str, tuple[Partition, Partition]]:
        return {}

    @cached_property
    def orders(self) -> dict[str, Order]:
        """The persons known in order of each concept, made when asked for."""
        return {}

    def order(self, concept: str) -> Order:
        """The persons known in order of a concept."""
        if concept not in self.orders:
            self.orders[concept] = Order(self.of(self.concepts[concept]), self.weight)
        return self.orders[concept]


# two incomes that differ by less than this part of the larger are the same: the rest is rounding
ROUNDING = 1e-9


def below(one: Floats, other: Floats) -> Mask:
    """Whether `one` is below `other` by more than rounding.

    >>> below(np.array([0.3, 1.0]), np.array([0.1 + 0.2, 2.0])).tolist()
    [False, True]
    """
    less: Mask = other - one > ROUNDING * np.maximum(abs(one), abs(other))
    return less


SIDES = {"all_taxes": -1, "all_benefits": 1}


def _sum(name: str, parts: Iterable[Instrument]) -> Instrument | None:
    """Instruments of one sign together; None where there are not several, or where concepts count one and not another."""
    parts = list(parts)
    if len(parts) < 2:
        return None
    held = frozenset.intersection(*(one.held for one in parts))
    total: Floats = np.sum([one.each for one in parts], axis=0)
    return Instrument(name, "", parts[0].sign, total, held)


def case_of(survey: Survey, described: Description, amounts: Mapping[str, Amounts], pensions: str) -> Case:
    """The concepts of income, forward and backward from the one that the survey's welfare stands for.

    A concept is welfare and the signed items that it counts and welfare does not, less those that welfare counts and it does
    not: items that both count never enter, so that no rounding of theirs makes anybody a payer. One sample for all: whose
    welfare or any item is unknown is in no concept.
    """
    if survey.welfare is None:
        raise GroundfloorError(
            f"{survey.name} has no welfare, on which concepts of income rest", hint="Give `welfare` in survey.yaml."
        )
    unknown = np.isnan(survey.welfare)
    for one in amounts.values():
        unknown |= np.isnan(one.each)
    welfare = np.where(unknown, np.nan, survey.welfare)
    concepts = {}
    for name in CONCEPTS:
        values = welfare.copy()
        for one in amounts.values():
            held = one.item.held(pensions)
            times = (name in held) - (described.welfare_is in held)
            if times:
                values += times * one.item.sign * one.each
        concepts[name] = values
    return Case(survey, described, pensions, amounts, concepts, survey.lines)


def findings_of(case: Case) -> list[Finding]:
    """Concepts below 0, persons left out, items whose rule left someone undecided, and items that pay or take below 0."""
    out = int((~case.known & (case.survey.weight > 0)).sum())
    found = [_warning("", "fiscal.unknown", out)]
    for name, values in case.concepts.items():
        found.append(_warning(name, "fiscal.negative_income", int((values[case.known] < 0).sum())))
    for name, one in case.amounts.items():
        found.append(_warning(name, "fiscal.negative_item", int((one.amount < 0).sum())))
        found.append(_warning(name, "fiscal.undecided", one.undecided))
    return [one for one in found if one.rows]


def _warning(name: str, says: str, count: int) -> Finding:
    return Finding("warning", "fiscal", name, count, says, {"name": name, "count": count})
