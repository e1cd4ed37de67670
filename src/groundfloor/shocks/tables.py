"""Shocks as tables of rows: need, who is hit, what is absorbed, costs, debt and the economy, each beside the baseline."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from groundfloor.impact import changes
from groundfloor.measures.design import Partition, groupings, partitions
from groundfloor.measures.estimate import Base, base, linearised, ratio, standard_error, weighted
from groundfloor.measures.families.poverty import fgt
from groundfloor.measures.ranking import quantile_groups
from groundfloor.shocks.case import TODAY, Case, Lived, Shocked, known
from groundfloor.shocks.losses import FIFTHS
from groundfloor.survey.frame import Floats, Ints, Survey

Row = dict[str, Any]

ALL = "all"
OF_FILES = ("shock_economy", "shock_sources")
BESIDE = ("age_group",)
SHOWN = ("gdp_nominal", "gdp_real_growth", "inflation", "wage_growth", "exchange_rate", "interest_rate",
         "interest_rate_domestic", "interest_rate_foreign", "revenue_pct_gdp", "expenditure_pct_gdp")  # fmt: skip
PLANNED = ("cost_pct_gdp", "financing_pct_gdp", "gap_pct_gdp", "debt_pct_gdp_after")


def tables(found: Shocked) -> dict[str, list[Row]]:
    """Every table of shocks; the columns are defined in docs/shocks.md and the figures in docs/methods/shocks.md.

    Amounts are LCU of the year, shares are of one, persons are persons; what is not known is NaN or None. Rows of figures from
    households say whether these are synthetic.

    >>> from groundfloor.shocks import simulate
    >>> rows = tables(simulate("gha", ["recession"], to=2030))["shock_economy"]
    >>> [round(row["shocked"] - row["baseline"], 5) for row in rows if row["series"] == "gdp_real_growth"]
    [0.0, 0.0, 0.0, 0.0, 0.0, -0.05994]
    """
    made = {
        "shock_need": _need,
        "shock_people": _people,
        "shock_hit": _hit,
        "shock_absorbed": _absorbed,
        "shock_costs": _costs,
        "shock_finance": _finance,
        "shock_economy": _economy,
        "shock_sources": _sources,
    }
    rest = {
        name: [{"shock": case.name, **row} for case in found.cases.values() for row in rows(found, case)]
        for name, rows in made.items()
    }
    every = {"shocks": list(_summary(found, rest)), **rest}
    synthetic = {"synthetic": found.at.survey.synthetic}
    return {name: rows if name in OF_FILES else [{**row, **synthetic} for row in rows] for name, rows in every.items()}


def _summary(found: Shocked, rows: Mapping[str, list[Row]]) -> Iterator[Row]:
    """Each shock, scenario and line in the worst year, in one row; debt is that of the last year."""
    index = {
        name: {tuple(row[key] for key in keys): row for row in rows[name] if all(row[k] == v for k, v in where.items())}
        for name, keys, where in (
            ("shock_need", ("shock", "scenario", "line", "year"), {"measure": "fgt0"}),
            ("shock_people", ("shock", "scenario", "line", "year"), {"group": ALL}),
            ("shock_absorbed", ("shock", "scenario", "line", "year"), {}),
            ("shock_finance", ("shock", "scenario", "year"), {}),
        )
    }
    for case in found.cases.values():
        year, last = worst(found, case), found.years[-1]
        for scenario in case.lived:
            at, end = (index["shock_finance"][case.name, scenario, when] for when in (year, last))
            for line in found.at.survey.lines:
                key = (case.name, scenario, line, year)
                need, people = index["shock_need"][key], index["shock_people"][key]
                absorbed = index["shock_absorbed"].get(key, {})
                yield {
                    "shock": case.name,
                    "scenario": scenario,
                    "line": line,
                    "year": year,
                    "headcount_baseline": need["baseline"],
                    "headcount_shocked": need["shocked"],
                    "change": need["change"],
                    "se": need["se"],
                    "newly_poor": people["newly_poor"],
                    "rise_lcu": people["gap_lcu_shocked"] - people["gap_lcu_baseline"],
                    "absorbed": absorbed.get("absorbed", math.nan),
                    "absorbed_se": absorbed.get("se", math.nan),
                    **{f"cost_pct_gdp_{side}": at[f"cost_pct_gdp_{side}"] for side in ("baseline", "shocked")},
                    **{f"gap_pct_gdp_{side}": at[f"gap_pct_gdp_{side}"] for side in ("baseline", "shocked")},
                    "last_year": last,
                    **{f"debt_pct_gdp_{side}": end[f"debt_pct_gdp_{side}"] for side in ("baseline", "shocked")},
                    **{
                        name: absorbed.get(name, math.nan)
                        for name in ("mended_lcu", "added_cost_lcu", "mended_per_cost")
                    },
                }


def _sources(found: Shocked, case: Case) -> Iterator[Row]:
    """Each number of the shocks' files with its source."""
    for shock in case.shocks:
        for one in shock.basis():
            part = one.part if len(case.shocks) == 1 else f"{shock.name}.{one.part}"
            yield {
                "part": part,
                "quantity": one.quantity,
                "year": one.year,
                "value": one.value,
                "unit": one.unit,
                "assumption": one.assumption,
                "source": one.source,
            }


