"""What a floor costs and does under every combination of other numbers, in one year."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import (
    add_floor,
    add_folder,
    add_horizon,
    add_languages,
    add_pack,
    add_seed,
    deliver,
    folder_of,
    left,
    pairs,
    say,
)

SHOWN = ("transfers_lcu", "coverage", "gini")
EXAMPLE = (
    "Example:\n  groundfloor grid gha --vary child_grant.grant=20:200:20 --vary child_grant.take_up=0.5,0.9 --out grid --lang en --lang fr\n"
    "  groundfloor grid gha --vary social_pension.from_age=60:75:1 --year 2030 --out pension.csv"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack, the numbers that vary, the year and where the answer goes."""
    add_pack(parser)
    parser.add_argument(
        "--vary",
        action="append",
        dest="varied",
        metavar="NAME=NUMBERS",
        help="a parameter, or PROGRAMME.take_up, and its numbers: 50,75,100 or FROM:TO:STEP; repeat for every combination of several",
    )
    parser.add_argument("--year", type=int, metavar="YEAR", help="in which year (default: that of full phase-in)")
    add_horizon(parser)
    add_floor(parser)
    add_seed(parser)
    add_languages(parser)
    add_folder(parser)


def execute(args: argparse.Namespace) -> int:
    """Print cost, coverage, poverty and inequality by setting, or write a report, a workbook or every figure as CSV."""
    from groundfloor.api.choices import gridded
    from groundfloor.gridded import results
    from groundfloor.report.grid.words import language

    varied, languages = pairs(args.varied, "--vary"), args.languages or ["en"]
    asked = {"year": args.year, "to": args.to, "floor": args.floor, "seed": args.seed, "say": say}
    session, found = gridded(args.pack, varied, out=folder_of(args), languages=languages, **asked)
    if args.out is not None and args.out.endswith(".xlsx") and args.format != "csv":
        tables = results(found, session.at, session.floor)
        left(args, lambda: tables, language(languages[0], tables))
        return 0
    if left(args, lambda: None, languages[0]):
        return 0
    columns = list(found.columns)
    if args.out is None and args.format == "table":
        columns = [
            name
            for at, name in enumerate(columns)
            if at < len(varied) or name in SHOWN or name.startswith(("fgt0.", "fgt1."))
        ]
    return deliver(args, found.rows, columns)
