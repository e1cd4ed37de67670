"""Poverty, inequality, coverage and adequacy, each with its standard error: of a survey, or of a pack before and after."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_sets, add_simulation, add_table, deliver, simulation

EXAMPLE = (
    "Example:\n  groundfloor measure my-survey/survey.yaml --out measures.csv\n  groundfloor measure gha --to 2030"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The survey's description or the pack, and the settings of the simulation."""
    parser.add_argument(
        "source",
        metavar="SURVEY",
        help="a survey.yaml or a folder that holds one; or a pack, with each of its scenarios",
    )
    add_sets(parser)
    add_simulation(parser)
    add_table(parser)


def execute(args: argparse.Namespace) -> int:
    """Print the measures table of the results."""
    from groundfloor.api import measure
    from groundfloor.report.results import COLUMNS

    settings = simulation(args) | ({"sets": args.sets} if args.sets else {})
    return deliver(args, measure(args.source, **settings), COLUMNS["measures"])
