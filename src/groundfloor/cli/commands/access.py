"""Measure who can reach services: travel times over land cover, roads and barriers, and people within reach by area."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import add_folder, add_languages, deliver, folder_of, left, say

EXAMPLE = (
    "Example:\n  groundfloor access example --out reach --lang en --lang fr\n"
    "  groundfloor access example --table access --format csv"
)
TABLES = (
    "access",
    "access_time",
    "access_facilities",
    "access_served",
    "access_catchments",
    "access_speeds",
    "access_sources",
    "access_sites",
    "access_sites_bound",
    "access_reachable",
    "access_groups",
    "access_inequality",
    "access_poor",
    "access_referral",
    "access_way",
    "access_way_time",
    "access_supply",
    "access_effective",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The description and how the answer is given."""
    parser.add_argument(
        "path", metavar="PATH", help="an access.yaml, the folder it lies in, or example: a made-up country that ships"
    )
    parser.add_argument(
        "--survey",
        metavar="SURVEY",
        help="the survey.yaml for effective access, in place of the one that access.yaml names",
    )
    add_languages(parser)
    parser.add_argument(
        "--table", choices=TABLES, help="give this table instead of the text; with --format csv access if left out"
    )
    add_folder(parser)


def execute(args: argparse.Namespace) -> int:
    """Print who reaches each service, or one of the tables; or write a report, a workbook or a CSV file."""
    from groundfloor.access.tables import COLUMNS, tables
    from groundfloor.api.access import measure_access
    from groundfloor.report.access import labels_of, results, told
    from groundfloor.report.access.words import language
    from groundfloor.report.findings import told as told_finding

    languages = args.languages or ["en"]
    words = language(languages[0])
    found = measure_access(args.path, survey=args.survey, out=folder_of(args), languages=languages, say=say)
    if left(args, lambda: results(found), words):
        return 0
    if args.table or args.out is not None or args.format == "csv":
        table = args.table or TABLES[0]
        return deliver(args, tables(found)[table], COLUMNS[table])
    for sentence in told(found, languages[0]):
        print(sentence)
    labels = labels_of(found)
    for one in found.findings:
        print(told_finding(one, words, labels))
    return 0
