"""Scenarios side by side."""

from __future__ import annotations

from django.apps import AppConfig


class SideBySideConfig(AppConfig):
    """A page of the explorer that holds two to four scenarios against each other."""

    name = "groundfloor_web.side_by_side"
    label = "side_by_side"
