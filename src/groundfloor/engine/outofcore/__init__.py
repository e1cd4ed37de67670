"""What does not fit in memory: a floor on the persons of Parquet files by DuckDB, or of a database's table in place."""

from __future__ import annotations

from pathlib import Path

from groundfloor.engine.outofcore.kinds import Columns as Columns
from groundfloor.engine.outofcore.registers import is_register
from groundfloor.engine.outofcore.work import Asked as Asked
from groundfloor.engine.outofcore.work import Done as Done
from groundfloor.engine.outofcore.work import database as database
from groundfloor.engine.outofcore.work import processors as processors
from groundfloor.engine.outofcore.work import work_on_files
from groundfloor.errors import GroundfloorError, Place


def entitle_all(source: str, table: str | None, draft: Path, aside: Path, asked: Asked) -> Done:
    """Write what a floor gives everybody of a source into draft/persons, and the table of households into aside/homes."""
    if is_register(source):
        from groundfloor.engine.outofcore.database import work_on_database

        return work_on_database(source, table, draft, aside, asked)
    if table is not None:
        raise GroundfloorError(
            "Files have no tables", Place(source), hint="Leave --table out, or name a database in place of the files."
        )
    return work_on_files(Path(source), draft, aside, asked)
