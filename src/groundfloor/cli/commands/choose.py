"""The best affordable floor: programmes, amounts and phase-in that close most within an envelope."""

from __future__ import annotations

import argparse
from typing import Any

from groundfloor.cli.options import add_floor, add_folder, add_languages, add_pack, deliver, folder_of, left, say

EXAMPLE = (
    "Example:\n  groundfloor choose gha --envelope 1.5%gdp --out chosen --lang en --lang fr\n"
    "  groundfloor choose gha --envelope 2026=0.5%gdp --envelope 2030=1.5%gdp --commitments social_pension=0.5@2028\n"
    "  groundfloor choose gha --settings choice.yaml --table frontier --format csv"
)
TABLES = ("choice", "solutions", "objectives", "limits", "frontier", "costs", "impact")
PLAIN = ("line", "start", "to", "floor", "debt_ceiling", "alternatives", "within", "tolerance", "seconds", "seed")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The money, the objective, the limits, and how the answer is given."""
    add_pack(parser)
    parser.add_argument("--settings", metavar="FILE", help="a choice.yaml; options given beside it go before it")
    parser.add_argument(
        "--envelope",
        action="append",
        metavar="[YEAR=]AMOUNT",
        help="money a year: 1.5%%gdp, 8%%spending or LCU; with a year, from then on; repeat for several",
    )
    parser.add_argument(
        "--objective",
        action="append",
        metavar="NAME[=WEIGHT]",
        help="poverty_gap (the default), headcount or coverage; repeat with weights for several",
    )
    parser.add_argument("--line", metavar="NAME", help="the poverty line (default: the pack's first)")
    parser.add_argument("--start", type=int, metavar="YEAR", help="first year (default: after the base year)")
    parser.add_argument("--to", type=int, metavar="YEAR", help="last year (default: 2035)")
    parser.add_argument(
        "--commitments",
        action="append",
        metavar="NAME[=SHARE@YEAR]",
        help="a programme that must be in, or cover a share of those entitled by a year; repeat for several",
    )
    parser.add_argument(
        "--capacity",
        action="append",
        metavar="[NAME=]PERSONS",
        help="most new beneficiaries a year, in all or of a programme; repeat for several",
    )
    parser.add_argument("--debt-ceiling", type=float, metavar="PCT", help="most public debt after the floor, %% of GDP")
    parser.add_argument("--alternatives", type=int, metavar="K", help="how many other sets of programmes (default: 3)")
    parser.add_argument("--within", type=float, metavar="SHARE", help="how much less they may close (default: 0.1)")
    parser.add_argument(
        "--tolerance", type=float, metavar="SHARE", help="how near the best is near enough (default: 0.005)"
    )
    parser.add_argument("--seconds", type=float, metavar="S", help="time for searching (default: 9)")
    parser.add_argument("--seed", type=int, help="seed of the take-up draw and of synthetic households (default: 0)")
    add_floor(parser)
    add_languages(parser)
    parser.add_argument(
        "--table", choices=TABLES, help="give this table instead of the text; with --format csv choice if left out"
    )
    add_folder(parser)


def execute(args: argparse.Namespace) -> int:
    """Print the answer in words, or one of its tables; or write a report, a workbook or a CSV file."""
    from groundfloor.api import choose
    from groundfloor.choosing import results, tables, told
    from groundfloor.report.tables import columns_of

    languages = args.languages or ["en"]
    found = choose(args.pack, settings=args.settings, out=folder_of(args), languages=languages, say=say, **_given(args))
    if left(args, lambda: results(found), languages[0]):
        return 0
    if args.table or args.out is not None or args.format == "csv":
        table = args.table or TABLES[0]
        rows = tables(found)[table]
        return deliver(args, rows, columns_of(table, rows))
    for sentence in told(found, languages[0]):
        print(sentence)
    return 0


def _given(args: argparse.Namespace) -> dict[str, Any]:
    """The settings that were typed, as the function takes them."""
    found = {name: value for name in PLAIN if (value := getattr(args, name)) is not None}
    if args.envelope:
        dated = dict(_two(one, "") for one in args.envelope)
        found["envelope"] = dated[""] if set(dated) == {""} else {year or 0: amount for year, amount in dated.items()}
    if args.objective:
        weights = dict(_two(one, "1", first=True) for one in args.objective)
        found["objective"] = weights
    if args.commitments:
        found["commitments"] = _commitments(args.commitments)
    if args.capacity:
        found["capacity"] = {name or "all": most for name, most in (_two(one, "") for one in args.capacity)}
    return found


def _two(text: str, otherwise: str, *, first: bool = False) -> tuple[str, str]:
    """What stands before and after an equals sign; of one word alone `otherwise` is the other, the word first or last.

    >>> _two("2030=1%gdp", ""), _two("1%gdp", ""), _two("coverage", "1", first=True)
    (('2030', '1%gdp'), ('', '1%gdp'), ('coverage', '1'))
    """
    before, equals, after = text.partition("=")
    if equals:
        return before.strip(), after.strip()
    return (text.strip(), otherwise) if first else (otherwise, text.strip())


def _commitments(given: list[str]) -> dict[str, Any]:
    """Commitments as typed: NAME, NAME=SHARE or NAME=SHARE@YEAR.

    >>> _commitments(["a", "b=0.5@2028", "b=1@2030"])
    {'a': None, 'b': {'2028': '0.5', '2030': '1'}}
    """
    found: dict[str, Any] = {}
    for one in given:
        name, share = _two(one, "", first=True)
        amount, at, year = share.partition("@")
        if at:
            found[name] = {**(found.get(name) or {}), year.strip(): amount.strip()}
        else:
            found.setdefault(name, amount or None)
    return found
