"""Read a survey, or draw a pack's synthetic households, and say what was found; inspect data files; build a harmonised file."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_language, add_seed, add_table, deliver, print_aligned, say

ACTIONS = ("check", "inspect", "build")
EXAMPLE = """Example:
  groundfloor survey my-survey/survey.yaml --out findings.csv
  groundfloor survey gha
  groundfloor survey inspect persons.dta households.csv --out survey.yaml
  groundfloor survey check survey.yaml --population my-pack --html quality.html
  groundfloor survey build survey.yaml --out harmonised.dta"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The action, and the survey's description, the pack, or data files."""
    parser.add_argument(
        "source",
        nargs="+",
        metavar="SURVEY",
        help="a survey.yaml, a folder that holds one, or a pack. Before it may stand check, which is what is done without it; "
        "build, which writes the harmonised persons to the file of --out; or inspect, which is of data files and suggests a survey.yaml",
    )
    parser.add_argument("--population", metavar="PACK_OR_CSV", help="check: the population to hold the weights against")
    parser.add_argument("--html", metavar="FILE", help="check: write the report as a page")
    parser.add_argument("--country", metavar="CODE", help="inspect: the country, as in ISO 3166 (UGA)")
    parser.add_argument("--year", type=int, help="inspect: the year of the interviews")
    add_seed(parser)
    add_language(parser)
    add_table(parser)


def execute(args: argparse.Namespace) -> int:
    """Do what the first word says: check, inspect or build."""
    action, sources = (args.source[0], args.source[1:]) if args.source[0] in ACTIONS else ("check", args.source)
    from groundfloor.errors import GroundfloorError

    if not sources or (action != "inspect" and len(sources) > 1):
        raise GroundfloorError(
            f"{action} needs {'data files' if action == 'inspect' else 'one survey'}",
            expected=f"groundfloor survey {action} {'FILE...' if action == 'inspect' else 'SURVEY'}",
        )
    return {"check": _check, "inspect": _inspect, "build": _build}[action](args, sources)


def _inspect(args: argparse.Namespace, files: list[str]) -> int:
    from groundfloor.api import inspect_survey

    found = inspect_survey(files, out=args.out, country=args.country, year=args.year, lang=args.lang)
    print("\n".join(found.seen))
    if args.out is None:
        print(found.suggestion, end="")
    else:
        say(found.next_step)
    return 0


def _build(args: argparse.Namespace, sources: list[str]) -> int:
    from groundfloor.api import build_survey
    from groundfloor.errors import GroundfloorError

    if args.out is None:
        raise GroundfloorError("build needs a file to write", expected="--out harmonised.parquet, .csv, .dta or .xlsx")
    described = build_survey(sources[0], args.out)
    say(f"{args.out}, which {described} reads back")
    return 0


def _check(args: argparse.Namespace, sources: list[str]) -> int:
    from groundfloor.api import check_survey
    from groundfloor.report.results import COLUMNS
    from groundfloor.survey.synthetic.fit import WORST, worst

    found = check_survey(sources[0], population=args.population, html=args.html, seed=args.seed, lang=args.lang)
    if args.format == "csv" or args.out is not None:
        rows = [{**vars(one), "message": one.message} for one in found.findings]
        return deliver(args, rows, COLUMNS["findings"])
    for line in found.lines:
        print(line)
    if found.fit:
        print(
            "\nHow well each margin is met (the cell that is furthest off; `run` writes every cell to tables/fit.csv):"
        )
        print_aligned(worst(found.fit), WORST)
    return 0
