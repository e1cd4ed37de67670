"""Giving documents of rounds and meetings, replacing and withdrawing them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.actions import Action, ActionModelForm, Change, Withdraw, save
from groundfloor_web.core.actors import Actor
from groundfloor_web.core.languages import language_name
from groundfloor_web.core.models import Stored
from groundfloor_web.core.roles import SECRETARIAT
from groundfloor_web.dialogue import kept, looked_into
from groundfloor_web.dialogue.models import Document, EarlierVersion
from groundfloor_web.dialogue.models.documents import OTHER, Kind

LANGUAGES = [*((tag, language_name(tag)) for tag, _name in settings.LANGUAGES), OTHER]
CONTENT = ("kind", "digest", "size", "address", "number", "given")
"""The fields of a document that a new version replaces."""


class ContentForm(ActionModelForm):
    """A file or a link."""

    file = forms.FileField(
        label=_("file"),
        required=False,
        help_text=format_lazy(
            _("PDF, DOCX, XLSX, PPTX, ODT, TXT, PNG or JPEG of at most {most} MB, without macros"),
            most=settings.LARGEST_DOCUMENT // 1_000_000,
        ),
    )

    def clean_file(self) -> Any:
        """A file that is what its name says and does no harm; what it is called is not kept."""
        file = self.cleaned_data["file"]
        if file is None:
            return None
        content = file.read()
        try:
            kind = looked_into.kind_of(file.name, content)
        except looked_into.Refused as refused:
            raise ValidationError(str(refused), code="file") from None
        return kind, content

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given: dict[str, Any] = super().clean() or {}
        if "file" in given and "address" in given and bool(given["file"]) == bool(given["address"]):
            self.add_error("file", _("Give a file or a link, one of the two."))
        return given


class DocumentForm(ActionModelForm):
    """What is said of a document."""

    language = forms.ChoiceField(label=_("language of the document"), choices=LANGUAGES)

    class Meta:
        model = Document
        fields = ["meeting", "title", "language"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.target is not None:
            self.fields["meeting"].queryset = self.fields["meeting"].queryset.filter(round=self.target.round)

    def clean(self) -> dict[str, Any]:
        """The meeting is one of the round."""
        given: dict[str, Any] = super().clean() or {}
        round_ = given.get("round") or (self.target.round if isinstance(self.target, Document) else None)
        meeting = given.get("meeting")
        if meeting is not None and round_ is not None and meeting.round_id != round_.pk:
            self.add_error("meeting", _("This meeting is of another round."))
        return given


class NewDocumentForm(DocumentForm, ContentForm):
    """A document that is new."""

    field_order = ["round", "meeting", "title", "language", "file", "address"]

    class Meta:
        model = Document
        fields = ["round", "meeting", "title", "language", "address"]
        help_texts = {"address": _("Where it lies on the web, instead of a file")}


class ReplacementForm(ContentForm):
    """What takes the place of the version that is shown."""

    class Meta:
        model = Document
        fields = ["address"]
        help_texts = {"address": _("Where it lies on the web, instead of a file")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.pop("address", None)


def content_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of what was given; the content of a file is on the disk before anything says so."""
    given_on = {"given": timezone.now()}
    if given["address"]:
        return given_on | {"kind": Kind.LINK, "address": given["address"], "digest": "", "size": 0}
    kind, content = given["file"]
    return given_on | {"kind": kind, "address": "", "digest": kept.keep(content), "size": len(content)}


class OfDocument(Action):
    """Something done to a document; the trail says which content it has."""

    model = Document
    roles = SECRETARIAT

    @classmethod
    def words(cls, done: Stored) -> str:
        """Version, hash and title; the hash first, for the line is cut."""
        assert isinstance(done, Document)  # noqa: S101 - the action is about one
        content = f"SHA-256 {done.digest}" if done.digest else done.address
        return f"{done.number}, {content}: {done}"


class AddDocument(OfDocument):
    """Give a round or a meeting a document: a file or a link."""

    label = _("Add a document")
    form = NewDocumentForm
    makes = True

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The document in its first version."""
        said = {name: given[name] for name in ("round", "meeting", "title", "language")}
        return save(Document(workspace=actor.workspace), said | content_of(given))


class ReplaceDocument(OfDocument):
    """Put a new version in the place of the one that is shown; that one stays, and can be got."""

    label = _("Give a new version")
    form = ReplacementForm

    @classmethod
    def change(cls, actor: Actor, target: Stored | None, given: Mapping[str, Any]) -> Stored:
        """The document with its new content; what it was before is beside it."""
        assert isinstance(target, Document)  # noqa: S101 - `perform` has seen to it
        before = {name: getattr(target, name) for name in CONTENT}
        save(EarlierVersion(workspace=target.workspace, document=target), before)
        return save(target, content_of(given) | {"number": target.number + 1})


class ChangeDocument(OfDocument, Change):
    """Change what is said of a document."""

    label = _("Change the document")
    form = DocumentForm


class WithdrawDocument(OfDocument, Withdraw):
    """Take a document out of view; it stays on record."""

    label = _("Withdraw the document")
