"""The standard statistics of EUROMOD: a fiscal overview, and income and its parts by tenth and by group of persons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import reduce

import numpy as np

from groundfloor.fiscal.case import Case
from groundfloor.fiscal.figures import Row, bases, figure, ratios, shares
from groundfloor.fiscal.statistics import total
from groundfloor.fiscal.tables.concepts import measured
from groundfloor.measures.design import Grouping, Partition, groupings, partitions
from groundfloor.measures.families.poverty import fgt
from groundfloor.measures.ranking import Ranking
from groundfloor.survey.frame import Floats, Relative, Text

TABLE, ORDER = "fiscal_euromod", 8
SET = "euromod"
AGE = "age_group"
TYPES = ("household_type", "labour_status", "employed", "sex", AGE)
AGES = (0, 16, 25, 50, 65)
LINES = (40, 50, 60, 70)
AT_RISK = 60


def rows(case: Case) -> Iterator[Row]:
    """total, mean, share, composition and net_tax_rate of original and disposable income and their parts; then set `euromod`.

    The measures of the set are those of original income, with pensions, after tax, and disposable; lines are 40 to 70 % of the
    median of disposable income, with its error.
    """
    parts = components(case)
    incomes = incomes_of(case, parts)
    lines = _lines(case)
    everything = {**incomes, **parts}
    for name, each in everything.items():
        yield figure(case, "total", total(case.of(each), case.weight), item=name)
    groups = _groups(case, lines)
    people = bases(case, groups)
    tenths = groups[1]
    for name, each in everything.items():
        yield from ratios(case, "mean", people, each, item=name)
        yield from shares(case, "share", bases(case, [tenths], each)[0], item=name)
    after, before = (bases(case, groups, incomes[name]) for name in ("disposable", "original"))
    for name in ("original", *parts):
        yield from ratios(case, "composition", after, everything[name], item=name)
    yield from ratios(case, "net_tax_rate", before, incomes["original"] - incomes["disposable"])
    yield from _measured(case, incomes, lines)


def components(case: Case) -> dict[str, Floats]:
    """What lies between original and disposable income, as it is paid or received, LCU a year a person."""
    found: dict[str, list[Floats]] = {}
    for one in case.amounts.values():
        item = one.item
        name = {
            "contributory_pension": "pensions",
            "direct_tax": "direct_taxes",
            "pension_contribution": f"{item.paid_by}_contributions",
            "social_contribution": f"{item.paid_by}_contributions",
            "direct_transfer": TESTED[item.means_tested],
        }.get(item.kind)
        if name is not None:
            found.setdefault(name, []).append(one.each)
    return {name: reduce(np.add, each) for name, each in sorted(found.items())}


TESTED = {True: "transfers_means_tested", False: "transfers_not_means_tested", None: "transfers_other"}


def incomes_of(case: Case, parts: Mapping[str, Floats]) -> dict[str, Floats]:
    """Original income (market income less what employers contribute), with pensions, after tax, and disposable."""
    zero = np.zeros(case.survey.persons)
    original = case.concepts["market"] - parts.get("employer_contributions", zero)
    taxed = parts.get("direct_taxes", zero) + parts.get("employee_contributions", zero)
    return {
        "original": original,
        "original_with_pensions": original + parts.get("pensions", zero),
        "original_after_tax": original - taxed,
        "disposable": case.concepts["disposable"],
    }


def _lines(case: Case) -> dict[str, float]:
    ranking = Ranking(case.everyone, case.concepts["disposable"], case.survey.weight)
    middle = float(ranking.quantile(np.array([0.5]))[0])
    return {f"median{share}": middle * share / 100 for share in LINES} if middle > 0 else {}


def _groups(case: Case, lines: Mapping[str, float]) -> tuple[Partition, ...]:
    """Everybody, tenths of disposable income, the survey's groups, types of household, work, sex and age, and who is at risk."""
    survey = case.survey
    tenths = case.deciles("disposable")[1]
    # ages have groups of their own here, unless the survey says how it groups them
    asked = (name for name in TYPES if name != AGE or AGE in survey.columns)
    names = dict.fromkeys((*asked, *survey.groups))
    everybody, *found = groupings(survey, tuple(names))
    more: list[Grouping] = [(tenths.names, tenths.code), *found]
    age = survey.columns.get("age")
    if AGE not in names and age is not None and not isinstance(age, Text):
        code = np.where(np.isnan(age), -1, np.searchsorted(AGES, np.nan_to_num(age), side="right") - 1)
        ends = (*(f"-{after - 1}" for after in AGES[1:]), "+")
        more.append((tuple(f"age={start}{end}" for start, end in zip(AGES, ends, strict=True)), code))
    line = lines.get(f"median{AT_RISK}")
    if line is not None:
        poor = fgt(case.concepts["disposable"], line, 0)
        more.append((("at_risk=0", "at_risk=1"), np.where(np.isnan(poor), -1, np.nan_to_num(poor)).astype(np.int64)))
    return partitions(survey, [everybody, *more])


def _measured(case: Case, incomes: Mapping[str, Floats], lines: Mapping[str, float]) -> Iterator[Row]:
    of = {
        f"median{share}": Relative(share / 100, "median", incomes["disposable"], case.survey.weight) for share in LINES
    }
    for name, values in incomes.items():
        yield from measured(case, name, replace(case.survey, welfare=values, relative=of), lines, SET)
