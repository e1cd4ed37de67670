"""Taking stock of social protection."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StocktakingConfig(AppConfig):
    """The inventory of schemes, the assessment matrix, gaps, services and the assessment of the system."""

    name = "groundfloor_web.stocktaking"
    label = "stocktaking"
    title = _("Stocktaking")
    step = "4"
    order = 20
    entry = "stocktaking:matrix"
