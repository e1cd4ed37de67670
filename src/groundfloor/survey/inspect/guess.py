"""Which column is probably which variable, and why that is thought."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from groundfloor.survey.inspect.hints import Hint, folded, hints, said, says, words
from groundfloor.survey.inspect.look import Column
from groundfloor.survey.inspect.sayings import Saying

# panels mark the wave in the name: hh_weight_w1
WAVE = re.compile(r"_(w|wave|r|round|t)\d+$")
BY_NAME, BY_LABEL, BY_CODES = 3, 3, 2
MOST_SHOWN = 20
# surveys have several amounts of these, and poverty hangs on which is taken
WELFARE = ("consumption", "income")

Reasons = tuple[Saying, ...]


@dataclass(frozen=True)
class Guess:
    """A column taken for a variable: of which file, with which codes, for which reasons; `doubts` are what a person must see to.

    `others` are the columns that an amount of welfare could be as well.
    """

    variable: str
    file: str
    column: Column
    why: Reasons
    codes: Mapping[str, str | None] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    doubts: tuple[Saying, ...] = ()
    others: tuple[Column, ...] = ()


def likely(variable: str, columns: Iterable[Column]) -> list[Column]:
    """The columns that can be a variable by name or label, the likeliest first."""
    hint = hints()[variable]
    scored = [(score(hint, column)[0], column) for column in columns]
    return [column for points, column in sorted(scored, key=lambda one: -one[0]) if points > 0]


def score(hint: Hint, column: Column) -> tuple[int, Reasons]:
    """How far a column speaks for a variable, and by what; 0 where it does not, or speaks against it."""
    name, label = WAVE.sub("", re.sub(r"\W+", "_", folded(column.name))), folded(column.label)
    if column.kind == "empty" or says(name, hint.excluded) or says(label, hint.excluded):
        return 0, ()
    by_name = any(re.fullmatch(pattern, name) for pattern in hint.names)
    by_label = bool(label) and says(label, hint.labels)
    if not (by_name or by_label) or not _possible(hint, column):
        return 0, ()
    points = BY_NAME * by_name + BY_LABEL * by_label
    if hint.codes:
        found = set(levels(hint, column).values()) - {None}
        if len(found) >= 2:
            points += BY_CODES
        elif column.labels or column.range is None:
            # what its codes say is something else
            return 0, ()
    label = " ".join(column.label.split())
    why = [Saying("guess.label", {"text": label})] * by_label + [Saying("guess.name", {"text": column.name})] * by_name
    return points, tuple(why)


def _possible(hint: Hint, column: Column) -> bool:
    number = hint.kind == "money" or hint.range is not None
    if number and column.range is None:
        return False
    if hint.range is not None and column.range is not None:
        # a few codes of no answer may lie outside
        low, middle, _high = column.range
        if not hint.range[0] <= middle <= hint.range[1] or low < hint.range[0]:
            return low < 0 <= middle
    if hint.kind == "money":
        return column.distinct > 20 or column.of < 100
    if hint.kind == "truth":
        return column.distinct <= 6
    if hint.kind == "words" or hint.codes:
        return column.distinct <= 60
    return True


def _usual(hint: Hint, column: Column) -> Mapping[str, str] | None:
    """The codes that a file without labels usually has for the variable, where the column has no others."""
    if column.labels:
        return None
    return next((codes for codes in hint.usual if set(column.text.levels) <= set(codes)), None)


def no_answer(column: Column) -> set[str]:
    """The codes whose label, or which themselves, say that there was no answer."""
    return {code for code in column.text.levels if says(folded(column.labels.get(code, code)), words()["missing"])}


def in_order(column: Column) -> list[str]:
    """The codes of a column: numbers by their size, words as they appear."""
    codes = column.text.levels
    return list(codes) if column.range is None else sorted(codes, key=lambda code: float(code.replace(",", ".")))


def levels(hint: Hint, column: Column) -> dict[str, str | None]:
    """What each code of the column says of the variable: its level, None where its label is not understood."""
    usual = _usual(hint, column)
    if usual is not None and column.range is None:
        return dict(usual)
    found: dict[str, str | None] = {}
    gone = no_answer(column)
    for code in in_order(column):
        label = column.labels.get(code, code)
        missing = code in gone
        plain = folded(label).replace(" ", "_")
        found[code] = None if missing else plain if plain in hint.codes else said(label.replace("_", " "), hint.codes)
    return found


def guesses(files: Mapping[str, Iterable[Column]], taken: Sequence[str]) -> dict[str, Guess]:
    """The likeliest column of each variable but those `taken`; a column serves one variable, the one it speaks most for."""
    found: list[tuple[int, int, int, str, str, Column, Reasons]] = []
    for order, (name, hint) in enumerate(hints().items()):
        if name in taken:
            continue
        for place, (file, columns) in enumerate(files.items()):
            for column in columns:
                points, why = score(hint, column)
                if points:
                    found.append((points, -order, -place, name, file, column, why))
    found.sort(key=lambda one: one[:3], reverse=True)
    out: dict[str, Guess] = {}
    used: set[tuple[str, str]] = set()
    for _points, _order, _place, name, file, column, why in found:
        if name not in out and (file, column.name) not in used:
            out[name] = _guess(hints()[name], file, column, why)
            if name in WELFARE:
                rivals = tuple(one[5] for one in found if one[3] == name and one[5] is not column)
                out[name] = replace(out[name], others=rivals)
            used.add((file, column.name))
    return {name: out[name] for name in hints() if name in out}


def _guess(hint: Hint, file: str, column: Column, why: Reasons) -> Guess:
    gone = no_answer(column)
    present = tuple(code for code in in_order(column) if code in gone)
    if hint.kind == "truth" or set(hint.codes) == {"true", "false"}:
        return _truth(hint, file, column, why, present)
    if hint.codes:
        return _levels(hint, file, column, why)
    if hint.kind == "words" and column.labels:
        codes = {code: None if code in present else column.labels.get(code, code) for code in in_order(column)}
        return Guess(hint.name, file, column, why, codes=codes)
    return Guess(hint.name, file, column, why, missing=present)


def _levels(hint: Hint, file: str, column: Column, why: Reasons) -> Guess:
    codes = levels(hint, column)
    if any(codes.values()):
        unknown = [code for code, level in codes.items() if level is None and code not in no_answer(column)]
        return Guess(hint.name, file, column, why, codes=codes, doubts=_not_understood(column, unknown))
    usual = _usual(hint, column)
    if usual is not None:
        said_so = ", ".join(f"{code} {word}" for code, word in usual.items())
        doubt = Saying("doubt.usual", {"codes": said_so})
        return Guess(hint.name, file, column, why, codes=dict(usual), doubts=(doubt,))
    doubt = Saying("doubt.no_labels", {"codes": ", ".join(in_order(column)[:MOST_SHOWN])})
    return Guess(hint.name, file, column, why, doubts=(doubt,))


def _not_understood(column: Column, codes: Sequence[str]) -> tuple[Saying, ...]:
    shown = [f"{code} ({column.labels[code]})" if code in column.labels else code for code in codes]
    return (Saying("doubt.not_understood", {"codes": ", ".join(shown)}),) if shown else ()


def _truth(hint: Hint, file: str, column: Column, why: Reasons, missing: tuple[str, ...]) -> Guess:
    choices = hint.codes or {"true": words()["yes"], "false": words()["no"]}
    codes: dict[str, str | None] = {}
    for code in in_order(column):
        # false is asked first: "not poor" also says "poor"
        order = {"false": choices["false"], "true": choices["true"]}
        codes[code] = None if code in missing else said(column.labels.get(code, code), order)
    if len(set(codes.values()) - {None}) == 2:
        unknown = tuple(code for code, said_so in codes.items() if said_so is None and code not in missing)
        return Guess(
            hint.name,
            file,
            column,
            why,
            codes=codes,
            missing=(*missing, *unknown),
            doubts=_not_understood(column, unknown),
        )
    if set(column.text.levels) <= {"0", "1"}:
        return Guess(hint.name, file, column, why)
    return Guess(hint.name, file, column, why, doubts=(Saying("doubt.which_is_yes"),))
