"""Project a population by single year of age and sex."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_horizon, add_table, deliver

EXAMPLE = (
    "Example:\n  groundfloor population gha --to 2030 --format csv\n"
    "  groundfloor population inputs.csv --country Kenya --to 2050 --out population.csv"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The inputs, the country in them and the last year."""
    parser.add_argument(
        "file", metavar="FILE", help="long CSV (country, var, sex, age, period, value), a folder of them, or a pack"
    )
    parser.add_argument(
        "--country", metavar="NAME", help="the country in the file, or all (may be left out when there is one)"
    )
    parser.add_argument(
        "--step", type=int, choices=(1, 5), default=1, help="years of a step and of an age group (default: 1)"
    )
    parser.add_argument(
        "--migrants",
        choices=("halves", "end"),
        default="halves",
        help="when migrants come: half at the start and half at the end of a step (the default), or all at its end",
    )
    add_horizon(parser)
    add_table(parser)


def execute(args: argparse.Namespace) -> int:
    """Print year, sex, age, population."""
    from groundfloor.api import project
    from groundfloor.report.results import COLUMNS

    found = project(args.file, args.to, country=args.country, step=args.step, migrants=args.migrants)
    return deliver(args, list(found.rows()), [*(["country"] if found.names else []), *COLUMNS["population"]])
