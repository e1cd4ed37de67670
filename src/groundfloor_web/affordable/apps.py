"""The best affordable floor."""

from __future__ import annotations

from django.apps import AppConfig


class AffordableConfig(AppConfig):
    """Floors chosen within an envelope; their pages lie within the explorer."""

    name = "groundfloor_web.affordable"
    label = "affordable"
