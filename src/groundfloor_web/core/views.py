"""Home, the overview of a workspace, the trail, and the one page on which every action is done."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from groundfloor_web.core import refusals
from groundfloor_web.core.actions import ACTIONS, Action, Conflict, Invalid, NotAllowed, perform
from groundfloor_web.core.audit import verify
from groundfloor_web.core.models import Entry, Stored, Workspace
from groundfloor_web.core.pages import found, page

LINES = 50


def home(request: HttpRequest) -> HttpResponse:
    """The workspaces somebody belongs to; the only one is opened at once."""
    if not request.user.is_authenticated:
        return render(request, "core/home.html", {"workspaces": Workspace.objects.filter(is_open=True)})
    mine = Workspace.objects.filter(pk__in=request.user.memberships.standing().values("workspace"))
    if mine.count() == 1 and not request.user.is_administrator:
        return redirect(mine.get())
    return render(request, "core/home.html", {"workspaces": mine})


@page()
def workspace(request: HttpRequest) -> HttpResponse:
    """The overview: the eight steps and what was done last."""
    trail = Entry.objects.filter(workspace=request.actor.workspace).select_related("actor")[:8]  # type: ignore[attr-defined]
    return render(request, "core/workspace.html", {"trail": trail})


@page()
def trail(request: HttpRequest) -> HttpResponse:
    """Everything that was done in the workspace, newest first, and whether the chain holds: over the lines shown, or all when asked."""
    entries = Entry.objects.filter(workspace=request.actor.workspace)  # type: ignore[attr-defined]
    shown = Paginator(entries.select_related("actor"), LINES).get_page(request.GET.get("page"))
    if whole := "whole" in request.GET:
        broken, count = verify(entries.order_by("number").iterator()), shown.paginator.count
    else:
        part = list(shown)[::-1]
        before = entries.filter(number=part[0].number - 1).first() if part else None
        broken, count = verify(part, before), len(part)
    return render(request, "core/trail.html", {"shown": shown, "broken": broken, "whole": whole, "count": count})


@page()
def act(request: HttpRequest, name: str, pk: str | None = None) -> HttpResponse:
    """Ask for what an action needs, and do it."""
    action = ACTIONS.get(name)
    if action is None or (pk is None) != action.makes:
        raise Http404
    target = None if pk is None else found(request, action.model, pk)
    actor = request.actor  # type: ignore[attr-defined]
    if not action.allowed(actor, target):
        return refusals.not_allowed(request)
    if action.url(actor, target) != request.path:
        return redirect(action.url(actor, target))
    if request.method != "POST":
        initial = request.GET.dict() if target is None else _values(target)
        return _asked(request, action, target, action.form(actor=actor, target=target, initial=initial))
    version = request.POST.get("version", "")
    try:
        done = perform(
            action,
            actor,
            request.POST,
            target,
            files=request.FILES,
            version=int(version) if version.isdecimal() and len(version) < 19 else None,
        )
    except NotAllowed:
        return refusals.not_allowed(request)
    except Invalid as refused:
        return _asked(request, action, target, refused.form, status=422)
    except Conflict as conflict:
        return _asked(request, action, conflict.current, conflict.form, conflict=conflict.current, status=409)
    messages.success(request, _("Done: %(what)s.") % {"what": action.label})
    return redirect(_next(request, action, done))


def _values(target: Stored) -> dict[str, Any]:
    return model_to_dict(target)


def _asked(
    request: HttpRequest,
    action: type[Action],
    target: Stored | None,
    form: Any,
    *,
    conflict: Stored | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of an action. In a conflict what stands is shown beside what was given, and nothing of either is lost."""
    theirs = []
    if conflict is not None:
        standing = action.form(actor=form.actor, target=conflict, initial=_values(conflict))
        theirs = [(mine, standing[mine.name]) for mine in form if _differs(mine, standing[mine.name])]
    last = None
    if conflict is not None:
        last = Entry.objects.filter(
            workspace=conflict.workspace, kind=conflict.kind_name(), target=str(conflict.pk)
        ).first()
    given = {"action": action, "target": target, "form": form, "theirs": theirs, "last": last, "next": _back(request)}
    given["conflict"] = conflict is not None
    return render(request, "core/action.html", given, status=status)


def _differs(mine: Any, stands: Any) -> bool:
    """Whether what was given is another value than what stands, as the field compares them: a form sends numbers as text."""
    return bool(mine.field.has_changed(stands.value(), mine.data))


def _back(request: HttpRequest) -> str:
    """Where to go afterwards: what the form says, or the page it was called from."""
    wanted = request.POST.get("next") or request.GET.get("next") or request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    # back to the form itself would be nowhere
    return wanted if safe and urlsplit(wanted).path != request.path else ""


def _next(request: HttpRequest, action: type[Action], done: Stored) -> str:
    own = getattr(done, "get_absolute_url", None)
    if own and action.leads_on:
        return str(own())
    return (request.POST.get("next") and _back(request)) or (own() if own else "core:home")
