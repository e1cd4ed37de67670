"""What every family of measures works from, and the rows it gives back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.measures.design import Grouping, Mask, Partition, groupings, partitions
from groundfloor.measures.distribution import Distribution
from groundfloor.measures.estimate import Base, Estimate, base, ratio, weighted
from groundfloor.measures.intervals import degrees, interval
from groundfloor.measures.ranking import Ranking, quantile_groups
from groundfloor.measures.replicates import Errors
from groundfloor.rules.entitlements import Entitlements
from groundfloor.survey.frame import Floats, Ints, Survey

Row = dict[str, Any]
DECILES = 10
HIGHEST, STEPS = 0.95, 40
UNKNOWN = 0.5  # between no and yes: one yes decides a household, and nothing but no else


@dataclass(frozen=True)
class Receipt:
    """One programme as households live it.

    recipient: 1 for who receives in person (one person a household in a household programme), 0 for others, NaN unknown.
    beneficiary: 1 for every member of a household where someone receives, else 0, NaN where one more answer could make it 1.
    amount: what the household receives, in LCU a year per member, NaN where unknown.
    """

    recipient: Floats
    beneficiary: Floats
    amount: Floats

    @property
    def asked(self) -> Mask:
        """Those of whom it is known whether they live with a recipient."""
        known: Mask = ~np.isnan(self.beneficiary)
        return known

    @property
    def paid(self) -> Mask:
        """The beneficiaries whose amount is known."""
        known: Mask = ~np.isnan(self.amount) & (self.beneficiary == 1.0)
        return known


@dataclass(frozen=True)
class Over:
    """The persons a figure is taken over, in every partition it is given for."""

    counted: Mask
    bases: tuple[Base, ...]


@dataclass(frozen=True)
class Living:
    """Welfare as measured, LCU per person a year: one value a person, who is known, and the ranking in each partition."""

    welfare: Floats
    over: Over
    rankings: tuple[Ranking, ...]


@dataclass(frozen=True)
class Context:
    """A survey with its groups, lines and receipts.

    `before` is welfare without the transfers, `welfare` what is measured. `incidence_groups` are the groups and, where
    there are receipts and welfare, the deciles of `before`. `errors` are those of replicates, None where they are linearised.
    """

    survey: Survey
    scenario: str
    before: Floats | None
    welfare: Floats | None
    lines: Mapping[str, float]
    receipts: Mapping[str, Receipt]
    groups: tuple[Partition, ...]
    incidence_groups: tuple[Partition, ...]
    errors: Errors | None = None

    @property
    def weight(self) -> Floats:
        """Persons each person of the survey stands for."""
        return self.survey.weight

    @cached_property
    def distributions(self) -> tuple[Distribution, ...]:
        """The distribution of welfare in each partition; none when the survey has no welfare."""
        if self.living is None:
            return ()
        known = self.living.over
        money = self.sum(weighted(self.weight, known.counted, self.living.welfare))
        return tuple(map(Distribution, known.bases, self.living.rankings, (money,) * len(known.bases)))

    @cached_property
    def positive(self) -> Over | None:
        """The persons whose welfare is known and above 0, by group; None when the survey has no welfare."""
        if self.living is None:
            return None
        above = self.living.welfare > 0
        same = not (self.living.over.counted & ~above).any()
        return self.living.over if same else self.over(above, self.groups)

    @cached_property
    def amounts(self) -> tuple[float, ...]:
        """Where curves over amounts have their points: even steps up to what 95 % of the sample do not exceed before the transfers.

        They hang on no weight, so that they are the same for every year and replicate.
        """
        known = np.zeros(0) if self.before is None else self.before[~np.isnan(self.before)]
        highest = float(np.quantile(known, HIGHEST, method="inverted_cdf")) if len(known) else 0.0
        return tuple(highest * k / STEPS for k in range(1, STEPS + 1)) if highest > 0 else ()

    @cached_property
    def everybody(self) -> Over:
        """All persons, by group and decile."""
        return self.over(np.ones(self.survey.persons, dtype=bool), self.incidence_groups)

    @cached_property
    def living(self) -> Living | None:
        """Welfare by group; None when the survey has none."""
        if self.welfare is None:
            return None
        over = self.over(~np.isnan(self.welfare), self.groups)
        return Living(self.welfare, over, rankings(self.groups, self.welfare, self.weight))

    def answered(self, answer: Floats) -> Over:
        """All persons of whom `answer` is known, by group and decile."""
        known = ~np.isnan(answer)
        return self.everybody if known.all() else self.over(known, self.incidence_groups)

    def over(self, counted: Mask, groups: Iterable[Partition], denominator: Floats | None = None) -> Over:
        """The persons `counted`, with a denominator of one value a person or, without it, themselves."""
        below = weighted(self.weight, counted, np.ones(len(counted)) if denominator is None else denominator)
        persons, below = self.sum(counted.astype(float)), self.sum(below)
        return Over(counted, tuple(base(part, persons, below) for part in groups))

    def sum(self, values: Floats) -> Floats:
        """Totals by atom of one value a person."""
        return self.groups[0].atoms.sum(values)

    def ratios(
        self, measure: str, over: Over, values: Floats, *, proportion: bool = False, **labels: str
    ) -> Iterator[Row]:
        """Rows of the weighted sum of `values` over the denominator of `over`: their mean when it has none of its own."""
        above = self.sum(weighted(self.weight, over.counted, values))
        for one in over.bases:
            yield from self.rows(measure, one.partition, ratio(one, above), proportion=proportion, **labels)

    def proportions(self, measure: str, over: Over, yes: Floats, **labels: str) -> Iterator[Row]:
        """Rows of the share of persons for whom `yes` is 1 and not 0, with intervals that stay between 0 and 1."""
        return self.ratios(measure, over, yes, proportion=True, **labels)

    def rows(
        self,
        measure: str,
        part: Partition,
        estimate: Estimate,
        *,
        line: str | None = None,
        programme: str | None = None,
        proportion: bool = False,
    ) -> Iterator[Row]:
        """One row a group."""
        se, df = self._errors(measure, part, estimate, line, programme, [None] * len(part.names))
        ends = interval(estimate.value, se, df, proportion=proportion)
        columns = (estimate.value, se, estimate.n, *ends)
        figures = zip(part.names, *(column.tolist() for column in columns), strict=True)
        for group, value, se, n, low, high in figures:
            yield {
                "scenario": self.scenario,
                "measure": measure,
                "line": line,
                "programme": programme,
                "group": group,
                "value": value,
                "se": se,
                "n": n,
                "ci_low": low,
                "ci_high": high,
            }

    def points(
        self,
        curve: str,
        part: Partition,
        x: float | Floats,
        estimate: Estimate,
        *,
        line: str | None = None,
        programme: str | None = None,
        proportion: bool = False,
    ) -> Iterator[Row]:
        """One point of a curve in each group, at `x`, one for all or one a group."""
        at = np.broadcast_to(x, len(part.names))
        se, df = self._errors(curve, part, estimate, line, programme, at.tolist())
        columns = (at, estimate.value, se, *interval(estimate.value, se, df, proportion=proportion))
        for group, x_, y, se, low, high in zip(part.names, *(column.tolist() for column in columns), strict=True):
            yield {
                "scenario": self.scenario,
                "curve": curve,
                "line": line,
                "programme": programme,
                "group": group,
                "x": x_,
                "y": y,
                "se": se,
                "ci_low": low,
                "ci_high": high,
            }

    def _errors(
        self, name: str, part: Partition, estimate: Estimate, line: str | None, programme: str | None, x: Iterable[Any]
    ) -> tuple[Floats, int]:
        """The standard errors of an estimate and their degrees of freedom."""
        if self.errors is None:
            return estimate.se, degrees(part.design)
        return self.errors.se(name, line, programme, part.names, x), self.errors.degrees


def rankings(groups: Iterable[Partition], values: Floats, weight: Floats) -> tuple[Ranking, ...]:
    """Persons in order of `values` within the groups of each partition, from one sort."""
    order: Ints = np.argsort(values, kind="stable")
    return tuple(Ranking(part, values, weight, order) for part in groups)


def per_member(survey: Survey, values: Floats) -> Floats:
    """The household's sum of one value a person, shared equally by its members (or adult equivalents).

    >>> per_member(Survey("s", "X", 2020, {}, np.array([0, 2]), np.ones(3)), np.array([50.0, 0.0, 7.0])).tolist()
    [25.0, 25.0, 7.0]
    """
    total = np.repeat(np.add.reduceat(values, survey.starts), survey.sizes)
    shared: Floats = total / (np.repeat(survey.sizes, survey.sizes) if survey.sharing is None else survey.sharing)
    return shared


def receipt(survey: Survey, receives: Floats, amount: Floats) -> Receipt:
    """What a programme's receipts mean for all members of the households."""
    most = np.maximum.reduceat(np.where(np.isnan(receives), UNKNOWN, receives), survey.starts)
    someone = np.repeat(np.where(most == UNKNOWN, np.nan, most), survey.sizes)
    return Receipt(receives, someone, per_member(survey, amount))


