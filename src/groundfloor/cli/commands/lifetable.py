"""Make life tables of death rates: m, q, a, l, d, L, T and e by sex and age."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_table, deliver

EXAMPLE = "Example:\n  groundfloor lifetable rates.csv\n  groundfloor lifetable gha --step 1 --out life-tables.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The death rates, the country among them and the radix."""
    parser.add_argument(
        "file", metavar="FILE", help="CSV (sex, age, mx and perhaps year), or what `groundfloor population` takes"
    )
    parser.add_argument("--country", metavar="NAME", help="the country in the file (may be left out when there is one)")
    parser.add_argument(
        "--step",
        type=int,
        choices=(1, 5),
        default=5,
        help="of a projection's inputs: groups of five years, or single ages (default: 5)",
    )
    parser.add_argument("--radix", type=float, default=100_000.0, help="how many are born (default: 100000)")
    add_table(parser)


def execute(args: argparse.Namespace) -> int:
    """Print the tables."""
    from groundfloor.api import life_tables
    from groundfloor.population.tabulating import TABLE

    return deliver(args, life_tables(args.file, country=args.country, step=args.step, radix=args.radix), TABLE)
