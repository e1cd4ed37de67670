"""Awareness."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AwarenessConfig(AppConfig):
    """Briefs, slides, key messages, and the public page."""

    name = "groundfloor_web.awareness"
    label = "awareness"
    title = _("Awareness")
    step = "3"
    order = 70
    entry = "awareness:awareness"
