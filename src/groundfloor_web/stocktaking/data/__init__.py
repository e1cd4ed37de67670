"""Names that come with the workspace, as data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def words_of(name: str) -> dict[str, Any]:
    """The names in a file of this folder.

    >>> len(words_of("codi")["criterion"])
    10
    """
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8"))
    return found
