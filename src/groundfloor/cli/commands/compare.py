"""Two distributions side by side: two surveys, two groups of one, or a pack today and under a scenario."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import (
    add_errors,
    add_floor,
    add_folder,
    add_languages,
    add_seed,
    add_sets,
    deliver,
    folder_of,
    left,
    print_aligned,
)

EXAMPLE = (
    "Example:\n  groundfloor compare survey-2015/survey.yaml survey-2020/survey.yaml --deflator 1.32\n"
    "  groundfloor compare my-survey/survey.yaml --groups region=North region=South --by sex\n"
    "  groundfloor compare gha --out gha-compared --lang en --lang fr\n"
    "  groundfloor compare gha --table winners --out winners.csv"
)
TABLES = ("differences", "decomposition", "dominance", "curves", "growth", "winners", "transitions")
SHOWN = ("measure", "line", "before", "after", "change", "se", "ci_low", "ci_high", "p_value")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The two distributions, and how they are compared."""
    parser.add_argument("before", metavar="BEFORE", help="a survey.yaml or a folder that holds one; or a pack")
    parser.add_argument(
        "after",
        metavar="AFTER",
        nargs="?",
        help="the second survey; with a pack, a scenario (the floor itself when left out)",
    )
    parser.add_argument(
        "--deflator",
        type=float,
        default=1.0,
        metavar="FACTOR",
        help="what amounts of the first survey are multiplied by, to be in prices of the second (default: 1)",
    )
    parser.add_argument("--groups", nargs=2, metavar="VARIABLE=VALUE", help="compare two groups of one survey")
    parser.add_argument(
        "--panel",
        nargs="+",
        default=(),
        metavar="COLUMN",
        help="columns that tell who is in both surveys, such as household_id person_id, or household_id alone",
    )
    parser.add_argument("--by", action="append", metavar="VARIABLE", help="grouping variable; repeat for several")
    parser.add_argument(
        "--line",
        action="append",
        dest="lines",
        type=named_line,
        metavar="NAME=VALUE",
        help="a poverty line for both, LCU a person and year in prices of the second; repeat for several",
    )
    parser.add_argument(
        "--between",
        nargs=2,
        type=float,
        metavar="LCU",
        help="the lowest and the highest line between which dominance is tested",
    )
    parser.add_argument(
        "--threshold",
        type=float,
        default=0.05,
        metavar="SHARE",
        help="share of welfare before from which a change counts as a gain or a loss (default: 0.05)",
    )
    parser.add_argument(
        "--reference",
        default="today",
        metavar="SCENARIO",
        help="with a pack, what the scenario is compared with (default: today)",
    )
    parser.add_argument(
        "--year", type=int, metavar="YEAR", help="with a pack, the year (default: when both pay in full)"
    )
    add_errors(parser)
    add_floor(parser)
    add_sets(parser)
    add_seed(parser)
    add_languages(parser)
    parser.add_argument(
        "--table", choices=TABLES, help="give this table instead of the text; with --format csv differences if left out"
    )
    add_folder(parser)


def named_line(text: str) -> tuple[str, float]:
    """A line as typed.

    >>> named_line("national=365")
    ('national', 365.0)
    """
    name, _, value = text.partition("=")
    return name, float(value)


def execute(args: argparse.Namespace) -> int:
    """Print the comparison in words, or one of its tables; or write a report, a workbook or a CSV file."""
    from groundfloor.api import compare
    from groundfloor.report.comparison import changed, results, told
    from groundfloor.report.results import COLUMNS

    names = (
        "deflator",
        "groups",
        "by",
        "between",
        "threshold",
        "panel",
        "errors",
        "reference",
        "year",
        "floor",
        "seed",
    )
    settings = {name: getattr(args, name) for name in names} | ({"sets": args.sets} if args.sets else {})
    languages = args.languages or ["en"]
    lines = dict(args.lines) if args.lines else None
    found = compare(args.before, args.after, lines=lines, out=folder_of(args), languages=languages, **settings)
    if left(args, lambda: results(found), languages[0]):
        return 0
    if args.table or args.out is not None or args.format == "csv":
        table = args.table or TABLES[0]
        return deliver(args, found.tables[table], COLUMNS[table])
    print_aligned(changed(found), SHOWN)
    print()
    for sentence in told(found, lang=languages[0]):
        print(sentence)
    return 0
