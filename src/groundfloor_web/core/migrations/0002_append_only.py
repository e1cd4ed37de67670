"""The database itself refuses to change or delete a line of the trail."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

SQLITE = """
CREATE TRIGGER core_entry_no_{verb} BEFORE {verb} ON core_entry
BEGIN SELECT RAISE(ABORT, 'the trail is only ever added to'); END;
"""
POSTGRESQL = """
CREATE FUNCTION core_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the trail is only ever added to'; END $$;
CREATE TRIGGER core_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON core_entry
FOR EACH STATEMENT EXECUTE FUNCTION core_entry_refuse();
"""


def forwards(_apps: Any, schema: Any) -> None:
    if schema.connection.vendor == "postgresql":
        schema.execute(POSTGRESQL)
    elif schema.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema.execute(SQLITE.format(verb=verb))


def backwards(_apps: Any, schema: Any) -> None:
    if schema.connection.vendor == "postgresql":
        schema.execute("DROP TRIGGER core_entry_append_only ON core_entry; DROP FUNCTION core_entry_refuse();")
    elif schema.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema.execute(f"DROP TRIGGER core_entry_no_{verb};")


class Migration(migrations.Migration):
    """Triggers on the table of the trail."""

    dependencies: ClassVar = [("core", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(forwards, backwards, elidable=False)]
