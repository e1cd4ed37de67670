"""Say who is warned of floods, storms and droughts in time: the early warning of a pack, by hazard."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_pack, add_table, deliver

EXAMPLE = "Example:\n  groundfloor warning my_country --format csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack, and how to print."""
    add_pack(parser)
    add_table(parser)


def execute(args: argparse.Namespace) -> int:
    """Print the indicators of target G of the Sendai Framework."""
    from groundfloor.api import early_warning
    from groundfloor.report.results import COLUMNS

    return deliver(args, early_warning(args.pack), COLUMNS["early_warning"])
