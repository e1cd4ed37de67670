"""Fields that every form has alike."""

from __future__ import annotations

from typing import Any

from django import forms


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A date, which browsers show as a calendar and send as 2026-05-12."""
    box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, widget=box, input_formats=["%Y-%m-%d"])
