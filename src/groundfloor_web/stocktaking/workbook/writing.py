"""Writing the workbook: values only, with the number and version of each thing in hidden columns."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groundfloor_web.core.models import Stored, Workspace
from groundfloor_web.stocktaking.computed import GAP_COLUMNS, latest_table, told_gaps
from groundfloor_web.stocktaking.models import MatrixRow, Recommendation
from groundfloor_web.stocktaking.workbook.sheets import (
    FLIP_CHART,
    FLIP_COLUMNS,
    SHEETS,
    Cells,
    Sheet,
    choices_of,
    named,
    things_of,
    told,
)

LONGEST = 32_000
LINES = 6
LIST = 255
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


class Book:
    """A workbook being written."""

    def __init__(self, workspace: Workspace) -> None:
        import xlsxwriter

        self.workspace, self.languages = workspace, workspace.languages
        self.target = io.BytesIO()
        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "in_memory": True,
        }
        self.book = xlsxwriter.Workbook(self.target, options)
        self.head = self.book.add_format(
            {"bold": True, "bg_color": "#0B5351", "font_color": "white", "text_wrap": True, "valign": "top"}
        )
        # a text that begins with =, +, - or @ stays one, also when somebody edits the cell
        self.text = self.book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        self.number = self.book.add_format({"valign": "top", "num_format": "#,##0.##"})
        self.large = self.book.add_format({"bold": True, "font_size": 14})
        self.left_out: list[str] = []

    def sheet(self, title: str, *, landscape: bool = True) -> Any:
        """A new sheet, printed on as many pages as it is long and one wide."""
        made = self.book.add_worksheet(title.translate(FORBIDDEN)[:31])
        made.set_paper(9)
        made.fit_to_pages(1, 0)
        if landscape:
            made.set_landscape()
        return made

    def things(self, sheet: Sheet, *, blank: bool) -> None:
        """A sheet of things; blank: only its headings."""
        made = self.sheet(str(sheet.title))
        columns = [(cells, tag) for cells in sheet.columns for tag in self._tags(cells)]
        keys = [key for cells in sheet.columns for key in cells.keys(self.languages)]
        heads = [cells.label(sheet.model, tag) for cells, tag in columns]
        for place, (key, head) in enumerate(
            zip(["id", "version", *keys], [f"{sheet.key}@{self.workspace.slug}", "", *heads], strict=True)
        ):
            made.write_string(0, place, head, self.head)
            made.write_string(1, place, key)
        made.set_column(0, 1, None, None, {"hidden": True})
        made.set_row(1, None, None, {"hidden": True})
        made.freeze_panes(2, 2)
        made.repeat_rows(0)
        for place, (cells, _tag) in enumerate(columns, 2):
            made.set_column(place, place, cells.width)
            self._offer(made, sheet, cells, place)
        line = 2
        for thing in [] if blank else things_of(sheet, self.workspace):
            values = [_cell(thing, cells, tag) for cells, tag in columns]
            if any(isinstance(value, str) and len(value) > LONGEST for value in values):
                self.left_out.append(f"{sheet.title}: {named(thing)}")
                continue
            for place, value in enumerate([thing.pk, thing.version, *values]):
                self._write(made, line, place, value)
            line += 1

    def _tags(self, cells: Cells) -> Sequence[str]:
        return self.languages if cells.kind == "words" else [""]

    def _write(self, made: Any, line: int, place: int, value: Any) -> None:
        if isinstance(value, str):
            if value:
                made.write_string(line, place, value, self.text)
        elif value is not None:
            made.write_number(line, place, value, self.number)

    def _offer(self, made: Any, sheet: Sheet, cells: Cells, place: int) -> None:
        """Offer the choices of a column as a list, where they fit into one."""
        if cells.kind != "choice":
            return
        labels = [label for _code, label in choices_of(sheet.model, cells.field)]
        if len(",".join(labels)) < LIST and not any("," in label for label in labels):
            made.data_validation(2, place, 2000, place, {"validate": "list", "source": labels, "error_type": "warning"})

    def flip_chart(self) -> None:
        """A blank sheet as it hangs on the wall of a workshop: each cell filled in is a new entry."""
        spoken = (get_language() or "en").partition("-")[0]
        language = spoken if spoken in self.languages else self.languages[0]
        made = self.sheet(_("Flip chart"))
        from groundfloor_web.stocktaking.models import Column

        heads = [
            str(MatrixRow._meta.verbose_name),
            *(str(one.label) for one in Column),
            str(Recommendation._meta.verbose_name_plural),
        ]
        heads[0], heads[-1] = _("Row"), _("Recommendations")
        keys = ["row", *(f"{one}:{language}" for one in FLIP_COLUMNS)]
        for place, (key, head) in enumerate(
            zip([FLIP_CHART, *keys], [f"{FLIP_CHART}@{self.workspace.slug}", *heads], strict=True)
        ):
            made.write_string(0, place, head, self.head)
            made.write_string(1, place, key)
        made.set_column(0, 0, None, None, {"hidden": True})
        made.set_row(1, None, None, {"hidden": True})
        made.set_column(1, 1, 22)
        made.set_column(2, 6, 36)
        made.freeze_panes(2, 2)
        line = 2
        for row in MatrixRow.objects.of(self.workspace).standing():
            for _number in range(LINES):
                made.set_row(line, 45)
                made.write_string(line, 1, str(row), self.text)
                for place in range(2, 7):
                    made.write_blank(line, place, None, self.text)
                line += 1

    def computed(self) -> None:
        """Gaps that the library computed, as values; they are not read back."""
        table = latest_table(self.workspace)
        if table is None:
            return
        made = self.sheet(_("Computed gaps"))
        made.write_string(
            0,
            0,
            _("Computed from the country pack; fingerprint of the run: %(fingerprint)s")
            % {"fingerprint": table.fingerprint},
        )
        if table.synthetic:
            made.write_string(1, 0, _("From synthetic households: for learning and preparing, not for deciding."))
        for place, (_key, head) in enumerate(GAP_COLUMNS):
            made.write_string(3, place, str(head), self.head)
        made.set_column(0, 2, 26)
        made.set_column(3, 8, 16)
        for line, row in enumerate(told_gaps(table, every_group=True), 4):
            for place, (key, _head) in enumerate(GAP_COLUMNS):
                self._write(made, line, place, row[key])

    def guide(self, made: Any) -> None:
        """What the sheets are and how they are read back."""
        made.set_column(0, 0, 110, self.text)
        lines = [
            _(
                "Fill in or change rows, and give the file back under “Workbook”. Nothing is changed before you have seen what would be."
            ),
            _(
                "A row without a number in its hidden first column is new. A row that you leave out stays as it is: a workbook withdraws nothing."
            ),
            _(
                "What somebody changed in the workspace after this file was written is reported as a conflict and not overwritten."
            ),
            _("On the flip chart each cell that you fill in becomes a new entry of that row and column."),
            _("Leave a cell empty where something is not known; do not write 0. Formulas are not read."),
            _(
                "Amounts are in local currency, coverage is in percent. #12 is the number of a scheme, gap or row in the workspace."
            ),
        ]
        made.write_string(0, 0, _("Stocktaking: %(country)s") % {"country": str(self.workspace)}, self.large)
        for line, text in enumerate(lines, 2):
            made.write_string(line, 0, text, self.text)
        for line, text in enumerate(self.left_out, len(lines) + 3):
            made.write_string(line, 0, _("Left out, too long for a cell: %(what)s") % {"what": text[:200]}, self.text)


def written(workspace: Workspace, *, blank: bool = False) -> bytes:
    """The workbook of a workspace; blank: the same sheets to fill in, without what stands."""
    book = Book(workspace)
    guide = book.sheet(_("Guide"), landscape=False)
    for sheet in SHEETS:
        book.things(sheet, blank=blank)
    if not blank:
        book.computed()
    book.flip_chart()
    book.guide(guide)
    book.book.close()
    return book.target.getvalue()


def _cell(thing: Stored, cells: Cells, tag: str) -> Any:
    value = told(thing, cells)
    if cells.kind == "words":
        return value.get(tag, "")
    if cells.kind == "reference":
        return "" if value is None else named(getattr(thing, cells.field))
    if cells.kind == "references":
        return "; ".join(named(one) for one in getattr(thing, cells.field).all() if not one.withdrawn)
    if cells.kind == "choice":
        return dict(choices_of(type(thing), cells.field)).get(value, value)
    if cells.kind == "number" and value:
        exact = Decimal(value)
        return float(exact) if Decimal(repr(float(exact))) == exact else value
    return value
