"""What every page knows: the workspace it is of, the steps of the Initiative that lie in it, and the languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from groundfloor_web.core.languages import direction, language_name


@dataclass(frozen=True)
class Place:
    """A line of the navigation: an application, where it begins, and the step of the Initiative it belongs to."""

    title: Any
    step: str
    url: str
    is_here: bool


def places(request: HttpRequest, slug: str) -> list[Place]:
    """The applications that have a `title` and an `entry` page, in the order of their `order`."""
    shown = [one for one in apps.get_app_configs() if hasattr(one, "entry")]
    found = []
    for one in sorted(shown, key=lambda app: app.order):
        url = reverse(one.entry, args=[slug])
        found.append(Place(one.title, one.step, url, request.path.startswith(url)))
    return found


def around(request: HttpRequest) -> dict[str, Any]:
    """The workspace (where the page is of one), its navigation, and the languages of the pages."""
    actor = getattr(request, "actor", None)
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "actor": actor,
        "workspace": None if actor is None else actor.workspace,
        "places": [] if actor is None or not actor.is_member else places(request, actor.workspace.slug),
        "page_language": language,
        "direction": direction(language),
        "page_languages": [(tag, language_name(tag)) for tag, _name in settings.LANGUAGES],
    }
