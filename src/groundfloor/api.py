"""The verbs of the command line that answer with one table, for use from Python."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from groundfloor.pipeline import Run, results_of, run
from groundfloor.report.results import Row


def demo(**settings: Any) -> Run:
    """Run the Ghana pack; `settings` are those of `groundfloor.run`.

    >>> import groundfloor as gf
    >>> gf.demo(out="ghana-report", languages=["fr"])  # doctest: +SKIP
    """
    return run("gha", **settings)


def cost(pack: str | Path, **settings: Any) -> Sequence[Row]:
    """What each programme of a pack costs, by scenario and year: the table `costs`; `settings` are those of `results_of`."""
    return results_of(pack, **settings).tables["costs"]


def finance(pack: str | Path, **settings: Any) -> Sequence[Row]:
    """How a pack's floor is paid for: the table `financing`; `settings` are those of `results_of`."""
    return results_of(pack, **settings).tables["financing"]
