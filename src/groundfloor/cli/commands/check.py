"""Check a pack: country, rules, cases, financing and survey, without running it."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_language, add_pack

EXAMPLE = "Example:\n  groundfloor check my-country"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack."""
    add_pack(parser)
    add_language(parser)


def execute(args: argparse.Namespace) -> int:
    """Print what was found; 1 when a case fails."""
    from groundfloor.checking import check

    report = check(args.pack, lang=args.lang)
    for line in report.lines:
        print(line)
    return 0 if report.sound else 1
