"""The matrix as it is read: rows by columns, each cell with what stands in it and who wrote it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from groundfloor_web.core.models import Entry, Stored, Workspace
from groundfloor_web.stocktaking.models import Column, MatrixEntry, MatrixRow, Recommendation

MOST = 100
"""How many entries and recommendations the matrix shows at once."""
LAST = "recommendations"
"""The column beside those that hold entries."""
Cell = tuple[int, str]


@dataclass(frozen=True)
class Filled:
    """A cell: its column, the newest things in it in the order they were written, and how many there are."""

    column: str
    label: str
    things: tuple[Any, ...]
    count: int

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are shown."""
        return self.count > len(self.things)


@dataclass(frozen=True)
class Line:
    """A row of the matrix with its cells, and its recommendations as the last of them."""

    row: MatrixRow
    cells: tuple[Filled, ...]
    recommended: Filled


def columns() -> list[tuple[str, str]]:
    """The columns of the matrix: their names, and what they are called."""
    return [*((one.value, str(one.label)) for one in Column), (LAST, str(_("Recommendations")))]


def things_in(workspace: Workspace, column: str) -> Any:
    """What stands in a column of the matrix, with what is shown of it, in the order it is read."""
    if column == LAST:
        return Recommendation.objects.of(workspace).standing()
    found = MatrixEntry.objects.of(workspace).standing().select_related("scheme", "gap")
    return found.filter(column=column).order_by("pk")


def counted(workspace: Workspace) -> dict[Cell, int]:
    """How many entries or recommendations stand in each cell that has any, by row and column."""
    entries = MatrixEntry.objects.of(workspace).standing().order_by().values_list("row_id", "column")
    recommended = Recommendation.objects.of(workspace).standing().order_by().values_list("row_id")
    found = {(row, column): number for row, column, number in entries.annotate(number=Count("pk"))}
    return found | {(row, LAST): number for row, number in recommended.annotate(number=Count("pk"))}


def matrix_of(workspace: Workspace, most: int | None = None) -> list[Line]:
    """The matrix of a workspace; with `most`, of full cells only the newest, so that about so many things are shown."""
    counts = counted(workspace)
    each = None if most is None or sum(counts.values()) <= most else _level(counts.values(), most)
    entries = MatrixEntry.objects.of(workspace).standing().select_related("scheme", "gap").order_by("pk")
    recommended = Recommendation.objects.of(workspace).standing()
    by_cell: dict[Cell, list[Any]] = defaultdict(list)
    for entry in _newest(entries, each, "row", "column"):
        by_cell[entry.row_id, entry.column].append(entry)
    for one in _newest(recommended, each, "row"):
        by_cell[one.row_id, LAST].append(one)
    write_authors(workspace, [one for things in by_cell.values() for one in things])

    def filled(row: MatrixRow, column: str, label: str) -> Filled:
        cell = (row.pk, column)
        return Filled(column, label, tuple(by_cell[cell]), counts.get(cell, 0))

    rows = list(MatrixRow.objects.of(workspace).standing())
    for row in rows:
        row.filled = any(pk == row.pk for pk, _column in counts)
    cells = [tuple(filled(row, *column) for column in columns()) for row in rows]
    return [Line(row, found[:-1], found[-1]) for row, found in zip(rows, cells, strict=True)]


def _level(counts: Iterable[int], most: int) -> int:
    """How many of each cell may be shown, at least one, so that all together are no more than `most`.

    >>> _level([2, 50, 50], 22)
    10
    """
    return max((n for n in range(1, most + 1) if sum(min(one, n) for one in counts) <= most), default=1)


def _newest(things: Any, each: int | None, *cell: str) -> Any:
    """Of each cell the newest `each`; all where it is None."""
    if each is None:
        return things
    place = Window(RowNumber(), partition_by=list(cell), order_by=F("pk").desc())
    return things.annotate(place=place).filter(place__lte=each)


def write_authors(workspace: Workspace, things: Iterable[Any]) -> None:
    """Put on each entry and recommendation who wrote it first, as the trail has it."""
    things = list(things)
    about = Q()
    for model in (MatrixEntry, Recommendation):
        about |= Q(kind=model.kind_name(), target__in=[str(one.pk) for one in things if isinstance(one, model)])
    lines = Entry.objects.filter(about, workspace=workspace, before__isnull=True).order_by().select_related("actor")
    lines = lines.only("kind", "target", "actor__name", "actor__email")
    authors = {(line.kind, line.target): line.actor for line in lines} if things else {}
    for thing in things:
        thing.author = authors.get((thing.kind_name(), str(thing.pk)))


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
