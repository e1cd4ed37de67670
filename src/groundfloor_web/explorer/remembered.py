"""The results of a run as they are kept beside its files, so that briefs and slides can be made of them later in any language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from groundfloor.leaving import RECORD
from groundfloor.report.results import Results

FILE = "results.json"
TABLES = (
    "costs",
    "impact",
    "plan",
    "payers",
    "debt",
    "financing",
    "gaps",
    "undecided",
    "findings",
    "schemes",
    "coverage",
    "measures",
    "doing_nothing",
)
SHORT = {"measures": ("benefit_incidence", "fgt0", "coverage")}


def keep(results: Results, folder: Path, name: str = FILE, tables: Sequence[str] = TABLES) -> None:
    """Write what texts and slides need of the results; of the measures only those they show."""
    kept = {one.name: getattr(results, one.name) for one in fields(results) if one.name != "tables"}
    kept["tables"] = {table: _rows(table, results.tables[table]) for table in tables if table in results.tables}
    text = json.dumps(kept, default=dict, ensure_ascii=False)
    (folder / name).write_text(text, encoding="utf-8")


def _rows(name: str, rows: Any) -> list[dict[str, Any]]:
    wanted = SHORT.get(name)
    return [dict(row) for row in rows if wanted is None or row["measure"] in wanted]


def remembered(folder: Path, name: str = FILE) -> Results:
    """The results of a run whose files lie in `folder`."""
    said = json.loads((folder / name).read_text(encoding="utf-8"))
    record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    return Results(**(said | {"fingerprint": record["fingerprint"]}))