def _pairs(found: Shocked, case: Case) -> Iterator[tuple[str, Lived, Lived]]:
    """Each scenario and year without and with the shock."""
    for scenario, years in case.lived.items():
        without = found.without(case, scenario)
        for year, one in years.items():
            yield scenario, without[year], one


def _need(found: Shocked, case: Case) -> Iterator[Row]:
    """Poverty and inequality without and with the shock, and the error of the change over the same persons."""
    for scenario, without, one in _pairs(found, case):
        for row in changes(found.at.survey, one.weight, without.welfare, one.welfare):
            renamed = {"before": "baseline", "after": "shocked"}
            yield {"scenario": scenario, "year": one.year} | {renamed.get(name, name): v for name, v in row.items()}


def shortfall(survey: Survey, welfare: Floats, line: float) -> Floats:
    """What each person is short of the line, LCU a year: of an adult equivalent's welfare as much as the household is, shared by its members."""
    short = line * fgt(welfare, line, 1)
    if survey.sharing is None:
        return short
    each: Floats = short * survey.sharing / np.repeat(survey.sizes, survey.sizes)
    return each


def _groups(found: Shocked) -> tuple[Partition, ...]:
    """Everybody, the survey's groups, the age group, and the fifth by welfare without the shock."""
    survey = found.at.survey
    names = tuple(dict.fromkeys((*survey.groups, *BESIDE)))
    today = found.base[TODAY][found.at.base]
    fifths: Ints = quantile_groups(today.welfare, today.weight, FIFTHS)
    fifth = tuple(f"quintile={k + 1}" for k in range(FIFTHS)), fifths
    return partitions(survey, [*groupings(survey, names), fifth])


def _people(found: Shocked, case: Case) -> Iterator[Row]:
    """Persons below each line without and with the shock, those newly below it, and what they are short of it: both in prices under the shock."""
    survey, parts = found.at.survey, _groups(found)
    for scenario, without, one in _pairs(found, case):
        counted = known(without, one)
        for line, value in survey.lines.items():
            was, now = without.welfare < value, one.welfare < value
            figures = {
                "poor_baseline": (was, 1.0),
                "poor_shocked": (now, 1.0),
                "newly_poor": (now & ~was, 1.0),
                "gap_lcu_baseline": (shortfall(survey, without.welfare, value), one.level),
                "gap_lcu_shocked": (shortfall(survey, one.welfare, value), one.level),
            }
            # one set of atoms serves every grouping
            atoms = {
                name: level * parts[0].atoms.sum(weighted(one.weight, counted, np.asarray(values, dtype=float)))
                for name, (values, level) in figures.items()
            }
            for part in parts:
                sums = {name: part.groups(part.cells(each)) for name, each in atoms.items()}
                for k, group in enumerate(part.names):
                    labels = {"scenario": scenario, "year": one.year, "line": line, "group": group}
                    yield labels | {name: float(each[k]) for name, each in sums.items()}


def worst(found: Shocked, case: Case) -> int:
    """The year in which people lose most of what they live on without the floor; of equal years the first."""

    def lost(year: int) -> float:
        without, one = found.base[TODAY][year], case.lived[TODAY][year]
        counted = known(without, one)
        total = float(weighted(one.weight, counted, without.welfare).sum())
        return float(weighted(one.weight, counted, without.welfare - one.welfare).sum()) / total if total else 0.0

    return max((year for year in found.years if year >= case.start), key=lambda year: (lost(year), -year))


