"""What a floor costs and does under every combination of other numbers, in one year."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_floor, add_horizon, add_pack, add_seed, add_table, deliver, pairs, say

SHOWN = ("transfers_lcu", "coverage", "gini")
EXAMPLE = (
    "Example:\n  groundfloor grid gha --vary child_grant.grant=20:200:20 --vary child_grant.take_up=0.5,0.9\n"
    "  groundfloor grid gha --vary social_pension.from_age=60:75:1 --year 2030 --out pension.csv"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack, the numbers that vary, the year and where the table goes."""
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
    add_table(parser)


def execute(args: argparse.Namespace) -> int:
    """Print cost, coverage, poverty and inequality by setting, or write every figure as CSV."""
    from groundfloor.api import grid

    rows = grid(
        args.pack, pairs(args.varied, "--vary"), year=args.year, to=args.to, floor=args.floor, seed=args.seed, say=say
    )
    columns = list(rows[0])
    if args.out is None and args.format == "table":
        varied = len(pairs(args.varied, "--vary"))
        columns = [
            name
            for at, name in enumerate(columns)
            if at < varied or name in SHOWN or name.startswith(("fgt0.", "fgt1."))
        ]
    return deliver(args, rows, columns)
