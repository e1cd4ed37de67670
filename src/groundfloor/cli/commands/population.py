"""Project a population by single year of age and sex."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_format, print_rows

EXAMPLE = "Example:\n  groundfloor population inputs.csv --country Kenya --to 2050 --format csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The inputs, the country in them and the last year."""
    parser.add_argument(
        "file", metavar="FILE", help="long CSV (country, var, sex, age, period, value), a folder of them, or a pack"
    )
    parser.add_argument("--country", metavar="NAME", help="the country in the file (may be left out when there is one)")
    parser.add_argument("--to", type=int, default=2050, metavar="YEAR")
    add_format(parser)


def execute(args: argparse.Namespace) -> int:
    """Print year, sex, age, population."""
    from groundfloor.population import project, read_population

    found = project(read_population(args.file, args.country), args.to)
    print_rows(found.rows(), ("year", "sex", "age", "population"), args.format)
    return 0
