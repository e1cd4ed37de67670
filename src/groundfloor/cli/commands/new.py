"""Make a commented pack of your own that runs at once."""

from __future__ import annotations

import argparse
from pathlib import Path

EXAMPLE = "Example:\n  groundfloor new nowhere\n  groundfloor run nowhere"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder to make."""
    parser.add_argument("name", metavar="NAME", help="the folder to make; it must not exist")


def execute(args: argparse.Namespace) -> int:
    """Make the folder and say what to do next."""
    from groundfloor.starter import new

    made = new(Path(args.name))
    print(f"Made {made}. Run it: groundfloor run {made}")
    return 0
