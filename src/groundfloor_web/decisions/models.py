"""Adopted measures and the steps that carry them out."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.models import Stored
from groundfloor_web.core.words import WordsField, said
from groundfloor_web.dialogue.models import Item
from groundfloor_web.stakeholders.models import Body, Organisation, Seat


class Measure(Stored):
    """A measure that was adopted: its law, institution, budget line and dates, and the item of dialogue it comes from."""

    class State(models.TextChoices):
        """How far the measure is."""

        ADOPTED = "adopted", _("adopted")
        ENACTED = "enacted", _("enacted")
        UNDER_WAY = "under_way", _("under way")
        IN_FORCE = "in_force", _("in force")
        DROPPED = "dropped", _("dropped")

    title = WordsField(_("title"))
    text = WordsField(_("decision"), long=True)
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, blank=True, related_name="measures", verbose_name=_("from the item")
    )
    decided_by = models.ForeignKey(Body, models.PROTECT, related_name="measures", verbose_name=_("decided by"))
    decided_on = models.DateField(_("decided on"))
    law = models.CharField(_("law or regulation"), max_length=300, blank=True)
    institution = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("responsible institution"),
    )
    budget_line = models.CharField(_("budget line"), max_length=200, blank=True)
    in_plan = models.CharField(
        _("in the national plan"), max_length=300, blank=True, help_text=_("Chapter, target or programme it serves")
    )
    in_budget = models.CharField(_("in the medium-term budget"), max_length=300, blank=True)
    begins = models.DateField(_("takes effect"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.ADOPTED)

    class Meta:
        ordering = ["decided_on", "pk"]
        verbose_name = _("adopted measure")

    def __str__(self) -> str:
        return said(self.title)[0]

    def get_absolute_url(self) -> str:
        """The page of the measure."""
        return reverse("decisions:measure", args=[self.workspace.slug, self.pk])


class Step(Stored):
    """A step of the road map."""

    class State(models.TextChoices):
        """Where the step stands."""

        PLANNED = "planned", _("planned")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="steps", verbose_name=_("measure"))
    title = WordsField(_("step"))
    responsible = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="steps", verbose_name=_("responsible seat")
    )
    begins = models.DateField(_("begins"))
    ends = models.DateField(_("ends"))
    after = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="before", verbose_name=_("can begin after")
    )
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.PLANNED)

    class Meta:
        ordering = ["begins", "ends", "pk"]
        verbose_name = _("step")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("begins")),
                name="step_ends_after_it_begins",
                violation_error_message=_("The step ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return said(self.title)[0]

    def get_absolute_url(self) -> str:
        """Among the steps of its measure."""
        return f"{self.measure.get_absolute_url()}#step-{self.pk}"

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is to be done."""
        return self.state in (self.State.DONE, self.State.DROPPED)

    @property
    def is_late(self) -> bool:
        """Whether it should have ended."""
        return not self.has_ended and self.ends < timezone.localdate()

    @property
    def held_up_by(self) -> list[Step]:
        """The steps it waits for that end after it begins, or should have ended."""
        return [
            one
            for one in self.after.all()
            if not one.withdrawn and not one.has_ended and (one.ends > self.begins or one.is_late)
        ]