def _hit(found: Shocked, case: Case) -> Iterator[Row]:
    """Who loses what in the worst year: by loss and price, and everything together."""
    survey, hit, year = found.at.survey, case.struck, worst(found, case)
    weight = found.at.weights[year]
    ways = {part.name if len(case.shocks) == 1 else f"{part.shock.name}.{part.name}": part for part in hit.parts}
    losses = {ALL: (1.0 - hit.factor(year), 0)}
    losses |= {name: (1.0 - part.factor(year, hit.variant), part.undecided) for name, part in ways.items()}
    welfare = survey.welfare
    assert welfare is not None  # noqa: S101 (refused before)
    counted, parts = ~np.isnan(welfare), _groups(found)
    for name, (each, undecided) in losses.items():
        loss = np.repeat(each, survey.sizes)
        for part in parts:
            over = _over(part, weight, counted)
            share = ratio(over, part.atoms.sum(weighted(weight, counted, (loss > 0).astype(float))))
            money = base(
                part, part.atoms.sum(counted.astype(float)), part.atoms.sum(weighted(weight, counted, welfare))
            )
            lost = ratio(money, part.atoms.sum(weighted(weight, counted, loss * welfare)))
            for k, group in enumerate(part.names):
                yield {
                    "loss": name,
                    "year": year,
                    "group": group,
                    "persons": float(over.totals[k]),
                    "hit": float(share.value[k] * over.totals[k]),
                    "share_hit": float(share.value[k]),
                    "share_hit_se": _settled(float(share.value[k]), float(share.se[k])),
                    "lost": float(lost.value[k]),
                    "lost_se": _settled(float(lost.value[k]), float(lost.se[k])),
                    "undecided": undecided if group == ALL and name != ALL else None,
                }


def _settled(value: float, error: float) -> float:
    """Nobody or everybody of the sample: nothing varies, and the sample says nothing of the error."""
    return math.nan if value in (0.0, 1.0) else error


def _over(part: Partition, weight: Floats, counted: Any) -> Base:
    return base(part, part.atoms.sum(counted.astype(float)), part.atoms.sum(np.where(counted, weight, 0.0)))


def _absorbed(found: Shocked, case: Case) -> Iterator[Row]:
    """How much of the rise of the poverty gap a scenario takes away, and what a response mends beside the floor for its cost."""
    survey, name = found.at.survey, found.floor.name

    def short(scenario: str, year: int, line: str, *, shocked: bool) -> Floats:
        years = case.lived[scenario] if shocked else found.without(case, scenario)
        return shortfall(survey, years[year].welfare, survey.lines[line])

    part = _groups(found)[0]
    for scenario in (one for one in case.lived if one != TODAY):
        for year, one in case.lived[scenario].items():
            if year < case.start:
                continue
            today = found.base[TODAY][year], case.lived[TODAY][year]
            counted = known(*today, one, found.without(case, scenario)[year])
            for line in survey.lines:
                rise = {
                    who: weighted(
                        one.weight,
                        counted,
                        short(who, year, line, shocked=True) - short(who, year, line, shocked=False),
                    )
                    for who in (TODAY, scenario)
                }
                totals = {who: one.level * float(values.sum()) for who, values in rise.items()}
                absorbed, error = _share_absorbed(part, counted, rise[TODAY], rise[scenario])
                row = {
                    "scenario": scenario,
                    "year": year,
                    "line": line,
                    "rise_today_lcu": totals[TODAY],
                    "rise_lcu": totals[scenario],
                    "absorbed": absorbed,
                    "se": error,
                    "mended_lcu": math.nan,
                    "added_cost_lcu": math.nan,
                    "mended_per_cost": math.nan,
                    "price_level": one.level,
                }
                if scenario in case.responses:
                    floor = case.lived[name][year]
                    both = known(floor, one)
                    less = short(name, year, line, shocked=True) - short(scenario, year, line, shocked=True)
                    mended = one.level * float(weighted(one.weight, both, less).sum())
                    added = one.total - floor.total
                    row |= {
                        "mended_lcu": mended,
                        "added_cost_lcu": added,
                        "mended_per_cost": mended / added if added > 0 else math.nan,
                    }
                yield row


