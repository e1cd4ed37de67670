"""Options and output that several commands share."""

from __future__ import annotations

import argparse
import io
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

PACK = "the code of a pack that ships (gha) or the folder of your own"
ENGINES = ("arrays", "sql", "plain")
# found by their files, as `groundfloor.report.language.languages` does, without importing the report
LANGUAGES = tuple(sorted(file.stem for file in (Path(__file__).parents[1] / "report" / "messages").glob("*.yaml")))
HORIZON = 2050


def add_pack(parser: argparse.ArgumentParser) -> None:
    """The pack."""
    parser.add_argument("pack", metavar="PACK", help=PACK)


def add_horizon(parser: argparse.ArgumentParser) -> None:
    """`--to`."""
    parser.add_argument("--to", type=int, default=HORIZON, metavar="YEAR", help=f"last year (default: {HORIZON})")


def add_floor(parser: argparse.ArgumentParser) -> None:
    """`--floor`."""
    parser.add_argument("--floor", metavar="NAME", help="which floor of the pack (default: the first by name)")


def add_simulation(parser: argparse.ArgumentParser) -> None:
    """`--to --floor --engine --seed`."""
    add_horizon(parser)
    add_floor(parser)
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        default=ENGINES[0],
        help="what applies the rules: arrays is fast, sql is for data larger than memory, plain is slow and defines the rules",
    )
    add_seed(parser)


def add_sets(parser: argparse.ArgumentParser) -> None:
    """`--set`."""
    parser.add_argument(
        "--set",
        action="append",
        dest="sets",
        metavar="NAME",
        help="measures to give: standard (the default), those of adept, aspire, ceq, dasp, euromod or received, or all; repeat for several",
    )


def add_errors(parser: argparse.ArgumentParser) -> None:
    """`--errors`."""
    parser.add_argument(
        "--errors",
        choices=("linearised", "replicates"),
        help="how standard errors are had (default: by the survey's replicate weights where it has some)",
    )


def add_seed(parser: argparse.ArgumentParser) -> None:
    """`--seed`."""
    parser.add_argument("--seed", type=int, default=0, help="seed of the take-up draw and of synthetic households")


def add_report(parser: argparse.ArgumentParser) -> None:
    """`--out --lang` of a report."""
    parser.add_argument("--out", metavar="DIR", help="where to write (default: groundfloor-PACK-report)")
    parser.add_argument(
        "--lang", action="append", choices=LANGUAGES, help="language of the report; repeat for several (default: en)"
    )


def add_languages(parser: argparse.ArgumentParser) -> None:
    """`--lang` of a text or of several reports."""
    parser.add_argument(
        "--lang",
        action="append",
        dest="languages",
        choices=LANGUAGES,
        help="language; repeat for several reports (default: en)",
    )


def add_language(parser: argparse.ArgumentParser) -> None:
    """`--lang` of a text."""
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language (default: en)")


def add_table(
    parser: argparse.ArgumentParser,
    metavar: str = "FILE.csv",
    written: str = "write the table to this file as CSV in UTF-8 instead",
) -> None:
    """`--format --out` of a table; `metavar` and `written` say to which files it can be written."""
    parser.add_argument("--format", choices=("table", "csv"), default="table", help="how to print (default: table)")
    parser.add_argument("--out", metavar=metavar, help=written)


def add_folder(parser: argparse.ArgumentParser) -> None:
    """`--format --out` of tables that can also be left as a report."""
    add_table(
        parser,
        "PATH",
        "write to this folder instead: a report, a workbook, the tables and the record; or to FILE.csv or FILE.xlsx alone",
    )


def folder_of(args: argparse.Namespace) -> str | None:
    """The folder of a report that `--out` names; None where it names a file of one table or a workbook."""
    plain = args.out is None or getattr(args, "table", None) is not None or args.format == "csv"
    return None if plain or args.out.endswith((".csv", ".xlsx")) else str(args.out)


def left(args: argparse.Namespace, results: Callable[[], Any], lang: Any) -> bool:
    """Whether `--out` asks for a report, which is written already, or a workbook of `results`, which is then written.

    `lang` is a language's code, or a language with words of its own.
    """
    folder = folder_of(args)
    if folder is not None:
        print(Path(folder) / "report.html")
    elif args.out is not None and args.out.endswith(".xlsx"):
        from groundfloor.report.workbook import write_workbook

        write_workbook(results(), args.out, lang)
        say(args.out)
    else:
        return False
    return True


def simulation(args: argparse.Namespace) -> dict[str, Any]:
    """The settings of a simulation as `groundfloor.results_of` takes them."""
    return {"to": args.to, "floor": args.floor, "engine": args.engine, "seed": args.seed, "say": say}


def pairs(given: Sequence[str] | None, option: str) -> dict[str, str]:
    """The values of an option that is repeated as NAME=VALUE, by name.

    >>> pairs(["national=89", "food=60"], "--line")
    {'national': '89', 'food': '60'}
    """
    found: dict[str, str] = {}
    for one in given or ():
        name, equals, value = one.partition("=")
        if not (name and equals and value):
            from groundfloor.errors import GroundfloorError

            raise GroundfloorError(f"{option} {one!r} has no name and value", expected=f"such as {option} NAME=VALUE")
        found[name.strip()] = value.strip()
    return found


def say(message: str) -> None:
    """Progress, on standard error so that output can be piped."""
    print(f"  {message}", file=sys.stderr, flush=True)


def deliver(args: argparse.Namespace, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> int:
    """Print rows as `--format` says, or write them whole to the file of `--out`."""
    if args.out is None and args.format == "table":
        print_aligned(rows, columns)
        return 0
    from groundfloor.report.tables import as_csv, put

    text = as_csv(rows, columns)
    if args.out is None:
        if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # as in the files, whatever the system prefers
        sys.stdout.write(text)
        return 0
    put(Path(args.out), text)
    say(f"{len(rows):,} rows: {args.out}")
    return 0


def print_aligned(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print rows as a table for people."""
    text = [[short(row.get(name)) for name in columns] for row in rows]
    widths = [max([len(name), *(len(line[i]) for line in text)]) for i, name in enumerate(columns)]
    for line in [list(columns), *text]:
        print("  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip())


def short(value: Any) -> str:
    """A value for people: four significant digits below a thousand, whole numbers above; years and names as they are.

    >>> short(1234567.89), short(0.123456), short(2030), short(None), short(float("nan"))
    ('1,234,568', '0.1235', '2030', '', '')
    """
    if isinstance(value, Mapping):  # a text by language
        value = value.get("en")
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return str(value)
