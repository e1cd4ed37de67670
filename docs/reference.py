"""Write what the code itself knows into the reference pages; a test fails when a page says something else.

python docs/reference.py
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from groundfloor.cli.main import parser
from groundfloor.report.columns import kind_of
from groundfloor.report.language import Language
from groundfloor.report.results import COLUMNS, OF_COMPARISON
from groundfloor.rules.units import COUNTS
from groundfloor.survey.variables import VARIABLES

MARK = "<!-- Below this line: written by docs/reference.py. Change the code, then run it. -->"


def tables() -> Iterator[str]:
    """Every table of a run: each column with its unit and meaning."""
    say = Language("en")
    for table, columns in COLUMNS.items():
        where = f"[`compare`](compare.md) with `--table {table}`" if table in OF_COMPARISON else f"`tables/{table}.csv`"
        yield f"## {table}\n\n{say.text(f'tables.{table}.meaning')}: {where}.\n"
        yield "| column | unit | meaning |\n|---|---|---|"
        for column in columns:
            unit = say.text(f"kinds.{kind_of(table, column)}")
            yield f"| `{column}` | {unit} | {say.text(f'columns.{column}.meaning')} |"
        yield ""


def commands() -> Iterator[str]:
    """Every command: what it does, what it takes, an example."""
    top = next(action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    for name, command in sorted(top.choices.items()):
        taken = [action for action in command._actions if action.dest != "help"]
        inputs = " ".join(action.metavar or action.dest for action in taken if not action.option_strings)
        yield f"## {name}\n\n{command.description}\n"
        yield f"`groundfloor {' '.join([name, *inputs.split()])}{' [options]' if len(taken) > len(inputs.split()) else ''}`\n"
        yield "| argument | what it is |\n|---|---|"
        for action in taken:
            yield f"| `{_written(action)}` | {_sentence(action.help or '')} |"
        examples = (command.epilog or "").partition("\n")[2]
        yield "\n" + "\n".join(f"    {line.strip()}" for line in examples.splitlines()) + "\n"


def variables() -> Iterator[str]:
    """Every harmonised variable: its kind and unit, whose it is, and what it says."""
    yield "| variable | kind | of | meaning |\n|---|---|---|---|"
    for name, one in VARIABLES.items():
        number = "number" if one.unit in COUNTS else f"number, {one.unit}"
        kind = {"boolean": "yes or no", "number": number, "text": "text"}[one.kind]
        words = f": {', '.join(f'`{word}`' for word in one.levels)}" if one.levels else ""
        yield f"| `{name}` | {kind} | {one.level} | {one.meaning}{words} |"


def _written(action: argparse.Action) -> str:
    if not action.option_strings:
        return str(action.metavar or action.dest)
    if action.nargs == 0:
        return action.option_strings[-1]
    taken = action.choices or action.metavar
    joint = " or " if action.choices else " "
    value = joint.join(map(str, taken)) if taken and not isinstance(taken, str) else taken or action.dest.upper()
    return f"{action.option_strings[-1]} {value}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


PAGES = {"results.md": tables, "commands.md": commands, "variables.md": variables}


def page(file: Path) -> str:
    """The page as it should be: what people wrote above the mark, what the code knows below it."""
    written = file.read_text(encoding="utf-8").partition(MARK)[0]
    return f"{written}{MARK}\n\n" + "\n".join(PAGES[file.name]()).rstrip() + "\n"


if __name__ == "__main__":
    for name in PAGES:
        path = Path(__file__).parent / name
        path.write_text(page(path), encoding="utf-8", newline="\n")
