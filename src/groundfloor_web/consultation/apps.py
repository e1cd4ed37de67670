"""Public consultation."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationConfig(AppConfig):
    """Questions to the public and what it says."""

    name = "groundfloor_web.consultation"
    label = "consultation"
    title = _("Public consultation")
    step = "5–6"
    order = 55
    entry = "consultation:consultations"
