"""What goes wrong because of the user's input, said so that the user can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where in the input something stands: a file and, where known, line, column, data row and field name."""

    file: str
    line: int | None = None
    column: int | None = None
    row: int | None = None
    field: str | None = None

    def __str__(self) -> str:
        text = self.file
        if self.line is not None:
            text += f":{self.line}"
            if self.column is not None:
                text += f":{self.column}"
        if self.row is not None:
            text += f", row {self.row}"
        if self.field is not None:
            text += f", column {self.field!r}"
        return text


class GroundfloorError(Exception):
    """A mistake in the input: what is wrong, where, what was expected, what to do.

    >>> print(GroundfloorError("Unknown name 'agee'", Place("a.yaml", 3, 5), hint="Did you mean 'age'?"))
    a.yaml:3:5: Unknown name 'agee'. Did you mean 'age'?
    """

    def __init__(
        self, what: str, place: Place | None = None, *, expected: str | None = None, hint: str | None = None
    ) -> None:
        self.what, self.place, self.expected, self.hint = what, place, expected, hint
        super().__init__(str(self))

    def __str__(self) -> str:
        text = f"{self.place}: " if self.place else ""
        text += self.what.rstrip(".") + "."
        if self.expected:
            text += f" Expected {self.expected.rstrip('.')}."
        if self.hint:
            text += f" {self.hint}"
        return text


def nearest(name: str, known: Iterable[str]) -> str | None:
    """A hint naming the known name nearest to `name`, capitals or not, or None when nothing is near.

    >>> nearest("agee", ["age", "sex"]), nearest("AGE", ["age", "sex"])
    ("Did you mean 'age'?", "Did you mean 'age'?")
    """
    folded = {one.casefold(): one for one in known}
    matches = difflib.get_close_matches(name.casefold(), list(folded), n=1)
    return f"Did you mean {folded[matches[0]]!r}?" if matches else None
