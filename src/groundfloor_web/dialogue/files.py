"""Documents on pages, and their content as files to save."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from groundfloor_web.core import refusals
from groundfloor_web.core.pages import found, page
from groundfloor_web.core.roles import SECRETARIAT
from groundfloor_web.dialogue import kept
from groundfloor_web.dialogue.models import Document, EarlierVersion
from groundfloor_web.dialogue.models.documents import Content, Kind

TYPES = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.TXT: "text/plain; charset=utf-8",
}


def documents_of(request: HttpRequest, documents: Any) -> dict[str, Any]:
    """The documents of a round or meeting as its page shows them; those withdrawn for the secretariat, which keeps the record."""
    known = documents.select_related("workspace", "round", "meeting").prefetch_related("earlier")
    gone = known.filter(withdrawn=True) if request.actor.plays(SECRETARIAT) else []  # type: ignore[attr-defined]
    return {"documents": known.filter(withdrawn=False), "gone": gone}


@page()
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a document, to save."""
    one = found(request, Document, pk)
    return _file(request, one, one)


@page()
def earlier(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of an earlier version, to save."""
    one = found(request, EarlierVersion, pk)
    return _file(request, one, one.document)


def _file(request: HttpRequest, content: Content, of: Document) -> HttpResponse:
    """Never shown within the workspace, and never called what somebody else has called it."""
    if content.is_link or (of.withdrawn and not request.actor.plays(SECRETARIAT)):  # type: ignore[attr-defined]
        raise Http404
    try:
        body = kept.read(content.digest)
    except kept.Missing:
        return refusals.refused(
            request,
            410,
            _("The file is not in its place, or was changed outside the workspace."),
            _("Tell whoever runs this installation: it must be restored from a backup."),
        )
    name = f"{of.workspace.slug}-document-{of.pk}-{content.number}.{content.kind}"
    return HttpResponse(
        body,
        content_type=TYPES[Kind(content.kind)],
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )
