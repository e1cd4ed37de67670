"""Accounts of people."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People of a workspace."""

    name = "groundfloor_web.accounts"
    label = "accounts"
    title = _("People")
    step = ""
    order = 95
    entry = "accounts:people"
