"""Run a pack from its data to gaps, options, cost, impact, financing and report."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_pack, add_report, add_simulation, simulation

EXAMPLE = "Example:\n  groundfloor run gha --out ghana-report --lang en --lang fr"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack and the run's options."""
    add_pack(parser)
    add_report(parser)
    add_simulation(parser)


def execute(args: argparse.Namespace) -> int:
    """Run and print where the report is."""
    from groundfloor.pipeline import run

    done = run(args.pack, out=args.out, languages=args.lang or ["en"], **simulation(args))
    print(f"Report:   {done.report.resolve()}")
    print(f"Workbook: {done.workbook.resolve()}")
    print(f"Tables:   {(done.report.parent / 'tables').resolve()}")
    return 0
