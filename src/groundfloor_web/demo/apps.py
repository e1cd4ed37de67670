"""The demonstration."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """A workspace to look around in."""

    name = "groundfloor_web.demo"
    label = "demo"
