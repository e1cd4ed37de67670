"""The section on what doing nothing costs. Modules as in `sections`."""

from __future__ import annotations

TITLES = "doing_nothing.sections"
