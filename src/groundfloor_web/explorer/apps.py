"""The explorer."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExplorerConfig(AppConfig):
    """Explorations of a floor, and full runs of them."""

    name = "groundfloor_web.explorer"
    label = "explorer"
    title = _("Explorer")
    step = "6"
    order = 40
    entry = "explorer:explore"
