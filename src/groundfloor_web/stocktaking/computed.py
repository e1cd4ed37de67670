"""What the library computed, arranged for readers: nothing is calculated here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.models import Workspace
from groundfloor_web.core.words import said
from groundfloor_web.stocktaking.data import words_of
from groundfloor_web.stocktaking.models import GapTable, Guarantee

ALL = "all"
GAP_COLUMNS = (
    ("guarantee", _("Guarantee")),
    ("programme", _("Programme of the proposed floor")),
    ("group", _("Group")),
    ("in_need", _("In need (persons)")),
    ("covered", _("Covered (persons)")),
    ("gap", _("Not covered (persons)")),
    ("coverage_rate", _("Coverage rate (share of one)")),
    ("se", _("Standard error of the rate")),
    ("gap_lcu", _("Gap (local currency a year)")),
)


def latest_table(workspace: Workspace) -> GapTable | None:
    """The gaps that were computed last."""
    found: GapTable | None = GapTable.objects.of(workspace).standing().filter(computed__isnull=False).first()
    return found


def running_table(workspace: Workspace) -> GapTable | None:
    """Gaps being computed, or whose computing failed last; None where the last one is done."""
    last: GapTable | None = GapTable.objects.of(workspace).standing().select_related("job").first()
    return last if last is not None and last.computed is None else None


def told_gaps(table: GapTable, *, every_group: bool = False) -> Iterator[dict[str, Any]]:
    """Rows of the table with the names that guarantees, programmes and groups have for readers."""
    guarantees = dict(Guarantee.choices)

    def name(code: str) -> str:
        return said(table.labels.get(code, {}))[0] or code

    for row in table.gaps:
        if every_group or row["group"] == ALL:
            yield row | {
                "guarantee": str(guarantees.get(row["guarantee"], row["guarantee"])),
                "code": row["guarantee"],
                "all": row["group"] == ALL,
                "programme": name(row["programme"]),
                "group": str(_("all")) if row["group"] == ALL else name(row["group"]),
            }


def told_coverage(table: GapTable) -> list[dict[str, Any]]:
    """The newest value of each series of SDG 1.3.1 for everybody, as the pack has it."""
    newest: dict[str, dict[str, Any]] = {}
    for row in table.coverage:
        if row["sex"] is None and row["quintile"] is None:
            standing = newest.get(row["series"])
            if standing is None or row["year"] > standing["year"]:
                newest[row["series"]] = row
    names = words_of("series")
    return [row | {"name": names.get(code, {"en": code})} for code, row in newest.items()]
