"""What the page shows as a file for programs and as a workbook for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from groundfloor.report.side_figures import COLUMNS
from groundfloor_web.core.cells import harmless

Rows = Sequence[Mapping[str, Any]]


def as_csv(rows: Rows) -> bytes:
    """The rows, an absent figure an empty cell; what would be a formula in a spreadsheet is text."""
    written = io.StringIO(newline="")
    table = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows({name: harmless(value) for name, value in row.items()} for row in rows)
    return written.getvalue().encode("utf-8")


def as_xlsx(rows: Rows, synthetic: bool) -> bytes:
    """A sheet with a column a scenario, and a sheet with the rows; nothing in it is a formula."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    names = list(dict.fromkeys((row["scenario"], row["label"]) for row in rows))
    keys = list(dict.fromkeys((row["figure"], row["of"], row["moment"], row["unit"]) for row in rows))
    values = {(row["scenario"], row["figure"], row["of"], row["moment"]): row["value"] for row in rows}
    wide = book.add_worksheet(_("Side by side"))
    wide.write_row(0, 0, ["figure", "of", "moment", "unit", *(label for _key, label in names)], bold)
    for line, key in enumerate(keys, 1):
        wide.write_row(line, 0, key)
        for column, (scenario, _label) in enumerate(names, 4):
            if (value := values.get((scenario, *key[:3]))) is not None:
                wide.write_number(line, column, value)
    if synthetic:
        wide.write(len(keys) + 2, 0, _("Computed on synthetic households."))
    wide.set_column(0, 3, 16)
    wide.set_column(4, 3 + len(names), 24)
    wide.freeze_panes(1, 4)
    tidy = book.add_worksheet(_("Rows"))
    tidy.write_row(0, 0, COLUMNS, bold)
    for line, row in enumerate(rows, 1):
        for column, name in enumerate(COLUMNS):
            if row[name] not in (None, ""):
                tidy.write(line, column, row[name])
    tidy.freeze_panes(1, 0)
    book.close()
    return target.getvalue()
