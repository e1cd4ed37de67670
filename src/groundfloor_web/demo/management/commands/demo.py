"""The demonstration as a command."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.management.base import BaseCommand

from groundfloor_web.accounts.models import User
from groundfloor_web.demo.cast import PEOPLE, address
from groundfloor_web.demo.filling import fill


class Command(BaseCommand):
    """Fill an installation with a workspace of Ghana to look around in."""

    help = "Fill an installation with a workspace of Ghana to look around in."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Fill it, and say who can log in."""
        password = secrets.token_urlsafe(9)
        by = User.objects.filter(is_administrator=True).order_by("pk").first()
        if by is None:
            self.stderr.write("There is no administrator yet: start the workspace first.")
            return
        if fill(by, password) is None:
            self.stdout.write("The demonstration is there already.")
            return
        self.stdout.write(f"Or look around as one of these, each with the password {password}, shown only now:")
        for name, (full, role) in PEOPLE.items():
            self.stdout.write(f"  {address(name):24} {full}, {role.label}")
        self.stdout.flush()
