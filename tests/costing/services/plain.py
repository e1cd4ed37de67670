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
    """Rows by year of one service. `of_unit` is capital units a person by year, `running` a cost by year in base prices, `index` by year.

    Units are followed one group of the same age after the other: those that stood before the base year are as many of each age.
    """
    rows, most_people, built = [], None, []
    base, before = None, None
    groups = {}  # units by the year in which they came into use
    for year in sorted(targets):
        covered = targets[year] * between(coverage, year)
        units = covered * of_unit[year]
        if base is None:
            groups = {year - age: units / lifetime for age in range(lifetime)}
            most_people, new, added, replaced = covered, 0.0, 0.0, units / lifetime
        else:
            groups = {start: number for start, number in groups.items() if year - start < lifetime}
            lack = max(0.0, units - sum(groups.values()))
            groups[year] = lack
            added = max(0.0, sum(groups.values()) - before)
            replaced = lack - added
            new = max(0.0, covered - most_people)
            most_people = max(most_people, covered)
        stock = before = sum(groups.values())
        spent = (added + replaced) * unit * index[year] * (1 + delivery)
        recurrent = (covered * running[year] + stock * unit * upkeep) * index[year]
        if base is None:
            base = (recurrent + spent) / index[year]
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
                "replacement_lcu": replaced * unit * index[year] * (1 + delivery),
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
