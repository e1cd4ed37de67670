"""What sections are made of: tables and figures, the same for every section."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDE, NARROW = 720.0, 340.0
PROSE = 60


@dataclass(frozen=True)
class Cell:
    """A text, with the length of its bar as a share of the longest where it has one, and its language if not the page's.

    `below` is a second line in a quieter tone.
    """

    text: str
    bar: float | None = None
    note: str = ""
    lang: str | None = None
    below: str = ""


@dataclass(frozen=True)
class Table:
    """A table: the first column heads its rows. `numeric` says which columns are figures.

    `households` says that its figures come from households, so that it is marked where these are synthetic.
    """

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    numeric: Sequence[bool]
    households: bool = True
    note: str = ""

    stack: bool = False

    @property
    def stacked(self) -> bool:
        """Whether a phone shows each row as a block: where that is asked for, and where cells hold whole sentences."""
        words = [i for i, numeric in enumerate(self.numeric) if i and not numeric]
        return self.stack or any(len(row[i].text) > PROSE for row in self.rows for i in words)


@dataclass(frozen=True)
class Figure:
    """A chart drawn for a width, under the name given, with one sentence that says what it shows and the table behind it."""

    name: str
    sentence: str
    draw: Callable[[str, float], Markup]
    table: Table
    households: bool = True
    note: str = ""

    @property
    def wide(self) -> Markup:
        """The drawing for a page."""
        return self.draw(f"{self.name}-w", WIDE)

    @property
    def narrow(self) -> Markup:
        """The drawing for a phone."""
        return self.draw(f"{self.name}-n", NARROW)


def table(
    caption: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str | Cell]],
    *,
    words: int = 1,
    notes: int = 0,
    households: bool = True,
    note: str = "",
    stack: bool = False,
) -> Table:
    """A table whose first `words` and last `notes` columns are words and the others figures.

    >>> table("t", ["a", "b"], [["x", "1"]]).rows[0][1].text
    '1'
    """
    cells = [[one if isinstance(one, Cell) else Cell(one) for one in row] for row in rows]
    numeric = [words <= i < len(headings) - notes for i in range(len(headings))]
    return Table(caption, headings, cells, numeric, households, note, stack)


def barred(values: Sequence[float | None], texts: Sequence[str]) -> list[Cell]:
    """Cells with a bar whose length is the size of the value against the largest."""
    longest = max((abs(value) for value in values if value is not None), default=0.0)
    return [
        Cell(text, None if value is None or longest == 0 else abs(value) / longest)
        for value, text in zip(values, texts, strict=True)
    ]


def told_apart(parts: Iterable[str | Figure | Table]) -> list[tuple[str, str | Figure | Table]]:
    """Sentences, figures and tables with what each of them is, as the template of such parts asks.

    >>> told_apart(["All."])
    [('text', 'All.')]
    """
    kinds = {Figure: "figure", Table: "table"}
    return [(kinds.get(type(part), "text"), part) for part in parts]
