"""Information that saves lives and early warning: so much a head."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from groundfloor.costing.services.prices import Prices
from groundfloor.costing.services.service import BUILT, PER_HEAD, Service, plain
from groundfloor.rules.fields import Fields

DISJOINT = False


def service(found: Fields, prices: Prices, path: Sequence[Any]) -> Service:
    """So much a year for each who is reached, and capital for each new one."""
    return plain(found, prices, path, (*PER_HEAD, *BUILT), ("running",))
