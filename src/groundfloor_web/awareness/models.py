"""Briefs made of a run, and the messages that go with them."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.models import Stored
from groundfloor_web.core.words import WordsField, said
from groundfloor_web.explorer.models import Run


class Audience(models.TextChoices):
    """Whom a message is for."""

    FINANCE = "finance", _("Ministry of Finance")
    PARLIAMENT = "parliament", _("Parliament")
    SOCIAL_PARTNERS = "social_partners", _("Employers and workers")
    MEDIA = "media", _("Media")
    PUBLIC = "public", _("Everybody")


class Message(Stored):
    """A sentence to be said to an audience, and what it rests on."""

    audience = models.CharField(_("audience"), max_length=20, choices=Audience.choices)
    text = WordsField(_("message"))
    source = models.CharField(_("what it rests on"), max_length=300)

    class Meta:
        ordering = ["audience", "pk"]
        verbose_name = _("key message")

    def __str__(self) -> str:
        return said(self.text)[0]

    def get_absolute_url(self) -> str:
        """Among the messages."""
        return reverse("awareness:awareness", args=[self.workspace.slug]) + "#messages"


class Brief(Stored):
    """A policy brief: a lead, the figures of a run, messages to an audience, and what doing nothing would mean. Slides and a fact sheet
    are made of the same.
    """

    title = WordsField(_("title"))
    run = models.ForeignKey(Run, models.PROTECT, related_name="briefs", verbose_name=_("run whose figures it shows"))
    audience = models.CharField(_("audience"), max_length=20, choices=Audience.choices, default=Audience.PUBLIC)
    lead = WordsField(_("lead"), long=True)
    nothing = WordsField(_("what doing nothing would mean"), long=True, blank=True)
    counts_nothing = models.BooleanField(
        _("show what doing nothing costs"),
        default=True,
        help_text=_("Computed with the run: who stays poor, and what they lack"),
    )
    asks = WordsField(_("what is asked of the reader"), long=True, blank=True)
    is_published = models.BooleanField(_("published"), default=False, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("brief")

    def __str__(self) -> str:
        return said(self.title)[0]

    def get_absolute_url(self) -> str:
        """The page of the brief."""
        return reverse("awareness:brief", args=[self.workspace.slug, self.pk])
