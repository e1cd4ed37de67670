"""Weight a survey to totals you give, or to the population of a year, and say how far its weights had to move."""

from __future__ import annotations

import argparse
from pathlib import Path

from groundfloor.cli.options import add_language, add_seed, print_aligned, say

EXAMPLE = (
    "Example:\n  groundfloor weights my-survey/survey.yaml --margins margins.csv --method logit --bounds 0.3 3 --out weights.csv\n"
    "  groundfloor weights gha --year 2030"
)
# as `groundfloor.survey.weighting` has them, without importing it
METHODS = ("raking", "linear", "logit")
UNITS = ("household", "members", "person")
BEFORE_AND_AFTER = ("weights", "sum", "design_effect", "effective_sample")
RATIOS = ("new_over_old", "lowest", "p1", "median", "p99", "highest")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The survey, the totals or the year, and how weights may move."""
    parser.add_argument("source", metavar="SURVEY", help="a survey.yaml, a folder that holds one, or a pack")
    parser.add_argument(
        "--margins", metavar="FILE.csv", help="totals to meet: a row a cell, with its variables and total"
    )
    parser.add_argument(
        "--year", type=int, metavar="YEAR", help="weight to the population projected to this year instead"
    )
    parser.add_argument(
        "--population", metavar="PACK", help="whose population: a pack or its files (default: the survey's own pack)"
    )
    parser.add_argument(
        "--method", choices=METHODS, default=METHODS[0], help="how weights move (default: raking); logit needs bounds"
    )
    parser.add_argument(
        "--bounds", nargs=2, type=float, metavar=("LOW", "HIGH"), help="lowest and highest ratio of new to old weight"
    )
    parser.add_argument(
        "--by",
        choices=UNITS,
        default=UNITS[0],
        help="what has one weight, and how often its move counts (default: household)",
    )
    parser.add_argument("--join", action="store_true", help="count a cell without anybody with its neighbour")
    parser.add_argument("--adjust", action="store_true", help="scale margins that disagree to the first")
    parser.add_argument(
        "--no-scale",
        dest="scale",
        action="store_false",
        help="keep weights from being brought to the total of the first margin before they move",
    )
    add_seed(parser)
    add_language(parser)
    parser.add_argument("--out", metavar="FILE.csv", help="write each person's weight before and after to this file")


def execute(args: argparse.Namespace) -> int:
    """Print what the calibration did and how each cell is met, and write the weights."""
    from groundfloor.api import read_survey, reweight
    from groundfloor.checking import finding_lines
    from groundfloor.report.tables import as_csv, put
    from groundfloor.survey.weighting.applied import calibration_findings
    from groundfloor.survey.weighting.calibration import CELLS, WEIGHTS

    survey = read_survey(args.source, seed=args.seed)
    done = reweight(
        survey,
        args.margins,
        method=args.method,
        bounds=args.bounds,
        by=args.by,
        join=args.join,
        adjust=args.adjust,
        scale=args.scale,
        year=args.year,
        population=args.population or (args.source if args.year is not None else None),
    )
    found = done.calibration
    totals = Path(args.margins).name if args.margins else f"{args.population or args.source} {args.year}"
    for line in finding_lines(calibration_findings(survey, found, totals), lang=args.lang):
        print(line)
    print()
    print_aligned(found.rows(), CELLS)
    sums = float(survey.weight.sum()), float(done.survey.weight.sum())
    sides = zip(("before", "after"), sums, found.design_effects, found.effective, strict=True)
    print()
    print_aligned([dict(zip(BEFORE_AND_AFTER, side, strict=True)) for side in sides], BEFORE_AND_AFTER)
    print()
    print_aligned([dict(zip(RATIOS, (f"{found.steps} steps", *found.ratios), strict=True))], RATIOS)
    if args.out is not None:
        rows = done.weights(survey)
        put(Path(args.out), as_csv(rows, WEIGHTS))
        say(f"{len(rows):,} rows: {args.out}")
    return 0
