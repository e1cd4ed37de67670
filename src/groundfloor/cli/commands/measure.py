"""Poverty, inequality, coverage and adequacy in a survey, each with its standard error."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_table, deliver

EXAMPLE = "Example:\n  groundfloor measure my-survey/survey.yaml --out measures.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The survey's description."""
    parser.add_argument("survey", metavar="SURVEY.YAML", help="the description of a survey")
    add_table(parser)


def execute(args: argparse.Namespace) -> int:
    """Print the measures table of the results."""
    from groundfloor.measures import measure
    from groundfloor.report.results import COLUMNS
    from groundfloor.survey import read_survey

    return deliver(args, measure(read_survey(args.survey)), COLUMNS["measures"])
