"""The table of effective access."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from groundfloor.access.run import Reached

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "access_effective": (
        "service", "group", "within_minutes", "share_in_reach", "share_affordable", "share_quality", "share_both", "se_both",
        "share_effective", "se", "share_low", "share_high", "ci_low", "ci_high", "n", "how", "moved_low", "moved_high",
    ),
}  # fmt: skip
FIELDS = (
    "service", "group", "within", "in_reach", "affordable", "quality", "both", "se_both", "effective", "se", "low", "high",
    "ci_low", "ci_high", "n", "how", "moved_low", "moved_high",
)  # fmt: skip


def rows(found: Reached) -> dict[str, list[Mapping[str, Any]]]:
    """The rows of the table; none without a survey."""
    names = dict(zip(COLUMNS["access_effective"], FIELDS, strict=True))
    return {
        "access_effective": [{column: getattr(one, name) for column, name in names.items()} for one in found.effective]
    }
