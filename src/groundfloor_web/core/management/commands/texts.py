"""Gather the texts that people see, for translation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser

from groundfloor_web.core.texts import renew


class Command(BaseCommand):
    """Bring locale/LANGUAGE/LC_MESSAGES/django.po of each application up to date."""

    help = "Bring the catalogues of texts up to date, and say how many are not translated."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which languages, and of which applications."""
        parser.add_argument("languages", nargs="+", metavar="LANGUAGE")
        parser.add_argument("--application", action="append", metavar="NAME", help="only of these")

    def handle(self, *_arguments: Any, languages: list[str], application: list[str] | None, **_options: Any) -> None:
        """Write the catalogues."""
        for one in apps.get_app_configs():
            if one.name.startswith("groundfloor_web.") and (not application or one.label in application):
                for language in languages:
                    path, missing = renew(Path(one.path), language)
                    if path.exists():
                        self.stdout.write(f"{one.label} {language}: {missing} to translate")
