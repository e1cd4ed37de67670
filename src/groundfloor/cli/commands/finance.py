"""How a pack's floor is paid for: the options and the plan."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_format, print_rows, say

EXAMPLE = "Example:\n  groundfloor finance gha --format csv > financing.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack and the last year."""
    parser.add_argument("pack", metavar="PACK", help="the code of a pack that ships (gha) or the folder of your own")
    parser.add_argument("--to", type=int, default=2050, metavar="YEAR")
    parser.add_argument("--engine", choices=("arrays", "sql", "plain"), default="arrays")
    parser.add_argument("--seed", type=int, default=0)
    add_format(parser)


def execute(args: argparse.Namespace) -> int:
    """Print the financing table of the results."""
    from groundfloor.pipeline import results_of
    from groundfloor.report.results import COLUMNS

    found = results_of(args.pack, to=args.to, engine=args.engine, seed=args.seed, say=say)
    print_rows(found.tables["financing"], COLUMNS["financing"], args.format)
    return 0
