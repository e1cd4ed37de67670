"""How uncertain what a pack's floor costs is: quantiles by scenario, programme and year, and what they hang on."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import (
    add_floor,
    add_folder,
    add_horizon,
    add_languages,
    add_pack,
    deliver,
    folder_of,
    left,
    print_aligned,
    say,
)

NAMES = ("uncertainty", "drivers", "backtest", "backtest_population", "backtest_costs", "bands")
EXAMPLE = (
    "Example:\n  groundfloor uncertainty gha --to 2060 --out likely --lang en --lang fr\n"
    "  groundfloor uncertainty gha --out uncertainty.xlsx\n"
    "  groundfloor uncertainty gha --table drivers --format csv\n"
    "  groundfloor uncertainty my-pack --backtest earlier-revision --table backtest_population"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack, the draws and the table wanted."""
    add_pack(parser)
    add_horizon(parser)
    add_floor(parser)
    parser.add_argument("--paths", type=int, default=1000, metavar="NUMBER", help="how many paths (default: 1000)")
    parser.add_argument(
        "--seed", type=int, default=0, help="seed of all draws and of synthetic households (default: 0)"
    )
    parser.add_argument(
        "--width",
        type=float,
        default=1.0,
        metavar="NUMBER",
        help="multiplies every band; 0 is the central run (default: 1)",
    )
    parser.add_argument(
        "--backtest",
        metavar="FOLDER",
        help="an earlier projection to hold against what is known now (default: the folder backtest/ of the pack)",
    )
    parser.add_argument("--table", choices=NAMES, help="print or write one table whole (default: a summary)")
    add_languages(parser)
    add_folder(parser)


def execute(args: argparse.Namespace) -> int:
    """Print a summary or a table, or write a report, a workbook or a CSV file."""
    from groundfloor.uncertainty import TABLES, cost_uncertainty
    from groundfloor.uncertainty.words import language, results, shown

    languages = args.languages or ["en"]
    taken = {name: getattr(args, name) for name in ("paths", "to", "floor", "seed", "width", "backtest")}
    found = cost_uncertainty(args.pack, out=folder_of(args), languages=languages, say=say, **taken)
    if left(args, lambda: results(found), language(languages[0])):
        return 0
    if args.table is not None or args.out is not None or args.format == "csv":
        name = args.table or NAMES[0]
        return deliver(args, found.tables[name], TABLES[name])
    for heading, rows, columns in shown(found, languages[0]):
        print(f"\n{heading}")
        if columns:
            print()
            print_aligned(rows, columns)
    return 0