def context_of(
    survey: Survey,
    entitlements: Entitlements | None,
    *,
    scenario: str,
    groups: tuple[str, ...] | None,
    lines: Mapping[str, float] | None,
    welfare_after: Floats | None,
) -> Context:
    """Check the arguments of `measure` and prepare the context."""
    used = survey.lines if lines is None else lines
    for name, value in used.items():
        if not value > 0:
            raise GroundfloorError(
                f"The poverty line {name!r} is {value:g}",
                expected="a positive number of LCU a person a year",
                hint="Mend the line in survey.yaml or country.yaml.",
            )
    found: list[Grouping] = list(groupings(survey, groups))
    last = len(found)
    if (entitlements is not None or survey.transfers) and survey.welfare is not None:
        code = quantile_groups(survey.welfare, survey.weight, DECILES)
        found.append((tuple(f"decile={i + 1}" for i in range(DECILES)), code))
    parts = partitions(survey, found)
    received = survey.transfers if entitlements is None else entitlements.programmes
    return Context(
        survey=survey,
        scenario=scenario,
        before=survey.welfare,
        welfare=survey.welfare if welfare_after is None else welfare_after,
        lines=used,
        receipts={name: receipt(survey, one.receives, one.amount) for name, one in received.items()},
        groups=parts[:last],
        incidence_groups=parts,
    )
