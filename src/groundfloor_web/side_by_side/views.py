"""The page of scenarios side by side; its address holds what is compared, so that it can be shared."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groundfloor.errors import GroundfloorError
from groundfloor.report import side_by_side
from groundfloor.report.language import Language
from groundfloor.report.page import Page
from groundfloor.report.render import fragments
from groundfloor.report.side_figures import rows
from groundfloor.session import Session
from groundfloor_web.core.models import Workspace
from groundfloor_web.core.pages import page
from groundfloor_web.core.words import said
from groundfloor_web.explorer.answers import language_for
from groundfloor_web.explorer.held import session_of
from groundfloor_web.side_by_side.files import as_csv, as_xlsx
from groundfloor_web.side_by_side.options import FLOOR, Option, options
from groundfloor_web.side_by_side.together import together

FEWEST, MOST = 2, 4
SECTIONS = ("figures", "reached", "years")
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@page()
def beside(request: HttpRequest) -> HttpResponse:
    """What may be compared, and the comparison."""
    workspace = request.actor.workspace  # type: ignore[attr-defined]
    promise = session_of(workspace)
    if not promise.done():
        return render(request, "explorer/preparing.html", status=202)
    try:
        session = promise.result()
    except GroundfloorError as error:
        return render(request, "explorer/unusable.html", {"problem": str(error)}, status=409)
    known = options(workspace, session)
    keys = request.GET.getlist("of") or [FLOOR]
    chosen = _chosen(known, keys)
    shown: dict[str, Any] = {
        "boxes": [{"number": number + 1, "options": _offered(known, keys, number)} for number in range(MOST)],
        "query": urlencode([("of", one.key) for one in chosen]),
    }
    if len(chosen) >= FEWEST:
        shown |= _answer(session, chosen)
    elif "of" in request.GET:
        shown["problem"] = _("Choose two to four different scenarios.")
    return render(request, "side_by_side/beside.html", shown)


def _chosen(known: dict[str, Option], keys: list[str]) -> list[Option]:
    """The scenarios named, each once, as many as there is room for."""
    return [known[key] for key in dict.fromkeys(keys) if key in known][:MOST]


def _offered(known: dict[str, Option], keys: list[str], number: int) -> list[tuple[str, str, bool]]:
    """The choices of one box: address, name, and whether it is the one chosen."""
    mine = keys[number] if number < len(keys) else ""
    return [(one.key, said(one.label)[0], one.key == mine) for one in known.values()]


def _answer(session: Session, chosen: list[Option]) -> dict[str, Any]:
    tag = language_for((get_language() or "en").partition("-")[0])
    try:
        results = together(session, chosen)
    except GroundfloorError as error:
        return {"problem": str(error)}
    return {"sections": fragments(results, tag, SECTIONS, side_by_side), "synthetic": results.synthetic}


@page()
def file(request: HttpRequest, kind: str) -> HttpResponse:
    """The comparison as rows for programs or as a workbook."""
    workspace: Workspace = request.actor.workspace  # type: ignore[attr-defined]
    if kind not in KINDS:
        raise Http404
    promise = session_of(workspace)
    if not promise.done():
        return render(request, "explorer/preparing.html", status=202)
    try:
        session = promise.result()
        chosen = _chosen(options(workspace, session), request.GET.getlist("of"))
        if len(chosen) < FEWEST:
            raise Http404
        results = together(session, chosen)
    except GroundfloorError as error:
        return render(request, "explorer/unusable.html", {"problem": str(error)}, status=409)
    tag = language_for((get_language() or "en").partition("-")[0])
    found = rows(Page(results, Language(tag)))
    body = as_csv(found) if kind == "csv" else as_xlsx(found, results.synthetic)
    name = f"{workspace.slug}-scenarios.{kind}"
    return HttpResponse(
        body, content_type=KINDS[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
