"""Poverty, inequality, coverage and adequacy in a survey, each with its standard error."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_format, print_rows

EXAMPLE = "Example:\n  groundfloor measure my-survey/survey.yaml --format csv > measures.csv"
COLUMNS = ("scenario", "measure", "line", "programme", "group", "value", "se", "n")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The survey's description."""
    parser.add_argument("survey", metavar="SURVEY.YAML")
    add_format(parser)


def execute(args: argparse.Namespace) -> int:
    """Print the measures table of the results."""
    from groundfloor.measures import measure
    from groundfloor.survey import read_survey

    print_rows(measure(read_survey(args.survey)), COLUMNS, args.format)
    return 0
