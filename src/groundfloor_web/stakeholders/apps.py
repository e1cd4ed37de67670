"""Stakeholders and the task force."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StakeholdersConfig(AppConfig):
    """Organisations, bodies and their seats, requests for support, the work plan."""

    name = "groundfloor_web.stakeholders"
    label = "stakeholders"
    title = _("Task force")
    step = "1–2"
    order = 10
    entry = "stakeholders:task_force"
