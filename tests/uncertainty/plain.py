"""The Monte Carlo once more, slowly: one path, one programme and one year at a time."""

from __future__ import annotations

import math

from groundfloor.country.model import Economy, Observation
from groundfloor.financing.accounts import Accounts
from groundfloor.financing.flows import baseline, factor
from groundfloor.financing.plan import plan
from groundfloor.uncertainty.draws import survey_factor, take_up_factor


def one_path(central, draws, paying, i):
    """The cost by (programme, year) in LCU and % of GDP, and gap and debt by year, along path `i` with everything at play."""
    taken, sampled = take_up_factor(draws, central), survey_factor(draws, central)
    lcu, pct, whole = {}, {}, {}
    for t, year in enumerate(central.years):
        growth, level = draws.growth[i, t], draws.prices[i, t]
        for p, name in enumerate(central.programmes):
            whole_of = sum(central.by_cell[p, t])
            people = 1.0
            if draws.people is not None and whole_of:
                people = sum(a * r for a, r in zip(central.by_cell[p, t], draws.people[i, t], strict=True)) / whole_of
            factor = people * taken[i, p, 0] * sampled[i, p, 0] * level
            for (series, start), slope in central.follows.items():
                s = min(max(start - central.years[0], 0), t)
                nominal = 1.0
                if series is not None:
                    nominal = level / draws.prices[i, s] if series == "inflation" else 1.0
                    if series != "inflation":
                        crowd = 1.0 if draws.people is None else draws.people[i, t, -1] / draws.people[i, s, -1]
                        nominal = growth * level / (draws.growth[i, s] * draws.prices[i, s]) / crowd
                factor *= (nominal / level) ** slope[p]
            lcu[name, year] = central.total_lcu[p, t] * factor
            pct[name, year] = central.pct_gdp[p, t] * factor / (growth * level)
        gdp = paying.at.get("gdp_nominal", year) * growth * level
        whole[year] = 100 * sum(lcu[name, year] for name in central.programmes) / gdp
    rows = planned(paying, draws, central.years, whole, i)
    gap = {row["year"]: row["gap_pct_gdp"] for row in rows}
    return lcu, pct, gap, {row["year"]: row["debt_pct_gdp_after"] - row["debt_pct_gdp_before"] for row in rows}


def economy_of(at, draws, years, i):
    """The series a country would have written down had path `i` come true, and its debt without the floor."""

    def at_path(levels, year):
        return 1.0 if year < years[0] else levels[i, min(year, years[-1]) - years[0]]

    def since(levels, year):
        return at_path(levels, year) / at_path(levels, year - 1)

    found = []
    for one in at.economy.observations:
        value, year = one.value, one.year
        if one.series == "gdp_nominal":
            value *= at_path(draws.growth, year) * at_path(draws.prices, year)
        elif one.series == "gdp_real_growth":
            value = (1 + value) * since(draws.growth, year) - 1
        elif one.series.startswith("interest_rate") and year in years:
            value = (1 + value) * draws.interest[i, year - years[0]] - 1
        elif one.series == "exchange_rate":
            value *= at_path(draws.prices, year) * at_path(draws.exchange, year)
        elif one.series in ("debt_pct_gdp", "primary_balance_pct_gdp"):
            continue
        found.append(Observation(year, one.series, value, "", "actual", "s"))
    without = Accounts(at.base, Economy(tuple(found)))
    last = max(one.year for one in at.economy.observations)
    flows = baseline(at, range(years[0], last + 1))
    debt = {}
    for year, flow in flows.items():
        if year == years[0]:
            debt[year] = flow.debt
        else:
            debt[year] = debt[year - 1] * factor(without, year) - flow.primary + flow.stock_flow
    found += [Observation(year, "debt_pct_gdp", value, "", "actual", "s") for year, value in debt.items()]
    return Accounts(at.base, Economy(tuple(found)))


def planned(paying, draws, years, cost, i):
    """`financing.plan` with the economy of one path, the options as they come out there, and what donors promise."""
    at = economy_of(paying.at, draws, years, i)
    brings, borrowed = dict.fromkeys(years, 0.0), dict.fromkeys(years, 0.0)
    for name, option in paying.means.options.items():
        counts = any(one["high"] for one in paying.counted.brings[name].values())
        for year in years:
            three = paying.counted.brings[name][year]
            if option.borrowed and counts:
                three = option.brings(at, year)  # the room of the path
            value = three["base"]
            if name in draws.luck:
                value = triangle(draws.luck[name][i], draws.width, three)
            brings[year] += value
            if option.borrowed:
                borrowed[year] += value
    promised = paying.means.pledges.values()
    pledged = {
        year: 100 * sum(one.counted(year, at) for one in promised) / at.get("gdp_nominal", year) for year in years
    }
    debt = {year: at.get("debt_pct_gdp", year) for year in years}
    grown = {year: factor(at, year) for year in years}
    return plan("s", cost, brings, debt, grown, pledged=pledged, borrowed=borrowed)


def triangle(u, width, three):
    """The quantile of the triangle of an option's three cases, narrowed by `width` about its base."""
    base = three["base"]
    low, high = base + width * (three["low"] - base), base + width * (three["high"] - base)
    if high <= low:
        return base
    if u < (base - low) / (high - low):
        return low + math.sqrt(u * (high - low) * (base - low))
    return high - math.sqrt((1 - u) * (high - low) * (high - base))
