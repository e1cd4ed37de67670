"""One variable of a suggested survey.yaml."""

from __future__ import annotations

import re
from collections.abc import Sequence

from groundfloor.survey.inspect.guess import Guess
from groundfloor.survey.inspect.hints import hints, said
from groundfloor.survey.inspect.hints import words as terms
from groundfloor.survey.inspect.look import Column
from groundfloor.survey.inspect.sayings import Saying, Words
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


def entry(guess: Guess, file: str | None, words: Words) -> tuple[list[str], bool]:
    """The lines of a guess, and whether they can be read as they are; those that cannot are comments to be completed."""
    name, column, hint = guess.variable, guess.column, hints()[guess.variable]
    found = {"from": scalar(column.name)}
    if file is not None:
        found["file"] = file
    doubts = list(guess.doubts)
    unreadable = bool(doubts) and not guess.codes
    kind = VARIABLES[name].kind if name in VARIABLES else "number"
    if kind == "boolean" and column.missing > SKIPPED:
        doubts.append(Saying("doubt.skipped", {"share": column.missing}))
    missing = list(guess.missing)
    if name == "age" and column.range is not None and column.range[2] > OLDEST:
        beyond = [word for word in column.text.levels if _number(word) > OLDEST and word not in missing]
        missing += beyond
        doubts.append(Saying("doubt.too_old", {"ages": ", ".join(beyond[:5])}))
    if missing:
        found["missing"] = f"[{', '.join(map(scalar, missing))}]"
    if column.name in hint.scale:
        found["scale"] = f"{hint.scale[column.name]:f}".rstrip("0")
        doubts.append(Saying("doubt.decimals"))
    if hint.kind == "money":
        whose, period, doubt = _unit(guess)
        found["unit"] = f"LCU/{whose}/{period or 'month'}"
        doubts += [Saying(doubt)] if doubt else []
        unreadable |= period is None
    if guess.others:
        doubts.append(Saying("doubt.others", {"columns": ", ".join(_named(one, words) for one in guess.others[:FEW])}))
    if guess.codes and kind == "boolean":
        for word in ("true", "false"):
            found[word] = "[" + ", ".join(scalar(code) for code, one in guess.codes.items() if one == word) + "]"
    lines = _written(guess, found, reasons(guess, doubts, words), kind)
    if not unreadable:
        return lines, True
    return [f"  # {words.todo} {lines[0].strip()}", *(f"  #   {line.strip()}" for line in lines[1:])], False


def reasons(guess: Guess, doubts: Sequence[Saying], words: Words) -> str:
    """Why a guess was made, and what of it is to be checked."""
    why = words("guess.from", why=words.listed([words.said(one) for one in guess.why]))
    return ". ".join([why, *(words("mark.check", doubt=words.said(doubt)) for doubt in doubts)])


def _written(guess: Guess, found: dict[str, str], reason: str, kind: str) -> list[str]:
    why = f"  # {reason}"
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


def _named(column: Column, words: Words) -> str:
    return words("guess.column", name=column.name, label=column.label) if column.label else column.name


def _unit(guess: Guess) -> tuple[str, str | None, str]:
    """Whose an amount is and of which period by its name and label, and the key of what is to be checked; None where no period is said."""
    text = f"{guess.column.label} {guess.column.name.replace('_', ' ')} {guess.column.name}"
    period, whose = said(text, terms()["period"]), said(text, terms()["whose"])
    level = VARIABLES[guess.variable].level
    whose = whose or level
    if level == "person" and whose != "person":
        whose = "person"
    if period is None:
        return whose, None, "doubt.no_period"
    return whose, period, "" if said(text, terms()["whose"]) else f"doubt.taken_as_{whose}"


def _number(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        return 0.0
