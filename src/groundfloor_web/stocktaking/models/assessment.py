"""Access to services, measures in crises, and judgements of how the system works."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.models import Membership, Stored
from groundfloor_web.core.words import WordsField, said
from groundfloor_web.stocktaking.models.inventory import Status, calendar_year, money
from groundfloor_web.stocktaking.models.matrix import shortened


class Indicator(Stored):
    """One value of an indicator of access: to essential services, or to social protection."""

    class Field(models.TextChoices):
        """What access is to, as the Initiative lists essential services."""

        WATER = "water", _("Water and sanitation")
        NUTRITION = "nutrition", _("Adequate nutrition")
        HEALTH = "health", _("Health services")
        EDUCATION = "education", _("Education services")
        HOUSING = "housing", _("Housing")
        INFORMATION = "information", _("Life-saving information")
        PROTECTION = "protection", _("Social protection (SDG 1.3.1)")

    field = models.CharField(_("access to"), max_length=20, choices=Field.choices)
    name = WordsField(_("indicator"))
    group = WordsField(_("group"), blank=True, help_text=_("Empty: everybody"))
    year = calendar_year(_("year"), required=True)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=60, default="%")
    source = models.CharField(_("source"), max_length=600)
    series = models.CharField(_("SDG series"), max_length=60, blank=True, help_text=_("For example SI_COV_CHLD"))

    class Meta:
        ordering = ["field", "series", "-year", "pk"]
        verbose_name = _("indicator")

    def __str__(self) -> str:
        return f"{said(self.name)[0]} ({self.year})"

    def get_absolute_url(self) -> str:
        """Among the indicators."""
        return reverse("stocktaking:services", args=[self.workspace.slug]) + f"#indicator-{self.pk}"


class CrisisMeasure(Stored):
    """What was or will be done against a crisis and its effects."""

    crisis = WordsField(_("crisis"))
    measure = WordsField(_("measure"), long=True)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.EXISTING)
    begins = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("to"), null=True, blank=True)
    reached = models.PositiveBigIntegerField(_("people reached"), null=True, blank=True)
    cost = money(_("cost (local currency)"))
    cost_year = calendar_year(_("year of the cost"))
    source = models.CharField(_("source"), max_length=600, blank=True)

    class Meta:
        ordering = [models.F("begins").desc(nulls_last=True), "pk"]
        verbose_name = _("measure in a crisis")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True)
                | models.Q(begins__isnull=True)
                | models.Q(ends__gte=models.F("begins")),
                name="crisis_measure_ends_after_it_begins",
                violation_error_message=_("The measure ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return shortened(self.measure)

    def get_absolute_url(self) -> str:
        """Among the measures."""
        return reverse("stocktaking:crises", args=[self.workspace.slug]) + f"#measure-{self.pk}"


class Area(Stored):
    """A key area or a criterion of performance of the assessment of the system, under the name it is given here."""

    class Kind(models.TextChoices):
        """The parts of the assessment."""

        POLICY = "policy", _("Policy")
        DESIGN = "design", _("Programme design")
        DELIVERY = "delivery", _("Implementation")
        CRITERION = "criterion", _("Performance criteria")

    key = models.CharField(max_length=40, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    label = WordsField(_("label"))

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("area of the assessment")

    def __str__(self) -> str:
        return said(self.label)[0]

    def get_absolute_url(self) -> str:
        """In the assessment."""
        return reverse("stocktaking:assessment", args=[self.workspace.slug]) + f"#area-{self.pk}"


class Judgement(Stored):
    """How one assessor judges an area, on what evidence and when. Judgements stand side by side and are never averaged."""

    class Level(models.IntegerChoices):
        """The four points of the scale; they have an order, and no distance."""

        LATENT = 1, _("latent")
        EMERGING = 2, _("emerging")
        MODERATE = 3, _("moderate")
        ADVANCED = 4, _("advanced")

    area = models.ForeignKey(Area, models.PROTECT, related_name="judgements", verbose_name=_("area"))
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    evidence = WordsField(_("evidence"), long=True)
    on = models.DateField(_("date"))
    assessor = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name=_("assessor"))
    together = models.CharField(
        _("judged together with"), max_length=200, blank=True, help_text=_("A workshop or working group, if any")
    )

    class Meta:
        ordering = ["area", "-on", "pk"]
        verbose_name = _("judgement")

    def __str__(self) -> str:
        return f"{self.area}: {self.get_level_display()}"

    def get_absolute_url(self) -> str:
        """In the assessment."""
        return reverse("stocktaking:assessment", args=[self.workspace.slug]) + f"#area-{self.area_id}"
