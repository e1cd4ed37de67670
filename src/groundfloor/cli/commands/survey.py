"""Read a survey, or draw a pack's synthetic households, and say what was found."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_language, add_seed, add_table, deliver, print_aligned

EXAMPLE = "Example:\n  groundfloor survey my-survey/survey.yaml --out findings.csv\n  groundfloor survey gha"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The survey's description, or the pack."""
    parser.add_argument("source", metavar="SURVEY", help="a survey.yaml, a folder that holds one, or a pack")
    add_seed(parser)
    add_language(parser)
    add_table(parser)


def execute(args: argparse.Namespace) -> int:
    """Print the findings and, of synthetic households, how well each margin is met."""
    from groundfloor.api import survey_at
    from groundfloor.checking import survey_lines
    from groundfloor.report.results import COLUMNS
    from groundfloor.survey.synthetic.fit import WORST, worst

    survey, fit = survey_at(args.source, seed=args.seed)
    if args.format == "csv" or args.out is not None:
        return deliver(args, [vars(found) for found in survey.findings], COLUMNS["findings"])
    for line in survey_lines(survey, lang=args.lang):
        print(line)
    if fit:
        print(
            "\nHow well each margin is met (the cell that is furthest off; `run` writes every cell to tables/fit.csv):"
        )
        print_aligned(worst(fit), WORST)
    return 0
