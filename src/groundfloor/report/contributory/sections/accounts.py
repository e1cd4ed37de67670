"""What one person may expect to pay in and to receive over a life."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.report.contributory.words import Told
from groundfloor.report.parts import Figure, Table, table

ORDER = 45
HEADINGS = ("person", "entry", "worth", "real_rate", "internal_rate", "after")


def parts(told: Told) -> Iterator[str | Figure | Table]:
    """Money's worth and internal rate of return by group, sex and year of entry; nothing where they were not asked for."""
    rows = [row for variant in told.variants for row in told.rows("contributory_accounts", variant)]
    if not rows:
        return
    say = told.say
    first = [row for row in rows if row["entry_year"] == told.years[0] and row["variant"] == "base"]
    known = [row for row in first if row["moneys_worth"] == row["moneys_worth"]]
    if known:
        worth = {sex: [_number(row["moneys_worth"]) for row in known if row["sex"] == sex] for sex in "fm"}
        yield told.text(
            "accounts.sentence",
            year=told.years[0],
            women=say.number(worth["f"][0], 2),
            men=say.number(worth["m"][0], 2),
            age=known[0]["entry_age"],
        )
    body = [
        [
            _person(told, row),
            say.year(int(str(row["entry_year"]))),
            say.number(_number(row["moneys_worth"]), 2),
            say.percent(_number(row["real_rate"])),
            say.percent(_number(row["internal_rate"])),
            say.percent(_number(row["share_after"]), 0),
        ]
        for row in rows
    ]
    yield table(
        told.text("accounts.caption"),
        [told.text(f"heading.{name}") for name in HEADINGS],
        body,
        households=False,
        note=told.text("accounts.note", last=told.years[-1]),
    )


def _person(told: Told, row: dict[str, object]) -> str:
    text = told.text(f"accounts.{row['sex']}", group=told.group(str(row["group"])), age=row["entry_age"])
    return text if row["variant"] == "base" else f"{text}; {told.called(str(row['variant']))}"


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and value == value else None
