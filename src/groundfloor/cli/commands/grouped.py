"""Poverty and inequality from grouped data: deciles, percentiles or classes, as they are published."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_language, add_table, deliver, pairs, print_aligned, say

EXAMPLE = (
    "Example:\n  groundfloor grouped deciles.csv --mean 109.9 --line national=89 --unit LCU/person/month\n"
    "  groundfloor grouped classes.xlsx --column share='Part du revenu' --mean 2400 --line food=900 --survey persons.csv --year 2024"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The table, what its columns are, the mean and the lines."""
    parser.add_argument(
        "file", metavar="FILE", help="CSV or workbook with a row a class, from the poorest to the richest"
    )
    parser.add_argument(
        "--mean", type=float, metavar="AMOUNT", help="mean welfare of all persons; needed where the classes have none"
    )
    parser.add_argument(
        "--line",
        action="append",
        dest="lines",
        metavar="NAME=AMOUNT",
        help="poverty line in the unit of the mean; repeat for several",
    )
    parser.add_argument("--unit", default="LCU/person/year", help="unit of mean and lines (default: LCU/person/year)")
    parser.add_argument(
        "--column",
        action="append",
        dest="columns",
        metavar="MEANING=NAME",
        help="what a column of the file is, where its own name does not say; repeat for several",
    )
    parser.add_argument("--sheet", metavar="NAME", help="sheet of a workbook (default: the first)")
    parser.add_argument(
        "--survey", metavar="FILE.csv", help="write synthetic persons who have these groups to this file"
    )
    parser.add_argument("--persons", type=int, default=10_000, help="how many synthetic persons (default: 10000)")
    parser.add_argument(
        "--country", default="XXX", help="country of the synthetic persons, ISO 3166 (default: XXX, none)"
    )
    parser.add_argument(
        "--year", type=int, help="year of the synthetic persons; with it their survey.yaml is written too"
    )
    add_language(parser)
    add_table(parser)


def execute(args: argparse.Namespace) -> int:
    """Print which curve is used and why, and the figures."""
    from groundfloor.api import measure_grouped
    from groundfloor.documents import number
    from groundfloor.errors import Place
    from groundfloor.grouped.indices import TABLE
    from groundfloor.grouped.result import SHOWN

    lines = {name: number(value, Place(f"--line {name}")) for name, value in pairs(args.lines, "--line").items()}
    found = measure_grouped(
        args.file,
        mean=args.mean,
        lines=lines,
        unit=args.unit,
        columns=pairs(args.columns, "--column"),
        sheet=args.sheet,
        survey=args.survey,
        persons=args.persons,
        country=args.country,
        year=args.year,
    )
    if args.format == "csv" or args.out is not None:
        deliver(args, found.rows, TABLE)
    else:
        for line in found.told(args.lang):
            print(line)
        print()
        print_aligned(found.shown(args.lang), SHOWN)
    if args.survey is not None:
        say(f"{args.persons:,} synthetic persons: {args.survey}")
    return 0
