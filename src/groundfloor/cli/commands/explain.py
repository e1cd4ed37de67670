"""Explain what a floor gives one person of a pack's survey, step by step, with the source in law."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_language, add_pack

EXAMPLE = "Example:\n  groundfloor explain gha child_grant --person 12 --lang fr"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack, the programme and the person."""
    add_pack(parser)
    parser.add_argument("programme", metavar="PROGRAMME", help="the name of a programme of the pack's floor")
    parser.add_argument("--person", type=int, default=1, metavar="ROW", help="row of the person in the survey, from 1")
    parser.add_argument("--date", default="2026-07-01", help="on which day (default: 2026-07-01)")
    add_language(parser)


def execute(args: argparse.Namespace) -> int:
    """Print the steps."""
    from groundfloor.checking import explain_person

    print(explain_person(args.pack, args.programme, row=args.person - 1, date=args.date, lang=args.lang))
    return 0
