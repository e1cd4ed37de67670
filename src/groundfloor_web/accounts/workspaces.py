"""Opening a workspace and changing what it is called, by pages of their own: a workspace is no thing of a workspace."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from groundfloor.country import read_country
from groundfloor.errors import GroundfloorError
from groundfloor_web.accounts.models import SecondFactorRule
from groundfloor_web.accounts.opening import open_workspace
from groundfloor_web.core import audit
from groundfloor_web.core.languages import language_name
from groundfloor_web.core.models import Workspace
from groundfloor_web.core.pages import page
from groundfloor_web.core.roles import COORDINATION, Role
from groundfloor_web.core.words import WordsFormField
from groundfloor_web.packs import own_pack

TAKEN = ("accounts", "api", "language", "static", "workspaces")
"""Words that addresses of the installation begin with."""
LANGUAGES = [(tag, language_name(tag)) for tag, _name in settings.LANGUAGES]


PARTS = [one for one in Role.choices if one[0] != Role.PUBLIC]


class WorkspaceForm(forms.ModelForm):
    """What a workspace is called, in which languages its contents are, and whether it has a public page."""

    name = WordsFormField(label=_("country"), languages=[tag for tag, _name in settings.LANGUAGES])
    languages = forms.MultipleChoiceField(
        label=_("languages of contents"), choices=LANGUAGES, initial=["en", "fr"], widget=forms.CheckboxSelectMultiple
    )

    second_factor = forms.MultipleChoiceField(
        label=_("parts that need a second factor"),
        choices=PARTS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who plays one of them and has none adds it before anything else."),
    )

    class Meta:
        model = Workspace
        fields: ClassVar = ["name", "languages", "is_open"]


class NewWorkspaceForm(WorkspaceForm):
    """A new workspace, its address and its country pack."""

    second_factor = None  # until there are members

    class Meta:
        model = Workspace
        fields: ClassVar = ["slug", "name", "pack", "languages"]

    def clean_slug(self) -> str:
        """An address that nothing else has."""
        slug: str = self.cleaned_data["slug"].lower()
        if slug in TAKEN:
            raise ValidationError(_("This word is taken by the installation."), code="taken")
        return slug

    def clean_pack(self) -> str:
        """A pack that can be read."""
        name: str = self.cleaned_data["pack"]
        try:
            read_country(own_pack(Workspace(pack=name)))
        except GroundfloorError as error:
            raise ValidationError(str(error), code="pack") from None
        return name


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Open a workspace: for administrators of the installation."""
    user: Any = request.user
    if not user.is_administrator:
        raise Http404
    form = NewWorkspaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return redirect(open_workspace(user, given["slug"], given["name"], given["pack"], given["languages"]))
    return render(request, "accounts/workspace.html", {"form": form, "is_new": True})


@page(COORDINATION)
def change(request: HttpRequest) -> HttpResponse:
    """Change a workspace: for its coordinators."""
    actor = request.actor  # type: ignore[attr-defined]
    before = _said(actor.workspace)
    form = WorkspaceForm(
        request.POST or None, instance=actor.workspace, initial={"second_factor": before["second_factor"]}
    )
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            Workspace.objects.select_for_update().get(pk=actor.workspace.pk)
            workspace = form.save()
            roles = {"roles": form.cleaned_data["second_factor"]}
            SecondFactorRule.objects.update_or_create(workspace=workspace, defaults=roles)
            about = {"kind": "core.workspace", "target": str(workspace.pk), "said": workspace.slug}
            audit.append(
                workspace, actor.user_id, "core.change_workspace", **about, before=before, after=_said(workspace)
            )
        return redirect(workspace)
    return render(request, "accounts/workspace.html", {"form": form, "is_new": False})


def _said(workspace: Workspace) -> dict[str, Any]:
    rule = SecondFactorRule.objects.filter(workspace=workspace).first()
    said = {"name": dict(workspace.name), "languages": list(workspace.languages), "is_open": workspace.is_open}
    return said | {"second_factor": rule.roles if rule else []}
