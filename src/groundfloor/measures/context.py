"""What every family of measures works from, and the rows it gives back."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.measures.aggregates import ALL, members, public, together
from groundfloor.measures.bases import Bases
from groundfloor.measures.cuts import DECILES, PERSONS, PLACES, QUINTILES, cut_by, quantiles, social
from groundfloor.measures.design import Mask, Partition, groupings, partitions
from groundfloor.measures.distribution import Distribution
from groundfloor.measures.estimate import Estimate, ratio_of
from groundfloor.measures.figure import Sums
from groundfloor.measures.influence import Figure
from groundfloor.measures.intervals import degrees, interval
from groundfloor.measures.lines import moving
from groundfloor.measures.programme import Programme
from groundfloor.measures.ranking import Ranking, quantile_groups
from groundfloor.measures.receipt import Receipt, receipt
from groundfloor.measures.replicates import Errors
from groundfloor.measures.view import Cut, Over, View
from groundfloor.rules.entitlements import Entitlements
from groundfloor.survey.frame import Floats, Ints, Survey

Row = dict[str, Any]
FIFTH = "quintile_1"
FINE = 40
HIGHEST, STEPS = 0.95, 40


@dataclass(frozen=True)
class Living:
    """Welfare as measured, LCU per person a year: one value a row, who is known, and the ranking in each partition."""

    welfare: Floats
    over: Over
    rankings: tuple[Ranking, ...]


@dataclass(frozen=True)
class Context:
    """A survey with its groups, lines and receipts, looked at through the rows of `view`.

    `before` is welfare without the transfers, `welfare` what is measured. `incidence_groups` are the groups and, where
    there are receipts and welfare, the deciles of `before`. `kinds` has the kind of each programme, None where it is not told, and
    `outside` the programmes that pay nothing into measured welfare, `spent` what others pay into it where that is not their amount. `detailed` asks for what the tables of social protection
    need beyond that: more groups, programmes taken together, and with `single` also those of which there is one. `errors` are those
    of replicates, None where they are linearised.
    """

    survey: Survey
    view: View
    scenario: str
    before: Floats | None
    welfare: Floats | None
    lines: Mapping[str, float]
    receipts: Mapping[str, Receipt]
    groups: tuple[Partition, ...]
    incidence_groups: tuple[Partition, ...]
    kinds: Mapping[str, str | None]
    outside: frozenset[str] = frozenset()
    spent: Mapping[str, Receipt] = field(default_factory=dict)
    chosen: tuple[str, ...] | None = None
    detailed: bool = False
    single: bool = False
    errors: Errors | None = None

    @property
    def weight(self) -> Floats:
        """Persons that each row stands for."""
        return self.view.weight

    @cached_property
    def bases(self) -> Bases:
        """Who figures are taken over."""
        return Bases(self.view)

    @cached_property
    def everybody(self) -> Over:
        """All persons, by group and decile."""
        return self.over(np.ones(self.view.rows, dtype=bool), self.incidence_groups)

    @cached_property
    def living(self) -> Living | None:
        """Welfare by group; None when the survey has none."""
        if self.welfare is None:
            return None
        over = self.over(~np.isnan(self.welfare), self.groups)
        return Living(self.welfare, over, rankings(self.groups, self.welfare, self.weight, self.order))

    @cached_property
    def order(self) -> Ints:
        """The rows in order of measured welfare, those without any last."""
        return np.zeros(0, dtype=np.int64) if self.welfare is None else np.argsort(self.welfare, kind="stable")

    @cached_property
    def distributions(self) -> tuple[Distribution, ...]:
        """The distribution of welfare in each partition; none when the survey has no welfare."""
        if self.living is None:
            return ()
        known = self.living.over
        money = self.sums(known, self.living.welfare)
        return tuple(
            Distribution(base, ranking, money.cells(base.partition))
            for base, ranking in zip(known.bases, self.living.rankings, strict=True)
        )

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

        They hang on no weight, so that they are the same for every year and every replicate.
        """
        before = np.zeros(0) if self.before is None else self.view.spread(self.before)
        known = before[~np.isnan(before)]
        highest = float(np.quantile(known, HIGHEST, method="inverted_cdf")) if len(known) else 0.0
        return tuple(highest * k / STEPS for k in range(1, STEPS + 1)) if highest > 0 else ()

    @cached_property
    def programmes(self) -> tuple[Programme, ...]:
        """Each programme and, in detail, those taken together."""
        found = [self._programme(name, (name,)) for name in self.receipts]
        if self.detailed:
            found += [self._programme(name, of) for name, of in members(self.kinds, single=self.single)]
        return tuple(found)

    def _programme(self, name: str, of: tuple[str, ...]) -> Programme:
        inside = [self.spent.get(one, self.receipts[one]).amount for one in of if one not in self.outside]
        counted = sum(inside[1:], inside[0]) if inside else None
        # what a floor changes beside its own benefits (a scheme it ends, say) is known only of all programmes together
        apart = self.before if name == ALL and self.welfare is not self.before else None
        return Programme(self, name, together([self.receipts[one] for one in of]), counted, apart)

    @property
    def public(self) -> tuple[str, ...]:
        """The programmes of social protection."""
        return public(self.kinds)

    @cached_property
    def moving(self) -> dict[str, Figure]:
        """Those of the lines that are a share of the survey's median or mean, with their error."""
        return {} if self.living is None else moving(self)

    @cached_property
    def lines_and_fifth(self) -> dict[str, float]:
        """The lines and, as `quintile_1`, the welfare that a fifth of all persons do not exceed."""
        lines = dict(self.lines)
        if self.living is not None and FIFTH not in lines:
            found = float(self.living.rankings[0].quantile(np.array([1 / QUINTILES]))[0])
            if found > 0:
                lines[FIFTH] = found
        return lines

    @cached_property
    def grain(self) -> float:
        """The least difference of welfare that counts: a power of 2, a million-millionth of its median."""
        values = np.zeros(0) if self.welfare is None else self.view.heads(self.welfare)
        middle = float(np.median(values[values > 0])) if (values > 0).any() else 1.0
        return math.ldexp(1.0, math.frexp(middle)[1] - FINE)

    @cached_property
    def variable_cuts(self) -> dict[str, Cut | None]:
        """The cuts by each variable that the tables of social protection know, as far as the survey has it."""
        return {name: cut_by(self.view, name) for name in (*PLACES, *PERSONS)}

    @cached_property
    def _named(self) -> dict[str, Partition]:
        """Their partitions, beside the groups asked for; none where those were chosen."""
        if not self.detailed or self.chosen is not None:
            return {}
        others = {name: cut for name, cut in self.variable_cuts.items() if name not in self.survey.groups}
        return {name: cut.partition() for name, cut in others.items() if cut is not None}

    @cached_property
    def fifths(self) -> tuple[Partition, ...]:
        """The fifths of persons by welfare before the transfers; none where it is not known, or other groups were chosen."""
        if self.before is None or self.chosen is not None:
            return ()
        order = np.argsort(self.before, kind="stable")
        return (quantiles(self.view, self.before, order, "quintile", "decile")[0].partition(),)

    @cached_property
    def equity(self) -> tuple[Partition, ...]:
        """The groups of figures on services: the survey's own, sex and age where they were not chosen otherwise, fifths of welfare."""
        asked = () if self.chosen is not None else tuple(n for n in ("sex", "age_group") if n not in self.survey.groups)
        cuts = (self.variable_cuts[name] for name in asked)
        return (*self.groups, *(cut.partition() for cut in cuts if cut is not None), *self.fifths)

    @cached_property
    def areas(self) -> tuple[Partition, ...]:
        """The groups within which welfare is ranked: the survey's own and, in detail, region and urban or rural."""
        return (*self.groups, *(part for name, part in self._named.items() if name in PLACES))

    def ranked(self, welfare: Floats, known: Mask, order: Ints, areas: int | None = None) -> tuple[Ranking, ...]:
        """The rows `known` in order of `welfare`, by area (the first `areas` of them).

        One ranking of measured welfare serves every programme of which all is known.
        """
        measured = welfare is self.welfare and areas is None
        if measured and self.living is not None and np.array_equal(known, self.living.over.counted):
            return self._ranked
        return rankings(self.areas[:areas], np.where(known, welfare, np.nan), self.weight, order)

    @cached_property
    def _ranked(self) -> tuple[Ranking, ...]:
        assert self.living is not None  # noqa: S101 (who asks has seen it)
        more = self.areas[len(self.groups) :]
        return (*self.living.rankings, *rankings(more, self.living.welfare, self.weight, self.order))

    @cached_property
    def cuts(self) -> tuple[Partition, ...]:
        """The groups of incidence and, in detail, those of the tables of social protection."""
        if not self.detailed:
            return self.incidence_groups
        order = self.order if self.before is self.welfare or self.before is None else np.argsort(self.before)
        cuts = social(self.view, self.variable_cuts, self.before, order, self.lines)
        if self.welfare is not None and self.welfare is not self.before:
            cuts += quantiles(self.view, self.welfare, self.order, "quintile_after", "decile_after")
        return (*self.incidence_groups, *self._named.values(), *(cut.partition() for cut in cuts))

    @cached_property
    def person_groups(self) -> tuple[Partition, ...]:
        """The groups with a row for each person, for values that differ among the members of a household."""
        return partitions(self.survey, groupings(self.survey, self.chosen))

    def over(self, counted: Mask, groups: Iterable[Partition], denominator: Floats | None = None) -> Over:
        """The rows `counted`, with a denominator of one value a row or, without it, their persons; or persons, with one value a person each."""
        return self.bases.over(counted, tuple(groups), denominator)

    def sums(self, over: Over, values: Floats) -> Sums:
        """Weight times value for the rows or persons counted, ready to be summed by any partition; a row's value is that of its persons."""
        return self.bases.sums(over.counted, values, persons=over.persons)

    def ratios(
        self, measure: str, over: Over, values: Floats, *, proportion: bool = False, **labels: str
    ) -> Iterator[Row]:
        """Rows of the weighted sum of `values` over the denominator of `over`: their mean when it has none of its own."""
        above = self.sums(over, values)
        for one in over.bases:
            estimate = ratio_of(one, above.cells(one.partition))
            yield from self.rows(measure, one.partition, estimate, proportion=proportion, **labels)

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
        line = part.line if line is None else line
        se, df = self._errors(measure, part, estimate, line, programme, [None] * len(part.names))
        columns = (estimate.value, se, estimate.n, *interval(estimate.value, se, df, proportion=proportion))
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
                "series": None,
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


