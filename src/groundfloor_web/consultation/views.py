"""Pages of consultations: public ones, and the queue of moderation."""

from __future__ import annotations

import csv
import hashlib

from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from groundfloor_web.accounts.access import ALL, noted
from groundfloor_web.consultation.actions import CommentForm, Write
from groundfloor_web.consultation.models import Comment, Consultation
from groundfloor_web.consultation.same import beside_each_other
from groundfloor_web.core import refusals
from groundfloor_web.core.actions import Invalid, perform
from groundfloor_web.core.cells import harmless
from groundfloor_web.core.pages import found, page
from groundfloor_web.core.roles import EVERYBODY, SECRETARIAT

MOST_AN_HOUR = 5


@page()
def consultations(request: HttpRequest) -> HttpResponse:
    """The consultations of the workspace."""
    workspace = request.actor.workspace  # type: ignore[attr-defined]
    waiting = Comment.objects.of(workspace).standing().filter(state=Comment.State.WAITING).count()
    answered = Exists(Comment.objects.filter(consultation=OuterRef("pk")))
    known = Consultation.objects.of(workspace).standing().annotate(answered=answered)
    shown = {"consultations": known, "waiting": waiting}
    return render(request, "consultation/consultations.html", shown)


@page(EVERYBODY)
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """A consultation as everybody sees it, with a box to write in while it is open."""
    actor = request.actor  # type: ignore[attr-defined]
    one = found(request, Consultation, pk)
    if one.withdrawn or not (actor.workspace.is_open or actor.is_member):
        raise Http404
    form = CommentForm(actor=actor, initial={"consultation": one.pk})
    if request.method == "POST":
        if _too_often(request, one):
            return refusals.refused(
                request,
                429,
                _("Many comments have come from your connection."),
                _("Please wait an hour, or write them in one."),
            )
        try:
            perform(Write, actor, request.POST.dict() | {"consultation": one.pk})
        except Invalid as refused:
            form = refused.form
        else:
            return redirect(f"{one.get_absolute_url()}?thanks=1")
    published = one.comments.filter(state=Comment.State.PUBLISHED, withdrawn=False)
    declined = one.comments.filter(state=Comment.State.DECLINED, withdrawn=False).count()
    shown = {
        "consultation": one,
        "form": form,
        "comments": published,
        "declined": declined,
        "thanks": "thanks" in request.GET,
    }
    return render(request, "consultation/consultation.html", shown)


def _too_often(request: HttpRequest, one: Consultation) -> bool:
    """Whether too much has come from a connection within the hour; its address is forgotten then, and kept only as a hash."""
    address = hashlib.sha256(f"{one.pk}:{request.META.get('REMOTE_ADDR', '')}".encode()).hexdigest()
    cache.add(address, 0, 3600)
    return cache.incr(address) > MOST_AN_HOUR


@page(SECRETARIAT)
def moderation(request: HttpRequest) -> HttpResponse:
    """Comments that wait, and those decided on, with their reasons."""
    comments = Comment.objects.of(request.actor.workspace).standing().select_related("consultation__item__workspace")  # type: ignore[attr-defined]
    waiting = list(comments.filter(state=Comment.State.WAITING))
    beside_each_other(waiting)
    decided = list(comments.exclude(state=Comment.State.WAITING).order_by("-pk")[:100])
    noted(request.actor, "moderation", ALL, len(waiting) + len(decided))  # type: ignore[attr-defined]
    shown = {
        "waiting": waiting,
        "decided": decided,
    }
    return render(request, "consultation/moderation.html", shown)


@page(SECRETARIAT)
def log(request: HttpRequest) -> HttpResponse:
    """Every comment and decision as a CSV file; what would be a formula in a spreadsheet is text."""
    answer = HttpResponse(
        content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="comments.csv"'}
    )
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow(["consultation", "written", "name", "stance", "comment", "state", "reason"])
    known = list(Comment.objects.of(request.actor.workspace).select_related("consultation"))  # type: ignore[attr-defined]
    noted(request.actor, "comments", ALL, len(known))  # type: ignore[attr-defined]
    for one in known:
        cells = [str(one.consultation), one.written.isoformat(), one.name, one.stance, one.text, one.state, one.reason]
        writer.writerow(map(harmless, cells))
    return answer
