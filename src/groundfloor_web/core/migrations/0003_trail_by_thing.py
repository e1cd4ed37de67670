"""The lines about one thing, and the last lines of a workspace, are found without reading the whole trail."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index, and on SQLite the constraint it lacked."""

    dependencies: ClassVar = [("core", "0002_append_only")]
    operations: ClassVar = [
        migrations.AddIndex(
            "entry", models.Index(fields=["workspace", "kind", "target", "number"], name="trail_of_a_thing")
        ),
        migrations.AddConstraint(
            "entry",
            models.UniqueConstraint(
                condition=models.Q(("workspace__isnull", False)),
                fields=("workspace", "number"),
                name="numbered_once_in_a_workspace",
            ),
        ),
    ]
