"""The dialogue."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialogueConfig(AppConfig):
    """Rounds of the national dialogue."""

    name = "groundfloor_web.dialogue"
    label = "dialogue"
    title = _("Dialogue")
    step = "5–6"
    order = 50
    entry = "dialogue:rounds"
