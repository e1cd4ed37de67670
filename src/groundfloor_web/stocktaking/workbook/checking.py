"""Reading a workbook back: every row is held against what stands, and nothing is changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from groundfloor_web.core.actors import Actor
from groundfloor_web.core.models import Entry, Stored
from groundfloor_web.stocktaking.workbook.safe import Cell, Grid, Refused, opened
from groundfloor_web.stocktaking.workbook.sheets import (
    ENTRIES,
    FLIP_CHART,
    RECOMMENDATIONS,
    SHEETS,
    Cells,
    Sheet,
    choices_by_label,
    fix_for,
    named,
    plain,
    rows_by_title,
    shown,
    things_of,
    told,
)

MOST = 200
"""Problems shown; who has more of them has another problem."""
AT_ONCE = 500
"""Rows added or changed at once: nobody else can write in the workspace meanwhile."""
NUMBERED = re.compile(r"#(\d{1,18})\b")


@dataclass
class Found:
    """What a workbook holds: `rows` each with a verdict (added, changed, unchanged, conflict), and `problems` with row, column, rule and fix."""

    digest: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)

    def problem(self, title: str, row: int, column: str, rule: str, fix: str) -> None:
        """Add what is wrong with a cell."""
        if len(self.problems) < MOST:
            self.problems.append({"sheet": title, "row": row, "column": column, "rule": rule, "fix": fix})


def check(file: Any, actor: Actor) -> Found:
    """Hold an uploaded workbook against the workspace. Raises Refused for a file that is not to be read."""
    if file.size > 5_000_000:
        raise Refused(_("The file is larger than 5 MB. Take out pictures and sheets that are not needed."))
    content = file.read()
    grids = opened(content)
    found = Found(hashlib.sha256(content).hexdigest())
    sheets, known = {one.key: one for one in SHEETS}, 0
    for title, grid in grids.items():
        key, _at, slug = (grid[0][0].value if grid and grid[0] else "").partition("@")
        if key not in sheets and key != FLIP_CHART:
            continue
        if slug != actor.workspace.slug:
            raise Refused(
                _("The workbook is of another workspace (%(other)s). Download one here and fill that in.")
                % {"other": slug}
            )
        if len(grid) < 2 or not any(cell.value for cell in grid[1]):
            raise Refused(
                _(
                    "The hidden second row of the sheet “%(sheet)s” is missing. Download the workbook again and copy your rows into it."
                )
                % {"sheet": title}
            )
        known += 1
        if key == FLIP_CHART:
            _flip_chart(found, title, grid, actor)
        else:
            Reader(found, sheets[key], title, actor).read(grid)
    if not known:
        raise Refused(
            _("No sheet of this workbook is one of stocktaking. Download the workbook here and fill that in.")
        )
    if sum(row["verdict"] in ("added", "changed") for row in found.rows) > AT_ONCE:
        rule = _("More than %(most)s rows are added or changed.") % {"most": AT_ONCE}
        found.problem("–", 0, "–", rule, _("Give the workbook back in parts."))
    return found


class Reader:
    """Reads the rows of one sheet."""

    def __init__(self, found: Found, sheet: Sheet, title: str, actor: Actor) -> None:
        self.found, self.sheet, self.title, self.actor = found, sheet, title, actor
        self.things = {one.pk: one for one in things_of(sheet, actor.workspace)}
        self.standing = {_whole(one, sheet) for one in self.things.values()}
        self.seen: set[int] = set()
        self.choices = {
            one.field: choices_by_label(sheet.model, one.field) for one in sheet.columns if one.kind == "choice"
        }
        self.names: dict[str, dict[int, str]] = {}
        self.by_name: dict[str, dict[str, int]] = {}
        for cells in sheet.columns:
            if cells.kind in ("reference", "references"):
                self._know(cells)

    def _know(self, cells: Cells) -> None:
        related: Any = self.sheet.model._meta.get_field(cells.field)
        things = list(related.related_model.objects.of(self.actor.workspace).standing())
        self.names[cells.field] = {one.pk: named(one) for one in things}
        called: dict[str, int] = {}
        for one in things:
            words = getattr(one, "title", None) or getattr(one, "name", None) or getattr(one, "text", None) or {}
            called |= {text.casefold(): one.pk for text in words.values() if text} | {str(one).casefold(): one.pk}
        self.by_name[cells.field] = called

    def read(self, grid: Grid) -> None:
        """Every row below the two of the head."""
        keys = [cell.value for cell in grid[1]]
        for row in grid[2:]:
            cells = {key: cell for key, cell in zip(keys, row, strict=False) if key}
            if any(cell.value for key, cell in cells.items() if key != "version"):
                self.row(cells, row[0].row)

    def row(self, cells: Mapping[str, Cell], number: int) -> None:
        """One row: what is wrong with it, or a verdict."""
        thing, version = None, 0
        if "id" in cells and cells["id"].value:
            thing = self._thing(cells, number)
            if thing is None:
                return
            version = int(cells["version"].value)
        before = len(self.found.problems)
        values = {one.field: self._value(one, cells, number, thing) for one in self.sheet.columns}
        if len(self.found.problems) > before:
            return
        self.judge(values, thing, version, number, {one.field: self._letters(one, cells) for one in self.sheet.columns})

    def judge(
        self, values: dict[str, Any], thing: Stored | None, version: int, number: int, letters: Mapping[str, str]
    ) -> None:
        """Validate by the form of the action, and compare with what stands; what stands already needs no form."""
        if thing is not None and self._stands(thing, values):
            self._keep("unchanged", number, values, str(thing), [], thing.pk, version)
            return
        action = self.sheet.add if thing is None else self.sheet.change
        form = action.form(values, actor=self.actor, target=thing)
        if not form.is_valid():
            self._wrong(form, number, letters)
            return
        given = {one.field: plain(form.cleaned_data[one.field], one) for one in self.sheet.columns}
        if thing is None:
            whole = tuple(_hashed(given[one.field]) for one in self.sheet.columns)
            verdict = "unchanged" if whole in self.standing else "added"
            self.standing.add(whole)
            self._keep(verdict, number, values, str(form.instance), [], None, 0)
            return
        stands = {one.field: told(thing, one) for one in self.sheet.columns}
        changes = [one for one in self.sheet.columns if given[one.field] != stands[one.field]]
        if not changes:
            verdict = "unchanged"
        elif version == thing.version:
            verdict = "changed"
        else:
            # an older file: what its reader did not touch is not in conflict with what others wrote since
            verdict = "unchanged" if self._untouched(thing, version, given) else "conflict"
        told_changes = [
            {
                "column": one.label(self.sheet.model),
                "before": self._shown(stands[one.field], one),
                "after": self._shown(given[one.field], one),
            }
            for one in changes
        ]
        self._keep(
            verdict, number, values, str(thing), told_changes if verdict != "unchanged" else [], thing.pk, version
        )

    def _thing(self, cells: Mapping[str, Cell], number: int) -> Stored | None:
        """The thing a row is of, None (and a problem) where there is none to change."""
        pk, version = cells["id"].value, cells["version"].value if "version" in cells else ""
        column = cells["id"].column
        keep = _("Leave the hidden columns as they were; for a new row, leave them empty.")
        if not re.fullmatch(r"\d{1,18}", pk) or not re.fullmatch(r"\d{1,9}", version):
            self.found.problem(self.title, number, column, _("The number or version of the row is not one."), keep)
        elif int(pk) not in self.things:
            rule = _("Number %(pk)s is not in the workspace or was withdrawn.") % {"pk": pk}
            self.found.problem(
                self.title, number, column, rule, _("Take the row out, or empty its hidden columns to add it anew.")
            )
        elif int(pk) in self.seen:
            self.found.problem(self.title, number, column, _("Number %(pk)s stands twice.") % {"pk": pk}, keep)
        elif int(version) > self.things[int(pk)].version:
            self.found.problem(
                self.title, number, column, _("The version of the row is not one of this workspace."), keep
            )
        else:
            self.seen.add(int(pk))
            return self.things[int(pk)]
        return None

    def _value(self, one: Cells, cells: Mapping[str, Cell], number: int, thing: Stored | None) -> Any:
        """The value of a field as the form takes it; a column that is not in the file keeps what stands."""
        stands = None if thing is None else told(thing, one)
        if one.kind == "words":
            words = dict(stands or {})
            for key in one.keys(self.actor.workspace.languages):
                if key in cells:
                    words[key.partition(":")[2]] = cells[key].value
            return {tag: text for tag, text in words.items() if text}
        if one.field not in cells:
            return stands if stands is not None else ([] if one.kind == "references" else "")
        text = cells[one.field].value
        if one.kind == "choice" and text:
            code = self.choices[one.field].get(text.casefold())
            if code is None:
                self._problem(one, cells, number, _("“%(text)s” is not one of the choices.") % {"text": text[:80]})
            return code
        if one.kind == "reference":
            return self._reference(one, text, cells, number) if text else ""
        if one.kind == "references":
            parts = [part.strip() for part in re.split(r";|\n", text) if part.strip()]
            return [self._reference(one, part, cells, number) for part in parts]
        if one.kind == "number":
            return text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
        return text

    def _reference(self, one: Cells, text: str, cells: Mapping[str, Cell], number: int) -> int | None:
        match = NUMBERED.match(text)
        pk = int(match.group(1)) if match else self.by_name[one.field].get(text.casefold())
        if pk not in self.names[one.field]:
            self._problem(one, cells, number, _("“%(text)s” is not known here.") % {"text": text[:80]})
        return pk

    def _problem(self, one: Cells, cells: Mapping[str, Cell], number: int, rule: str) -> None:
        column = f"{self._letters(one, cells)} ({one.label(self.sheet.model)})"
        self.found.problem(self.title, number, column, rule, fix_for(one, self.sheet, self.actor.workspace))

    def _letters(self, one: Cells, cells: Mapping[str, Cell]) -> str:
        keys = [key for key in one.keys(self.actor.workspace.languages) if key in cells]
        return cells[keys[0]].column if keys else "–"

    def _wrong(self, form: Any, number: int, letters: Mapping[str, str]) -> None:
        columns = {one.field: one for one in self.sheet.columns}
        for name, errors in form.errors.items():
            one = columns.get(name)
            where = "–" if one is None else f"{letters.get(name, '–')} ({one.label(self.sheet.model)})"
            fix = _("Correct the row.") if one is None else fix_for(one, self.sheet, self.actor.workspace)
            for error in errors:
                self.found.problem(self.title, number, where, str(error), fix)

    def _shown(self, value: Any, one: Cells) -> str:
        return shown(value, one, self.sheet.model, self.names.get(one.field, {}))

    def _stands(self, thing: Stored, values: Mapping[str, Any]) -> bool:
        try:
            return all(plain(values[one.field], one) == told(thing, one) for one in self.sheet.columns)
        except InvalidOperation:  # no number
            return False

    def _untouched(self, thing: Stored, version: int, given: Mapping[str, Any]) -> bool:
        """Whether a row says what the thing said in the version of the file, as the trail has it."""
        lines = Entry.objects.filter(workspace=self.actor.workspace, kind=thing.kind_name(), target=str(thing.pk))
        for line in lines:
            after = line.after or {}
            if after.get("version") == version:
                return all(plain(after.get(one.field), one) == given[one.field] for one in self.sheet.columns)
        return False

    def _keep(
        self,
        verdict: str,
        number: int,
        values: dict[str, Any],
        label: str,
        changes: list[dict[str, str]],
        pk: int | None,
        version: int,
    ) -> None:
        row = {
            "sheet": self.sheet.key,
            "title": self.title,
            "row": number,
            "verdict": verdict,
            "label": label,
            "pk": pk,
        }
        self.found.rows.append(
            row | {"version": version, "changes": changes, "values": values if verdict in ("added", "changed") else {}}
        )


def _whole(thing: Stored, sheet: Sheet) -> tuple[Any, ...]:
    return tuple(_hashed(told(thing, one)) for one in sheet.columns)


def _hashed(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple(sorted(value.items()))
    return tuple(value) if isinstance(value, list) else value


def _flip_chart(found: Found, title: str, grid: Grid, actor: Actor) -> None:
    """Every filled cell of the flip chart as a new entry or recommendation."""
    readers = {one.key: Reader(found, one, title, actor) for one in (ENTRIES, RECOMMENDATIONS)}
    titles = rows_by_title(actor.workspace)
    for heading, cell in _filled(grid):
        column, _colon, tag = heading.partition(":")
        row = titles.get(cell[0].casefold())
        if row is None:
            rule = _("“%(text)s” is not the title of a row of the matrix.") % {"text": cell[0][:80]}
            names = "; ".join(str(one) for one in dict.fromkeys(titles.values()))
            found.problem(title, cell[1].row, "B", rule, _("Write one of these: %(labels)s.") % {"labels": names})
            continue
        reader = readers["recommendations" if column == "recommendations" else "entries"]
        values: dict[str, Any] = {one.field: [] if one.kind == "references" else "" for one in reader.sheet.columns}
        values |= {"row": row.pk, "text": {tag: cell[1].value}}
        if column != "recommendations":
            values["column"] = column
        reader.judge(values, None, 0, cell[1].row, dict.fromkeys(values, cell[1].column))


def _filled(grid: Grid) -> Iterator[tuple[str, tuple[str, Cell]]]:
    """Each filled cell with the heading of its column and the title of its row, which merged cells give only once."""
    keys, last = [cell.value for cell in grid[1]], ""
    for row in grid[2:]:
        cells = dict(zip(keys, row, strict=False))
        last = (cells["row"].value if "row" in cells else "") or last
        for key, cell in cells.items():
            if ":" in key and cell.value:
                yield key, (last, cell)
