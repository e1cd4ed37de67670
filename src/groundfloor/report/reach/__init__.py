"""The section on whom a scenario reaches and whom it does not. Modules as in `sections`."""

from __future__ import annotations

TITLES = "reach.sections"
