"""Who pays what."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.contributory.payers import PASSED_ON
from groundfloor.report.contributory.words import Told
from groundfloor.report.parts import Figure, Table, table

ORDER = 50


def parts(told: Told) -> Iterator[str | Figure | Table]:
    """Contributions by group and payer, in % of GDP; below 0 what is passed on to others."""
    say, base = told.say, told.base
    body = [
        [
            f"{told.group(group)}: {_payer(told, payer)}",
            *(say.number(float(100 * amounts[i] / base.gdp[i]), 3) for i in told.steps),
        ]
        for (group, payer), amounts in base.contributions.items()
    ]
    body += [
        [
            told.text("payer.levy", name=name.replace("_", " ")),
            *(say.number(float(100 * amounts[i] / base.gdp[i]), 3) for i in told.steps),
        ]
        for name, amounts in base.levies.items()
    ]
    yield table(told.text("payers.caption"), told.headings("payers"), body, households=False)


def _payer(told: Told, payer: str) -> str:
    kind, _, to = payer.partition(":")
    return told.text("payer.passed_on", to=to.replace("_", " ")) if kind == PASSED_ON else told.text(f"payer.{payer}")
