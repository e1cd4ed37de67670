"""What to say where a source cannot be read, or holds what would make every figure wrong."""

from __future__ import annotations

from collections.abc import Mapping

from groundfloor.engine.outofcore.checksum import LONGEST
from groundfloor.engine.outofcore.kinds import KEYS, Columns
from groundfloor.errors import GroundfloorError, Place

# by what is counted: what is wrong with so many rows of a column, and what to do
FAULTS = {
    "none": ("has no value in {rows}", "Give each person its household and its number there."),
    "broken": ("has broken numbers in {rows}", "Identifiers are whole numbers or words: export them again."),
    "negative": ("is below 0 in {rows}", "Where it means a missing weight, leave it empty."),
    "nothing": (
        "is 0 or less in {rows}",
        "It is among how many a household's money is shared: at least a part of one.",
    ),
    "loose": (
        "holds values of another kind than its others in {rows}",
        "SQLite lets each cell have its own type: mend those cells; what they mean is not guessed.",
    ),
}


def told(found: Mapping[str, int | None], columns: Columns) -> GroundfloorError | None:
    """What the counts of `faults` mean; None where all is well."""
    if not found["persons"]:
        return GroundfloorError("There are no persons", Place(columns.where), hint="Check that it is the right table.")
    for key, rows in found.items():
        what, _, name = key.partition(":")
        if not rows:
            continue
        if what in FAULTS:
            said, hint = FAULTS[what]
            return GroundfloorError(
                f"The column {name!r} {said.format(rows=f'{rows:,} rows' if rows > 1 else '1 row')}",
                Place(columns.where),
                hint=hint,
            )
        if what == "letters" or (what == "longest" and rows > LONGEST):
            odd = f"letters beyond ASCII in {rows:,} rows" if what == "letters" else f"up to {rows:,} characters"
            return GroundfloorError(
                f"The identifiers from which take-up is drawn have {odd}",
                Place(columns.where),
                expected=f"plain letters and digits, at most {LONGEST} in household_id and person_id together",
                hint=f"Give the numbers to draw from as a column {KEYS[name]}: CRC-32 as in docs/methods/entitlements.md.",
            )
    return None


def twice(persons: int, columns: Columns) -> GroundfloorError:
    """What to say where persons stand twice."""
    return GroundfloorError(
        f"{persons:,} persons stand more than once, by their household and number",
        Place(columns.where),
        expected="one row a person",
        hint="Look for rows or files copied twice; household numbers that begin anew in each district need its code in front.",
    )


def differing(name: str, households: int, columns: Columns) -> GroundfloorError:
    """What to say where members of a household differ in what is the household's."""
    return GroundfloorError(
        f"The column {name!r} differs within {households:,} households' members",
        Place(columns.where),
        expected="one value for all members of a household",
        hint="Figures are made of households: give each member its household's.",
    )
