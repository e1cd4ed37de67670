"""The matrix as it is read: rows by columns, each cell with what stands in it and who wrote it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from groundfloor_web.core.models import Entry, Stored, Workspace
from groundfloor_web.stocktaking.models import Column, MatrixEntry, MatrixRow, Recommendation


@dataclass(frozen=True)
class Filled:
    """A cell: its column and the entries in it."""

    column: str
    label: str
    entries: tuple[MatrixEntry, ...]


@dataclass(frozen=True)
class Line:
    """A row of the matrix with its cells and recommendations."""

    row: MatrixRow
    cells: tuple[Filled, ...]
    recommendations: tuple[Recommendation, ...]


def matrix_of(workspace: Workspace) -> list[Line]:
    """The matrix of a workspace."""
    by_cell: dict[tuple[int, str], list[MatrixEntry]] = defaultdict(list)
    entries = MatrixEntry.objects.of(workspace).standing().select_related("scheme", "gap")
    for entry in entries.order_by("pk"):
        by_cell[entry.row_id, entry.column].append(entry)
    recommended: dict[int, list[Recommendation]] = defaultdict(list)
    for one in Recommendation.objects.of(workspace).standing().prefetch_related("answers"):
        recommended[one.row_id].append(one)
    _write_authors(workspace, MatrixEntry, [one for cell in by_cell.values() for one in cell])
    _write_authors(workspace, Recommendation, [one for row in recommended.values() for one in row])
    return [
        Line(
            row,
            tuple(Filled(one.value, str(one.label), tuple(by_cell[row.pk, one.value])) for one in Column),
            tuple(recommended[row.pk]),
        )
        for row in MatrixRow.objects.of(workspace).standing()
    ]


def _write_authors(workspace: Workspace, model: type[Stored], things: Iterable[Any]) -> None:
    """Put on each thing who wrote it first, as the trail has it."""
    lines = Entry.objects.filter(workspace=workspace, kind=model.kind_name(), before__isnull=True).select_related(
        "actor"
    )
    authors = {line.target: line.actor for line in lines.only("target", "actor__name", "actor__email")}
    for thing in things:
        thing.author = authors.get(str(thing.pk))


@dataclass(frozen=True)
class Step:
    """One change in the history of a thing: the line of the trail, and each field before and after."""

    line: Entry
    changes: tuple[tuple[str, Any, Any], ...]


def history_of(thing: Stored) -> list[Step]:
    """The trail of one thing, newest first, with what changed each time."""
    lines = Entry.objects.filter(workspace_id=thing.workspace_id, kind=thing.kind_name(), target=str(thing.pk))
    return [Step(line, _changes(thing, line.before, line.after)) for line in lines.select_related("actor")]


def _changes(
    thing: Stored, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> tuple[tuple[str, Any, Any], ...]:
    if before is None or after is None:
        return ()
    found = []
    for field in (*thing._meta.concrete_fields, *thing._meta.many_to_many):
        if field.name in ("version", "withdrawn", "id"):
            continue
        old, new = before.get(field.name), after.get(field.name)
        if _same(old, new):
            continue
        found.append((str(field.verbose_name), _told(field, old), _told(field, new)))
    return tuple(found)


def _same(old: Any, new: Any) -> bool:
    if old == new:
        return True
    try:  # 5.00 as the database keeps it is the 5 that was written
        return isinstance(old, str) and isinstance(new, str) and float(old) == float(new)
    except ValueError:
        return False


def _told(field: Any, value: Any) -> Any:
    """A value as readers know it: choices by name, things by what they are called, texts by language as they are."""
    if value in (None, "", [], {}):
        return ""
    if field.is_relation:
        things = field.related_model.objects.filter(pk__in=value if isinstance(value, list) else [value])
        return "; ".join(str(one) for one in things)
    if getattr(field, "choices", None):
        return str(dict(field.flatchoices).get(value, value))
    return value


def facts_of(thing: Stored, leave_out: Iterable[str] = ()) -> list[tuple[str, Any]]:
    """The fields of a thing that say something, with what they are called."""
    hidden = {"id", "workspace", "version", "withdrawn", *leave_out}
    found = []
    for field in thing._meta.concrete_fields:
        if field.name in hidden:
            continue
        value = getattr(thing, field.name)
        if value in (None, "", {}):
            continue
        if getattr(field, "choices", None):
            value = dict(field.flatchoices).get(value, value)
        found.append((str(field.verbose_name), value))
    return found
