"""What a run leaves for its readers: the report (`report.render`), the workbook and the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from groundfloor.report.tables import write_tables as write_tables
    from groundfloor.report.workbook import write_workbook as write_workbook

__all__ = ["write_tables", "write_workbook"]
_WHERE = {"write_tables": "tables", "write_workbook": "workbook"}


def __getattr__(name: str) -> Any:
    """Import a writer when it is first asked for: who prints a table of results waits for no workbook."""
    if name in _WHERE:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
