"""Cost a pack's essential services by sector: health, education, water and sanitation, nutrition, housing, information."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import LANGUAGES, add_horizon, add_pack, deliver, print_aligned, say

EXAMPLE = (
    "Example:\n  groundfloor services gha --to 2040 --out services --lang en --lang fr\n"
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
        "--out",
        metavar="DIR",
        help="write a page, a workbook, all tables and the record to this folder; FILE.csv has one table, FILE.xlsx the workbook alone",
    )
    parser.add_argument(
        "--lang", action="append", choices=LANGUAGES, help="language; repeat for several pages (default: en)"
    )


def execute(args: argparse.Namespace) -> int:
    """Print a summary or a table, or write everything."""
    from groundfloor.api.services import cost_services, report_services
    from groundfloor.costing.services.tables import COLUMNS
    from groundfloor.country import read_country
    from groundfloor.errors import GroundfloorError, nearest
    from groundfloor.report.services import summary, write_book

    table, out, languages = args.table or "services", args.out or "", args.lang or ["en"]
    if table not in COLUMNS:
        raise GroundfloorError(
            f"There is no table {table!r}", expected=f"one of {', '.join(COLUMNS)}", hint=nearest(table, COLUMNS)
        )
    if out and not out.endswith((".xlsx", ".csv")) and args.table is None and args.format != "csv":
        print(report_services(args.pack, out, args.to, sector=args.sector, languages=languages))
        return 0
    found = cost_services(args.pack, args.to, sector=args.sector)
    if out.endswith(".xlsx"):
        write_book(found, read_country(args.pack), out, languages[0])
        say(out)
    elif args.table is not None or args.format == "csv" or out:
        return deliver(args, found.tables[table], COLUMNS[table])
    else:
        for heading, rows, columns in summary(found, languages[0]):
            print(f"\n{heading}\n" if columns else heading)
            if columns:
                print_aligned(rows, columns)
    return 0
