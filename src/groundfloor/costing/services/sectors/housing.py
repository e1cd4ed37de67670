"""Housing: dwellings upgraded and dwellings built, less what their owners contribute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from groundfloor.costing.services.prices import Prices
from groundfloor.costing.services.service import BUILT, PER_HEAD, Service, plain
from groundfloor.rules.fields import Fields

DISJOINT = True


def service(found: Fields, prices: Prices, path: Sequence[Any]) -> Service:
    """Dwellings, with the share of their cost that owners pay themselves."""
    return plain(found, prices, path, (*PER_HEAD, *BUILT, "contribution"), ("capital",))
