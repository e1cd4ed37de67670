"""Time the engines beside each other on this machine, on invented persons, and check that they agree."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import print_aligned, say

EXAMPLE = (
    "Example:\n  groundfloor bench --persons 50000 1000000 --json timings.json\n"
    "  groundfloor bench --engine arrays --programmes 50 --settings 1000"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many persons, which engines, and where the JSON goes."""
    parser.add_argument(
        "--persons", type=int, nargs="+", default=(50_000,), metavar="NUMBER", help="how many persons (default: 50000)"
    )
    parser.add_argument(
        "--engine",
        action="append",
        dest="engines",
        metavar="NAME",
        help="arrays, compiled, sql or plain; repeat for several (default: all that are fast enough)",
    )
    parser.add_argument(
        "--programmes",
        type=int,
        default=5,
        metavar="NUMBER",
        help="how many programmes the floor has, all different: a multiple of 5; the floor of 5 is timed too (default: 5)",
    )
    parser.add_argument(
        "--settings",
        type=int,
        default=0,
        metavar="NUMBER",
        help="also time so many settings of the parameters on persons held ready in memory",
    )
    parser.add_argument(
        "--json", metavar="FILE", help="write a list of {engine, persons, first_s, change_s, peak_mb, agrees, ...}"
    )


def execute(args: argparse.Namespace) -> int:
    """Print a row an engine and number of persons; 1 where two do not agree."""
    from groundfloor.api import bench
    from groundfloor.benching import COLUMNS

    rows = bench(
        args.persons,
        engines=args.engines or (),
        programmes=args.programmes,
        settings=args.settings,
        json=args.json,
        say=say,
    )
    print_aligned(rows, [name for name in COLUMNS if any(row[name] is not None for row in rows)])
    return 0 if all(row["agrees"] for row in rows) else 1
