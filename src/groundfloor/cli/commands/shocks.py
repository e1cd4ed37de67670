"""What a crisis does: a pack's shocks, their effect on need, the floor and its cost, and what a response mends."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import (
    ENGINES,
    add_floor,
    add_folder,
    add_languages,
    add_pack,
    add_seed,
    deliver,
    folder_of,
    left,
    say,
)

EXAMPLE = (
    "Example:\n  groundfloor shocks gha --out shocks --lang en --lang fr\n"
    "  groundfloor shocks gha drought recession drought+recession\n"
    "  groundfloor shocks gha recession --response higher_benefits --table shock_need --format csv"
)
TABLES = (
    "shocks",
    "shock_need",
    "shock_people",
    "shock_hit",
    "shock_absorbed",
    "shock_costs",
    "shock_finance",
    "shock_economy",
    "shock_sources",
)
HORIZON = 2035


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack, the shocks, the responses, and how the answer is given."""
    add_pack(parser)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="shocks of the pack (default: each of them); NAME+NAME strike together"
    )
    parser.add_argument("--to", type=int, default=HORIZON, metavar="YEAR", help=f"last year (default: {HORIZON})")
    add_floor(parser)
    parser.add_argument(
        "--response",
        action="append",
        dest="responses",
        metavar="NAME",
        help="a scenario of the floor that answers the shock, beside those in the shock's file; repeat for several",
    )
    parser.add_argument(
        "--variant",
        choices=("base", "low", "high"),
        default="base",
        help="which variant of the numbers that have several (default: base)",
    )
    parser.add_argument(
        "--engine", choices=ENGINES, default=ENGINES[0], help="what applies the rules (default: arrays)"
    )
    add_seed(parser)
    add_languages(parser)
    parser.add_argument(
        "--table", choices=TABLES, help="give this table instead of the text; with --format csv shocks if left out"
    )
    add_folder(parser)


def execute(args: argparse.Namespace) -> int:
    """Print what each shock does, or one of the tables; or write a report, a workbook or a CSV file."""
    from groundfloor.api import simulate_shocks
    from groundfloor.report.tables import columns_of
    from groundfloor.shocks import results, tables, told

    languages = args.languages or ["en"]
    found = simulate_shocks(
        args.pack,
        args.names,
        floor=args.floor,
        to=args.to,
        responses=args.responses or (),
        variant=args.variant,
        engine=args.engine,
        seed=args.seed,
        out=folder_of(args),
        languages=languages,
        say=say,
    )
    if left(args, lambda: results(found), languages[0]):
        return 0
    if args.table or args.out is not None or args.format == "csv":
        table = args.table or TABLES[0]
        rows = tables(found)[table]
        return deliver(args, rows, columns_of(table, rows))
    for sentence in told(found, languages[0]):
        print(sentence)
    return 0
