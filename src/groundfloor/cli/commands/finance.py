"""How a pack's floor could be paid for: each option of financing by year, low, base and high."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_pack, add_simulation, add_table, deliver, simulation

EXAMPLE = "Example:\n  groundfloor finance gha --out financing.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack and the settings of the simulation."""
    add_pack(parser)
    add_simulation(parser)
    add_table(parser)


def execute(args: argparse.Namespace) -> int:
    """Print the financing table of the results."""
    from groundfloor.api import finance
    from groundfloor.report.results import COLUMNS

    return deliver(args, finance(args.pack, **simulation(args)), COLUMNS["financing"])
