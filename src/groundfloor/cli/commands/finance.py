"""How a pack's floor could be paid for: options, who pays, public debt and its stress tests, low, base and high."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from groundfloor.cli.options import (
    add_language,
    add_pack,
    add_simulation,
    add_table,
    deliver,
    print_aligned,
    say,
    simulation,
)

EXAMPLE = (
    "Example:\n  groundfloor finance gha --out financing.xlsx\n"
    "  groundfloor finance gha --to 2035 --table debt --format csv"
)
TABLES = ("financing", "plan", "payers", "pledges", "debt", "net_incidence")
EVERY = 5
Rows = Sequence[Mapping[str, Any]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack, the settings of the simulation, and which table."""
    add_pack(parser)
    add_simulation(parser)
    parser.add_argument(
        "--table",
        choices=TABLES,
        help="one table in full; with --format csv financing if left out (default: a summary)",
    )
    add_language(parser)
    add_table(
        parser, "FILE", "write to this file instead: FILE.csv as CSV in UTF-8, FILE.xlsx as a workbook of all tables"
    )


def execute(args: argparse.Namespace) -> int:
    """Print a summary, or one table, or write them to a CSV file or a workbook."""
    from groundfloor.pipeline import results_of
    from groundfloor.report.results import COLUMNS

    results = results_of(args.pack, **simulation(args))
    tables = {name: results.tables.get(name, ()) for name in TABLES}
    if args.out is not None and args.out.endswith(".xlsx"):
        from dataclasses import replace

        from groundfloor.report.workbook import write_workbook

        shown = {name: rows for name, rows in tables.items() if rows} | {"findings": results.tables["findings"]}
        write_workbook(replace(results, tables=shown), args.out, args.lang)
        say(args.out)
        return 0
    if args.table or args.out is not None or args.format == "csv":
        name = args.table or TABLES[0]
        return deliver(args, tables[name], COLUMNS[name])
    from groundfloor.report.language import Language

    words = Language(args.lang)
    for name, rows, columns in _summary(tables, next(iter(results.scenario_labels))):
        print(f"\n{words.text(f'tables.{name}.meaning')}\n")
        print_aligned(rows, columns)
    for row in results.tables["findings"]:
        if row["check"] == "financing":
            print(f"\n{words.words(row['message'])}")
    return 0


def _summary(tables: Mapping[str, Rows], floor: str) -> Iterator[tuple[str, Rows, Sequence[str]]]:
    """The tables of the floor itself in short: options at full effect, and the others in the first, every fifth and the last year."""
    fullest: dict[str, Mapping[str, Any]] = {}
    for row in tables["financing"]:
        if row["option"] not in fullest or row["high"] > fullest[row["option"]]["high"]:
            fullest[row["option"]] = row
    yield "financing", list(fullest.values()), ("option", "kind", "payer", "year", "low", "base", "high", "left_out")
    plan = _steps(tables["plan"], floor)
    columns = ("year", "cost_pct_gdp", "pledges_pct_gdp", "financing_pct_gdp", "gap_pct_gdp")
    yield "plan", plan, columns
    paid: dict[int, dict[str, Any]] = {}
    for row in _steps(tables["payers"], floor):
        line = paid.setdefault(row["year"], {"year": row["year"]})
        line[row["payer"]] = line.get(row["payer"], 0.0) + row["pct_gdp"]
    names = dict.fromkeys(name for line in paid.values() for name in line)
    yield "payers", list(paid.values()), list(names)
    debt: dict[int, dict[str, Any]] = {}
    for row in _steps(tables["debt"], floor):
        debt.setdefault(row["year"], {"year": row["year"]})[row["path"]] = row["debt_pct_gdp"]
    if debt:
        yield "debt", list(debt.values()), list(dict.fromkeys(name for line in debt.values() for name in line))


def _steps(rows: Rows, floor: str) -> list[Mapping[str, Any]]:
    own = [row for row in rows if row["scenario"] == floor]
    ends = {row["year"] for row in (*own[:1], *own[-1:])}
    return [row for row in own if row["year"] % EVERY == 0 or row["year"] in ends]
