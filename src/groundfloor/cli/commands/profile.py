"""Who is poor and what reaches them: a report, a workbook and tables on one survey."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_languages, add_sets, say

EXAMPLE = "Example:\n  groundfloor profile my-survey/survey.yaml --set adept --lang en --lang fr --out profile"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The survey's description, the sets of measures, the folder and the languages."""
    parser.add_argument("survey_file", metavar="SURVEY", help="a survey.yaml, or a folder that holds one")
    add_sets(parser)
    parser.add_argument("--out", metavar="DIR", help="where to write (default: groundfloor-NAME-profile)")
    add_languages(parser)


def execute(args: argparse.Namespace) -> int:
    """Write everything and print where the report is."""
    from groundfloor.profiling import profile

    settings = {name: given for name in ("sets", "languages") if (given := getattr(args, name))}
    done = profile(args.survey_file, out=args.out, say=say, **settings)
    print(done.report)
    return 0