def _share_absorbed(part: Partition, counted: Any, today: Floats, scenario: Floats) -> tuple[float, float]:
    """1 - rise with the scenario / rise today, with its linearised error; NaN where the gap does not rise today."""
    total = float(today.sum())
    if not total > 0:
        return math.nan, math.nan
    over = base(part, part.atoms.sum(counted.astype(float)), part.atoms.sum(today))
    value, influence = linearised(over, part.atoms.sum(scenario))
    error = standard_error(part, influence, over.units, np.maximum(abs(value), 1.0))
    same = bool((scenario == today).all())
    return 1.0 - float(value[0]), 0.0 if same else float(error[0])


def _costs(found: Shocked, case: Case) -> Iterator[Row]:
    """What each programme costs without and with the shock, in LCU and against the GDP of each, and who is newly entitled."""
    for scenario, without, one in _pairs(found, case):
        if scenario == TODAY:
            continue
        before = {row["programme"]: row for row in without.costs}
        after = {row["programme"]: row for row in one.costs}
        rows = []
        for programme in dict.fromkeys((*before, *after)):
            entitled = [years.entitled.get(programme) for years in (without, one)]
            newly = math.nan
            if entitled[1] is not None:
                was = entitled[0] if entitled[0] is not None else np.zeros(len(one.weight), dtype=bool)
                newly = float(one.weight[entitled[1] & ~was].sum())
            rows.append(
                {
                    "programme": programme,
                    **_sides("beneficiaries", before.get(programme), after.get(programme)),
                    "newly_entitled": newly,
                    **_sides("total_lcu", before.get(programme), after.get(programme)),
                    **_sides("pct_gdp", before.get(programme), after.get(programme)),
                }
            )
        whole = {
            column: math.fsum(row[column] for row in rows)
            for stem in ("total_lcu", "pct_gdp")
            for column in (f"{stem}_baseline", f"{stem}_shocked")
        }
        empty = dict.fromkeys(("beneficiaries_baseline", "beneficiaries_shocked", "newly_entitled"), math.nan)
        for row in (*rows, {"programme": ALL, **empty, **whole}):
            yield {"scenario": scenario, "year": one.year, **row}


def _sides(column: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> dict[str, float]:
    """A figure on both sides; a programme that one side does not have is nothing there."""
    return {
        f"{column}_{side}": 0.0 if row is None else float(row[column])
        for side, row in (("baseline", before), ("shocked", after))
    }


def _finance(found: Shocked, case: Case) -> Iterator[Row]:
    """Cost, what options bring, the gap and debt, without and with the shock, % of the GDP of each."""
    for scenario in case.lived:
        sides = {"baseline": (found.at, found.without(case, scenario)), "shocked": (case.at, case.lived[scenario])}
        plans = {}
        for side, (at, years) in sides.items():
            made = at.paying.tables()
            at.paying.add(made, scenario, {year: one.total for year, one in years.items()})
            plans[side] = {row["year"]: _planned(row, today=scenario == TODAY) for row in made["plan"]}
        for year in found.years:
            yield {
                "scenario": scenario,
                "year": year,
                **{
                    f"{column.removesuffix('_after')}_{side}": plans[side][year][column]
                    for column in PLANNED
                    for side in sides
                },
            }


def _planned(row: Row, *, today: bool) -> Row:
    """A year of the plan; without the floor nothing is to be paid for, and debt is that of the economy alone."""
    if not today:
        return row
    empty = dict.fromkeys(PLANNED, math.nan)
    return empty | {"cost_pct_gdp": 0.0, "debt_pct_gdp_after": row["debt_pct_gdp_before"]}


def _economy(found: Shocked, case: Case) -> Iterator[Row]:
    """The series a shock moves, without and with it."""
    for series in SHOWN:
        without, shocked = (one.economy.series(series) for one in (found.country, case.at.country))
        if without == shocked:
            continue
        for year in found.years:
            yield {
                "series": series,
                "year": year,
                "baseline": without.get(year, math.nan),
                "shocked": shocked.get(year, math.nan),
            }
