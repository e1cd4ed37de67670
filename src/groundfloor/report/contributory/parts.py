"""Charts over years that several sections draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from groundfloor.report.charts.lines import lines
from groundfloor.report.charts.series import Series
from groundfloor.report.charts.stacked import stacked
from groundfloor.report.contributory.words import Told
from groundfloor.report.parts import Figure, table

Write = Callable[[float | None], str]


def over_years(
    told: Told, name: str, sentence: str, series: Sequence[Series], write: Write, unit: str, *, pile: bool = False
) -> Figure:
    """A line a series, or one area on the other, with the table behind."""
    draw_on = stacked if pile else lines

    def draw(place: str, width: float) -> Markup:
        return draw_on(
            place, sentence, told.text(f"{name}.description"), [str(year) for year in told.years], list(series),
            write=lambda value, digits: told.say.number(value, digits), width=width, unit=unit,
        )  # fmt: skip

    body = [[one.label, *(write(one.values[i]) for i in told.steps)] for one in series]
    behind = table(told.text(f"{name}.caption"), told.headings(name), body, households=False)
    return Figure(f"{name}-{told.name.replace('_', '-')}", sentence, draw, behind, households=False)
