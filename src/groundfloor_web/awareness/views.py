"""Pages of awareness: briefs in every form, messages, and the public page of the country."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from groundfloor.errors import GroundfloorError
from groundfloor_web.awareness.models import Brief, Message
from groundfloor_web.awareness.paper import as_pdf
from groundfloor_web.awareness.slides import slides
from groundfloor_web.awareness.told import Told, told
from groundfloor_web.consultation.models import Consultation
from groundfloor_web.core import refusals
from groundfloor_web.core.pages import page
from groundfloor_web.core.roles import EVERYBODY
from groundfloor_web.decisions.models import Measure
from groundfloor_web.explorer.work import folder_of

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@page()
def awareness(request: HttpRequest) -> HttpResponse:
    """Briefs and key messages."""
    workspace = request.actor.workspace  # type: ignore[attr-defined]
    shown = {
        "briefs": Brief.objects.of(workspace).standing(),
        "messages_by_audience": Message.objects.of(workspace).standing(),
    }
    return render(request, "awareness/awareness.html", shown)


def _brief(request: HttpRequest, pk: int) -> Told:
    """A brief that the reader may read: members every one, everybody the published ones of a workspace with a public page."""
    actor = request.actor  # type: ignore[attr-defined]
    one = Brief.objects.of(actor.workspace).standing().filter(pk=pk).first()
    if one is None or not (actor.is_member or (one.is_published and actor.workspace.is_open)):
        raise Http404
    if not folder_of(one.run).exists():  # its files were taken away
        raise Http404
    return told(one, (get_language() or "en").partition("-")[0])


def _shown(one: Told, **more: Any) -> dict[str, Any]:
    return {
        "one": one,
        "brief": one.brief,
        "sections": one.sections(),
        "doing_nothing": one.doing_nothing(),
        "synthetic": one.results.synthetic,
    } | more


@page(EVERYBODY)
def brief(request: HttpRequest, pk: int) -> HttpResponse:
    """A brief as a page."""
    return render(request, "awareness/brief.html", _shown(_brief(request, pk)))


@page(EVERYBODY)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A fact sheet: the figures alone, on one page of paper."""
    one = _brief(request, pk)
    return render(request, "awareness/sheet.html", _shown(one) | {"sections": one.sections(("summary",))})


@page(EVERYBODY)
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """A brief as PDF."""
    one = _brief(request, pk)
    text = render_to_string("awareness/paper.html", _shown(one, page_language=one.language))
    try:
        body = as_pdf(text)
    except GroundfloorError as error:
        return refusals.refused(request, 501, str(error.what), str(error.hint))
    return _file(body, "application/pdf", f"{one.brief.workspace.slug}-{pk}-{one.language}.pdf")


@page(EVERYBODY)
def deck(request: HttpRequest, pk: int) -> HttpResponse:
    """A brief as slides."""
    one = _brief(request, pk)
    return _file(slides(one), PPTX, f"{one.brief.workspace.slug}-{pk}-{one.language}.pptx")


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@page(EVERYBODY)
def public(request: HttpRequest) -> HttpResponse:
    """What everybody may read of a country: briefs that were published, what is asked of the public, and what was decided."""
    actor = request.actor  # type: ignore[attr-defined]
    if not (actor.workspace.is_open or actor.is_member):
        raise Http404
    shown = {
        "briefs": Brief.objects.of(actor.workspace).standing().filter(is_published=True),
        "consultations": [one for one in Consultation.objects.of(actor.workspace).standing() if one.is_open],
        "measures": Measure.objects.of(actor.workspace)
        .standing()
        .exclude(state=Measure.State.DROPPED)
        .select_related("decided_by"),
    }
    return render(request, "awareness/public.html", shown)
