"""Nutrition: interventions by the number in need, their unit cost and what comes on top of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from groundfloor.costing.services.prices import Prices
from groundfloor.costing.services.service import PER_HEAD, Service, plain
from groundfloor.rules.fields import Fields

DISJOINT = False


def service(found: Fields, prices: Prices, path: Sequence[Any]) -> Service:
    """A need, its coverage and a cost a year for each who is reached."""
    return plain(found, prices, path, PER_HEAD, ("need", "running"))
