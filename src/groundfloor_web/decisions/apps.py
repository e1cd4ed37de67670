"""Decisions and the road map."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    """Adopted measures and their steps."""

    name = "groundfloor_web.decisions"
    label = "decisions"
    title = _("Decisions")
    step = "6–7"
    order = 60
    entry = "decisions:road_map"
