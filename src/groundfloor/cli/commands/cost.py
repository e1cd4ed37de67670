"""What each programme of a pack costs, year by year, in every scenario."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_pack, add_simulation, add_table, deliver, simulation

EXAMPLE = "Example:\n  groundfloor cost gha --out costs.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack and the settings of the simulation."""
    add_pack(parser)
    add_simulation(parser)
    add_table(parser)


def execute(args: argparse.Namespace) -> int:
    """Print the costs table of the results."""
    from groundfloor.api import cost
    from groundfloor.report.results import COLUMNS

    return deliver(args, cost(args.pack, **simulation(args)), COLUMNS["costs"])
