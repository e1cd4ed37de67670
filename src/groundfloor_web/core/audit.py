"""The trail of what was done: a chain in which each line holds the hash of the one before, so that none can be changed unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from groundfloor_web.core.models import Entry, Workspace

BEGINNING = "0" * 64
CHAINED = ("number", "at", "actor_id", "action", "kind", "target", "said", "before", "after", "previous")


def digest(entry: Entry) -> str:
    """The SHA-256 of a line: its workspace, every chained field and with `previous` all lines before it, as canonical JSON."""
    said = {"workspace": entry.workspace_id} | {name: getattr(entry, name) for name in CHAINED}
    said["at"] = entry.at.isoformat()
    text = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def append(
    workspace: Workspace | None,
    actor_id: int | None,
    action: str,
    *,
    kind: str = "",
    target: str = "",
    said: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Entry:
    """Add a line to the trail of a workspace (None: of the installation). The caller holds the lock on the workspace."""
    last = Entry.objects.filter(workspace=workspace).order_by("-number").first()
    entry = Entry(
        workspace=workspace,
        number=1 if last is None else last.number + 1,
        at=timezone.now(),
        actor_id=actor_id,
        action=action,
        kind=kind,
        target=target,
        said=said[:400],
        before=_plain(before),
        after=_plain(after),
        previous=BEGINNING if last is None else last.digest,
    )
    entry.digest = digest(entry)
    entry.save()
    return entry


def _plain(values: Mapping[str, Any] | None) -> Any:
    """Values as they come back from the database, so that a line has one hash before and after it was stored."""
    return None if values is None else json.loads(json.dumps(values, cls=DjangoJSONEncoder))


@dataclass(frozen=True)
class Broken:
    """Where a trail does not hold together, and why."""

    number: int
    reason: str


def verify(entries: Iterable[Entry], after: Entry | None = None) -> Broken | None:
    """The first line, in ascending order, that was changed, left out or put in; None where the chain holds.

    `after` is the line before the first, where the lines are a part of a trail.
    """
    previous, number = (BEGINNING, 0) if after is None else (after.digest, after.number)
    for entry in entries:
        if entry.number != number + 1:
            return Broken(number + 1, "missing")
        if entry.previous != previous:
            return Broken(entry.number, "not chained to the line before")
        if entry.digest != digest(entry):
            return Broken(entry.number, "changed")
        previous, number = entry.digest, entry.number
    return None
