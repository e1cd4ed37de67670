"""The worker as a command."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from groundfloor_web.jobs.worker import work_off
from groundfloor_web.processes import end_with_starter


class Command(BaseCommand):
    """Do what pages have asked for in the background."""

    help = "Do the work that pages have asked for, until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """When to stop."""
        parser.add_argument("--once", action="store_true", help="stop when nothing is left to do")
        parser.add_argument("--kept", action="store_true", help="end with the program that started it")

    def handle(self, *_arguments: Any, once: bool = False, kept: bool = False, **_options: Any) -> None:
        """Work."""
        if kept:
            end_with_starter()
        work_off(once=once)
