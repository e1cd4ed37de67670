"""Fill a workspace with what each application shows of itself (its `demo`), in the order of the steps."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import transaction

from groundfloor_web.accounts.models import User
from groundfloor_web.accounts.opening import open_workspace
from groundfloor_web.core.models import Workspace
from groundfloor_web.demo.cast import enter

SLUG = "gha"


def fill(by: User, password: str) -> Workspace | None:
    """The workspace of Ghana, filled, or None where there is one already: all of it or nothing."""
    if Workspace.objects.filter(slug=SLUG).exists():
        return None
    with transaction.atomic():
        workspace = open_workspace(by, SLUG, {"en": "Ghana", "fr": "Ghana"}, "gha", ["en", "fr"])
        cast = enter(workspace, password)
        for one in sorted(apps.get_app_configs(), key=lambda app: getattr(app, "order", 0)):
            if one.name.startswith("groundfloor_web.") and find_spec(f"{one.name}.demo"):
                import_module(f"{one.name}.demo").fill(cast)
    return workspace
