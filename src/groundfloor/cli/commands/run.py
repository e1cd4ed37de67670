"""Run a pack from its data to gaps, options, cost, impact, financing and report."""

from __future__ import annotations

import argparse
from pathlib import Path

from groundfloor.cli.options import add_run_options, say

EXAMPLE = "Example:\n  groundfloor run gha --out ghana-report --lang en --lang fr"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack and the run's options."""
    parser.add_argument("pack", metavar="PACK", help="the code of a pack that ships (gha) or the folder of your own")
    add_run_options(parser)


def execute(args: argparse.Namespace) -> int:
    """Run and print where the report is."""
    from groundfloor.pipeline import run

    out = Path(args.out or f"groundfloor-{Path(args.pack).name}-report")
    done = run(
        args.pack,
        out=out,
        languages=args.lang or ["en"],
        engine=args.engine,
        seed=args.seed,
        to=args.to or 2050,
        say=say,
    )
    print(f"Report:   {done.report.resolve()}")
    print(f"Workbook: {done.workbook.resolve()}")
    print(f"Tables:   {(out / 'tables').resolve()}")
    return 0
