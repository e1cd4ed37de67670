"""Options."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OptionsConfig(AppConfig):
    """Programmes that a floor may contain."""

    name = "groundfloor_web.options"
    label = "options"
    title = _("Options")
    step = "5"
    order = 30
    entry = "options:options"
