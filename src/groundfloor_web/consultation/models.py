"""Consultations and the comments of the public."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.models import Stored
from groundfloor_web.core.roles import EVERYBODY, SECRETARIAT
from groundfloor_web.core.words import WordsField, said
from groundfloor_web.dialogue.models import Item


class Consultation(Stored):
    """A question to the public about an item under discussion, for some time."""

    readers = EVERYBODY

    item = models.ForeignKey(Item, models.PROTECT, related_name="consultations", verbose_name=_("about the item"))
    title = WordsField(_("title"))
    question = WordsField(_("question"), long=True)
    opens = models.DateField(_("opens"))
    closes = models.DateField(_("closes"))
    rules = WordsField(
        _("rules of moderation"),
        long=True,
        help_text=_("What is not published, and why: everybody sees these rules before writing."),
    )

    class Meta:
        ordering = ["-opens", "-pk"]
        verbose_name = _("consultation")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes__gte=models.F("opens")),
                name="consultation_closes_after_it_opens",
                violation_error_message=_("The consultation closes before it opens."),
            )
        ]

    def __str__(self) -> str:
        return said(self.title)[0]

    def get_absolute_url(self) -> str:
        """The public page of the consultation."""
        return reverse("consultation:consultation", args=[self.workspace.slug, self.pk])

    @property
    def is_open(self) -> bool:
        """Whether people may write now."""
        return not self.withdrawn and self.opens <= timezone.localdate() <= self.closes

    @property
    def is_answered(self) -> bool:
        """Whether somebody has written; a list of many brings it along as `answered`."""
        known: bool | None = vars(self).get("answered")
        return self.comments.exists() if known is None else known


class Comment(Stored):
    """What somebody wrote. It is shown once a moderator has published it; one that was declined stays on record with the reason."""

    class State(models.TextChoices):
        """Where the comment stands."""

        WAITING = "waiting", _("waiting for moderation")
        PUBLISHED = "published", _("published")
        DECLINED = "declined", _("declined")

    class Stance(models.TextChoices):
        """What the writer thinks of it."""

        FOR = "for", _("for it")
        AGAINST = "against", _("against it")
        NEITHER = "neither", _("neither")

    readers = SECRETARIAT
    personal = True

    consultation = models.ForeignKey(
        Consultation, models.PROTECT, related_name="comments", verbose_name=_("consultation")
    )
    name = models.CharField(
        _("name"), max_length=100, blank=True, help_text=_("Shown with the comment; may be left empty")
    )
    stance = models.CharField(_("you are"), max_length=10, choices=Stance.choices, default=Stance.NEITHER)
    text = models.TextField(_("comment"), max_length=2000)
    language = models.CharField(max_length=10, default="en", editable=False)
    written = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("comment")

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        """The queue of moderation."""
        return reverse("consultation:moderation", args=[self.workspace.slug])
