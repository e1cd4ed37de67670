"""Organisations, the bodies they sit in, what they ask of each other and plan to do."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.models import Membership, Stored
from groundfloor_web.core.words import WordsField, said


class Constituency(models.TextChoices):
    """Whom an organisation speaks for; a body is balanced over these."""

    GOVERNMENT = "government", _("Government")
    PARLIAMENT = "parliament", _("Parliament")
    EMPLOYERS = "employers", _("Employers")
    WORKERS = "workers", _("Workers")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    ACADEMIA = "academia", _("Academia")
    UN_SYSTEM = "un_system", _("UN system")
    DEVELOPMENT_PARTNERS = "development_partners", _("Development partners")


class Organisation(Stored):
    """A ministry, institution, federation, agency or association with a stake in the floor."""

    name = WordsField(_("name"))
    acronym = models.CharField(_("short name"), max_length=30, blank=True)
    constituency = models.CharField(_("constituency"), max_length=30, choices=Constituency.choices)
    mandate = WordsField(
        _("mandate"), long=True, blank=True, help_text=_("What law or charter asks of it, as far as the floor goes")
    )
    interest = WordsField(_("interest and role"), long=True, blank=True)

    class Meta:
        ordering = ["constituency", "acronym", "pk"]
        verbose_name = _("organisation")

    def __str__(self) -> str:
        return self.acronym or said(self.name)[0]

    def get_absolute_url(self) -> str:
        """Among the organisations."""
        return reverse("stakeholders:organisations", args=[self.workspace.slug]) + f"#organisation-{self.pk}"


class Body(Stored):
    """A task force, working group or secretariat. An existing group is taken over rather than paralleled."""

    class Kind(models.TextChoices):
        """What the body is for."""

        TASK_FORCE = "task_force", _("National task force")
        WORKING_GROUP = "working_group", _("Technical working group")
        SECRETARIAT = "secretariat", _("Secretariat")
        COUNTRY_TEAM = "country_team", _("UN country team for the floor")

    name = WordsField(_("name"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    lead = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name=_("technical lead agency"),
    )
    taken_over = models.CharField(
        _("existing group it continues"),
        max_length=200,
        blank=True,
        help_text=_("A group that is there already is taken over, not paralleled."),
    )
    terms = WordsField(_("terms of reference"), long=True, blank=True)
    begins = models.DateField(_("mandate begins"), null=True, blank=True)
    ends = models.DateField(_("mandate ends"), null=True, blank=True)
    quorum = models.PositiveSmallIntegerField(
        _("quorum"), default=0, help_text=_("How many seats must be taken for a meeting to decide")
    )

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name = _("body")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True)
                | models.Q(begins__isnull=True)
                | models.Q(ends__gte=models.F("begins")),
                name="mandate_ends_after_it_begins",
                violation_error_message=_("The mandate ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return said(self.name)[0]

    def get_absolute_url(self) -> str:
        """The page of the body."""
        return reverse("stakeholders:body", args=[self.workspace.slug, self.pk])


class Seat(Stored):
    """A place in a body that an organisation holds: one titular, and alternates who may take it."""

    class Function(models.TextChoices):
        """What the seat does in the body."""

        CHAIR = "chair", _("Chair")
        CO_CHAIR = "co_chair", _("Co-chair")
        SECRETARY = "secretary", _("Secretary")
        MEMBER = "member", _("Member")
        OBSERVER = "observer", _("Observer")

    class Gender(models.TextChoices):
        """The gender of who holds the seat, as far as they wish it said."""

        WOMAN = "woman", _("Woman")
        MAN = "man", _("Man")
        OTHER = "other", _("Other")

    body = models.ForeignKey(Body, models.PROTECT, related_name="seats", verbose_name=_("body"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="seats", verbose_name=_("organisation"))
    function = models.CharField(_("function"), max_length=20, choices=Function.choices, default=Function.MEMBER)
    titular = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("titular")
    )
    gender = models.CharField(_("gender of the titular"), max_length=10, choices=Gender.choices, blank=True)
    alternates = models.ManyToManyField(
        Membership, blank=True, related_name="alternate_seats", verbose_name=_("alternates")
    )

    class Meta:
        ordering = ["body", "pk"]
        verbose_name = _("seat")

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_function_display()})"

    def get_absolute_url(self) -> str:
        """The page of its body."""
        return self.body.get_absolute_url()


class SupportRequest(Stored):
    """What the country has asked of the UN system or of partners: support comes on request, coordinated by the Resident Coordinator."""

    class State(models.TextChoices):
        """Where the request stands."""

        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("accepted")
        UNDER_WAY = "under_way", _("under way")
        MET = "met", _("met")
        DECLINED = "declined", _("declined")

    subject = WordsField(_("what is asked for"))
    asked_by = models.ForeignKey(Organisation, models.PROTECT, related_name="requests_made", verbose_name=_("asked by"))
    asked_of = models.ForeignKey(
        Organisation, models.PROTECT, related_name="requests_received", verbose_name=_("asked of")
    )
    asked_on = models.DateField(_("asked on"))
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.ASKED)
    answer = WordsField(_("answer"), long=True, blank=True)

    class Meta:
        ordering = ["-asked_on", "-pk"]
        verbose_name = _("request for support")

    def __str__(self) -> str:
        return said(self.subject)[0]

    def get_absolute_url(self) -> str:
        """Among the requests."""
        return reverse("stakeholders:work_plan", args=[self.workspace.slug]) + "#requests"


class Moment(Stored):
    """A date of national planning or of the budget that the floor must meet: a circular, a hearing, a review, a session."""

    title = WordsField(_("what"))
    on = models.DateField(_("date"))
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("date of planning or budget")

    def __str__(self) -> str:
        return f"{said(self.title)[0]} ({self.on})"

    def get_absolute_url(self) -> str:
        """In the work plan."""
        return reverse("stakeholders:work_plan", args=[self.workspace.slug])


class Activity(Stored):
    """A line of the work plan: one of the eight steps, who does it, from when to when, and which date it must meet."""

    class State(models.TextChoices):
        """Where the activity stands."""

        PLANNED = "planned", _("planned")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    STEPS = [
        (1, _("1 Stakeholders")),
        (2, _("2 Task force")),
        (3, _("3 Awareness")),
        (4, _("4 Stocktaking")),
        (5, _("5 Options")),
        (6, _("6 Impact, cost and financing")),
        (7, _("7 Monitoring")),
        (8, _("8 Capacity")),
    ]
    title = WordsField(_("activity"))
    step = models.PositiveSmallIntegerField(_("step of the Initiative"), choices=STEPS)
    responsible = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("responsible seat")
    )
    begins = models.DateField(_("begins"))
    ends = models.DateField(_("ends"))
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.PLANNED)
    meets = models.ForeignKey(
        Moment, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("date it must meet")
    )

    class Meta:
        ordering = ["step", "begins", "pk"]
        verbose_name = _("activity")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("begins")),
                name="activity_ends_after_it_begins",
                violation_error_message=_("The activity ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return said(self.title)[0]

    def get_absolute_url(self) -> str:
        """In the work plan."""
        return reverse("stakeholders:work_plan", args=[self.workspace.slug])

    @property
    def is_late(self) -> bool:
        """Whether it ends after the date that it must meet."""
        return self.meets is not None and self.ends > self.meets.on
