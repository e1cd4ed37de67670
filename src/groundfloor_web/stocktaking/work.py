"""What is computed in the background: gaps and coverage of the country pack."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

import groundfloor
from groundfloor.pipeline import HORIZON
from groundfloor.record import make_record
from groundfloor.survey import data_files
from groundfloor_web.core import audit
from groundfloor_web.core.models import Workspace
from groundfloor_web.jobs.work import Say
from groundfloor_web.stocktaking import pack
from groundfloor_web.stocktaking.models import GapTable

# Those of `groundfloor run PACK`, so that the fingerprint is the one its record.json has.
SETTINGS: dict[str, Any] = {
    "to": HORIZON,
    "floor": None,
    "engine": "arrays",
    "seed": 0,
    "sets": ["standard"],
    "languages": ["en"],
}


def gaps(workspace: Workspace, given: dict[str, Any], say: Say) -> dict[str, Any]:
    """Fill a table with what the library computes; the answer says where it is shown."""
    country = pack.country_of(workspace)
    results = groundfloor.results_of(country.path, say=say)
    data = data_files(country.survey) if country.survey else []
    record = make_record(country.path, data, SETTINGS, [])
    values = {
        "computed": timezone.now(),
        "fingerprint": record["fingerprint"],
        "base_year": results.year,
        "currency": results.currency,
        "synthetic": results.synthetic,
        "survey": _words(results.survey_name),
        "floor": dict(results.floor_label),
        "gaps": _rows(results.tables["gaps"]),
        "coverage": _rows(results.tables.get("coverage", ())),
        "labels": {
            name: dict(label) for name, label in (*results.programme_labels.items(), *results.group_labels.items())
        },
    }
    with transaction.atomic():
        Workspace.objects.select_for_update().get(pk=workspace.pk)
        table = GapTable.objects.of(workspace).select_related("job").get(pk=given["table"])
        before = table.snapshot()
        for name, value in values.items():
            setattr(table, name, value)
        table.version += 1
        table.save()
        audit.append(
            workspace,
            None if table.job is None else table.job.asked_by_id,
            "stocktaking.gaps_computed",
            kind=table.kind_name(),
            target=str(table.pk),
            said=f"{table} {table.fingerprint[:12]}",
            before=before,
            after=table.snapshot(),
        )
    return {"url": table.get_absolute_url(), "fingerprint": table.fingerprint}


def _words(text: str | Mapping[str, str]) -> dict[str, str]:
    return {"en": text} if isinstance(text, str) else dict(text)


def _rows(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows as JSON keeps them: absent is null."""
    return [{name: _value(value) for name, value in row.items()} for row in rows]


def _value(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
