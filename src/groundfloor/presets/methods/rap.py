"""The Rapid Assessment Protocol: benefit sheets in a low and a high package, beside the labour force and the state's budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from groundfloor.presets.entry import FINANCING, LABOUR, Entry, total
from groundfloor.presets.inputs import Inputs
from groundfloor.presets.known import held
from groundfloor.presets.parameter import RECONSTRUCTED, UNVERIFIED, Parameter, Settled, share
from groundfloor.presets.sheets import VARIANTS, Sheet, entry_of, read_sheets

SOURCE = (
    "ILO: Assessment-based national dialogue, training modules 10 to 13, with the Rapid Assessment Protocol (2013-15); "
    "structure as described there, its equations reconstructed"
)
NEEDS = (
    "gdp_nominal",
    "inflation",
    "births",
    "lines",
    "participation_rate",
    "unemployment_rate",
    "revenue_pct_gdp",
    "expenditure_pct_gdp",
)
SHEETS = Path(__file__).with_suffix(".yaml")
OWN = {
    "sheets": Parameter("", "file", RECONSTRUCTED, name=True),
    "line": Parameter("national", "line", RECONSTRUCTED, name=True),
    "participation_rate": share(None, UNVERIFIED),
    "unemployment_rate": share(None, UNVERIFIED),
}


def parameters(overrides: Mapping[str, object]) -> dict[str, Parameter]:
    """The parameters with the numbers of the sheets: those that ship, or those of the file that `overrides` names."""
    return OWN | _read(str(overrides.get("sheets") or ""))[1]


def _read(file: str) -> tuple[dict[str, Sheet], dict[str, Parameter]]:
    return read_sheets(Path(file) if file else SHEETS, ours=not file)


def entries(at: Inputs, given: Settled) -> Iterator[Entry]:
    """Labour force, the benefits of both packages, and the budget as it is and with either package."""
    sheets, _numbers = _read(given.text("sheets"))
    if any(sheet.of in ("labour_force", "unemployed") for sheet in sheets.values()):
        yield from _labour(at, given)
    nothing = np.zeros(len(at.years))
    balance = at.gdp * (at.find("revenue_pct_gdp") - at.find("expenditure_pct_gdp")) / 100
    packages = {}
    for variant in VARIANTS:
        benefits = [entry_of(at, given, sheets, name, variant) for name in sheets]
        yield from benefits
        whole = total(benefits, variant) if benefits else Entry(variant, nothing)
        packages[variant] = whole.cost * (1 + whole.administration)
    for item in ("revenue", "expenditure"):
        yield Entry(item, at.gdp * at.find(f"{item}_pct_gdp") / 100, FINANCING, adds=False)
    yield Entry("balance", balance, FINANCING, adds=False)
    for variant, cost in packages.items():
        yield Entry(f"balance_{variant}", balance - cost, FINANCING, adds=False)


def _labour(at: Inputs, given: Settled) -> Iterator[Entry]:
    """The economically active population of 15 to 64, and those of them without work."""
    participation, first = held(at, given, "participation_rate")
    rate, second = held(at, given, "unemployment_rate")
    none = np.full(len(at.years), np.nan)
    active = at.people(15, 64) * participation
    yield Entry("labour_force", none, LABOUR, target=active, notes=first, adds=False)
    yield Entry("unemployed", none, LABOUR, target=active * rate, notes=(*first, *second), adds=False)
