"""What a job can be, and how it is done: functions in the `work` of an application, found by their names."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from groundfloor_web.core.models import Workspace

Say = Callable[[str], None]
Work = Callable[[Workspace, dict[str, Any], Say], Any]


class Cancelled(Exception):
    """Somebody has cancelled the job."""


def work_named(name: str) -> Work:
    """The function `explorer.run` is `run` in groundfloor_web/explorer/work.py. It gets the workspace, what was given, and a
    function to tell its progress by, which raises Cancelled when it is to stop; what it returns is kept as the answer.
    """
    application, _dot, function = name.partition(".")
    found: Work = getattr(import_module(f"groundfloor_web.{application}.work"), function)
    return found
