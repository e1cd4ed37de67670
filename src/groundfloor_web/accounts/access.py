"""The log of access to personal data: who has looked at addresses and names of people, when, and which. It is only ever added to."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from groundfloor_web.accounts.models import Access
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.pages import page
from groundfloor_web.core.roles import COORDINATION

LINES = 50
ALL = "all"
PLACES = {
    "people": _("Open invitations, with addresses"),
    "unanswered": _("Addresses of seats that have not answered"),
    "moderation": _("Comments of the public in moderation"),
    "comments": _("Comments of the public as a file"),
    "program": _("Read by a program"),
}
"""Where personal data are shown beyond the name that somebody is known by in the workspace."""


def noted(actor: Actor, place: str, which: Any, count: int) -> None:
    """Keep one line of a look at personal data: where, which of them, and of how many people; nothing where there was nobody."""
    if count:
        said = str(which)[: Access.LONGEST]
        Access.objects.create(workspace=actor.workspace, user_id=actor.user_id, place=place, which=said, count=count)


@page(COORDINATION)
def access(request: HttpRequest) -> HttpResponse:
    """The log, newest first."""
    known = Access.objects.filter(workspace=request.actor.workspace).select_related("user")  # type: ignore[attr-defined]
    shown = Paginator(known, LINES).get_page(request.GET.get("page"))
    for one in shown:
        one.where = PLACES.get(one.place, one.place)
        one.what = _("all of them") if one.which == ALL else one.which
    return render(request, "accounts/access.html", {"shown": shown})
