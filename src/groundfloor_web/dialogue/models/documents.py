"""Documents of rounds and meetings: files and links, each with the versions it had before."""

from __future__ import annotations

from django.core.validators import URLValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.languages import language_name
from groundfloor_web.core.models import Stored
from groundfloor_web.core.words import WordsField, said
from groundfloor_web.dialogue.models.rounds import Meeting, Round

ADDRESS = 1000
OTHER = ("mul", _("another, or several"))
"""The tag of a document in several languages, or in one that the workspace does not speak."""


class Kind(models.TextChoices):
    """What a document is, found by looking into it."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"
    PPTX = "pptx", "PPTX"
    ODT = "odt", "ODT"
    PNG = "png", "PNG"
    JPEG = "jpg", "JPEG"
    TXT = "txt", "TXT"
    LINK = "link", _("link")


class Content(Stored):
    """A file, of which the hash is kept and by it the content is found, or an address elsewhere."""

    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    size = models.PositiveIntegerField(default=0, editable=False)
    address = models.CharField(
        _("address"), max_length=ADDRESS, blank=True, validators=[URLValidator(["https", "http"])]
    )
    number = models.PositiveSmallIntegerField(default=1, editable=False)
    """Which version of the document it is, from 1."""
    given = models.DateTimeField(editable=False)

    class Meta:
        abstract = True

    @property
    def is_link(self) -> bool:
        """Whether it lies elsewhere."""
        return self.kind == Kind.LINK


class Document(Content):
    """A document of a round, or of one of its meetings, in the version that is shown."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="documents", verbose_name=_("round"))
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("meeting")
    )
    title = WordsField(_("title"))
    language = models.CharField(_("language of the document"), max_length=10)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("document")

    def __str__(self) -> str:
        return said(self.title)[0]

    def get_absolute_url(self) -> str:
        """Among the documents of its round or meeting."""
        return f"{(self.meeting or self.round).get_absolute_url()}#document-{self.pk}"

    @property
    def file(self) -> str:
        """Where its content is got."""
        return self.address or reverse("dialogue:document", args=[self.workspace.slug, self.pk])

    @property
    def language_name(self) -> str:
        """What the language of the document calls itself."""
        return str(OTHER[1]) if self.language == OTHER[0] else language_name(self.language)


class EarlierVersion(Content):
    """What a document was before another version took its place."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="earlier", verbose_name=_("document"))

    class Meta:
        ordering = ["document", "-number"]
        verbose_name = _("earlier version of a document")
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_of_each_version")]

    def __str__(self) -> str:
        return f"{self.document} ({self.number})"

    def get_absolute_url(self) -> str:
        """Beside its document."""
        return self.document.get_absolute_url()

    @property
    def file(self) -> str:
        """Where its content is got."""
        return self.address or reverse("dialogue:earlier", args=[self.workspace.slug, self.pk])
