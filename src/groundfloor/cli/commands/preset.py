"""Cost a country with a standard method of the field: ILO 2008, the SPF calculator, financing gaps, the SPF Index, HelpAge, RAP."""

from __future__ import annotations

import argparse

from groundfloor.cli.options import (
    add_horizon,
    add_language,
    add_seed,
    add_table,
    deliver,
    pairs,
    print_aligned,
    say,
)

EXAMPLE = (
    "Example:\n  groundfloor preset --list\n  groundfloor preset gha ilo_2008 --to 2030\n"
    "  groundfloor preset gha spf_calculator --to 2030 --set line=extreme --set pension_age=70 --out costs.xlsx"
)
LISTED = ("preset", "what", "needs")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pack, the method, the last year and values in place of the method's."""
    from groundfloor.cli.options import PACK

    parser.add_argument("pack", metavar="PACK", nargs="?", help=PACK)
    parser.add_argument("name", metavar="NAME", nargs="?", help="the method, as --list names it")
    parser.add_argument("--list", action="store_true", default=None, help="the methods there are, and what each needs of a country")  # fmt: skip
    add_horizon(parser)
    parser.add_argument(
        "--set",
        dest="overrides",
        action="append",
        metavar="NAME=VALUE",
        help="a value in place of the method's; repeat for several",
    )
    parser.add_argument(
        "--table",
        choices=("costs", "parameters"),
        default="costs",
        help="the figures, or the parameters with what is known of each (default: costs)",
    )
    add_seed(parser)
    add_language(parser)
    add_table(
        parser, "FILE", "write to this file instead: FILE.csv, or FILE.xlsx with the parameters, and FILE.record.json"
    )


def execute(args: argparse.Namespace) -> int:
    """Print the shares of GDP, or all columns, or write them with their record."""
    from groundfloor.presets.words import language, listed

    words = language(args.lang)
    if args.list:
        print_aligned(listed(words), LISTED)
        return 0
    if args.pack is None or args.name is None:
        from groundfloor.errors import GroundfloorError

        raise GroundfloorError(
            "The pack or the method is missing",
            expected="groundfloor preset PACK NAME",
            hint="`groundfloor preset --list` shows the methods.",
        )
    from groundfloor.api import preset
    from groundfloor.presets import COLUMNS
    from groundfloor.presets.words import PARAMETER_COLUMNS, PREFIX, notes, parameter_rows, shares, told, written

    found = preset(args.pack, args.name, to=args.to, overrides=pairs(args.overrides, "--set"), seed=args.seed)
    if args.out is not None:
        from groundfloor.presets.pack import sources_of
        from groundfloor.presets.writing import write

        for file in write(found, args.out, *sources_of(args.pack), lang=args.lang):
            say(str(file))
        return 0
    if args.table == "parameters":
        return deliver(args, parameter_rows(found, words), PARAMETER_COLUMNS)
    if args.format == "csv":
        return deliver(args, written(found, words), COLUMNS)
    for line in told(found, words):
        print(line)
    print(f"\n{words.text(f'{PREFIX}shares')}\n")
    print_aligned(*shares(found, words))
    print()
    for line in notes(found, words):
        print(line)
    print(words.text(f"{PREFIX}columns_note"))
    return 0
