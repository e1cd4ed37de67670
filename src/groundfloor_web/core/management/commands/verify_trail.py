"""Check that the trails of all workspaces hold together."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from groundfloor_web.core.audit import verify
from groundfloor_web.core.models import Entry, Workspace


class Command(BaseCommand):
    """Verify every trail; ends with an error where one was changed."""

    help = "Check that no line of a trail was changed, left out or put in."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Name the first line that does not hold."""
        for workspace in (None, *Workspace.objects.all()):
            entries = Entry.objects.filter(workspace=workspace).order_by("number")
            broken = verify(entries.iterator())
            name = "the installation" if workspace is None else workspace.slug
            if broken is not None:
                raise CommandError(f"{name}: line {broken.number} is {broken.reason}.")
            self.stdout.write(f"{name}: {entries.count()} lines hold.")
