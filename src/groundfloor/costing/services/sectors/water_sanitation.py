"""Water and sanitation: capital for each new user, running costs and upkeep for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from groundfloor.costing.services.prices import Prices
from groundfloor.costing.services.service import BUILT, PER_HEAD, Service, plain
from groundfloor.rules.fields import Fields

DISJOINT = False


def service(found: Fields, prices: Prices, path: Sequence[Any]) -> Service:
    """New users are those beyond whom the service reaches today."""
    return plain(found, prices, path, (*PER_HEAD, *BUILT), ("capital",))
