"""What was taken in from elsewhere: gaps that the library computed, a pack's schemes, a workbook."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.models import Stored
from groundfloor_web.jobs.models import Job


class GapTable(Stored):
    """Gaps and coverage as the library computed them from the country pack, with the fingerprint of the run behind them."""

    job = models.OneToOneField(Job, models.PROTECT, null=True, related_name="+")
    computed = models.DateTimeField(null=True)
    pack = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64, blank=True)
    base_year = models.PositiveSmallIntegerField(null=True)
    currency = models.CharField(max_length=10, blank=True)
    synthetic = models.BooleanField(default=False)
    survey = models.JSONField(default=dict)
    floor = models.JSONField(default=dict)
    gaps = models.JSONField(default=list)
    coverage = models.JSONField(default=list)
    labels = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("computed gaps")

    def __str__(self) -> str:
        return f"{self.pack} {self.base_year or ''}".strip()

    def get_absolute_url(self) -> str:
        """Beside the gaps that people wrote."""
        return reverse("stocktaking:gaps", args=[self.workspace.slug]) + "#computed"


class Intake(Stored):
    """Something read in at once: what was found in it, what it would add or change, and whether that was done."""

    class Kind(models.TextChoices):
        """Where it came from."""

        WORKBOOK = "workbook", _("Workbook")
        SCHEMES = "schemes", _("Schemes of the country pack")
        INDICATORS = "indicators", _("Indicators of the country pack")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200)
    digest = models.CharField(max_length=64, blank=True)
    rows = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    taken = models.BooleanField(_("taken over"), default=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("intake")

    def __str__(self) -> str:
        return gettext("%(name)s: %(added)s added, %(changed)s changed") % {
            "name": self.name,
            "added": self.count("added"),
            "changed": self.count("changed"),
        }

    def count(self, verdict: str) -> int:
        """How many rows there are of a verdict: added, changed, unchanged, conflict."""
        return sum(row["verdict"] == verdict for row in self.rows)

    def get_absolute_url(self) -> str:
        """What it holds; where schemes or indicators come from a pack, where they stand now."""
        if self.kind == self.Kind.WORKBOOK:
            return reverse("stocktaking:intake", args=[self.workspace.slug, self.pk])
        page = "schemes" if self.kind == self.Kind.SCHEMES else "services"
        return reverse(f"stocktaking:{page}", args=[self.workspace.slug])
