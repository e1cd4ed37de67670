"""Read a survey described by survey.yaml and say what was found in it."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_format, print_rows

EXAMPLE = "Example:\n  groundfloor survey my-survey/survey.yaml --format csv > findings.csv"
COLUMNS = ("severity", "check", "variable", "rows", "message")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The survey's description."""
    parser.add_argument("survey", metavar="SURVEY.YAML")
    add_format(parser)


def execute(args: argparse.Namespace) -> int:
    """Print the findings."""
    from groundfloor.survey import read_survey

    survey = read_survey(args.survey)
    rows = [{name: getattr(found, name) for name in COLUMNS} for found in survey.findings]
    if args.format == "csv":
        print_rows(rows, COLUMNS, "csv")
        return 0
    print(
        f"{survey.name}: {survey.persons:,} persons in {survey.households:,} households, weighted {survey.weight.sum():,.0f}."
    )
    for row in rows:
        print(f"  {row['severity']}: {row['message']}")
    return 0
