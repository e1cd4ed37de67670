"""Poverty, inequality, coverage and adequacy, each with its standard error: of a survey, or of a pack before and after."""

from __future__ import annotations

import argparse
from pathlib import Path

from groundfloor.cli.options import add_sets, add_simulation, add_table, deliver, say, simulation

EXAMPLE = (
    "Example:\n  groundfloor measure my-survey/survey.yaml --out measures.csv\n  groundfloor measure gha --to 2030"
)
OF_CONCEPTS = frozenset(("ceq", "euromod", "all"))


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


def _fiscal_beside(source: Path) -> bool:
    """Whether a fiscal.yaml lies beside the survey, whose tables have a concept and an item beside the measure."""
    from groundfloor.fiscal.description import FILE

    return source.exists() and ((source if source.is_dir() else source.parent) / FILE).is_file()


def execute(args: argparse.Namespace) -> int:
    """Print the measures table of the results."""
    from groundfloor.api import measure
    from groundfloor.report.results import COLUMNS

    if OF_CONCEPTS & set(args.sets or ()) and _fiscal_beside(Path(args.source)):
        say(f"Taxes and benefits, by concept of income, come with: groundfloor fiscal {args.source}")
    settings = simulation(args) | ({"sets": args.sets} if args.sets else {})
    return deliver(args, measure(args.source, **settings), COLUMNS["measures"])
