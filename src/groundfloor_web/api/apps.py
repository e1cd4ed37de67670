"""The API."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Reading and actions for programs."""

    name = "groundfloor_web.api"
    label = "api"
