"""Cost a pack's essential services by sector: health, education, water and sanitation, nutrition, housing, information."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_horizon, add_language, add_pack, deliver, print_aligned, say

EXAMPLE = (
    "Example:\n  groundfloor services gha --to 2040 --out services.xlsx\n"
    "  groundfloor services gha --sector education --table services_inputs --format csv"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack, the last year, the sector, what to print and where to write."""
    add_pack(parser)
    add_horizon(parser)
    parser.add_argument("--sector", metavar="NAME", help="one sector of the pack (default: all of them)")
    parser.add_argument("--table", metavar="NAME", help="one table, such as services_inputs (default: a summary)")
    parser.add_argument("--format", choices=("table", "csv"), default="table", help="how to print (default: table)")
    parser.add_argument(
        "--out", metavar="FILE", help="write one table to FILE.csv, or all of them to FILE.xlsx instead"
    )
    add_language(parser)


def execute(args: argparse.Namespace) -> int:
    """Print a summary or a table, or write them."""
    from groundfloor.api import cost_services
    from groundfloor.costing.services.tables import COLUMNS
    from groundfloor.country import read_country
    from groundfloor.errors import GroundfloorError, nearest
    from groundfloor.report.services import summary, write_book

    table = args.table or "services"
    if table not in COLUMNS:
        raise GroundfloorError(
            f"There is no table {table!r}", expected=f"one of {', '.join(COLUMNS)}", hint=nearest(table, COLUMNS)
        )
    found = cost_services(args.pack, args.to, sector=args.sector)
    if args.out is not None and args.out.endswith(".xlsx"):
        write_book(found, read_country(args.pack), args.out, args.lang)
        say(args.out)
        return 0
    if args.table is not None or args.format == "csv" or args.out is not None:
        return deliver(args, found.tables[table], COLUMNS[table])
    for heading, rows, columns in summary(found, args.lang):
        print(f"\n{heading}\n" if columns else heading)
        if columns:
            print_aligned(rows, columns)
    return 0
