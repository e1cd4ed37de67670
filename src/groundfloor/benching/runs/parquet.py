"""What does not fit in memory: persons in Parquet files, everybody's entitlements written to Parquet, and the figures; DuckDB with a limit of memory."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from groundfloor.benching import floors
from groundfloor.benching.people import LINE
from groundfloor.benching.task import DAY, LINED, Task, named_rows
from groundfloor.benching.timing import Figures, Timed
from groundfloor.rules.programme import Floor

MOST = 0
"""Only where it is named: it writes files."""
MEMORY = "4GB"


def timed(task: Task, master: str | None = None) -> Timed:
    """The work, files read and written each time; the folder they are in goes with its name."""

    def load(_: Floor) -> tempfile.TemporaryDirectory[str]:
        folder = tempfile.TemporaryDirectory(prefix="groundfloor-bench-")
        task.written(Path(folder.name) / "persons")
        return folder

    def figures(folder: tempfile.TemporaryDirectory[str], floor: Floor) -> Figures:
        from groundfloor.census import entitle

        out = Path(folder.name) / "given"
        shutil.rmtree(out, ignore_errors=True)
        persons, lines = Path(folder.name) / "persons", {LINED: LINE}
        done = entitle(floor, persons, out=out, date=DAY, memory=MEMORY, lines=lines, master=master)
        return named_rows(done.figures)

    def first(
        floor: Floor, folder: tempfile.TemporaryDirectory[str]
    ) -> tuple[tempfile.TemporaryDirectory[str], Floor, Figures]:
        return folder, floor, figures(folder, floor)

    def change(state: tuple[tempfile.TemporaryDirectory[str], Floor, Figures], law: Mapping[str, float]) -> Figures:
        folder, floor, _ = state
        return figures(folder, floors.under(floor, law))

    return Timed(task.read, load, first, change, runs=1)
