"""The assessment matrix: its rows, what stands in its cells, the gaps, and what is recommended."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.models import Stored
from groundfloor_web.core.words import WordsField, said
from groundfloor_web.stocktaking.models.inventory import Guarantee, Scheme, percent

SHORT = 80


def shortened(words: object) -> str:
    """The beginning of a text in the reader's language."""
    text = said(words)[0]  # type: ignore[arg-type]
    return text if len(text) <= SHORT else text[: SHORT - 1].rstrip() + "…"


class Column(models.TextChoices):
    """Columns of the matrix that hold entries; the last one holds recommendations."""

    EXISTING = "existing", _("Existing provisions")
    PLANNED = "planned", _("Planned provisions")
    POLICY_GAPS = "policy_gaps", _("Policy gaps")
    IMPLEMENTATION = "implementation", _("Implementation issues")


class MatrixRow(Stored):
    """A row of the matrix: a guarantee under the title the country gives it."""

    title = WordsField(_("title"), help_text=_("For example “Old age and disability”"))
    guarantee = models.CharField(_("guarantee"), max_length=20, choices=Guarantee.choices)
    position = models.PositiveSmallIntegerField(_("place among the rows"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("row of the matrix")

    def __str__(self) -> str:
        return said(self.title)[0]

    def get_absolute_url(self) -> str:
        """In the matrix."""
        return reverse("stocktaking:matrix", args=[self.workspace.slug]) + f"#row-{self.pk}"

    @property
    def is_filled(self) -> bool:
        """Whether something stands in it; a matrix of many rows brings it along as `filled`."""
        known: bool | None = vars(self).get("filled")
        if known is not None:
            return known
        return any(things.filter(withdrawn=False).exists() for things in (self.entries, self.recommendations))


class Gap(Stored):
    """What is missing from the floor: in the law, in how it is carried out, or in access to services."""

    class Kind(models.TextChoices):
        """Where the gap lies."""

        POLICY = "policy", _("Policy gap")
        IMPLEMENTATION = "implementation", _("Implementation issue")
        ACCESS = "access", _("Access to services")

    guarantee = models.CharField(_("guarantee"), max_length=20, choices=Guarantee.choices)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    group = WordsField(_("group concerned"), blank=True)
    text = WordsField(_("gap"), long=True)
    legal = percent(_("legal coverage (%)"), _("Share of the group to whom a law gives the entitlement"))
    effective = percent(_("effective coverage (%)"), _("Share of the group who contribute or receive in fact"))
    source = models.CharField(_("source"), max_length=600, blank=True)

    class Meta:
        ordering = ["guarantee", "kind", "pk"]
        verbose_name = _("gap")

    def __str__(self) -> str:
        return shortened(self.text)

    def get_absolute_url(self) -> str:
        """The page of the gap."""
        return reverse("stocktaking:gap", args=[self.workspace.slug, self.pk])


class MatrixEntry(Stored):
    """One thing said in a cell of the matrix. Each has its own version, so that many can write in one cell."""

    row = models.ForeignKey(MatrixRow, models.PROTECT, related_name="entries", verbose_name=_("row"))
    column = models.CharField(_("column"), max_length=20, choices=Column.choices)
    text = WordsField(_("text"), long=True)
    source = models.CharField(_("source"), max_length=600, blank=True)
    scheme = models.ForeignKey(
        Scheme, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("scheme")
    )
    gap = models.ForeignKey(Gap, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("gap"))

    class Meta:
        ordering = ["row", "column", "pk"]
        verbose_name = _("entry of the matrix")

    def __str__(self) -> str:
        return shortened(self.text)

    def get_absolute_url(self) -> str:
        """The page of the entry."""
        return reverse("stocktaking:entry", args=[self.workspace.slug, self.pk])


class Recommendation(Stored):
    """What is recommended to close gaps: the last column of the matrix. Options, dialogue and decisions refer to it."""

    class Kind(models.TextChoices):
        """What would be done."""

        NEW_SCHEME = "new_scheme", _("New scheme")
        EXPANSION = "expansion", _("Expansion of an existing scheme")
        HIGHER_LEVELS = "higher_levels", _("Higher levels of benefits")
        IMPLEMENTATION = "implementation", _("Better implementation")

    class Priority(models.IntegerChoices):
        """How urgent it is thought to be."""

        HIGH = 1, _("high")
        MEDIUM = 2, _("medium")
        LOW = 3, _("low")

    row = models.ForeignKey(MatrixRow, models.PROTECT, related_name="recommendations", verbose_name=_("row"))
    text = WordsField(_("recommendation"), long=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, null=True, blank=True)
    answers = models.ManyToManyField(Gap, blank=True, related_name="recommendations", verbose_name=_("gaps it answers"))
    source = models.CharField(_("source"), max_length=600, blank=True)

    class Meta:
        ordering = ["row", models.F("priority").asc(nulls_last=True), "pk"]
        verbose_name = _("recommendation")

    def __str__(self) -> str:
        return shortened(self.text)

    def get_absolute_url(self) -> str:
        """The page of the recommendation."""
        return reverse("stocktaking:recommendation", args=[self.workspace.slug, self.pk])
