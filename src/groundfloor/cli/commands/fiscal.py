"""What taxes and benefits do to poverty and inequality, and who pays and receives, by concept of income."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_errors, add_folder, add_languages, deliver, folder_of, left, print_aligned

EXAMPLE = (
    "Example:\n  groundfloor fiscal my-survey --out fiscal-report --lang en --lang fr\n"
    "  groundfloor fiscal my-survey --out fiscal.xlsx\n"
    "  groundfloor fiscal my-survey/survey.yaml --pensions PGT --table fiscal_incidence --format csv"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The survey, its taxes and benefits, and how pensions count."""
    parser.add_argument("source", metavar="SURVEY", help="a survey.yaml, a folder that holds one, or a pack")
    parser.add_argument(
        "--fiscal", metavar="FILE", help="the taxes and benefits (default: the fiscal.yaml beside the survey.yaml)"
    )
    parser.add_argument(
        "--pensions",
        choices=("PDI", "PGT"),
        help="contributory pensions as deferred income (PDI) or government transfers (PGT) (default: as the file says)",
    )
    add_errors(parser)
    parser.add_argument("--table", metavar="NAME", help="one table, such as fiscal_incidence (default: all of them)")
    add_languages(parser)
    add_folder(parser)


def execute(args: argparse.Namespace) -> int:
    """Print a summary, or one table or all; or write a report, a workbook or a CSV file."""
    from groundfloor.api import fiscal_incidence
    from groundfloor.checking import finding_lines
    from groundfloor.report.incidence import results, stacked, summary

    languages = args.languages or ["en"]
    found = fiscal_incidence(
        args.source, args.fiscal, pensions=args.pensions, errors=args.errors, out=folder_of(args), languages=languages
    )
    if left(args, lambda: results(found), languages[0]):
        return 0
    if args.table is not None or args.format == "csv" or args.out is not None:
        return deliver(args, *stacked(found, args.table))
    for line in finding_lines(found.findings, lang=languages[0]):
        print(line)
    for heading, rows, columns in summary(found, languages[0]):
        print(f"\n{heading}\n")
        print_aligned(rows, columns)
    return 0
