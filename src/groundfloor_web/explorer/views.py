"""The explorer: a page whose address holds what its controls say, so that it can be shared, and whose answer redraws by itself."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groundfloor.errors import GroundfloorError
from groundfloor.session import Session
from groundfloor_web.core.pages import found, page
from groundfloor_web.explorer import answers
from groundfloor_web.explorer.controls import ControlsForm
from groundfloor_web.explorer.headings import headings
from groundfloor_web.explorer.held import session_of
from groundfloor_web.explorer.left import handed_out, left
from groundfloor_web.explorer.models import Exploration, Run
from groundfloor_web.explorer.reached import NAME, reached
from groundfloor_web.explorer.work import folder_of


@page()
def explore(request: HttpRequest, kept: Exploration | None = None) -> HttpResponse:
    """The controls and the answer; alone the answer, where a page asks for that only."""
    workspace = request.actor.workspace  # type: ignore[attr-defined]
    promise = session_of(workspace)
    fragment = bool(request.htmx)  # type: ignore[attr-defined]
    if not promise.done():
        # also in the middle of exploring: each process that answers prepares its own
        return render(request, f"explorer/{'waiting' if fragment else 'preparing'}.html", status=202)
    try:
        session = promise.result()
    except GroundfloorError as error:
        return render(request, "explorer/unusable.html", {"problem": str(error)}, status=409)
    form = ControlsForm(session.floor, session.at.base, _given(request, kept), currency=session.country.currency)
    details = "details" in request.GET
    shown = _answer(session, form, details=details or not fragment) | {
        "form": form,
        "kept": kept,
        "explorations": Exploration.objects.of(workspace).standing().prefetch_related("runs__job")[:20],
        "controls": json.dumps(form.changes),
        "query": urlencode(form.changes),
        "standing": session.floor.label,
    }
    template = "details" if fragment and details else "answer" if fragment else "explore"
    answer = render(request, f"explorer/{template}.html", shown)
    if fragment and not details:
        # the address says only what was changed
        answer.headers["HX-Push-Url"] = f"{request.path}?{urlencode(form.changes)}" if form.changes else request.path
    return answer


@page()
def kept(request: HttpRequest, pk: int) -> HttpResponse:
    """An exploration that somebody kept, in the explorer."""
    one = found(request, Exploration, pk)
    if one.withdrawn:
        raise Http404
    return redirect(
        f"{reverse('explorer:explore', args=[one.workspace.slug])}?{urlencode(one.controls | {'kept': one.pk})}"
    )


def _given(request: HttpRequest, kept: Exploration | None) -> dict[str, Any]:
    return request.GET.dict() if kept is None else dict(kept.controls)


def _answer(session: Session, form: ControlsForm, *, details: bool) -> dict[str, Any]:
    """Figures and sections of the report under the form's patch, or what is wrong with it."""
    if not form.is_valid():
        return {"problem": _("One of the numbers cannot be used. It is marked among the controls.")}
    try:
        results = session.results(form.patch(), details=details)
    except GroundfloorError as error:
        return {"problem": str(error)}
    tag = answers.language_for((get_language() or "en").partition("-")[0])
    names = answers.QUICK + answers.DETAILED if details else answers.QUICK
    sections = answers.sections(results, tag, names)
    if details:
        sections += reached(session, form.patch(), results, tag)
    return {
        "headlines": answers.headlines(results, headings(session.to), tag),
        "sections": sections,
        "details_of": (*answers.DETAILED, NAME),
        "synthetic": results.synthetic,
    }


@page()
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """A run: how far it is, and what it left."""
    one = found(request, Run, pk)
    return render(request, "explorer/run.html", {"run": one, "job": one.job} | left(folder_of(one)))


@page()
def file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A file of a run."""
    one = found(request, Run, pk)
    return handed_out(folder_of(one), name, f"{one.workspace.slug}-{one.pk}")
