"""The Monte Carlo once more, slowly: one path, one programme and one year at a time."""

from __future__ import annotations

from groundfloor.uncertainty.draws import survey_factor, take_up_factor


def one_path(central, draws, public, i):
    """The cost by (programme, year) in LCU and % of GDP, and gap and debt by year, along path `i` with everything at play."""
    taken, sampled = take_up_factor(draws, central), survey_factor(draws, central)
    lcu, pct, gap, debt, owed, before = {}, {}, {}, {}, 0.0, 1.0
    for t, year in enumerate(central.years):
        growth, level = draws.growth[i, t], draws.prices[i, t]
        for p, name in enumerate(central.programmes):
            whole = sum(central.by_cell[p, t])
            people = 1.0
            if draws.people is not None and whole:
                people = sum(a * r for a, r in zip(central.by_cell[p, t], draws.people[i, t], strict=True)) / whole
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
        gap[year] = sum(pct[name, year] for name in central.programmes) - draws.financing[i, t]
        rate = (1 + public.interest[t]) * draws.interest[i, t]
        grown = (1 + public.nominal_growth[t]) * growth * level / before
        owed = (owed * rate / grown if owed else 0.0) + gap[year]
        before, debt[year] = growth * level, owed
    return lcu, pct, gap, debt
