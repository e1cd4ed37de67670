"""Verb on the engines themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from groundfloor import benching
from groundfloor.pipeline import quiet


def bench(
    persons: Sequence[int] = (50_000,),
    *,
    engines: Sequence[str] = (),
    programmes: int = benching.FEW,
    settings: int = 0,
    json: str | Path | None = None,
    say: Callable[[str], None] = quiet,
) -> list[dict[str, Any]]:
    """Time the engines beside each other on this machine: the same floor, the same invented persons, the same figures.

    `engines` are arrays, compiled, sql or plain; without any, all that are fast enough for so many persons. A row an engine has seconds, the peak of memory and whether
    its figures agree with those of the first. With `programmes` a floor of so many, all different, is timed beside that of five; with `settings`, so many settings of the parameters are
    answered at once. With `json` the rows are written there as a list. An unknown engine and a number out of range raise GroundfloorError. How to read it: docs/performance.md.

    >>> [(row["engine"], row["agrees"]) for row in bench([1000], engines=["arrays", "sql"])]
    [('arrays', True), ('sql', True)]
    """
    rows = list(benching.bench(persons, chosen=engines, programmes=programmes, settings=settings, say=say))
    if json is not None:
        Path(json).write_text(benching.written(rows), encoding="utf-8")
    return rows
