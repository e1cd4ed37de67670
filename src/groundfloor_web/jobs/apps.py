"""Work in the background."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Jobs and their worker."""

    name = "groundfloor_web.jobs"
    label = "jobs"
