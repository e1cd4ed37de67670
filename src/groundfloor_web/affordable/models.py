"""What was asked about the best affordable floor; the answer is kept as files."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.models import Stored
from groundfloor_web.core.words import WordsField, said
from groundfloor_web.jobs.models import Job


class Choice(Stored):
    """An envelope and its conditions, and the work that finds the best floor within them.

    `settings` are those of the library (docs/choosing.md), `boxes` what was written in the form, so that it can be asked again otherwise.
    """

    title = WordsField(_("title"))
    settings = models.JSONField(default=dict, editable=False)
    boxes = models.JSONField(default=dict, editable=False)
    job = models.OneToOneField(Job, models.PROTECT, related_name="choice", editable=False)
    asked = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("choice of the best affordable floor")

    def __str__(self) -> str:
        return said(self.title)[0]

    def get_absolute_url(self) -> str:
        """The page of the choice."""
        return reverse("affordable:choice", args=[self.workspace.slug, self.pk])
