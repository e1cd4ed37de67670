"""The inventory of schemes, with the fields of an assessment-based national dialogue."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.models import Stored
from groundfloor_web.core.words import WordsField, said
from groundfloor_web.stakeholders.models import Organisation


class Guarantee(models.TextChoices):
    """The four guarantees of Recommendation 202, paragraph 5."""

    HEALTH = "health", _("Health")
    CHILDREN = "children", _("Children")
    WORKING_AGE = "working_age", _("Working age")
    OLD_AGE = "old_age", _("Old age")


class Function(models.TextChoices):
    """Branches of social protection, as SDG 1.3.1 and the rule language name them."""

    FAMILY_CHILD = "family_child", _("Family and children")
    MATERNITY = "maternity", _("Maternity")
    UNEMPLOYMENT = "unemployment", _("Unemployment")
    WORK_INJURY = "work_injury", _("Employment injury")
    DISABILITY = "disability", _("Disability")
    SICKNESS = "sickness", _("Sickness")
    OLD_AGE = "old_age", _("Old-age benefits")
    SURVIVORS = "survivors", _("Survivors")
    HEALTH = "health", _("Health care")
    SOCIAL_ASSISTANCE = "social_assistance", _("Social assistance")
    VULNERABLE = "vulnerable", _("Vulnerable persons")
    LABOUR_MARKET = "labour_market", _("Labour market programmes")
    HOUSING = "housing", _("Housing")
    EDUCATION = "education", _("Education")


class Means(models.TextChoices):
    """How entitlement is come by; SDG 1.3.1 asks for this distinction."""

    CONTRIBUTORY = "contributory", _("Contributory")
    UNIVERSAL = "universal", _("Tax-financed, universal")
    MEANS_TESTED = "means_tested", _("Tax-financed, means-tested")


class Status(models.TextChoices):
    """Whether something is in force."""

    EXISTING = "existing", _("Existing")
    PLANNED = "planned", _("Planned")


def calendar_year(label: object, *, required: bool = False) -> models.PositiveSmallIntegerField:
    """A field for a calendar year."""
    checks = [MinValueValidator(1900), MaxValueValidator(2100)]
    return models.PositiveSmallIntegerField(label, null=not required, blank=not required, validators=checks)


def percent(label: object, help_text: object = "") -> models.DecimalField:
    """A field for a share in percent, which may be left empty: absent is not 0."""
    checks = [MinValueValidator(0), MaxValueValidator(100)]
    return models.DecimalField(
        label, max_digits=5, decimal_places=2, null=True, blank=True, validators=checks, help_text=help_text
    )


def money(label: object) -> models.DecimalField:
    """A field for an amount in local currency units, which may be left empty."""
    checks = [MinValueValidator(0)]
    return models.DecimalField(label, max_digits=20, decimal_places=2, null=True, blank=True, validators=checks)


class Scheme(Stored):
    """A scheme that is in force or planned."""

    name = WordsField(_("name"))
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.EXISTING)
    guarantee = models.CharField(_("guarantee"), max_length=20, choices=Guarantee.choices)
    function = models.CharField(_("branch of social protection"), max_length=30, choices=Function.choices)
    means = models.CharField(_("contributory or tax-financed"), max_length=20, choices=Means.choices, blank=True)
    law = WordsField(_("legal framework"), long=True, blank=True)
    responsible = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="schemes",
        verbose_name=_("responsible body"),
        help_text=_("Among the organisations with a stake"),
    )
    institution = models.CharField(
        _("responsible body as the source names it"),
        max_length=300,
        blank=True,
        help_text=_("Where it is a unit of an organisation, or not yet among them"),
    )
    target_group = WordsField(_("target group"), long=True, blank=True)
    eligibility = WordsField(_("eligibility criteria"), long=True, blank=True)
    benefits = WordsField(_("benefits"), long=True, blank=True)
    population = models.PositiveBigIntegerField(
        _("population covered"),
        null=True,
        blank=True,
        help_text=_(
            "Persons or households who contribute or receive; say in the source which. Empty where nobody has counted."
        ),
    )
    population_year = calendar_year(_("year of the population covered"))
    population_source = models.CharField(_("source of the population covered"), max_length=600, blank=True)
    financing = WordsField(_("financing"), long=True, blank=True)
    cost = money(_("cost a year (local currency)"))
    cost_year = calendar_year(_("year of the cost"))
    cost_source = models.CharField(_("source of the cost"), max_length=600, blank=True)
    pack_scheme = models.CharField(
        _("name in the country pack"),
        max_length=100,
        blank=True,
        help_text=_("The file schemes/NAME.yaml of the pack; empty where the pack does not have the scheme"),
    )

    class Meta:
        ordering = ["guarantee", "status", "pk"]
        verbose_name = _("scheme")

    def __str__(self) -> str:
        return said(self.name)[0]

    def get_absolute_url(self) -> str:
        """The page of the scheme."""
        return reverse("stocktaking:scheme", args=[self.workspace.slug, self.pk])
