"""`supply` in the services of access.yaml."""

from __future__ import annotations

from typing import Any

from groundfloor.access.description import Supply
from groundfloor.errors import GroundfloorError
from groundfloor.rules.fields import Fields

GAUSSIAN = "gaussian"
LONGEST = 24 * 60.0
EXAMPLE = (
    "such as {10: 1, 30: 0.68, 60: 0.22}: ascending minutes with weights above 0 that do not rise; or {gaussian: 60}"
)


def supply_of(found: Fields, *at: str) -> Supply | None:
    """What facilities have, and how it loses weight with time; None where it is left out."""
    if found.get(*at) is None:
        return None
    found.known(("column", "values", "decay", "label", "source"), ("column", "decay", "label", "source"), *at)
    steps, gaussian = _decay(found, *at, "decay")
    return Supply(
        column=found.text(*at, "column"),
        values={str(one): found.number(*at, "values", one, low=0.0) for one in found.table(*at, "values")},
        steps=steps,
        gaussian=gaussian,
        label=found.words(*at, "label", required=True),
        source=found.text(*at, "source"),
        place=found.place(*at),
    )


def _decay(found: Fields, *at: str) -> tuple[tuple[tuple[float, float], ...], float]:
    table = found.table(*at)
    if list(table) == [GAUSSIAN]:
        return (), found.number(*at, GAUSSIAN, low=1.0, high=LONGEST)
    steps = [(_minutes(found, key, *at), found.number(*at, key, low=0.0, high=1.0)) for key in table]
    minutes, weights = [one for one, _ in steps], [one for _, one in steps]
    if not steps or sorted(set(minutes)) != minutes or sorted(weights, reverse=True) != weights or not weights[-1] > 0:
        raise GroundfloorError("decay is no fall of weight with time", found.place(*at), expected=EXAMPLE)
    return tuple(steps), 0.0


def _minutes(found: Fields, key: Any, *at: str) -> float:
    if isinstance(key, bool) or not isinstance(key, int | float) or not 0 < key <= LONGEST:
        raise GroundfloorError(f"{key!r} is no number of minutes", found.key(*at, key), expected=EXAMPLE)
    return float(key)
