"""Options and output that several commands share."""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def add_format(parser: argparse.ArgumentParser) -> None:
    """`--format csv|table`."""
    parser.add_argument("--format", choices=("table", "csv"), default="table", help="how to print (default: table)")


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """`--out --lang --engine --seed --to`."""
    parser.add_argument("--out", metavar="DIR", help="where to write (default: groundfloor-PACK-report)")
    parser.add_argument(
        "--lang", action="append", choices=("en", "fr"), help="language of the report; repeat for several"
    )
    parser.add_argument("--engine", choices=("arrays", "sql", "plain"), default="arrays", help="what applies the rules")
    parser.add_argument("--seed", type=int, default=0, help="seed of the take-up draw and of synthetic households")
    parser.add_argument("--to", type=int, metavar="YEAR", help="last year (default: 2050)")


def say(message: str) -> None:
    """Progress, on standard error so that output can be piped."""
    print(f"  {message}", file=sys.stderr, flush=True)


def cell(value: Any) -> str:
    """A value as text: absent is empty, never 0.

    >>> cell(float("nan")), cell(None), cell(0.25), cell(2030), cell(True)
    ('', '', '0.25', '2030', 'true')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(float(value)) if isinstance(value, float) else str(value)


def print_rows(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], style: str) -> None:
    """Print rows as CSV or as an aligned table."""
    if style == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([cell(row.get(name)) for name in columns] for row in rows)
        return
    text = [[short(row.get(name)) for name in columns] for row in rows]
    widths = [max([len(name), *(len(line[i]) for line in text)]) for i, name in enumerate(columns)]
    for line in [list(columns), *text]:
        print("  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip())


def short(value: Any) -> str:
    """A value for people: four significant digits below a thousand, whole numbers above.

    >>> short(1234567.89), short(0.123456), short(2030)
    ('1,234,568', '0.1235', '2030')
    """
    if isinstance(value, float) and not math.isnan(value):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return cell(value)
