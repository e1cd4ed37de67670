"""Apply a floor to everybody of a census or register that does not fit in memory: files, or a database in place."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_seed, pairs, print_aligned, say

EXAMPLE = """Example:
  groundfloor entitle gha census/ --out given --date 2026-07-01 --memory 4GB --line national=2500
  groundfloor entitle floors/floor.yaml postgresql://reader@registry/people --table persons --out given
  groundfloor entitle gha s3a://census/persons --master spark://head:7077 --out s3a://census/given"""
MEMORY = "4GB"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The floor, where the persons are, and where to write."""
    parser.add_argument("floor", metavar="FLOOR", help="a file floors/NAME.yaml, or a pack, whose first floor is taken")
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help="a Parquet file, a folder of them, the file of an SQLite database, or postgresql://USER@HOST/DATABASE",
    )
    parser.add_argument(
        "--out",
        metavar="FOLDER",
        help="the folder to make: persons/*.parquet, figures.csv and last entitlements.json (default: groundfloor-FLOOR-entitlements)",
    )
    parser.add_argument("--date", help="on which day (default: today)")
    parser.add_argument(
        "--memory",
        default=MEMORY,
        metavar="SIZE",
        help=f"about how much may be taken, such as 800MB (default: {MEMORY})",
    )
    parser.add_argument(
        "--line",
        action="append",
        dest="lines",
        metavar="NAME=VALUE",
        help="a poverty line in LCU a year, as welfare is; repeat for several",
    )
    parser.add_argument("--table", metavar="NAME", help="the table or view of a database")
    parser.add_argument(
        "--master",
        metavar="ADDRESS",
        help="have Spark do it: local[2], spark://HOST:PORT, yarn, sc://HOST:PORT; SOURCE and FOLDER are then its addresses",
    )
    add_seed(parser)


def execute(args: argparse.Namespace) -> int:
    """Write the folder, and print the figures that are of everybody."""
    from groundfloor.census import entitle

    done = entitle(
        args.floor,
        args.source,
        out=args.out,
        date=args.date,
        memory=args.memory,
        lines=pairs(args.lines, "--line"),
        table=args.table,
        seed=args.seed,
        master=args.master,
        say=say,
    )
    rows = [row for row in done.figures if row["group"] == "all"]
    print_aligned(rows, ["scenario", "measure", "line", "programme", "value"])
    say(f"{done.folder}" if done.persons is None else f"{done.persons:,} persons: {done.folder}")
    return 0
