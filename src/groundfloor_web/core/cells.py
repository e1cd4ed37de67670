"""What people have written, in the cells of a file that a spreadsheet opens."""

from __future__ import annotations

from typing import Any

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula, as text; anything else as it is.

    >>> harmless("=1+1"), harmless("A grant"), harmless(-2.5)
    ("'=1+1", 'A grant', -2.5)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULAS) else value
