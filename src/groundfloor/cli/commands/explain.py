"""Explain what a floor gives one person, step by step with the source in law, or what a scenario changes."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_floor, add_language, add_pack, add_seed

EXAMPLE = "Example:\n  groundfloor explain gha child_grant --person 12 --lang fr\n  groundfloor explain gha start_small"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack, the programme and the person."""
    add_pack(parser)
    parser.add_argument("name", metavar="NAME", help="a programme of the floor, or one of its scenarios")
    parser.add_argument("--person", type=int, default=1, metavar="ROW", help="row of the person in the survey, from 1")
    parser.add_argument("--date", default="2026-07-01", help="on which day (default: 2026-07-01)")
    parser.add_argument("--scenario", metavar="NAME", help="explain the programme as this scenario has it")
    add_floor(parser)
    add_seed(parser)
    add_language(parser)


def execute(args: argparse.Namespace) -> int:
    """Print the steps."""
    from groundfloor.api import explain

    said = explain(
        args.pack,
        args.name,
        person=args.person,
        date=args.date,
        floor=args.floor,
        scenario=args.scenario,
        seed=args.seed,
        lang=args.lang,
    )
    print(said)
    return 0
