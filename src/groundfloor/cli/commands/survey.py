"""Read a survey described by survey.yaml and say what was found in it."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_table, deliver

EXAMPLE = "Example:\n  groundfloor survey my-survey/survey.yaml --out findings.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The survey's description."""
    parser.add_argument("survey", metavar="SURVEY.YAML", help="the description of a survey")
    add_table(parser)


def execute(args: argparse.Namespace) -> int:
    """Print the findings."""
    from groundfloor.report.results import COLUMNS
    from groundfloor.survey import read_survey

    survey = read_survey(args.survey)
    if args.format == "csv" or args.out is not None:
        return deliver(args, [vars(found) for found in survey.findings], COLUMNS["findings"])
    print(
        f"{survey.name}: {survey.persons:,} persons in {survey.households:,} households, weighted {survey.weight.sum():,.0f}."
    )
    for found in survey.findings:
        print(f"  {found.severity}: {found.message}")
    return 0
