"""The core of the workspace."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class CoreConfig(AppConfig):
    """Reads the actions of every application, so that each can be found by its name."""

    name = "groundfloor_web.core"
    label = "core"

    def ready(self) -> None:
        """Import the `actions` of each application of the workspace."""
        for one in apps.get_app_configs():
            if one.name.startswith("groundfloor_web.") and find_spec(f"{one.name}.actions"):
                import_module(f"{one.name}.actions")
