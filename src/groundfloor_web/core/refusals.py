"""Pages that say no, each with what happened and what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def refused(request: HttpRequest, status: int, what: str, hint: str) -> HttpResponse:
    """A page that says what was refused and what to do about it."""
    return render(request, "core/refused.html", {"what": what, "hint": hint, "status": status}, status=status)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form did not come from a page of this workspace, or that page is too old."""
    return refused(
        request,
        403,
        _("The form could not be checked."),
        _("Go back, reload the page, and send it again. Cookies must be allowed."),
    )


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The part somebody plays does not include this."""
    return refused(
        request,
        403,
        _("Your part in this workspace does not include this."),
        _("Ask the secretariat to do it, or to change your part."),
    )


def unusable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request is too large, or not what a browser sends."""
    return refused(
        request,
        400,
        _("What was sent cannot be used."),
        _("It may be too large. Send less at once."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page, or not for this person."""
    return refused(
        request, 404, _("There is no such page."), _("It may belong to a workspace you are not a member of.")
    )


def failed(request: HttpRequest) -> HttpResponse:
    """A mistake of ours."""
    return refused(
        request,
        500,
        _("Something went wrong on our side."),
        _("Nothing half-done was kept. Try again; if it happens again, tell whoever runs this installation."),
    )
