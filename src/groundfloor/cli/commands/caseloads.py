"""Who is entitled to each scheme in a pack's survey beside its caseload, by place and year, and the take-up that follows."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_floor, add_language, add_pack, add_seed, add_table, deliver, print_aligned, say

EXAMPLE = (
    "Example:\n  groundfloor caseloads my-country\n"
    "  groundfloor caseloads my-country --table administrative --out counts.csv\n"
    "  groundfloor caseloads my-country --out caseloads.xlsx --lang fr"
)
TABLES = ("take_up", "administrative")
SHOWN = (
    "programme", "group", "year", "eligible", "eligible_se", "caseload", "caseload_year", "implied", "implied_se", "capped",
    "lacking", "take_up", "recipients", "basis",
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack, what is asked of it and where it goes."""
    add_pack(parser)
    parser.add_argument("--to", type=int, metavar="YEAR", help="last year (default: the last one counted)")
    parser.add_argument("--programme", metavar="NAME", help="one programme only")
    parser.add_argument(
        "--table", choices=TABLES, default=TABLES[0], help="which table to print or write (default: take_up)"
    )
    add_floor(parser)
    add_seed(parser)
    add_language(parser)
    add_table(
        parser, "FILE", "write to this file instead: FILE.csv as CSV in UTF-8, FILE.xlsx as a workbook of all tables"
    )


def execute(args: argparse.Namespace) -> int:
    """Print what is to be said and the table, or write one table as CSV or all as a workbook."""
    from groundfloor.api import take_up
    from groundfloor.report.language import Language
    from groundfloor.report.results import COLUMNS
    from groundfloor.report.workbook import write_workbook

    found = take_up(args.pack, to=args.to, programme=args.programme, floor=args.floor, seed=args.seed, say=say)
    if args.out is not None and args.out.endswith(".xlsx"):
        write_workbook(found, args.out, args.lang)
        say(args.out)
        return 0
    rows = found.tables.get(args.table, ())
    if args.format == "csv" or args.out is not None:
        return deliver(args, rows, COLUMNS[args.table])
    words = Language(args.lang)
    for row in found.tables.get("findings", ()):
        print(f"{words.text('severity.' + row['severity'])}: {words.words(row['message'])}")
    print()
    print_aligned(rows, SHOWN if args.table == TABLES[0] else COLUMNS[args.table])
    return 0
