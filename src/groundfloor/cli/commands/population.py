"""Project a population by sex and age, in variants, scenarios and paths, and what follows from it."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_horizon, add_table, deliver

EXAMPLE = (
    "Example:\n  groundfloor population gha --to 2030 --format csv\n"
    "  groundfloor population inputs.csv --country Kenya --to 2050 --step 5 --variant low --out population.csv\n"
    "  groundfloor population gha --bounds bounds.csv --paths 2000 --to 2060\n"
    "  groundfloor population gha --rates rates.csv"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The inputs, the country in them, the last year, and what is to be made of them."""
    parser.add_argument(
        "file", metavar="FILE", help="long CSV (country, var, sex, age, period, value), a folder of them, or a pack"
    )
    parser.add_argument(
        "--country", metavar="NAME", help="the country in the file, or all (may be left out when there is one)"
    )
    add_horizon(parser)
    parser.add_argument(
        "--step", type=int, choices=(1, 5), default=1, help="years of a step and of an age group (default: 1)"
    )
    parser.add_argument(
        "--migrants",
        choices=("halves", "end"),
        default="halves",
        help="when migrants come: half at the start and half at the end of a step (the default), or all at its end",
    )
    parser.add_argument(
        "--variant",
        default="medium",
        metavar="NAME",
        help="medium (the default), low, high, constant_fertility, constant_mortality, no_change, zero_migration, "
        "instant_replacement, instant_replacement_zero_migration or momentum",
    )
    parser.add_argument(
        "--since", type=int, metavar="YEAR", help="when low and high leave the medium (default: the first year)"
    )
    parser.add_argument(
        "--assumptions", metavar="FILE.csv", help="scenarios of your own (scenario, var, sex, year, value)"
    )
    parser.add_argument("--scenario", metavar="NAME", help="which of them (may be left out when there is one)")
    parser.add_argument(
        "--bounds",
        metavar="FILE.csv",
        help="print quantiles over paths drawn from these bounds (var, sex, year, low95, low80, median, high80, high95)",
    )
    parser.add_argument("--paths", type=int, default=1000, metavar="NUMBER", help="how many paths (default: 1000)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the paths (default: 0)")
    parser.add_argument(
        "--rates",
        nargs="?",
        const="",
        metavar="FILE.csv",
        help="print what follows from these rates (series, sex, age, year, value), births and orphans; "
        "without a file, from rates.csv of the pack",
    )
    add_table(parser)


def execute(args: argparse.Namespace) -> int:
    """Print year, sex, age, population; with bounds their quantiles; with rates what follows from them."""
    from groundfloor.api import project
    from groundfloor.population.derived import TABLE as DERIVED
    from groundfloor.population.paths import TABLE as QUANTILES
    from groundfloor.population.paths import rows
    from groundfloor.report.results import COLUMNS

    taken = (
        "country",
        "step",
        "migrants",
        "variant",
        "since",
        "assumptions",
        "scenario",
        "bounds",
        "paths",
        "seed",
        "rates",
    )
    found = project(args.file, args.to, **{name: getattr(args, name) for name in taken})
    if args.bounds is not None:
        return deliver(args, list(rows(found)), QUANTILES)
    if args.rates is not None:
        return deliver(args, list(found.derived), DERIVED)
    return deliver(args, list(found.rows()), [*(["country"] if found.names else []), *COLUMNS["population"]])
