"""Carry the economy of a pack on by its rules: GDP, productivity, wages, prices, interest, exchange rate, budget, debt."""

from __future__ import annotations

import argparse
from typing import Any

from groundfloor.cli.options import add_horizon, add_pack, add_table, deliver, print_aligned

EXAMPLE = (
    "Example:\n  groundfloor economy gha --to 2060\n"
    "  groundfloor economy gha --to 2060 --format csv --out economy.csv\n"
    "  groundfloor economy gha --table identities"
)
STEP = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack, the last year, the variant and what to print."""
    add_pack(parser)
    add_horizon(parser)
    parser.add_argument(
        "--variant", choices=("base", "low", "high"), default="base", help="which of the rules' numbers (default: base)"
    )
    parser.add_argument(
        "--table", choices=("economy", "identities"), default="economy", help="which table (default: economy)"
    )
    add_table(parser)


def execute(args: argparse.Namespace) -> int:
    """Print series by year, or one table in full."""
    from groundfloor.api import project_economy
    from groundfloor.checking import finding_lines
    from groundfloor.economy.tables import COLUMNS, by_series

    found = project_economy(args.pack, args.to, variant=args.variant)
    if args.table != "economy" or args.format == "csv" or args.out is not None:
        return deliver(args, found.tables[args.table], COLUMNS[args.table])
    base = found.country.base_year
    years = [base, *(year for year in range(base + 1, args.to) if year % STEP == 0), args.to]
    rows: list[dict[str, Any]] = by_series(found, dict.fromkeys(years))
    print_aligned(rows, ["series", "unit", "given_to", "then", *map(str, dict.fromkeys(years))])
    for line in finding_lines(found.findings):
        print(line)
    return 0
