"""Fields that every form has alike."""

from __future__ import annotations

from typing import Any

from django import forms


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A date, which browsers show as a calendar and send as 2026-05-12."""
    box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, widget=box, input_formats=["%Y-%m-%d"])


def moment(label: Any, *, required: bool = True) -> forms.DateTimeField:
    """A date and time, which browsers show as a calendar and a clock and send as 2026-05-12T09:30."""
    box = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(
        label=label, required=required, widget=box, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    )


def whole(value: float) -> float:
    """A number without a decimal point where it needs none.

    >>> whole(90.0), whole(0.5)
    (90, 0.5)
    """
    return int(value) if value == int(value) else value
