"""What an analysis leaves in a folder when it is asked to: a report, a workbook, tables and the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from groundfloor.api.sources import described_at
from groundfloor.errors import GroundfloorError
from groundfloor.leaving import leave
from groundfloor.report.results import Results
from groundfloor.report.together import not_a_folder


def ready(out: str | Path | None, *sources: object) -> None:
    """Refuse, before the work, a file in place of the folder `out` and sources that are in memory, of which no record can tell."""
    if out is None:
        return
    if Path(out).is_file():
        raise not_a_folder(Path(out))
    if not all(source is None or isinstance(source, str | Path) for source in sources):
        raise GroundfloorError(
            "A survey in memory has no files, so that the record cannot say what the figures rest on",
            expected="the survey.yaml of each survey",
            hint="Give the paths, or leave `out` away.",
        )


def leave_analysis(
    results: Results,
    out: str | Path,
    sources: Sequence[str | Path],
    settings: Mapping[str, Any],
    languages: Sequence[str],
    package: ModuleType,
    more: Sequence[Path] = (),
) -> None:
    """Write `results` to the folder `out`: the first of `sources` and the data of all, and `more` files, are in the record.

    `package` is the folder of the report's sections.
    """
    (first, data), *others = [described_at(source) for source in sources]
    files = [*data, *(file for path, found in others for file in (path, *found)), *more]
    leave(results, Path(out), first, files, {**settings, "languages": list(languages)}, languages, package)
