"""Explorations that somebody kept, and full runs of them."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.models import Stored
from groundfloor_web.core.words import WordsField, said
from groundfloor_web.jobs.models import Job


class Exploration(Stored):
    """A floor as somebody has changed it: what the controls say where they differ from the pack's own floor."""

    title = WordsField(_("title"))
    note = WordsField(_("note"), long=True, blank=True)
    controls = models.JSONField(_("controls"), default=dict, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("exploration")

    def __str__(self) -> str:
        return said(self.title)[0]

    def get_absolute_url(self) -> str:
        """The explorer with these controls."""
        return reverse("explorer:kept", args=[self.workspace.slug, self.pk])


class Run(Stored):
    """A full run of an exploration: report, workbook, tables, and the record of what they were made from."""

    exploration = models.ForeignKey(Exploration, models.PROTECT, related_name="runs", verbose_name=_("exploration"))
    job = models.OneToOneField(Job, models.PROTECT, related_name="run")
    started = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("run")

    def __str__(self) -> str:
        return f"{self.exploration} ({self.pk})"

    def get_absolute_url(self) -> str:
        """The page of the run."""
        return reverse("explorer:run", args=[self.workspace.slug, self.pk])
