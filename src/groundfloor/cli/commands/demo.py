"""Run the Ghana pack and say where the report is."""

from __future__ import annotations

import argparse

from groundfloor.cli.commands import run
from groundfloor.cli.options import add_report, add_simulation

EXAMPLE = "Example:\n  groundfloor demo --lang fr --out my-report"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The run's options; the pack is given."""
    add_report(parser)
    add_simulation(parser)


def execute(args: argparse.Namespace) -> int:
    """Run the pack `gha`."""
    args.pack = "gha"
    return run.execute(args)
