"""The formula told year by year and age by age, without arrays and without the code under test."""

from __future__ import annotations

import itertools

from .describing import FIRST


def between(points, year):
    """A number by year: interpolated, and held outside."""
    years = sorted(points)
    if year <= years[0]:
        return points[years[0]]
    if year >= years[-1]:
        return points[years[-1]]
    for a, b in itertools.pairwise(years):
        if a <= year <= b:
            return points[a] + (points[b] - points[a]) * (year - a) / (b - a)
    raise AssertionError


def prices(inflation, wages, tradable, start, year):
    level, step = 1.0, start
    while step < year:
        step += 1
        level *= 1 + tradable * inflation + (1 - tradable) * wages
    return level


def service(targets, coverage, *, unit, of_unit, running, upkeep, delivery, contribution, lifetime, rate, index):
    """Rows by year of one service. `of_unit` is capital units a person by year, `running` a cost by year in base prices, `index` by year."""
    rows, most, most_people, built = [], None, None, []
    base = None
    for year in sorted(targets):
        covered = targets[year] * between(coverage, year)
        units = covered * of_unit[year]
        if most is None:
            most, most_people, added, new = units, covered, 0.0, 0.0
        else:
            added, new = max(0.0, units - most), max(0.0, covered - most_people)
            most, most_people = max(most, units), max(most_people, covered)
        spent = added * unit * index[year] * (1 + delivery)
        recurrent = (covered * running[year] + most * unit * upkeep) * index[year]
        if base is None:
            base = recurrent / index[year]
        built.append((year, spent / index[year]))
        yearly = 0.0
        for start, amount in built:
            if start <= year < start + lifetime:
                payment = amount / sum((1 + rate) ** -k for k in range(1, lifetime + 1))
                yearly += payment * index[year]
        rows.append(
            {
                "year": year,
                "covered": covered,
                "new_covered": new,
                "capital_lcu": spent,
                "recurrent_lcu": recurrent,
                "total_lcu": spent + recurrent,
                "additional_lcu": spent + recurrent - base * index[year],
                "annualised_lcu": yearly + recurrent,
                "government_lcu": 0.6 * (spent * (1 - contribution) + recurrent),
                "external_lcu": 0.1 * (spent * (1 - contribution) + recurrent),
                "households_lcu": 0.3 * (spent * (1 - contribution) + recurrent) + spent * contribution,
            }
        )
    assert rows[0]["year"] == FIRST
    return rows
