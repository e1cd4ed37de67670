"""One variable of a suggested survey.yaml."""

from __future__ import annotations

import re

from groundfloor.survey.inspect.guess import Guess
from groundfloor.survey.inspect.hints import hints, said, words
from groundfloor.survey.variables import VARIABLES

# what is asked for by name where it was not found
MAIN = ("weight", "age", "sex", "relationship", "region", "urban", "consumption")
DESIGN = ("strata", "psu")
PLAIN = re.compile(r"[A-Za-z_][\w./-]*|\d+(\.\d+)?", re.ASCII)
OLDEST = 120
# from this share of empty cells on a question was probably put to some people only
SKIPPED = 0.1
# a list of codes longer than this stands on lines of its own
FEW = 4


def scalar(text: str) -> str:
    """A word as YAML, between quotes where it would else be read as something else.

    >>> scalar("hh_id"), scalar("North: 1"), scalar("no"), scalar("01")
    ('hh_id', '"North: 1"', '"no"', '01')
    """
    if PLAIN.fullmatch(text) and text.casefold() not in ("yes", "no", "true", "false", "null", "y", "n", "on", "off"):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in escaped) + '"'


def entry(guess: Guess, file: str | None) -> tuple[list[str], bool]:
    """The lines of a guess, and whether they can be read as they are; those that cannot are comments with a TODO."""
    name, column, hint = guess.variable, guess.column, hints()[guess.variable]
    found = {"from": scalar(column.name)}
    if file is not None:
        found["file"] = file
    doubts = list(guess.doubts)
    unreadable = bool(doubts) and not guess.codes
    kind = VARIABLES[name].kind if name in VARIABLES else "number"
    if kind == "boolean" and column.missing > SKIPPED:
        doubts.append(f"{column.missing:.0%} of the rows are empty: who was not asked is unknown, not no")
    missing = list(guess.missing)
    if name == "age" and column.range is not None and column.range[2] > OLDEST:
        beyond = [word for word in column.text.levels if _number(word) > OLDEST and word not in missing]
        missing += beyond
        doubts.append(f"nobody is {', '.join(beyond[:5])} years old: taken as no answer")
    if missing:
        found["missing"] = f"[{', '.join(map(scalar, missing))}]"
    if column.name in hint.scale:
        found["scale"] = f"{hint.scale[column.name]:f}".rstrip("0")
        doubts.append("the weight is written without its six decimals")
    if hint.kind == "money":
        whose, period, doubt = _unit(guess)
        found["unit"] = f"LCU/{whose}/{period or 'month'}"
        doubts += [doubt] if doubt else []
        unreadable |= period is None
    if guess.others:
        also = [f'{one.name} "{one.label}"' if one.label else one.name for one in guess.others[:FEW]]
        doubts.append(f"it could also be {', '.join(also)}")
    if guess.codes and kind == "boolean":
        for word in ("true", "false"):
            found[word] = "[" + ", ".join(scalar(code) for code, one in guess.codes.items() if one == word) + "]"
    lines = _written(guess, found, doubts, kind)
    if not unreadable:
        return lines, True
    return [f"  # TODO {lines[0].strip()}", *(f"  #   {line.strip()}" for line in lines[1:])], False


def _written(guess: Guess, found: dict[str, str], doubts: list[str], kind: str) -> list[str]:
    why = f"  # guessed from {guess.why}" + "".join(f". CHECK: {doubt}" for doubt in doubts)
    name, codes = guess.variable, guess.codes if kind == "text" else {}
    flat = ", ".join(f"{key}: {value}" for key, value in found.items())
    if not codes:
        return [f"  {name}: {found['from'] if len(found) == 1 else f'{{{flat}}}'}{why}"]
    if len(codes) <= FEW:
        listed = ", ".join(f"{scalar(code)}: {_level(level)}" for code, level in codes.items())
        return [f"  {name}: {{{flat}, codes: {{{listed}}}}}{why}"]
    lines = [f"  {name}:{why}", *(f"    {key}: {value}" for key, value in found.items()), "    codes:"]
    for code, level in codes.items():
        label = guess.column.labels.get(code, "")
        note = f"  # {label}" if label and label.casefold() != level else ""
        lines.append(f"      {scalar(code)}: {_level(level)}{note}")
    return lines


def _level(level: str | None) -> str:
    return "~" if level is None else scalar(level)


def _unit(guess: Guess) -> tuple[str, str | None, str]:
    """Whose an amount is and of which period by its name and label, and what is to be checked; None where no period is said."""
    text = f"{guess.column.label} {guess.column.name.replace('_', ' ')} {guess.column.name}"
    period, whose = said(text, words()["period"]), said(text, words()["whose"])
    level = VARIABLES[guess.variable].level
    whose = whose or level
    if level == "person" and whose != "person":
        whose = "person"
    if period is None:
        return whose, None, "nothing says whether it is of a day, week, month or year"
    doubt = "" if said(text, words()["whose"]) else f"taken as the {whose}'s, for nothing says whose it is"
    return whose, period, doubt


def _number(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        return 0.0
