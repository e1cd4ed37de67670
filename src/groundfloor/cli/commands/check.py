"""Check a pack: country, rules, cases, financing and survey, without running it."""

from __future__ import annotations

import argparse

EXAMPLE = "Example:\n  groundfloor check my-country"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack."""
    parser.add_argument("pack", metavar="PACK", help="the code of a pack that ships (gha) or the folder of your own")


def execute(args: argparse.Namespace) -> int:
    """Print what was found; 1 when a case fails."""
    from groundfloor.checking import check

    report = check(args.pack)
    for line in report.lines:
        print(line)
    return 0 if report.sound else 1
