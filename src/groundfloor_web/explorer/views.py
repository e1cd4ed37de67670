"""The explorer: a page whose address holds what its controls say, so that it can be shared, and whose answer redraws by itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groundfloor.errors import GroundfloorError
from groundfloor.session import Session
from groundfloor_web.core.pages import found, page
from groundfloor_web.explorer import answers
from groundfloor_web.explorer.controls import ControlsForm
from groundfloor_web.explorer.held import session_of
from groundfloor_web.explorer.models import Exploration, Run
from groundfloor_web.explorer.work import folder_of

FILES = {
    "report": "report.html",
    "report.fr": "report.fr.html",
    "workbook": "workbook.xlsx",
    "record": "record.json",
}
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"


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
    form = ControlsForm(session.floor, session.at.base, _given(request, kept))
    details = "details" in request.GET
    shown = _answer(session, form, details=details or not fragment) | {
        "form": form,
        "kept": kept,
        "explorations": Exploration.objects.of(workspace).standing()[:20],
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
    labels = {
        "cost": _("Cost in %(year)s") % {"year": session.to},
        "poverty": _("People in poverty in %(year)s") % {"year": session.to},
        "gap": _("Left to be financed in %(year)s") % {"year": session.to},
        "debt": _("Public debt in %(year)s") % {"year": session.to},
    }
    names = answers.QUICK + answers.DETAILED if details else answers.QUICK
    return {
        "headlines": answers.headlines(results, labels, tag),
        "sections": answers.sections(results, tag, names),
        "details_of": answers.DETAILED,
        "synthetic": results.synthetic,
    }


@page()
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """A run: how far it is, and what it left."""
    one = found(request, Run, pk)
    folder = folder_of(one)
    files = [name for name, path in FILES.items() if (folder / path).exists()]
    tables = sorted(path.stem for path in (folder / "tables").glob("*.csv"))
    return render(request, "explorer/run.html", {"run": one, "job": one.job, "files": files, "tables": tables})


@page()
def file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A file of a run; reports are shown, everything else is saved."""
    one = found(request, Run, pk)
    folder = folder_of(one)
    path = folder / FILES[name] if name in FILES else folder / "tables" / f"{Path(name).name}.csv"
    if not path.is_file():
        raise Http404
    shown = path.suffix == ".html"
    answer = FileResponse(
        path.open("rb"), as_attachment=not shown, filename=f"{one.workspace.slug}-{one.pk}-{path.name}"
    )
    if shown:
        answer.headers["Content-Security-Policy"] = REPORT_POLICY
    return answer
