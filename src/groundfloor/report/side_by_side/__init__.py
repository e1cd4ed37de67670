"""The sections of scenarios side by side: figures with their differences to the first, whom each reaches, and the years. Modules as in `sections`."""

from __future__ import annotations

TITLES = "side_by_side.sections"
