"""What each programme of a pack costs, year by year, in every scenario."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_format, print_rows, say

EXAMPLE = "Example:\n  groundfloor cost gha --format csv > costs.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack and the last year."""
    parser.add_argument("pack", metavar="PACK", help="the code of a pack that ships (gha) or the folder of your own")
    parser.add_argument("--to", type=int, default=2050, metavar="YEAR")
    parser.add_argument("--engine", choices=("arrays", "sql", "plain"), default="arrays")
    parser.add_argument("--seed", type=int, default=0)
    add_format(parser)


def execute(args: argparse.Namespace) -> int:
    """Print the costs table of the results."""
    from groundfloor.pipeline import results_of
    from groundfloor.report.results import COLUMNS

    found = results_of(args.pack, to=args.to, engine=args.engine, seed=args.seed, say=say)
    print_rows(found.tables["costs"], COLUMNS["costs"], args.format)
    return 0
