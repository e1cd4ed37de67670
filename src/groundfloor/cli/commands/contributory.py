"""Project the contributory schemes of a pack: insured, pensions, cost rates, reserve and accrued rights, year by year."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from groundfloor.cli.options import LANGUAGES, add_horizon, add_pack, deliver, pairs, print_aligned, say

EXAMPLE = (
    "Example:\n  groundfloor contributory gha --to 2060 --out ssnit\n"
    '  groundfloor contributory gha --scheme ssnit --set "retirement_age={2030: 60, 2040: 65}" --set contribution_rate=0.14\n'
    "  groundfloor contributory gha --table contributory_payers --format csv"
)

LIVES = ("contributory_accounts", "contributory_lifetimes")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack, the scheme, the last year, what to print and where to write."""
    add_pack(parser)
    parser.add_argument("--scheme", metavar="NAME", help="one scheme of the pack (default: all of them)")
    add_horizon(parser)
    parser.add_argument(
        "--set",
        dest="changes",
        action="append",
        metavar="NAME=VALUE",
        help="put a reform beside the scheme: contribution_rate, retirement_age or the path of a number; "
        "values by year as {2030: 60, 2040: 65}; repeat for several",
    )
    parser.add_argument("--table", metavar="NAME", help="one table, such as contributory_payers (default: a summary)")
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
    from groundfloor.api.contributory import project_contributory, report_contributory
    from groundfloor.contributory.tables import COLUMNS
    from groundfloor.errors import GroundfloorError, nearest
    from groundfloor.report.contributory.writing import summary, write_book

    languages = args.lang or ["en"]
    table = args.table or "contributory"
    if table not in COLUMNS:
        raise GroundfloorError(
            f"There is no table {table!r}", expected=f"one of {', '.join(COLUMNS)}", hint=nearest(table, COLUMNS)
        )
    out = args.out or ""
    if out and args.table is None and args.format != "csv" and not out.endswith((".csv", ".xlsx")):
        changes = _values(args.changes)
        page = report_contributory(args.pack, out, args.to, scheme=args.scheme, changes=changes, languages=languages)
        print(page)
        return 0
    asked = table in LIVES if args.table is not None or args.format == "csv" or out.endswith(".csv") else bool(out)
    found = project_contributory(args.pack, args.to, scheme=args.scheme, accounts=asked, changes=_values(args.changes))
    if out.endswith(".xlsx"):
        write_book(found, out, languages[0])
        say(out)
    elif args.table is not None or args.format == "csv" or out.endswith(".csv"):
        return deliver(args, found.tables[table], COLUMNS[table])
    else:
        for heading, rows, columns in summary(found, languages[0]):
            print(f"\n{heading}\n" if columns else heading)
            if columns:
                print_aligned(rows, columns)
    return 0


def _values(given: Sequence[str] | None) -> dict[str, object]:
    """What `--set` asks for: numbers, words or values by year, as YAML has them."""
    from groundfloor.documents import parse_yaml

    return {
        name: parse_yaml(f"value: {text}", f"--set {name}").data["value"]
        for name, text in pairs(given, "--set").items()
    }
