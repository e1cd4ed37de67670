"""The command line."""

from __future__ import annotations

from groundfloor.cli.main import main

__all__ = ["main"]
