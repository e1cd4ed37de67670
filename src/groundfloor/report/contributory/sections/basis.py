"""What the figures rest on: what is known beside them, and every number with its source."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.report.contributory.words import Told
from groundfloor.report.parts import Figure, Table, table

ORDER = 60


def parts(told: Told) -> Iterator[str | Figure | Table]:
    """The comparison with what is known, the numbers, and what the model leaves out."""
    say, base = told.say, told.base
    if base.scheme.illustrative:
        yield told.text("basis.illustrative", scheme=told.label)
    known = told.rows("contributory_known")
    if known:
        body = [
            [
                told.text(f"known.{row['figure']}"),
                str(row["known_year"] or ""),
                say.number(_number(row["known"]), _digits(row["figure"])),
                str(row["projected_year"]),
                say.number(_number(row["projected"]), _digits(row["figure"])),
                told.text("basis.used" if row["used"] else "basis.not_used"),
            ]
            for row in known
        ]
        headings = [told.text(f"heading.{name}") for name in ("figure", "known_year", "known", "projected_year", "projected", "used")]  # fmt: skip
        yield table(told.text("basis.known"), headings, body, households=False, notes=1)
    numbers = [
        [str(row["number"]), told.text("basis.assumption" if row["assumption"] else "basis.source"), str(row["source"])]
        for row in told.rows("contributory_numbers")
    ]
    headings = [told.text(f"heading.{name}") for name in ("number", "kind", "source")]
    yield table(told.text("basis.numbers"), headings, numbers, words=3, households=False)
    yield told.text("basis.left_out")


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _digits(figure: object) -> int:
    return 2 if str(figure).endswith("pct_gdp") else 0