def rankings(groups: Iterable[Partition], values: Floats, weight: Floats, order: Ints) -> tuple[Ranking, ...]:
    """Rows in order of `values` within the groups of each partition, from one sort."""
    return tuple(Ranking(part, values, weight, order) for part in groups)


def context_of(
    survey: Survey,
    entitlements: Entitlements | None,
    *,
    scenario: str,
    groups: tuple[str, ...] | None,
    lines: Mapping[str, float] | None,
    welfare_after: Floats | None,
    outside: Collection[str] = (),
    spendable: Mapping[str, Floats] = MappingProxyType({}),
    detailed: bool = False,
    single: bool = False,
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
    known = [one for one in (survey.welfare, welfare_after, survey.sharing) if one is not None]
    view = View(survey, known)
    before = None if survey.welfare is None else view.take(survey.welfare)
    parts = tuple(view.cut(grouping).partition() for grouping in groupings(survey, groups))
    tenths: tuple[Partition, ...] = ()
    if (entitlements is not None or survey.transfers) and before is not None:
        code = quantile_groups(before, view.weight, DECILES)
        names = tuple(f"decile={i + 1}" for i in range(DECILES))
        tenths = (Cut(names, code, view.atoms).partition(),)
    received = survey.transfers if entitlements is None else entitlements.programmes
    return Context(
        survey=survey,
        view=view,
        scenario=scenario,
        before=before,
        welfare=before if welfare_after is None else view.take(welfare_after),
        lines=used,
        receipts={name: receipt(view, one.receives, one.amount) for name, one in received.items()},
        groups=parts,
        incidence_groups=parts + tenths,
        kinds=_kinds(survey, entitlements),
        outside=frozenset(outside),
        spent={name: receipt(view, received[name].receives, one) for name, one in spendable.items()},
        chosen=groups,
        detailed=detailed,
        single=single,
    )


def _kinds(survey: Survey, entitlements: Entitlements | None) -> dict[str, str | None]:
    """The kind of each programme that is part of an aggregate: a scheme that a floor ends takes money away and is part of none."""
    if entitlements is None:
        return {name: one.kind for name, one in survey.transfers.items()}
    return {name: None for name, one in entitlements.programmes.items() if not (one.amount < 0).any()}
